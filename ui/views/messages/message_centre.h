#pragma once

#include <QFrame>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QTimer>

#include "ui/model/bridge/problem.h"

namespace orator::ui {

/// What the studio has to say, instead of modal boxes: a bar for the newest message and a list of all of
/// them.
class MessageCentre : public QObject {
  Q_OBJECT
 public:
  explicit MessageCentre(QObject* parent = nullptr);

  void show(const Problem& problem);
  /// What is open is in order: the bar says nothing any more of what the preview met before.
  void previewWorks();
  /// The bar; placed by the window.
  QWidget* bar() { return bar_; }
  /// The list; placed by the window.
  QWidget* list() { return list_; }
  int unread() const { return unread_; }
  void markRead();

 Q_SIGNALS:
  void unreadChanged(int count);

 private:
  QFrame* bar_;
  QLabel *icon_, *text_;
  QPushButton* offer_;
  std::function<void()> accept_;
  QListWidget* list_;
  QLabel* empty_;
  QTimer hide_;
  int unread_ = 0;
  bool ofPreview_ = false;  ///< what the bar tells
};

}  // namespace orator::ui
