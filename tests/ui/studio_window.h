#pragma once

#include <gtest/gtest.h>

#include <QMimeData>
#include <QSettings>
#include <QTemporaryDir>
#include <memory>

#include "tests/ui/scripted_engine.h"
#include "ui/views/main_window/main_window.h"
#include "ui/views/screenshots/screenshots.h"

namespace orator::ui {

/// The real window on a scripted engine, with a small portrait and two seconds of a tone in a folder of its
/// own.
class StudioWindow : public testing::Test {
 protected:
  void SetUp() override;
  /// Ends the studio and its window and starts both anew on the same data folder.
  void open();
  /// Portrait and voice; returns when their motion and a frame are there.
  void loadMedia();
  /// Drags `data` over a widget and lets it go at a point of it.
  static void dropOn(QWidget& widget, const QMimeData& data, const QPoint& at);
  QString file(const QString& name) const { return folder_.filePath(name); }
  Studio& studio() { return *studio_; }

  QTemporaryDir folder_;
  std::shared_ptr<ScriptedEngine> engine_ = std::make_shared<ScriptedEngine>();
  std::unique_ptr<Studio> studio_;
  std::unique_ptr<MainWindow> window_;
};

/// The argument that makes a test program render the sample on the real pipeline, keeping finished frames,
/// until it is killed; see RealStudio.
inline constexpr const char* kRenderArgument = "--render-until-killed";
inline constexpr int kKilledFilmSeconds = 8;

/// The sample's portrait and the first seconds of its voice.
void openSampleMedia(Studio& studio, double seconds);

/// The argument that makes a test program edit and be killed; see keepsUnsavedWorkWhenTheProgramIsKilled.
inline constexpr const char* kCrashArgument = "--edit-and-die";

}  // namespace orator::ui
