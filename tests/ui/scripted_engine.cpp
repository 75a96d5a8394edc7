#include "tests/ui/scripted_engine.h"

#include <chrono>
#include <cmath>
#include <thread>

#include "core/media/mp4_writer.h"
#include "core/media/picture.h"
#include "core/motion/track_io.h"
#include "ui/model/bridge/pipeline_engine.h"

namespace orator::ui {
namespace {

constexpr int kSide = 96;

std::shared_ptr<const face::FaceModel> smallModel() {
  auto model = std::make_shared<face::FaceModel>();
  model->id = "small";
  constexpr int kPoints = face::kLandmarkCount, kColumns = 22;
  model->mean = cv::Mat1f::zeros(1, 3 * kPoints);
  model->identity = cv::Mat1f::zeros(1, 3 * kPoints);
  model->expression = cv::Mat1f::zeros(face::kExpressionCount, 3 * kPoints);
  for (int i = 0; i < kPoints; ++i) {
    const float x = float(i % kColumns) / kColumns - 0.5f, y = float(i / kColumns) / kColumns - 0.5f;
    model->mean(0, 3 * i) = x;
    model->mean(0, 3 * i + 1) = y;
    model->mean(0, 3 * i + 2) = 0.5f - x * x - y * y;
    for (int k = 0; k < face::kExpressionCount; ++k) model->expression(k, 3 * i + k % 3) = 0.01f;
    model->textureCoordinates.emplace_back(x + 0.5f, y + 0.5f);
    if (i % kColumns + 1 < kColumns && i + kColumns + 1 < 468) {
      model->triangles.emplace_back(i, i + 1, i + kColumns);
      model->triangles.emplace_back(i + 1, i + kColumns + 1, i + kColumns);
    }
  }
  for (int k = 0; k < face::kExpressionCount; ++k)
    model->expressionNames.push_back("jaw_" + std::to_string(k));
  model->blink[3] = 1;
  return model;
}

cv::Mat frameOf(const motion::CoefficientRow& row) {
  const auto level = [](float value) { return int(std::lround(127 + 100 * std::tanh(value))); };
  return cv::Mat(kSide, kSide, CV_8UC3, cv::Scalar(level(row[3]), level(row[64]), level(row[0])));
}

class ScriptedFrames : public FrameSource {
 public:
  QImage frame(const motion::MotionTrack& track, std::int64_t index, const RunContext&) override {
    const cv::Mat rgb = frameOf(track.rows[std::size_t(index)]);
    return QImage(rgb.data, rgb.cols, rgb.rows, qsizetype(rgb.step[0]), QImage::Format_RGB888).copy();
  }
};

}  // namespace

std::shared_ptr<const face::Portrait> ScriptedEngine::analysePortrait(const project::Project& project,
                                                                      const RunContext&) {
  auto portrait = std::make_shared<face::Portrait>();
  portrait->rgb = media::readPicture(project.portrait).rgb;
  portrait->matte = cv::Mat(portrait->rgb.size(), CV_8UC1, cv::Scalar(255));
  for (int i = 0; i < face::kLandmarkCount; ++i)
    portrait->landmarks.points[std::size_t(i)] = {float(20 + i % 22), float(20 + i / 22), 0};
  portrait->landmarks.box = {20, 20, 40, 40};
  portrait->faces = {portrait->landmarks, portrait->landmarks};
  portrait->chosenFace = project.face.value_or(0);
  portrait->fit.identity = {0};
  portrait->fit.camera.focalPixels = 400;
  portrait->fit.camera.centre = {48, 48};
  static const auto model = smallModel();
  portrait->model = model;
  return portrait;
}

std::shared_ptr<const VoiceData> ScriptedEngine::readVoice(const project::Project& project,
                                                           const RunContext& context) {
  return readVoiceData(project.voice, project.voiceEdit, context);
}

std::shared_ptr<const motion::GeneratedMotion> ScriptedEngine::generate(const project::Project& project,
                                                                        const face::Portrait& portrait,
                                                                        const VoiceData& voice,
                                                                        std::uint64_t seed,
                                                                        const RunContext&) {
  auto made = std::make_shared<motion::GeneratedMotion>();
  made->frameRate = project.frameRate;
  made->basis = "small";
  made->blinkDirection = portrait.model->blink;
  const auto samples = voice.samples16k.empty() ? std::llround(project.idleSeconds * 16000)
                                                : std::int64_t(voice.samples16k.size());
  made->rows.resize(std::size_t(project.frameRate.framesCovering(samples, 16000)));
  const float phase = float(seed) + float(project.motion.poseStyle.front().first);
  for (std::size_t i = 0; i < made->rows.size(); ++i)
    for (int k = 0; k < motion::kCoefficientCount; ++k)
      made->rows[i][std::size_t(k)] = 0.1f * std::sin(0.2f * float(i) + float(k) + phase);
  return made;
}

motion::MotionTrack ScriptedEngine::applySettings(const motion::GeneratedMotion& made,
                                                  const motion::MotionSettings& settings) {
  return motion::applySettings(made, settings);
}

motion::MotionTrack ScriptedEngine::readTrack(const std::filesystem::path& file) {
  return motion::readTrack(file);
}
void ScriptedEngine::writeTrack(const std::filesystem::path& file, const motion::MotionTrack& track) {
  motion::writeTrack(track, file);
}

std::unique_ptr<FrameSource> ScriptedEngine::openRenderer(const project::Project&,
                                                          std::shared_ptr<const face::Portrait>, int,
                                                          const RunContext&) {
  return std::make_unique<ScriptedFrames>();
}

pipeline::AnimateResult ScriptedEngine::render(const project::Project& project,
                                               const motion::MotionTrack& track, const RunContext& context) {
  media::Mp4Settings settings;
  settings.size = {kSide, kSide};
  settings.frameRate = track.frameRate;
  settings.voice = project.voice;
  media::Mp4Writer writer(project.output.path, settings);
  for (std::int64_t i = 0; i < track.frames(); ++i) {
    context.throwIfCancelled();
    if (i == failAtFrame)
      throw Error(ErrorCode::diskFull, project.output.path.string(), "no space is left on the disk",
                  "Free some space");
    writer.write(frameOf(track.rows[std::size_t(i)]));
    std::this_thread::sleep_for(std::chrono::milliseconds(renderMillisecondsPerFrame));
    context.progress("render", i + 1, track.frames());
  }
  writer.finish();
  pipeline::AnimateResult result;
  result.output = project.output.path;
  result.frames = track.frames();
  return result;
}

}  // namespace orator::ui
