#pragma once

#include <filesystem>

#include "core/capture/capture.h"

namespace orator::capture {

/// A capture as a safetensors file, everything in it included, for who reads the same video often. Tensors,
/// T frames: `landmarks` f32 [T, 1434] (x y z of 478 points, pixels), `expression` f32 [T, 64], `pose` f32
/// [T, 6] (radians, decimetre), `measures` f32 [T, 8] (residual, lip opening, lip width, eye opening,
/// closure, gaze to the right, gaze up, sharpness), `state` i32 [T, 2] (Unseen, shot), `identity` f32 [1, K],
/// `shots` f32 [S, 5] (begin, end, focal length, camera centre), `neutral` f32 [1, 70].
/// @throws Error outputUnwritable, diskFull
void writeCapture(const Capture& capture, const std::filesystem::path& file);

/// @throws Error packMissing (no such file), packDamaged (not what writeCapture() wrote)
Capture readCapture(const std::filesystem::path& file);

}  // namespace orator::capture
