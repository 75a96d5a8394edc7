#pragma once

#include <QCheckBox>
#include <QComboBox>
#include <QVBoxLayout>
#include <QWidget>
#include <functional>
#include <utility>
#include <vector>

#include "core/pipeline/parameters.h"
#include "ui/kit/widgets/choice_field.h"
#include "ui/kit/widgets/param_slider.h"
#include "ui/model/studio/studio.h"
#include "ui/views/curves/curve_catalog.h"

namespace orator::ui {

class StyleGallery;

/// Everything that shapes the motion as a whole: presets, expression, blinks, head.
class MotionPanel : public QWidget {
  Q_OBJECT
 public:
  explicit MotionPanel(Studio& studio, QWidget* parent = nullptr);
  /// Keeps the present settings under A or B, or swaps to the other side.
  void toggleAb();
  /// Keeps the present settings as the user's preset of this name.
  void savePreset(const QString& name);

 private:
  /// What A and B differ in.
  struct Side {
    motion::MotionSettings motion;
    std::vector<project::ColumnGain> columnGains;
  };
  struct Binding {
    ParamSlider* slider;
    std::function<double(const project::Project&)> get;
    std::function<void(project::Project&, double)> set;
  };
  /// A slider for each number of a section and a box for each choice of yes or no, as the table of parameters
  /// declares them.
  void addFields(QVBoxLayout* rows, pipeline::Section section);
  QCheckBox* addFlag(const pipeline::Parameter& parameter, const pipeline::Field<bool>& field);
  /// How the eyes look, and two sliders that move them by hand.
  void addGaze(QVBoxLayout* rows, const pipeline::Parameter& parameter);
  ParamSlider* bind(const pipeline::Parameter& parameter);
  ParamSlider* bind(const ParamSpec& spec, std::function<double(const project::Project&)> get,
                    std::function<void(project::Project&, double)> set);
  /// Sliders of the same kind below a button that shows and hides them. Returns what holds them.
  QWidget* folded(QVBoxLayout* rows, const QString& title, const std::vector<ParamSpec>& specs,
                  std::function<double(const project::Project&, int)> get,
                  std::function<void(project::Project&, int, double)> set);
  void takePortrait();
  void refresh();
  void fillPresets();
  void applyPreset(int index);
  void askAndSavePreset();
  void deletePreset();

  Studio& studio_;
  std::vector<Binding> bindings_;
  StyleGallery* gallery_;
  QWidget* parts_;
  FacePartColumns partColumns_;  ///< of the portrait's face model
  QLabel* noParts_;
  QComboBox* presets_;
  std::vector<std::pair<QCheckBox*, const pipeline::Field<bool>*>> flags_;
  ParamSlider* blend_ = nullptr;
  ChoiceField* gaze_ = nullptr;
  Side other_;
  bool showsB_ = false;
  QToolButton *ab_, *forget_;
};

}  // namespace orator::ui
