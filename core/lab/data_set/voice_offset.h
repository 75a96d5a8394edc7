#pragma once

#include <span>

namespace orator::lab {

/// How late the voice is against the picture.
struct VoiceOffset {
  double seconds = 0;  ///< positive: the voice comes too late
  double clarity = 0;  ///< the best lag's height over the other lags, in their standard deviations
  bool clear = false;  ///< long enough and distinct enough to act upon
};

inline constexpr double kLargestOffsetSeconds = 0.6;  ///< lags searched, both ways

/// Compares lip opening with the loudness of the vowel bands, and their speeds with each other, at every lag.
/// Lips are ahead of the sound by nature; that lead is taken off, so that sound recorded in sync gives 0.
/// Speech shorter than 10 s gives no clear answer.
/// @param lipOpening at 25 frames a second @param voice16k its first sample belongs to the first frame
VoiceOffset measureVoiceOffset(std::span<const float> lipOpening, std::span<const float> voice16k);

}  // namespace orator::lab
