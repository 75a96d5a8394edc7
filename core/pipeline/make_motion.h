#pragma once

#include <map>
#include <string>
#include <tuple>

#include "core/pipeline/stages.h"

namespace orator::pipeline {

/// What was read of reference videos, by file, seconds and the pack that read it in the published way (else
/// empty), so that each is followed once.
using References = std::map<std::tuple<std::filesystem::path, double, std::string>, motion::ReferenceMotion>;

/// The motion stage without what applySettings() does: the model's own motion with the references that the
/// settings name laid over it. Without a voice (input.voice16k is empty) the person waits and says nothing.
/// @throws Error what the model and readReference() throw
motion::GeneratedMotion generateMotion(const Stages& stages, const packs::Pack& pack,
                                       const motion::MotionModel& model, const motion::MotionInput& input,
                                       const motion::MotionSettings& settings,
                                       const face::FaceModel& faceModel, References& references,
                                       const RunContext& context);

}  // namespace orator::pipeline
