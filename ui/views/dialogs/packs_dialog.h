#pragma once

#include <QDialog>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QTextBrowser>
#include <QTreeWidget>
#include <memory>
#include <optional>

#include "ui/views/dialogs/pack_work.h"
#include "ui/views/dialogs/stage_clock.h"

namespace orator::ui {

/// Which packs are installed and which can be had: files, size, licence, origin, whether they are intact;
/// download that goes on where it stopped, and import from disk.
class PacksDialog : public QDialog {
  Q_OBJECT
 public:
  explicit PacksDialog(QWidget* parent = nullptr, PackActions actions = libraryPackActions());
  ~PacksDialog() override;
  /// Blocks until the running work has ended: for tests and pictures.
  void waitForChecks();
  bool isWorking() const { return work_ != nullptr; }

  /// @param said in the end, instead of that it is done
  void verify(const QString& said = {});
  /// Takes published weights or packs from these files and folders.
  void importFrom(const QStringList& paths);
  /// Fetches the pack, or what is still missing of it.
  void download(const QString& pack);
  /// What can be done with the selected installed pack.
  void renameSelected(const QString& name);
  void exportSelected(const QString& file);
  void deleteSelected();
  /// Installs a pack that was exported as one file.
  void installExported(const QString& file);
  void stop();

 Q_SIGNALS:
  /// A pack was installed, renamed or deleted.
  void packsChanged();

 private:
  void fill();
  void addInstalled(const packs::Pack& pack);
  void addOffer(const packs::DownloadPlan& plan);
  /// Looks again what is left to fetch.
  void renewOffers(std::function<void()> afterwards);
  void showSelected();
  /// What can be pressed now.
  void showWorking();
  void showStates(const QString& pack, const std::vector<packs::PackFileState>& states);
  void showImported(const packs::ImportResult& result);
  /// Runs `work` in its thread; `afterwards` here once it has succeeded. Nothing while other work runs.
  void start(const QString& doing, std::function<void(const RunContext&)> work,
             std::function<void()> afterwards);
  void onProgress(const QString& stage, qint64 done, qint64 total);
  void onEnded(const Problem& outcome);
  void chooseImport(bool folder);
  const packs::DownloadPlan* selectedOffer() const;
  const packs::Pack* selectedPack() const;
  void addImportMenu();
  void addPackMenu();
  /// The packs are others than before.
  void renewAfterChange(const QString& said);

  PackActions actions_;
  std::vector<packs::Pack> installed_;
  std::vector<packs::DownloadPlan> offers_;
  QTreeWidget* tree_;
  QTextBrowser* details_;
  QLabel* status_;
  QProgressBar* bar_;
  QPushButton *verify_, *import_, *download_, *change_, *stop_;
  std::unique_ptr<PackWork> work_;
  std::function<void()> afterwards_;  ///< once the work has succeeded
  StageClock clock_;
};

}  // namespace orator::ui
