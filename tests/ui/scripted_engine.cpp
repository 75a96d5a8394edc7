#include "tests/ui/scripted_engine.h"

#include <chrono>
#include <cmath>
#include <thread>

#include "core/face/expression_names.h"

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
  for (const int turnsEyes : {face::kGazeHorizontal, face::kGazeVertical})
    model->expressionNames[std::size_t(turnsEyes)] = face::studioExpressionName(turnsEyes);
  model->blink[3] = 1;
  return model;
}

cv::Mat frameOf(const motion::CoefficientRow& row) {
  const auto level = [](float value) { return int(std::lround(127 + 100 * std::tanh(value))); };
  return cv::Mat(kSide, kSide, CV_8UC3, cv::Scalar(level(row[3]), level(row[64]), level(row[0])));
}

class ScriptedRenderer : public render::FaceRenderer {
 public:
  explicit ScriptedRenderer(ScriptedEngine& engine) : engine_(engine) {}
  cv::Size frameSize() const override { return {kSide, kSide}; }
  void render(const motion::MotionTrack& track, FrameRange range, const render::FrameSink& sink,
              const RunContext& context) override {
    const bool film = range.size() > 1;
    for (std::int64_t i = range.begin; i < range.end; ++i) {
      context.throwIfCancelled();
      engine_.beforeFrame(context);
      if (film && i == engine_.failAtFrame)
        throw Error(ErrorCode::diskFull, "film.mp4", "no space is left on the disk", "Free some space");
      sink(i, frameOf(track.rows[std::size_t(i)]));
      if (film) std::this_thread::sleep_for(std::chrono::milliseconds(engine_.renderMillisecondsPerFrame));
    }
  }

 private:
  ScriptedEngine& engine_;
};

class ScriptedModel : public motion::MotionModel {
 public:
  ScriptedModel(ScriptedEngine& engine, const face::FaceModel& face)
      : engine_(engine), basis_(face.id), blink_(face.blink) {}
  motion::GeneratedMotion generate(const motion::MotionInput& input, const motion::MotionSettings& settings,
                                   const RunContext&) const override {
    engine_.beforeMotion(settings);
    motion::GeneratedMotion made;
    made.frameRate = input.frameRate;
    made.basis = basis_;
    made.source = input.source;
    made.blinkDirection = blink_;
    made.rows.resize(std::size_t(input.frames));
    const float phase = float(settings.seed) + float(settings.poseStyle.front().first);
    for (std::size_t i = 0; i < made.rows.size(); ++i)
      for (int k = 0; k < motion::kCoefficientCount; ++k)
        made.rows[i][std::size_t(k)] = 0.1f * std::sin(0.2f * float(i) + float(k) + phase);
    return made;
  }

 private:
  ScriptedEngine& engine_;
  std::string basis_;
  face::ExpressionCoefficients blink_;
};

}  // namespace

std::shared_ptr<face::Portrait> ScriptedEngine::portrait(const media::Picture& picture,
                                                         const face::PortraitOptions& options) {
  auto portrait = std::make_shared<face::Portrait>();
  portrait->rgb = picture.rgb;
  portrait->matte = cv::Mat(portrait->rgb.size(), CV_8UC1, cv::Scalar(255));
  for (int i = 0; i < face::kLandmarkCount; ++i)
    portrait->landmarks.points[std::size_t(i)] = {float(20 + i % 22), float(20 + i / 22), 0};
  portrait->landmarks.box = {20, 20, 40, 40};
  portrait->faces = {portrait->landmarks, portrait->landmarks};
  portrait->chosenFace = options.face.value_or(0);
  portrait->fit.identity = {0};
  portrait->fit.camera.focalPixels = 400;
  portrait->fit.camera.centre = {48, 48};
  static const auto model = smallModel();
  portrait->model = model;
  return portrait;
}

std::shared_ptr<session::Resources> ScriptedEngine::resources() {
  pipeline::Stages stages = pipeline::libraryStages();
  stages.openPack = [](const std::string& id) {
    packs::Pack pack;
    pack.id = id;
    return pack;
  };
  stages.analysePortrait = [self = shared_from_this()](const media::Picture& picture, const packs::Pack&,
                                                       const face::PortraitOptions& options,
                                                       const RunContext&) {
    return self->portrait(picture, options);
  };
  stages.makeMotionModel = [self = shared_from_this()](const packs::Pack&, const face::FaceModel& face) {
    return std::make_shared<const ScriptedModel>(*self, face);
  };
  stages.makeRenderer = [self = shared_from_this()](const std::string&, const packs::Pack&,
                                                    const std::shared_ptr<const face::Portrait>&,
                                                    const render::RenderSettings&, const RunContext&) {
    return std::make_unique<ScriptedRenderer>(*self);
  };
  return std::make_shared<session::Resources>(stages);
}

}  // namespace orator::ui
