#pragma once

#include "core/render/face_renderer.h"
#include "core/render/finish/finish.h"

namespace orator::render::mesh {

/// The portrait's own pixels, moved by its fitted face model: a smooth warp of head and expression, lids and
/// lips cut as layers, a synthesised mouth interior, the background still behind a person matte. Frame i
/// depends on row i alone. Rows equal to the track's source give the portrait to the bit. CPU; live at the
/// portrait's own resolution. Frames show the head (crop), the head with its surroundings (extcrop) or the
/// whole portrait (resize, full, extfull), in its own proportions.
/// @param finish completes mouth and eyes; empty: frames stay as they are warped
/// @throws Error invalidArgument, faceCutOff
std::unique_ptr<FaceRenderer> makeMeshRenderer(std::shared_ptr<const face::Portrait> portrait,
                                               const RenderSettings& settings,
                                               std::shared_ptr<const finish::Finish> finish = nullptr);

/// A frame before it is completed, with what the network is told of it: for those who train and judge it.
struct UnfinishedFrame {
  cv::Mat rgb;  ///< CV_8UC3 of the portrait's size
  std::vector<finish::Crop> crops;
};

/// @throws Error cancelled
void renderUnfinished(const face::Portrait& portrait, const motion::MotionTrack& track,
                      const std::function<void(std::int64_t, UnfinishedFrame)>& sink,
                      const RunContext& context);

}  // namespace orator::render::mesh
