#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/base/frame_rate.h"
#include "core/face/expression_names.h"
#include "core/face/face_model.h"
#include "core/motion/motion_settings.h"
#include "core/motion/motion_track.h"

namespace orator::motion {

/// The columns of a track's rows that turn the eyes; a unit of each is face::kGazeUnitRadians.
face::GazeColumns gazeColumnsOf(const std::string& basis);

/// How far eyes turn, in units to each side: what the face model has seen.
inline constexpr float kMostGaze = 1.3f;

/// Where the eyes look, per row: units right and up, to be added to the portrait's own gaze. `natural`, and
/// `automatic` for motion that is made, keeps to what the portrait looks at while the head moves, with small
/// darts of the eyes around it, many of them under a blink; `camera` looks into the camera; `fixed` stays.
/// @param rows as they are shown, poses included @param blink lid closure per row
/// @return two lanes as long as rows
std::array<std::vector<float>, 2> gazeLanes(const Gaze& gaze, std::span<const CoefficientRow> rows,
                                            const CoefficientRow& source, std::span<const float> blink,
                                            FrameRate frameRate, const face::GazeColumns& columns,
                                            std::uint64_t seed);

/// Lets the eyes of a given track look where `gaze` says, whatever they did in it; `automatic` leaves them.
/// Blinks stay. Nothing happens in a basis that cannot tell where eyes look.
/// @param track rows, source row and lid closure as they are shown
void turnEyes(MotionTrack& track, const Gaze& gaze, std::uint64_t seed);

/// What the rows of a track say of its gaze against its source row; empty where its basis says nothing.
std::array<std::vector<float>, 2> gazeOf(const MotionTrack& track);

/// Brings the lanes of a track that has them up to what its rows and its source row say.
void renewGaze(MotionTrack& track);

}  // namespace orator::motion
