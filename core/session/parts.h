#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "core/pipeline/film_parts.h"
#include "core/session/inputs.h"

namespace orator::session {

/// What the sessions of one program share, so that it is opened and followed once: the stages, motion models
/// and what was read of reference videos. Any thread.
class Resources {
 public:
  explicit Resources(pipeline::Stages stages = pipeline::libraryStages()) : stages_(std::move(stages)) {}
  const pipeline::Stages& stages() const { return stages_; }
  std::shared_ptr<const motion::MotionModel> motionModel(const pipeline::Analysed& analysed);
  /// pipeline::generateMotion() with a model and references that are shared. Only a motion that needs a
  /// reference waits for another one that does.
  motion::GeneratedMotion generate(const pipeline::Analysed& analysed, const motion::MotionInput& input,
                                   const motion::MotionSettings& settings, const RunContext& context);

 private:
  pipeline::Stages stages_;
  std::mutex modelMutex_, referencesMutex_;
  pipeline::References references_;
  std::string modelPack_;
  std::shared_ptr<const face::FaceModel> modelFace_;
  std::shared_ptr<const motion::MotionModel> model_;
};

/// A track with what the curves and the edits need to know of its making.
struct ShapedMotion {
  Inputs inputs;                  ///< that it was made of
  motion::MotionTrack generated;  ///< settings applied, or the imported track; no edits
  motion::MotionTrack edited;     ///< what is shown and rendered
};

/// The parts of a film, held, and made again where their key has changed: settings and edits cost
/// microseconds a frame, a pose style or a seed a run of the motion model, a size a new renderer. Each call
/// brings up to date what it returns and what that stands on. The same inputs give the same frames as
/// pipeline::animate(). Nothing is lost when a call throws; it is tried again by the next. One thread. A copy
/// shares what has been made, but for the renderer.
class Parts {
 public:
  explicit Parts(std::shared_ptr<Resources> resources) : resources_(std::move(resources)) {}
  Parts(const Parts& other);
  Parts& operator=(const Parts&) = delete;

  /// Everything is made again, also where no key has changed.
  void forget();

  /// @throws Error what opening the pack, reading and analysing the picture throws; cancelled
  std::shared_ptr<const pipeline::Analysed> portrait(const Inputs& inputs, const RunContext& context);
  /// Samples at 16 000 Hz; none without a voice. @throws Error what reading the voice throws; cancelled
  std::shared_ptr<const std::vector<float>> voice(const Inputs& inputs, const RunContext& context);
  /// @throws Error as portrait() and voice(), and what the motion model, the references and reading the track
  /// throw
  std::shared_ptr<const ShapedMotion> motion(const Inputs& inputs, const RunContext& context);
  /// @throws Error as portrait(), and what preparing the renderer throws
  render::FaceRenderer& renderer(const Inputs& inputs, const RunContext& context);
  /// One frame of motion(), CV_8UC3 RGB. @throws Error as motion() and renderer(); invalidArgument (frame)
  cv::Mat frame(const Inputs& inputs, std::int64_t frame, const RunContext& context);
  /// One frame of a track. @throws Error as renderer()
  cv::Mat frame(const Inputs& inputs, const motion::MotionTrack& track, std::int64_t frame,
                const RunContext& context);

 private:
  template <class Key, class Made>
  struct Held {
    std::optional<Key> key;
    std::shared_ptr<Made> made;
    bool holds(const Key& other) const { return key == other && made; }
    void take(const Key& other, std::shared_ptr<Made> result) {
      key = other;
      made = std::move(result);
    }
  };
  using Generation = Held<std::pair<GenerationKey, motion::CoefficientRow>, const motion::GeneratedMotion>;

  motion::CoefficientRow source(const Inputs& inputs, const RunContext& context);
  std::shared_ptr<const motion::GeneratedMotion> generation(const Inputs& inputs, std::uint64_t seed,
                                                            const RunContext& context);
  void keepOnly(const std::vector<std::shared_ptr<const motion::GeneratedMotion>>& used);
  std::shared_ptr<const motion::MotionTrack> givenTrack(const Inputs& inputs, const RunContext& context);
  motion::MotionTrack importedTrack(const Inputs& inputs, const RunContext& context);

  std::shared_ptr<Resources> resources_;
  Held<PortraitKey, const pipeline::Analysed> portrait_;
  Held<VoiceKey, const std::vector<float>> voice_;
  Held<std::pair<PortraitKey, render::CropMode>, const motion::CoefficientRow> source_;
  std::vector<Generation> generations_;  ///< of the present inputs: their own seed and the re-rolls'
  Held<std::pair<FileStamp, std::string>, const motion::MotionTrack> given_;  ///< by file and pack
  Held<std::pair<TrackKey, motion::CoefficientRow>, const motion::MotionTrack> imported_;
  Held<std::pair<TrackKey, motion::CoefficientRow>, const ShapedMotion> motion_;
  Held<RendererKey, render::FaceRenderer> renderer_;
};

}  // namespace orator::session
