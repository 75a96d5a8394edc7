// The 3D face through OpenGL: the same face as the software canvas draws. Run under Xvfb where there is one.
#include <gtest/gtest.h>

#include <QApplication>
#include <QOpenGLWidget>
#include <QPainter>
#include <QTemporaryDir>
#include <QWindow>
#include <cstdio>

#include "core/media/picture.h"
#include "tests/ui/scripted_engine.h"
#include "ui/kit/text/path.h"
#include "ui/kit/themes/theme.h"
#include "ui/views/face3d/face_view.h"
#include "ui/views/main_window/main_window.h"
#include "ui/views/preview/preview_panel.h"
#include "ui/views/screenshots/screenshots.h"

namespace orator::ui {
namespace {

class FaceGl : public testing::Test {
 protected:
  void SetUp() override {
    if (!openGlWorks()) GTEST_SKIP() << "no OpenGL context can be made on this display";
    cv::Mat picture(96, 96, CV_8UC3);
    for (int y = 0; y < 96; ++y)
      for (int x = 0; x < 96; ++x) picture.at<cv::Vec3b>(y, x) = {uchar(2 * x + 40), uchar(2 * y + 40), 120};
    const QString file = folder_.filePath("face.png");
    media::writePicture(toPath(file), picture);
    StudioOptions options;
    options.dataFolder = toPath(folder_.filePath("data"));
    options.sound = false;
    studio_ = std::make_unique<Studio>(std::make_shared<ScriptedEngine>()->resources(), options);
    view_ = std::make_unique<FaceView>(*studio_);
    view_->resize(320, 320);
    view_->show();
    studio_->setPortrait(file);
    ASSERT_TRUE(waitFor([&] { return view_->scene() != nullptr; }, 20000));
    waitFor([] { return false; }, 200);
    ASSERT_TRUE(view_->usesOpenGl());
  }

  QImage drawn() {
    QApplication::processEvents();
    return view_->findChild<QOpenGLWidget*>()->grabFramebuffer().convertToFormat(QImage::Format_RGB32);
  }
  /// The software canvas on the same ground.
  QImage expected(QSize size) {
    QImage image(size, QImage::Format_RGB32);
    image.fill(colours().field);
    QPainter(&image).drawImage(0, 0, view_->softwareImage(size));
    return image;
  }
  static double difference(const QImage& a, const QImage& b) {
    double sum = 0;
    for (int y = 0; y < a.height(); ++y)
      for (int x = 0; x < a.width(); ++x) {
        const QColor p = a.pixelColor(x, y), q = b.pixelColor(x, y);
        sum += std::abs(p.red() - q.red()) + std::abs(p.green() - q.green()) + std::abs(p.blue() - q.blue());
      }
    return sum / (3.0 * a.width() * a.height());
  }

  QTemporaryDir folder_;
  std::unique_ptr<Studio> studio_;
  std::unique_ptr<FaceView> view_;
};

TEST_F(FaceGl, DrawsWhatTheSoftwareCanvasDraws) {
  for (FaceStyle style : {FaceStyle::textured, FaceStyle::clay}) {
    view_->setStyle(style);
    const QImage gl = drawn();
    QImage ground(gl.size(), QImage::Format_RGB32);
    ground.fill(colours().field);
    EXPECT_LT(difference(gl, expected(gl.size())), 4) << int(style);
    EXPECT_GT(difference(gl, ground), 15) << int(style);
  }
}

TEST_F(FaceGl, FirstViewLeavesTheWindowAsItIs) {
  MainWindow window(*studio_);
  window.setAskBeforeClosing(false);
  window.showMaximized();
  ASSERT_TRUE(waitFor([&] { return window.windowHandle()->isExposed(); }, 10000));
  int made = 0;
  class Watch : public QObject {
   public:
    explicit Watch(int& made) : made_(made) {}
    bool eventFilter(QObject*, QEvent* event) override {
      made_ += event->type() == QEvent::WinIdChange;
      return false;
    }
    int& made_;
  } watch(made);
  window.installEventFilter(&watch);
  window.preview().setMode(PreviewPanel::Mode::face3d);
  waitFor([] { return false; }, 300);
  EXPECT_EQ(made, 0) << "a window that is made anew loses its place and its maximised state";
  EXPECT_TRUE(window.isMaximized());
}

TEST_F(FaceGl, DrawsLinesPointsAndTheGhost) {
  view_->setStyle(FaceStyle::wireframe);
  const QImage lines = drawn();
  view_->setStyle(FaceStyle::landmarks);
  const QImage points = drawn();
  EXPECT_GT(difference(lines, points), 1);
  QImage ground(lines.size(), QImage::Format_RGB32);
  ground.fill(colours().field);
  EXPECT_GT(difference(points, ground), 1);
  view_->setGhost(true);
  EXPECT_GT(difference(drawn(), points), 0.5);
}

TEST_F(FaceGl, FollowsANewPortrait) {
  const QImage before = drawn();
  cv::Mat picture(96, 96, CV_8UC3, cv::Scalar(20, 200, 60));
  const QString file = folder_.filePath("green.png");
  media::writePicture(toPath(file), picture);
  const auto scene = view_->scene();
  studio_->setPortrait(file);
  ASSERT_TRUE(waitFor([&] { return view_->scene() && view_->scene() != scene; }, 20000));
  EXPECT_GT(difference(drawn(), before), 10);
}

}  // namespace
}  // namespace orator::ui

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM") && !qEnvironmentVariableIsSet("DISPLAY"))
    qputenv("QT_QPA_PLATFORM", "offscreen");
  QApplication app(argc, argv);
  orator::ui::applyTheme(orator::ui::ThemeName::dark);
  return RUN_ALL_TESTS();
}
