#pragma once

#include <cstdint>

namespace orator::motion::sadtalker {

inline constexpr std::int64_t kPoseStyles = 46;  ///< that everybody can move the head in, 0..45
inline constexpr int kPersonalStyle = 46;        ///< that of the person of a personal pack

}  // namespace orator::motion::sadtalker
