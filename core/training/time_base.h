#pragma once

namespace orator::training {

inline constexpr int kFramesPerSecond = 25;  ///< of every clip of a data set and of every measure

}  // namespace orator::training
