#pragma once

#include <filesystem>
#include <span>
#include <vector>

#include "core/pipeline/animate.h"
#include "core/pipeline/frame_journal.h"
#include "core/pipeline/stages.h"

namespace orator::pipeline {

// A film whose frames several programs render, each into journals of its own, and which one of them encodes:
// to the same bytes as animate() does, because frames are kept without loss and the encoder sees them in one
// run.

/// Whose frames they are, for the journals of such a film: the request as it is stored, the pack's files and
/// the motion. Other than rendererFingerprint() it holds on every kind of processor.
/// @param request bytes of its file
Fingerprint::Value filmOwner(std::span<const std::uint8_t> request, const packs::Pack& pack,
                             const motion::MotionTrack& track);

/// Renders frames of a film into a journal, and no film. Stages "analyse" (steps) and "render" (frames).
/// @param track as makeMaterial() gives it
/// @param range of the track
/// @param finished frames of these journals are not rendered again, nor copied
/// @throws Error any code; outputUnwritable when the journal cannot be written to
void renderToJournal(const Stages& stages, const AnimateRequest& request, const motion::MotionTrack& track,
                     FrameRange range, FrameJournal& journal, std::span<FrameJournal> finished,
                     const RunContext& context);

/// Frames of the track, and the journals that hold them.
struct FinishedPart {
  FrameRange frames;
  std::vector<std::filesystem::path> journals;
};

/// The film of finished parts: portrait and sound as animate(), the motion as it is given, frames from the
/// journals. A frame that is in none of them, or damaged, is rendered.
/// @param owner of the journals
/// @param parts one behind the other, together filmFrames(); or none: all frames are rendered
/// @throws Error any code
AnimateResult joinParts(const Stages& stages, const AnimateRequest& request, const motion::MotionTrack& track,
                        const Fingerprint::Value& owner, std::vector<FinishedPart> parts,
                        const RunContext& context);

}  // namespace orator::pipeline
