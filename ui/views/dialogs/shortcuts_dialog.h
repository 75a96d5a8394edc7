#pragma once

#include <QAction>
#include <QDialog>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QLineEdit>
#include <QTreeWidget>
#include <map>

namespace orator::ui {

/// Every action with its key, editable; a search field; conflicts are named and refused.
class ShortcutsDialog : public QDialog {
  Q_OBJECT
 public:
  explicit ShortcutsDialog(const std::map<QString, QAction*>& actions, QWidget* parent = nullptr);

 private:
  void fill();
  void filter(const QString& text);
  void assign(const QKeySequence& keys);
  void resetAll();

  const std::map<QString, QAction*>& actions_;
  QLineEdit* search_;
  QTreeWidget* tree_;
  QKeySequenceEdit* edit_;
  QLabel* note_;
};

}  // namespace orator::ui
