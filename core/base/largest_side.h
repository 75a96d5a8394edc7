#pragma once

namespace orator {

inline constexpr int kLargestSide = 3840;  ///< pixels, of portraits and of frames

}  // namespace orator
