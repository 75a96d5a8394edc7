#pragma once

#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QTextBrowser>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "ui/views/dialogs/pack_work.h"
#include "ui/views/dialogs/stage_clock.h"

namespace orator::ui {

/// Makes a personal pack of a video, or goes on with it. @return the pack's folder; throws Error
using Personalise = std::function<std::filesystem::path(const std::filesystem::path& video,
                                                        const std::string& name, const RunContext& context)>;

/// What windows offer it with: the program lends it, because what learns is nothing that views know. Before
/// any window is made; GUI thread.
void lendPersonalise(Personalise make);
/// Empty: not offered.
const Personalise& lentPersonalise();

/// "Make it this person": a video of somebody becomes a personal pack, with progress, pause and resume, and
/// the result beside the footage.
class PersonaliseDialog : public QDialog {
  Q_OBJECT
 public:
  /// @param make what the work is
  explicit PersonaliseDialog(Personalise make, QWidget* parent = nullptr);
  ~PersonaliseDialog() override;

  void setVideo(const QString& file);
  void setName(const QString& name);
  /// Begins, or goes on where it was paused.
  void start();
  /// Stops and keeps what was learned; start() goes on there, also in another run of the studio.
  void pause();
  bool isWorking() const { return work_ != nullptr; }
  /// Blocks until the running work has ended: for tests and pictures.
  void waitForWork();
  /// Shows a pack that is made.
  void showResult(const packs::Pack& pack);

 Q_SIGNALS:
  /// A pack was installed.
  void packMade(const QString& id);
  /// The user wants to see that person: their pack, their pose style and, where not empty, their portrait.
  void wanted(const QString& id, const QString& portrait);

 private:
  void chooseVideo();
  void showWorking();
  void onProgress(const QString& stage, qint64 done, qint64 total);
  void onEnded(const Problem& outcome);
  void use(bool withPortrait);

  Personalise make_;
  QLineEdit *video_, *name_;
  QPushButton *choose_, *start_, *use_, *usePack_;
  QProgressBar* bar_;
  QLabel *status_, *legend_, *sheet_;
  QScrollArea* view_;
  QTextBrowser* report_;
  std::unique_ptr<PackWork> work_;
  std::shared_ptr<packs::Pack> made_;
  bool paused_ = false;
  StageClock clock_;
};

}  // namespace orator::ui
