#pragma once

#include <string>

#include "core/base/run_context.h"
#include "core/render/facevid2vid/measurement.h"

namespace orator::cli {

/// `orator bench --renderer facevid2vid`: what each part of the neural renderer costs. Prints a table or one
/// JSON object. @param pack empty or not installed: random weights of full size. @throws Error, any code
void runNeuralBench(const std::string& pack, const render::facevid2vid::MeasurementSettings& settings,
                    bool printJson, const RunContext& context);

}  // namespace orator::cli
