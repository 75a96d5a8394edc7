// What a film needs: size, disk, memory, time, and whether it fits.
#include <QLabel>

#include "tests/ui/studio_window.h"
#include "ui/kit/settings/settings.h"
#include "ui/kit/text/path.h"
#include "ui/model/estimate/render_estimate.h"
#include "ui/model/estimate/render_speed.h"
#include "ui/views/panels/output/output_panel.h"

namespace orator::ui {
namespace {

project::Project filmOf(const char* renderer) {
  project::Project project;
  project.renderer = renderer;
  return project;
}

TEST(Estimate, keepsTheShapeOfThePortrait) {
  const FrameRate rate;
  EXPECT_EQ(filmSize({600, 800}, 0, rate), QSize(600, 800));
  EXPECT_EQ(filmSize({600, 800}, 400, rate), QSize(300, 400));
  EXPECT_EQ(filmSize({3000, 4000}, 0, rate), QSize(1440, 1920)) << "as the film of a large portrait is made";
}

TEST(Estimate, growsWithSizeLengthAndQuality) {
  const auto bytes = [](QSize size, std::int64_t frames) {
    return estimateRender(filmOf("mesh"), size, frames, false, 0.01);
  };
  EXPECT_GT(bytes({1024, 1024}, 100).memoryBytes, bytes({512, 512}, 100).memoryBytes);
  EXPECT_DOUBLE_EQ(bytes({512, 512}, 200).fileBytes, 2 * bytes({512, 512}, 100).fileBytes);
  EXPECT_DOUBLE_EQ(bytes({512, 512}, 200).seconds, 2);
  EXPECT_GT(estimatedBytes({512, 512}, 100, 12), estimatedBytes({512, 512}, 100, 18));
  EXPECT_LT(estimateRender(filmOf("mesh"), {512, 512}, 100, false, -1).seconds, 0);
}

TEST(Estimate, neuralNetworksNeedTheirMemoryWhereTheyRun) {
  const auto cpu = estimateRender(filmOf("facevid2vid"), {512, 512}, 100, false, -1);
  const auto card = estimateRender(filmOf("facevid2vid"), {512, 512}, 100, true, -1);
  EXPECT_EQ(cpu.deviceBytes, 0);
  EXPECT_GT(card.deviceBytes, 0);
  EXPECT_GT(cpu.memoryBytes, card.memoryBytes);
  EXPECT_EQ(estimateRender(filmOf("mesh"), {512, 512}, 100, true, -1).deviceBytes, 0);
}

TEST(Estimate, framesOfLongAndOfNeuralFilmsAreKept) {
  EXPECT_TRUE(worthResuming("facevid2vid", {256, 256}, 10));
  EXPECT_FALSE(worthResuming("mesh", {512, 512}, 250));
  EXPECT_TRUE(worthResuming("mesh", {1920, 1080}, 1500));
  const auto kept = estimateRender(filmOf("mesh"), {1920, 1080}, 1500, false, -1);
  EXPECT_GT(kept.diskBytes, 2 * kept.fileBytes);
}

TEST(Estimate, namesWhatIsTooLittleAndIgnoresWhatNobodyKnows) {
  const auto card = estimateRender(filmOf("facevid2vid"), {512, 512}, 100, true, -1);
  EXPECT_TRUE(whatDoesNotFit(card, {}).isEmpty());
  EXPECT_TRUE(whatDoesNotFit(card, {1e12, 1e12, 1e12}).isEmpty());
  const QStringList lacking = whatDoesNotFit(card, {10, 20, 30});
  ASSERT_EQ(lacking.size(), 3);
  EXPECT_TRUE(lacking[0].contains("disk") && lacking[1].contains("memory") &&
              lacking[2].contains("graphics"));
  EXPECT_EQ(whatDoesNotFit(card, {1e12, 1e12, 1e6}).size(), 1);
}

TEST(Estimate, thisComputerSaysWhatIsFree) {
  const QTemporaryDir folder;
  const FreeResources free = freeResources(folder.filePath("film.mp4"));
  EXPECT_GT(free.diskBytes, 0);
  EXPECT_TRUE(free.folderWritable);
  EXPECT_FALSE(freeResources(folder.filePath("absent/film.mp4")).folderWritable);
#ifdef Q_OS_LINUX
  EXPECT_GT(free.memoryBytes, 0);
#endif
}

TEST(RenderSpeeds, areLearnedByRendererAndDeviceFromFilmsThatTookAMoment) {
  Settings().clear();
  EXPECT_LT(RenderSpeed::secondsPerPixel("mesh", "auto"), 0);
  RenderSpeed::learn("mesh", "auto", 1e6, 0.1);
  EXPECT_LT(RenderSpeed::secondsPerPixel("mesh", "auto"), 0) << "too short to tell";
  RenderSpeed::learn("mesh", "auto", 1e6, 2);
  EXPECT_DOUBLE_EQ(RenderSpeed::secondsPerPixel("mesh", "cpu"), 2e-6) << "the mesh knows one device";
  RenderSpeed::learn("facevid2vid", "cuda", 1e6, 5);
  EXPECT_LT(RenderSpeed::secondsPerPixel("facevid2vid", "cpu"), 0);
}

class OutputPanels : public StudioWindow {};

TEST_F(OutputPanels, sayHowLongAndHowMuchAndWhetherItFits) {
  loadMedia();
  const auto shown = [&](const QString& words) {
    for (QLabel* label : window_->findChild<OutputPanel*>()->findChildren<QLabel*>())
      if (label->text().contains(words)) return true;
    return false;
  };
  EXPECT_TRUE(waitFor([&] { return shown("Fits: ") && shown("96 × 96") && shown("made in about"); }, 10000));
}

TEST_F(OutputPanels, sayBeforehandThatAFolderCannotBeWritten) {
  loadMedia();
  studio().document().change("elsewhere",
                             [&](project::Project& p) { p.output = toPath(file("absent folder/film.mp4")); });
  EXPECT_TRUE(waitFor(
      [&] {
        for (const QLabel* label : window_->findChild<OutputPanel*>()->findChildren<QLabel*>())
          if (label->text().contains("cannot be written")) return true;
        return false;
      },
      10000));
}

TEST_F(OutputPanels, areNotWiderThanTheirDock) {
  loadMedia();
  window_->dock("output")->raise();
  auto* panel = window_->findChild<OutputPanel*>();
  ASSERT_TRUE(waitFor([&] { return panel->isVisible(); }, 20000));
  EXPECT_LE(panel->width(), panel->parentWidget()->width());
}

}  // namespace
}  // namespace orator::ui
