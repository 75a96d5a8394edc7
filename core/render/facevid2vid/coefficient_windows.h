#pragma once

#include "core/motion/motion_track.h"
#include "core/render/facevid2vid/key_points.h"

namespace orator::render::facevid2vid {

/// What the mapping network and the key points need of consecutive frames of a track.
struct TrackStretch {
  at::Tensor columns;  ///< [70, n + 26], or [73, n + 26] with the portrait's crop parameters
  PoseOverride pose;   ///< [n] degrees of each axis that a path of the user's prescribes
};

/// Frames begin..begin+frames-1 with 13 columns more on each side; before and behind the track its ends
/// repeat. Angles that a path replaced count as they were in the columns and as the path has them in the
/// pose.
/// @param cropParameters [3] s, tx, ty of the portrait (full, extfull), or undefined
TrackStretch stretchOf(const motion::MotionTrack& track, std::int64_t begin, std::int64_t frames,
                       const at::Tensor& cropParameters = {});

/// One window a frame, a view of the columns. @param columns [C, n + 26] @return [n, C, 27]
at::Tensor coefficientWindows(const at::Tensor& columns);

/// The portrait's own window: its row 27 times. @return [1, 70 or 73, 27]
at::Tensor sourceWindow(const motion::CoefficientRow& row, const at::Tensor& cropParameters = {});

}  // namespace orator::render::facevid2vid
