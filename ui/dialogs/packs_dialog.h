#pragma once

#include <QDialog>
#include <QLabel>
#include <QThread>
#include <QTreeWidget>

#include "core/packs/pack.h"

namespace orator::ui {

/// Which packs are installed, what is in them, under which licence, and whether every file is intact.
class PacksDialog : public QDialog {
  Q_OBJECT
 public:
  explicit PacksDialog(QWidget* parent = nullptr);
  ~PacksDialog() override;
  /// Blocks until a running check has ended: for tests and pictures.
  void waitForChecks();

 private:
  void fill();
  void verify();
  void importPack();
  void showStates(const QString& pack, const std::vector<packs::PackFileState>& states);

  QTreeWidget* tree_;
  QLabel* status_;
  QThread* check_ = nullptr;
};

}  // namespace orator::ui
