#pragma once

#include <opencv2/core.hpp>
#include <span>

namespace orator::lab::lse {

inline constexpr int kMfccCount = 13;

/// The 26 triangular filters over the bins of a 512-point spectrum, [26, 257], without normalisation.
cv::Mat1d filterBank();

/// Mel-frequency cepstral coefficients as SyncNet's authors compute them (the conventions of
/// python_speech_features): pre-emphasis 0.97, frames of 400 samples every 160 without a window, zeros after
/// the end; the first coefficient is the logarithm of the frame's energy.
/// @param samples mono, 16 000 Hz, on the scale of 16-bit integers (-32768..32767)
/// @return [frames, 13]; one frame for up to 400 samples, else 1 + ceil((samples - 400) / 160); 100 a second
cv::Mat1d mfcc(std::span<const double> samples);

}  // namespace orator::lab::lse
