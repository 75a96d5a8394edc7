#pragma once

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QWidget>
#include <functional>
#include <vector>

#include "core/pipeline/parameters.h"
#include "ui/model/studio/studio.h"

namespace orator::ui {

/// What the film shows around the portrait and how its file is made: a field for each parameter of a section
/// of the one table, as its kind has it.
class FilmFields : public QWidget {
  Q_OBJECT
 public:
  FilmFields(Studio& studio, pipeline::Section section, QWidget* parent = nullptr);
  /// Shows what the project has.
  void refresh();

 private:
  QWidget* fieldOf(const pipeline::Parameter& parameter);
  QWidget* choiceOf(const pipeline::Parameter& parameter, const pipeline::Choice& choice);
  QWidget* aspectOf(const pipeline::Parameter& parameter);
  QWidget* colourOf(const pipeline::Parameter& parameter);
  QWidget* fileOf(const pipeline::Parameter& parameter);
  QWidget* flagOf(const pipeline::Parameter& parameter);
  QWidget* numberOf(const pipeline::Parameter& parameter);
  /// A change of one parameter, as one step of the history.
  void change(const pipeline::Parameter& parameter, const std::function<void(project::Project&)>& edit);

  Studio& studio_;
  std::vector<std::function<void(const project::Project&)>> showers_;
};

/// A list of the presets for places where films are shown; choosing one sets the film, the frame and the
/// file.
class FilmPresetBox : public QComboBox {
  Q_OBJECT
 public:
  explicit FilmPresetBox(Studio& studio, QWidget* parent = nullptr);
};

/// What the file dialog offers: one entry for each container of the table.
QString filmFileFilters();

}  // namespace orator::ui
