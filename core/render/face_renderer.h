#pragma once

#include <functional>
#include <memory>
#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "core/base/frame_rate.h"
#include "core/base/run_context.h"
#include "core/face/portrait.h"
#include "core/motion/motion_track.h"
#include "core/packs/pack.h"
#include "core/render/precision.h"
#include "core/render/renderer_traits.h"

namespace orator::render {

/// What frames show of the portrait, and how the square result of a neural renderer meets it (SadTalker's
/// `preprocess`).
enum class CropMode { crop, extcrop, resize, full, extfull };

/// Whether networks complete what a warp cannot show (core/render/finish).
enum class Finishing { off, on };

/// What of a face a renderer with networks for it moves by how far eyes and lips are open, instead of by the
/// whole motion.
enum class Retargeting { off, eyes, lips, both };

/// Whether the face of each frame is restored by a network (core/render/restore), and how much of it.
struct FaceEnhancing {
  bool on = false;
  double strength = 1;  ///< 0..1: how much of the restored face is taken
  bool operator==(const FaceEnhancing&) const = default;
};

/// What frames leave transparent: nothing; all but the person, by the matte; what the portrait's file has
/// transparent, but for the person who moves in it.
enum class Transparency { off, person, portrait };

struct RenderSettings {
  CropMode cropMode = CropMode::full;
  int outputSide = 0;           ///< longer side in pixels; 0 keeps the portrait's own, at most 3840
  std::string device = "auto";  ///< auto, cpu, cuda
  Precision precision = Precision::exact;      ///< of a renderer that offers it
  Finishing finish = Finishing::on;            ///< of a renderer that warps, where the pack has the networks
  Retargeting retargeting = Retargeting::off;  ///< of LivePortrait
  FaceEnhancing enhanceFace = {};              ///< of any renderer, where a pack of GFPGAN is installed
  Transparency transparency = Transparency::off;  ///< of a renderer that offers it
  bool operator==(const RenderSettings&) const = default;
};

/// Receives finished frames in ascending order. @param rgb CV_8UC3 RGB, with a transparency CV_8UC4 RGBA
/// whose colour is multiplied by its alpha; the receiver may keep it.
using FrameSink = std::function<void(std::int64_t frame, cv::Mat rgb)>;

/// One portrait, prepared for rendering. Not thread-safe; one per thread. Memory does not grow with the
/// track.
class FaceRenderer {
 public:
  virtual ~FaceRenderer() = default;
  virtual cv::Size frameSize() const = 0;
  /// Renders `range` of the track. Frame i depends on the rows that RendererTraits::rowReach tells of,
  /// whatever the range and batch size. A stop request ends it within one frame. @throws Error cancelled,
  /// deviceUnavailable, outOfMemory
  virtual void render(const motion::MotionTrack& track, FrameRange range, const FrameSink& sink,
                      const RunContext& context) = 0;
};

/// @param name one of rendererNames(). @throws Error invalidArgument (also: it offers no transparency, or the
/// portrait has none), packMissing, deviceUnavailable
std::unique_ptr<FaceRenderer> makeRenderer(const std::string& name, const packs::Pack& pack,
                                           std::shared_ptr<const face::Portrait> portrait,
                                           const RenderSettings& settings, const RunContext& context);

}  // namespace orator::render
