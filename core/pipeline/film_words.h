#pragma once

#include <optional>
#include <span>

#include "core/pipeline/stages.h"
#include "core/words/align.h"

namespace orator::pipeline {

/// A text with the times at which a voice speaks it: words::aligned(), with the speech detector of the pack
/// where it has one. @param voice16k mono, 16 000 Hz
/// @throws Error as words::aligned(), packDamaged, checkpointRefused
words::Transcript timedWords(const words::Transcript& text, std::span<const float> voice16k,
                             const packs::Pack& pack, words::Aligning way, const RunContext& context);

/// AnimateRequest::words, or those of SceneSettings::captions, those without times aligned to the voice; none
/// where there is no such file. @throws Error as words::readTranscript() and timedWords(), invalidArgument
/// (no times and no voice)
std::optional<words::Transcript> wordsOfFilm(const Stages& stages, const AnimateRequest& request,
                                             const packs::Pack& pack, const RunContext& context);

}  // namespace orator::pipeline
