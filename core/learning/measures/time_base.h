#pragma once

namespace orator::learning {

inline constexpr int kFramesPerSecond = 25;  ///< of every clip of a data set and of every measure

}  // namespace orator::learning
