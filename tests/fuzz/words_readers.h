#pragma once

#include <vector>

#include "readers.h"

namespace orator::fuzz {

/// Those of captions, labels and texts.
std::vector<Reader> wordsReaders();

}  // namespace orator::fuzz
