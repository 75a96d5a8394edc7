#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/file_system.h"
#include "core/media/picture.h"
#include "in_child.h"
#include "scenario.h"
#include "tests/support/files.h"
#include "tests/unit/pipeline/fake_stages.h"

namespace orator::test {
namespace {

namespace fs = std::filesystem;
using Bytes = std::vector<std::uint8_t>;

constexpr const char* kFilm = "out.mp4";
constexpr double kOldScale = 0.5, kNewScale = 1;

void putInputs(const fs::path& folder) {
  media::writePicture(folder / "face.png", cv::Mat(64, 96, CV_8UC3, cv::Scalar(1, 2, 3)));
  writeWav(folder / "voice.wav", tone(0.41, 16000, 1), 16000, 1);
}

/// Frames of one colour, which their row alone decides.
class FlatRenderer : public render::FaceRenderer {
 public:
  cv::Size frameSize() const override { return {96, 64}; }
  void render(const motion::MotionTrack& track, FrameRange range, const render::FrameSink& sink,
              const RunContext&) override {
    for (std::int64_t i = range.begin; i < range.end; ++i)
      sink(i, cv::Mat(frameSize(), CV_8UC3, cv::Scalar::all(255 * track.rows[std::size_t(i)][0])));
  }
};

/// Real readers, journal and writer.
void makeFilm(const fs::path& folder, double scale) {
  pipeline::AnimateRequest request;
  request.portrait = folder / "face.png";
  request.voice = folder / "voice.wav";
  request.motion.expressionScale = scale;
  request.output = folder / kFilm;
  request.resume = true;
  pipeline::Stages stages = fakeStages();
  stages.makeRenderer = [](auto&&...) { return std::make_unique<FlatRenderer>(); };
  pipeline::animate(stages, request, {});
}

/// Made in a child: the threads of codecs must not be in the process that has others.
Bytes madeFilm(double scale) {
  const TemporaryFolder folder;
  putInputs(folder.path());
  const Outcome made = inChild({}, folder.path(), [&] { makeFilm(folder.path(), scale); });
  EXPECT_EQ(made.code, 0) << made.message;
  return readBytes(folder / kFilm);
}

const Bytes& oldFilm() {
  static const Bytes bytes = madeFilm(kOldScale);
  return bytes;
}
const Bytes& newFilm() {
  static const Bytes bytes = madeFilm(kNewScale);
  return bytes;
}

std::vector<std::string> namesOf(const fs::path& folder) {
  std::vector<std::string> names;
  for (const fs::path& entry : entriesOf(folder)) names.push_back(entry.filename());
  std::sort(names.begin(), names.end());
  return names;
}

void judgeFilm(const fs::path& folder, Ending ending) {
  const Bytes film = readBytes(folder / kFilm);
  EXPECT_TRUE(film == newFilm() || (mayBeOld(ending) && film == oldFilm()));
  if (ending == Ending::killed) return;
  std::vector<std::string> names = namesOf(folder);
  if (ending == Ending::failed) std::erase(names, std::string(kFilm) + ".frames");  // for the next attempt
  EXPECT_EQ(names, (std::vector<std::string>{"face.png", kFilm, "voice.wav"}));
}

}  // namespace

Scenario filmScenario() {
  return {.name = "Film",
          .prepare =
              [](const fs::path& folder) {
                EXPECT_NE(oldFilm(), newFilm());
                putInputs(folder);
                writeBytes(folder / kFilm, oldFilm());
              },
          .work = [](const fs::path& folder) { makeFilm(folder, kNewScale); },
          .judge = judgeFilm};
}

}  // namespace orator::test
