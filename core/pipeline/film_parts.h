#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "core/pipeline/make_motion.h"
#include "core/pipeline/stages.h"

namespace orator::pipeline {

// The parts that a film is put together from, each made from what it depends on and from nothing else:
// animate() makes them one after another, core/session again where they have changed.

/// What a film needs of the portrait and of nothing else.
struct Analysed {
  packs::Pack pack;
  std::shared_ptr<const face::Portrait> portrait;
};

/// Stage "analyse" (steps). @param portrait already analysed, or null to analyse the picture
/// @param enlarging of the picture, before it is analysed; one that would become larger than
/// kLargestSide stays as it is, with a note
/// @throws Error what opening the pack, reading and analysing the picture throw, naming its file
Analysed analyse(const Stages& stages, const std::string& pack, const std::filesystem::path& picture,
                 const face::PortraitOptions& options, render::Enlarging enlarging,
                 std::shared_ptr<const face::Portrait> portrait, const RunContext& context);

/// The same for a request.
Analysed analyse(const Stages& stages, const AnimateRequest& request,
                 std::shared_ptr<const face::Portrait> portrait, const RunContext& context);

/// What a motion model is asked for. @param voice16k must outlive the input; empty: the person waits for the
/// idle seconds
motion::MotionInput motionInput(std::span<const float> voice16k, double idleSeconds, FrameRate frameRate,
                                const motion::CoefficientRow& source);

/// One frame: the portrait as it is, where there is neither a voice nor time to wait.
motion::GeneratedMotion portraitAlone(const face::Portrait& portrait, FrameRate frameRate,
                                      const motion::CoefficientRow& source);

/// A track made elsewhere, for this portrait, frame rate and voice: in the pack's basis, from the portrait's
/// row, and held at its last row where it ends before the voice (with a note).
/// @param subject names the track in errors
/// @param source the portrait's row (Stages::portraitRow)
/// @param relative how the rows are meant; off wherever the basis is absolute
/// @param frameRate kTrackFrameRate keeps the track's own
/// @param voiceSamples of 16 000 Hz; 0: silent
/// @throws Error unreadableProject (no rows), invalidArgument (another basis)
motion::MotionTrack fitTrack(const Analysed& analysed, motion::MotionTrack track, const std::string& subject,
                             const motion::CoefficientRow& source, Relative relative, FrameRate frameRate,
                             std::int64_t voiceSamples, const RunContext& context);

/// What is being handled, as one of our errors: those of other libraries become outOfMemory or internal.
/// Only in a catch block.
Error caughtError();

}  // namespace orator::pipeline
