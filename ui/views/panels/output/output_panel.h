#pragma once

#include <QLabel>
#include <QLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QTimer>
#include <QWidget>
#include <vector>

#include "core/packs/pack.h"
#include "core/pipeline/parameters.h"
#include "ui/kit/widgets/choice_field.h"
#include "ui/kit/widgets/param_slider.h"
#include "ui/model/estimate/render_estimate.h"
#include "ui/model/studio/studio.h"

namespace orator::ui {

/// The film as a file: where, how large, how good, how fast; and the button that makes it.
class OutputPanel : public QWidget {
  Q_OBJECT
 public:
  explicit OutputPanel(Studio& studio, QWidget* parent = nullptr);
  void chooseFile();
  /// Looks again which packs are installed.
  void fillPacks();
  void choosePack(const QString& id);

 Q_SIGNALS:
  void renderRequested();
  void matrixRequested();

 private:
  QLayout* makeFileRow();
  void refresh();
  void askWhatIsFree();
  void showEstimate();
  void showRenderers(const project::Project& project);
  ChoiceField* addFinish();

  Studio& studio_;
  QLineEdit* file_;
  ChoiceField *size_, *rate_, *crop_, *pack_, *renderer_, *finish_;
  std::vector<packs::Pack> packs_;
  std::vector<std::string> shownRenderers_;
  QLabel* estimate_;
  QPushButton* render_;
  QTimer askAgain_;
  FreeResources free_;
  double previewSecondsPerPixel_ = -1;
};

}  // namespace orator::ui
