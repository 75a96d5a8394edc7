#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

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

constexpr const char *kFile = "out.mp4", *kPictures = "out.png";
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
void makeFilm(const fs::path& folder, const std::string& film, double scale) {
  pipeline::AnimateRequest request;
  request.portrait = folder / "face.png";
  request.voice = folder / "voice.wav";
  request.motion.expressionScale = scale;
  request.output = folder / film;
  request.resume = true;
  pipeline::Stages stages = fakeStages();
  stages.makeRenderer = [](auto&&...) { return std::make_unique<FlatRenderer>(); };
  pipeline::animate(stages, request, {});
}

std::vector<std::string> namesOf(const fs::path& folder) {
  std::vector<std::string> names;
  for (const fs::path& entry : entriesOf(folder)) names.push_back(entry.filename());
  std::sort(names.begin(), names.end());
  return names;
}

/// Of a file, or of all files of a folder one after another.
Bytes bytesOf(const fs::path& film) {
  if (!isFolder(film)) return readBytes(film);
  Bytes all;
  for (const fs::path& entry : entriesOf(film)) {
    const std::string name = entry.filename();
    const Bytes bytes = readBytes(entry);
    all.insert(all.end(), name.begin(), name.end());
    all.insert(all.end(), bytes.begin(), bytes.end());
  }
  return all;
}

/// Made in a child: the threads of codecs must not be in the process that has others.
void makeInChild(const fs::path& folder, const std::string& film, double scale) {
  const Outcome made = inChild({}, folder, [&] { makeFilm(folder, film, scale); });
  EXPECT_EQ(made.code, 0) << made.message;
}

Bytes madeFilm(const std::string& film, double scale) {
  const TemporaryFolder folder;
  putInputs(folder.path());
  makeInChild(folder.path(), film, scale);
  return bytesOf(folder / film);
}

const Bytes& knownFilm(const std::string& film, double scale) {
  static std::map<std::pair<std::string, double>, Bytes> known;
  const auto [entry, isNew] = known.try_emplace({film, scale});
  if (isNew) entry->second = madeFilm(film, scale);
  return entry->second;
}

void judgeFilm(const fs::path& folder, const std::string& name, Ending ending) {
  const Bytes film = bytesOf(folder / name);
  EXPECT_TRUE(film == knownFilm(name, kNewScale) || (mayBeOld(ending) && film == knownFilm(name, kOldScale)));
  if (ending == Ending::killed) return;
  std::vector<std::string> names = namesOf(folder);
  if (ending == Ending::failed) std::erase(names, name + ".frames");  // for the next attempt
  EXPECT_EQ(names, (std::vector<std::string>{"face.png", name, "voice.wav"}));
}

Scenario scenarioOf(const std::string& name, const std::string& film) {
  return {.name = name,
          .prepare =
              [film](const fs::path& folder) {
                EXPECT_NE(knownFilm(film, kOldScale), knownFilm(film, kNewScale));
                putInputs(folder);
                if (film == kFile) return writeBytes(folder / film, knownFilm(film, kOldScale));
                makeInChild(folder, film, kOldScale);
              },
          .work = [film](const fs::path& folder) { makeFilm(folder, film, kNewScale); },
          .judge = [film](const fs::path& folder, Ending ending) { judgeFilm(folder, film, ending); }};
}

}  // namespace

std::vector<Scenario> filmScenarios() {
  return {scenarioOf("Film", kFile), scenarioOf("Pictures", kPictures)};
}

}  // namespace orator::test
