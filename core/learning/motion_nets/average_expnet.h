#pragma once

#include <filesystem>
#include <vector>

#include "core/face/face_model.h"
#include "core/learning/clips/data_set.h"

namespace orator::learning {

/// Weights between two ExpNets of which one learned on from the other (Wortsman et al. 2022, robust
/// fine-tuning): much of what new people taught, and little lost of what the old ones did. The extent is then
/// restored (expnet_trainer.h).
/// @param from expnet.safetensors @param towards the one that learned on @param share of it, 0..1
/// @param judged clips of people neither learned from @param out file to write, half precision
/// @return the factor of the extent
/// @throws Error invalidArgument (no clips), fileNotFound, checkpointRefused, outputUnwritable
double averageExpNet(const std::filesystem::path& from, const std::filesystem::path& towards, double share,
                     const std::vector<Clip>& judged, const face::FaceModel& model,
                     const std::filesystem::path& out);

}  // namespace orator::learning
