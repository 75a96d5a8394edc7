#pragma once

#include <array>
#include <string>

#include "core/face/portrait.h"
#include "core/motion/motion_track.h"
#include "core/packs/pack.h"
#include "core/render/face_renderer.h"

namespace orator::pipeline {

/// The row a fit shows: β0 and pose.
motion::CoefficientRow sourceRow(const face::FaceFit& fit);

/// The row a portrait shows in the pack's coefficient basis: of the landmark fit for "studio", of the network
/// face_3drecon for "bfm" (about a second; it sees the face as the crop mode cuts it).
/// @throws Error for "bfm": packMissing, packDamaged, checkpointRefused, faceCutOff, pictureTooSmall
motion::CoefficientRow portraitRow(const packs::Pack& pack, const face::Portrait& portrait,
                                   const render::RenderSettings& settings);

/// All 257 numbers that face_3drecon reads from a portrait, for a pack of the basis "bfm".
/// @throws Error as portraitRow
std::array<float, 257> bfmCoefficients(const packs::Pack& pack, const face::Portrait& portrait,
                                       const render::RenderSettings& settings);

/// Basis that tracks for this pack and portrait are tagged with.
std::string coefficientBasis(const packs::Pack& pack, const face::Portrait& portrait);

/// True when rows depend on how the face is cut out.
bool rowDependsOnCrop(const packs::Pack& pack);

/// @throws Error invalidArgument when the pack does not serve the renderer
void requireRenderer(const packs::Pack& pack, const std::string& renderer);

}  // namespace orator::pipeline
