#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/farm/farm.h"
#include "core/pipeline/stages.h"

namespace orator::farm {

// What the jobs of a film do. A job that has finished before does nothing; one that was interrupted goes on
// with the frames that are there. Each writes its report at its end.

/// The track, and which of its frames the film shows. @throws Error any code
void makeFilmMotion(const pipeline::Stages& stages, const Farm& farm, std::size_t film,
                    const RunContext& context);

/// One part of the frames, into a journal that no other attempt writes to.
/// @param attempt letters, digits and dashes @throws Error any code; fileNotFound without the motion
void renderFilmPart(const pipeline::Stages& stages, const Farm& farm, std::size_t film, int part,
                    const std::string& attempt, const RunContext& context);

/// The film of all parts, after which their frames and the track are deleted. One without parts is drawn.
/// @throws Error any code; fileNotFound where a part has not finished
void joinFilm(const pipeline::Stages& stages, const Farm& farm, std::size_t film, const RunContext& context);

/// Where the attempts at a part have left frames.
std::vector<std::filesystem::path> journalsOfPart(const Farm& farm, std::size_t film, int part);

}  // namespace orator::farm
