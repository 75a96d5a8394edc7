#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/run_context.h"
#include "core/learning/clips/data_set.h"

namespace orator::learning {

/// Which clips of a data set a training takes.
struct SplitOptions {
  std::filesystem::path set;
  std::filesystem::path heldOut;  ///< as HeldOut's list: the one rule of all trainers and of the evaluation
  double share = 1;               ///< of the speakers to learn from; a smaller share lies in a larger
  bool needVoice = true;          ///< heads that were filmed without sound are left out
};

/// Clips of people to learn from, and of other people to judge by. Points and sound samples, which no network
/// reads, are left on the disk.
struct Split {
  std::vector<Clip> training, validation;
};

/// Stage "read" counts clips. @throws Error as HeldOut, clipFiles() and readClip(); cancelled
Split splitSet(const SplitOptions& options, const RunContext& context);

/// What tells two collections of clips apart: their number and a hash of names, people and coefficients.
std::string fingerprint(const std::vector<Clip>& clips);

}  // namespace orator::learning
