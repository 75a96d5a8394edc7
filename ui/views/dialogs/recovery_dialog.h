#pragma once

#include <QDialog>
#include <QListWidget>
#include <vector>

#include "core/project/project_file.h"

namespace orator::ui {

/// After a crash: the unsaved states that were found, with a picture of each.
class RecoveryDialog : public QDialog {
  Q_OBJECT
 public:
  static constexpr int kDiscardAll = 2;
  explicit RecoveryDialog(const std::vector<project::Autosave>& states, QWidget* parent = nullptr);
  int chosen() const { return list_->currentRow(); }

 private:
  QListWidget* list_;
};

}  // namespace orator::ui
