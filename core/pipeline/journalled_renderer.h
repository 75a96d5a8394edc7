#pragma once

#include <memory>

#include "core/pipeline/frame_journal.h"
#include "core/render/face_renderer.h"

namespace orator::pipeline {

/// Everything but the rows that decides the pixels of a frame.
Fingerprint::Value rendererFingerprint(const std::string& renderer, const packs::Pack& pack,
                                       const face::Portrait& portrait,
                                       const render::RenderSettings& settings);

/// A renderer that renders no frame twice: frames come from the journal where it has them, the others are
/// rendered and added to it. A frame is known by the rows in the renderer's reach and the portrait's, so that
/// after an edit of some rows only the frames they reach are rendered again.
class JournalledRenderer : public render::FaceRenderer {
 public:
  /// @param inner and journal outlive it
  /// @param rowReach of the inner renderer, RendererTraits
  JournalledRenderer(render::FaceRenderer& inner, int rowReach, FrameJournal& journal)
      : inner_(inner), rowReach_(rowReach), journal_(journal) {}
  cv::Size frameSize() const override { return inner_.frameSize(); }
  /// A journal that cannot be written to any more is noted once and the work goes on without it.
  void render(const motion::MotionTrack& track, FrameRange range, const render::FrameSink& sink,
              const RunContext& context) override;
  /// How many frames of the range the journal has.
  std::int64_t known(const motion::MotionTrack& track, FrameRange range) const;

 private:
  render::FaceRenderer& inner_;
  const std::int64_t rowReach_;
  FrameJournal& journal_;
  bool writable_ = true;
};

}  // namespace orator::pipeline
