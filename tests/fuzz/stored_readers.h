#pragma once

#include <vector>

#include "readers.h"

namespace orator::fuzz {

/// Those of what Orator, or the makers of networks, have written: settings, states, weights, models.
std::vector<Reader> storedReaders();

/// The published numbers of the network that enlarges pictures.
Reader esrganReader();
/// The names and shapes of the numbers of face recognition.
Reader tfjsReader();

}  // namespace orator::fuzz
