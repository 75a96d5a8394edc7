#pragma once

#include <memory>

#include "core/render/face_renderer.h"

namespace orator::render::liveportrait {

struct Networks;

/// LivePortrait behind the common interface (registry name "liveportrait"). Its driver is another renderer of
/// the same portrait: what LivePortrait sees in a driving video it sees in the driver's frames, and moves the
/// portrait by what has changed since the portrait itself, with stitching. Frame i depends on row i alone, as
/// far as the driver's does. With settings.retargeting only eyes, lips or both are moved, by how far the row
/// opens them. Lips are not shut first as in the published program: driver and portrait begin with the same.
/// Frames show the head (crop), its surroundings (extcrop) or the whole portrait, in its own proportions.
/// @param driver of frames as large as the portrait, which are the portrait where a row is the track's source
/// @param shown of the portrait, shownPart() of the settings' crop
/// @throws Error packMissing, packDamaged, checkpointRefused, deviceUnavailable, invalidArgument (size,
/// device)
std::unique_ptr<FaceRenderer> makeLivePortraitRenderer(const packs::Pack& pack,
                                                       std::shared_ptr<const face::Portrait> portrait,
                                                       const RenderSettings& settings,
                                                       std::unique_ptr<FaceRenderer> driver, cv::Rect shown);

/// Networks with random weights in the published form, for tests.
std::shared_ptr<Networks> forgedNetworks(std::uint64_t seed);

/// The same with networks that are in memory already. @param side of the picture that they are given, a
/// multiple of 32; 256 as published
std::unique_ptr<FaceRenderer> makeLivePortraitRenderer(std::shared_ptr<const Networks> networks,
                                                       std::shared_ptr<const face::Portrait> portrait,
                                                       const RenderSettings& settings,
                                                       std::unique_ptr<FaceRenderer> driver, cv::Rect shown,
                                                       int side);

}  // namespace orator::render::liveportrait
