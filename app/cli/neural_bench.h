#pragma once

#include <string>

#include "core/base/run_context.h"

namespace orator::cli {

/// `orator bench --renderer facevid2vid`: what each part of the neural renderer costs.
struct NeuralBenchSettings {
  std::string pack;  ///< empty or not installed: random weights of full size
  std::string device = "auto";
  int side = 256;  ///< pixels
  int frames = 3;
  int threads = 0;  ///< 0: all cores
  bool baseline = false, fast = false;
};

/// Prints a table or one JSON object. @throws Error, any code
void runNeuralBench(const NeuralBenchSettings& settings, bool printJson, const RunContext& context);

}  // namespace orator::cli
