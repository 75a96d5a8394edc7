#pragma once

#include <string>
#include <vector>

#include "core/pipeline/parameters.h"

namespace orator::test {

/// Settings whose only difference from the default is this parameter: its least, largest, default and some
/// unusual values, all of them right.
std::vector<pipeline::FilmSettings> valuesOf(const pipeline::Parameter& parameter);

/// JSON texts that are no value of this parameter: out of range or of another kind.
std::vector<std::string> wrongJsonOf(const pipeline::Parameter& parameter);

/// Texts that are no value of its option; none where there is no option or every text is right.
std::vector<std::string> wrongTextsOf(const pipeline::Parameter& parameter);

}  // namespace orator::test
