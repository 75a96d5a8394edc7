#pragma once

#include <span>

#include "core/pipeline/parameters.h"

// NOLINTBEGIN(bugprone-macro-parentheses): a way is no expression by itself
/// The way to a value in the settings, for a Field or a Choice.
#define ORATOR_AT(way)      \
  [](auto& film) -> auto& { \
    return film.way;        \
  }
// NOLINTEND(bugprone-macro-parentheses)

namespace orator::pipeline {

/// The part of the table that is about the film and its file, see parameters(); without defaults in its
/// specs.
std::span<const Parameter> filmParameters();

}  // namespace orator::pipeline
