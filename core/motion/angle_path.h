#pragma once

#include <vector>

namespace orator::motion {

/// A smooth path through values that are spread evenly over 0..1: monotone between two neighbours, so that it
/// never swings beyond them, with a continuous slope. One value is a constant.
/// @param values at least one @param position clamped to 0..1
double pathAt(const std::vector<double>& values, double position);

/// The path as SadTalker takes it: straight from value to value, every frame turning by the same amount;
/// where it is through early, the last value stays. @param values at least one
std::vector<double> publishedPath(const std::vector<double>& values, std::size_t frames);

}  // namespace orator::motion
