#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/run_context.h"

namespace orator::selfcheck {

/// One comparison of a network or algorithm of ours with a golden tensor.
struct CheckLine {
  std::string part;      ///< golden file without suffix: "expnet"
  std::string quantity;  ///< tensor in it: "out"
  double error = 0;      ///< largest, in the unit of the tolerance; infinite when shapes differ
  double tolerance = 0;
  bool relative = false;  ///< to the standard deviation of the golden tensor
  bool ok = false;
};

/// Fills every network of SadTalker with the formula weights of the salt in each golden file, runs it on the
/// golden inputs and compares. Needs no weights. Some ten seconds on two cores and 1.5 GB of memory.
/// @param goldens a folder as tests/golden/sadtalker/data describes it
/// @throws Error fileNotFound (a golden file), checkpointRefused (a damaged one), cancelled
std::vector<CheckLine> run(const std::filesystem::path& goldens, const RunContext& context);

/// Names of the parts, in the order they run.
std::vector<std::string> parts();
/// One part alone. @throws Error invalidArgument for an unknown name
std::vector<CheckLine> runPart(const std::string& part, const std::filesystem::path& goldens);

}  // namespace orator::selfcheck
