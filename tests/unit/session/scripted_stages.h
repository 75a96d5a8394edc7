#pragma once

#include <atomic>
#include <functional>

#include "core/media/picture.h"
#include "core/session/parts.h"
#include "tests/support/files.h"
#include "tests/unit/pipeline/fake_stages.h"

namespace orator::test {

/// How often each stage ran, and what happens at its beginning.
struct Script {
  std::atomic<int> portraits{0}, voices{0}, motions{0}, renderers{0}, frames{0};
  std::function<void(const RunContext&)> atPortrait = [](const RunContext&) {};
  std::function<void(const motion::MotionSettings&, const RunContext&)> atMotion =
      [](const motion::MotionSettings&, const RunContext&) {};
  std::function<void(std::int64_t, const RunContext&)> atFrame = [](std::int64_t, const RunContext&) {};
};

class ScriptedModel : public motion::MotionModel {
 public:
  ScriptedModel(std::shared_ptr<Script> script, std::shared_ptr<const motion::MotionModel> inner)
      : script_(std::move(script)), inner_(std::move(inner)) {}
  motion::GeneratedMotion generate(const motion::MotionInput& input, const motion::MotionSettings& settings,
                                   const RunContext& context) const override {
    ++script_->motions;
    script_->atMotion(settings, context);
    motion::GeneratedMotion made = inner_->generate(input, settings, context);
    for (auto& row : made.rows) row[motion::kAngleColumn] = 0.01f * float(settings.seed);
    return made;
  }

 private:
  std::shared_ptr<Script> script_;
  std::shared_ptr<const motion::MotionModel> inner_;
};

class ScriptedRenderer : public render::FaceRenderer {
 public:
  ScriptedRenderer(std::shared_ptr<Script> script, std::unique_ptr<render::FaceRenderer> inner)
      : script_(std::move(script)), inner_(std::move(inner)) {}
  cv::Size frameSize() const override { return inner_->frameSize(); }
  void render(const motion::MotionTrack& track, FrameRange range, const render::FrameSink& sink,
              const RunContext& context) override {
    script_->atFrame(range.begin, context);
    script_->frames += int(range.size());
    inner_->render(track, range, sink, context);
  }

 private:
  std::shared_ptr<Script> script_;
  std::unique_ptr<render::FaceRenderer> inner_;
};

/// The fakes of the pipeline's tests, counted and interrupted by a script.
inline pipeline::Stages scriptedStages(const std::shared_ptr<Script>& script) {
  pipeline::Stages stages = fakeStages();
  stages.analysePortrait = [script, inner = stages.analysePortrait](
                               const media::Picture& picture, const packs::Pack& pack,
                               const face::PortraitOptions& options, const RunContext& context) {
    ++script->portraits;
    script->atPortrait(context);
    return inner(picture, pack, options, context);
  };
  stages.readVoice = [script, inner = stages.readVoice](const std::filesystem::path& file,
                                                        const media::VoiceCut& cut,
                                                        const RunContext& context) {
    ++script->voices;
    return inner(file, cut, context);
  };
  stages.makeMotionModel = [script, inner = stages.makeMotionModel](const packs::Pack& pack,
                                                                    const face::FaceModel& model) {
    return std::make_shared<const ScriptedModel>(script, inner(pack, model));
  };
  stages.makeRenderer = [script, inner = stages.makeRenderer](
                            const std::string& name, const packs::Pack& pack,
                            std::shared_ptr<const face::Portrait> portrait,
                            const render::RenderSettings& settings, const RunContext& context) {
    ++script->renderers;
    return std::make_unique<ScriptedRenderer>(script,
                                              inner(name, pack, std::move(portrait), settings, context));
  };
  return stages;
}

/// A portrait of one colour and a second of a tone in a folder of their own.
struct Media {
  Media() {
    media::writePicture(folder / "p.png", cv::Mat(64, 96, CV_8UC3, cv::Scalar(1, 2, 3)));
    writeWav(folder / "v.wav", tone(1, 16000, 1), 16000, 1);
    inputs.portrait = folder / "p.png";
    inputs.voice = folder / "v.wav";
  }
  TemporaryFolder folder;
  session::Inputs inputs;
};

}  // namespace orator::test
