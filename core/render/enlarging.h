#pragma once

#include <opencv2/core.hpp>

#include "core/base/run_context.h"

namespace orator::render {

/// Which network enlarges the portrait before anything else is done with it.
enum class Enlarging {
  off,
  esrgan,      ///< twice, by a network that everybody has (esrgan-medium)
  esrganX3,    ///< three times
  esrganX4,    ///< four times
  realEsrgan,  ///< twice, by Real-ESRGAN where a pack of it is installed: its network for x2, else that for
               ///< x4
};

/// How many times as large the picture becomes, 1 where it is off.
int enlargingFactor(Enlarging method);

/// The picture, enlarged. Seconds to minutes a megapixel.
/// @param rgb CV_8UC3 RGB @return CV_8UC3 RGB; the picture itself where nothing is to be done
/// @throws Error packMissing, packDamaged, checkpointRefused, outOfMemory, cancelled
cv::Mat enlargedPicture(const cv::Mat& rgb, Enlarging method, const RunContext& context);

}  // namespace orator::render
