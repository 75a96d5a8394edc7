#pragma once

#include <gtest/gtest.h>

#include <filesystem>

#include "core/face/face_tracker.h"
#include "core/media/picture.h"
#include "core/packs/pack.h"

namespace orator::test {

/// The public-domain sample portrait that installer/prepare-sample fetches.
inline cv::Mat samplePortrait() {
  const std::filesystem::path file = std::filesystem::path(ORATOR_SOURCE_DIR) / "out/sample/astronaut.png";
  if (!std::filesystem::exists(file))
    throw std::runtime_error("run installer/prepare-sample first: " + file.string());
  return media::readPicture(file).rgb;
}

inline face::FaceTracker makeTracker() {
  const auto pack = packs::openPack("studio");
  return face::FaceTracker({pack.file("face_detector"), pack.file("attention_mesh")});
}

}  // namespace orator::test
