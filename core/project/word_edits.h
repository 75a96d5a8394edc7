#pragma once

#include <cstddef>

#include "core/project/project.h"

namespace orator::project {

inline constexpr double kShortestWord = 0.02;  ///< seconds that are left of a word whose neighbour takes room

/// Moves a word, and the mouth's movement with it, against the sound: as far as the words beside it leave
/// room, which give way up to kShortestWord, and as far as kShiftSeconds goes.
/// @param word index into Project::words; one that is not there changes nothing
void nudgeWord(Project& project, std::size_t word, double bySeconds);

/// Corrects when a word is said. The movement stays; the words beside it give way.
/// @param word as nudgeWord()
void setWordTimes(Project& project, std::size_t word, double beginSeconds, double endSeconds);

}  // namespace orator::project
