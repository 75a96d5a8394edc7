#pragma once

#include <memory>
#include <span>

#include "core/pipeline/frame_journal.h"
#include "core/render/face_renderer.h"

namespace orator::pipeline {

/// Everything but the rows that decides the pixels of a frame.
Fingerprint::Value rendererFingerprint(const std::string& renderer, const packs::Pack& pack,
                                       const face::Portrait& portrait,
                                       const render::RenderSettings& settings);

/// A renderer that renders no frame twice: frames come from journals where they have them, the others are
/// rendered and added to its own. A frame is known by the rows in the renderer's reach and the portrait's, so
/// that after an edit of some rows only the frames they reach are rendered again.
class JournalledRenderer : public render::FaceRenderer {
 public:
  /// @param inner it and the journals outlive it
  /// @param rowReach of the inner renderer, RendererTraits
  /// @param own what is rendered is added to it; may be null
  /// @param others that are read alone
  JournalledRenderer(render::FaceRenderer& inner, int rowReach, FrameJournal* own,
                     std::span<FrameJournal> others = {})
      : inner_(inner), rowReach_(rowReach), own_(own), others_(others) {}
  cv::Size frameSize() const override { return inner_.frameSize(); }
  /// A journal that cannot be written to any more is noted once and the work goes on without it.
  void render(const motion::MotionTrack& track, FrameRange range, const render::FrameSink& sink,
              const RunContext& context) override;
  /// How many frames of the range the journals have.
  std::int64_t known(const motion::MotionTrack& track, FrameRange range) const;
  /// Whether everything that was rendered could be added.
  bool keepsFrames() const { return writable_; }

 private:
  bool isKnown(const Fingerprint::Value& frame) const;
  cv::Mat read(const Fingerprint::Value& frame);
  void keep(const Fingerprint::Value& frame, const cv::Mat& rgb, const RunContext& context);

  render::FaceRenderer& inner_;
  const std::int64_t rowReach_;
  FrameJournal* const own_;
  const std::span<FrameJournal> others_;
  bool writable_ = true;
};

}  // namespace orator::pipeline
