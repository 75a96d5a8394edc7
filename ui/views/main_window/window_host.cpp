#include "ui/views/main_window/window_host.h"

#include "ui/kit/settings/settings.h"
#include "ui/kit/translation/language.h"

namespace orator::ui {

WindowHost::WindowHost(Studio& studio, QObject* parent) : QObject(parent), studio_(studio) {
  make();
}

void WindowHost::make() {
  window_ = std::make_unique<MainWindow>(studio_);
  // Queued: the window is not destroyed within its own menu.
  connect(window_.get(), &MainWindow::languageChosen, this, &WindowHost::setLanguage, Qt::QueuedConnection);
}

void WindowHost::setLanguage(const QString& code) {
  if (code == currentLanguage()) return;
  Settings().setValue("language", code);
  const bool shown = window_->isVisible(), asks = window_->asksBeforeClosing();
  const QByteArray geometry = window_->saveGeometry(), state = window_->saveState();
  window_.reset();
  applyLanguage(code);
  make();
  window_->setAskBeforeClosing(asks);
  window_->restoreGeometry(geometry);
  window_->restoreState(state);
  if (shown) window_->show();
  studio_.announce();
}

}  // namespace orator::ui
