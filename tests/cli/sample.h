#pragma once

#include <filesystem>
#include <opencv2/core.hpp>

#include "tests/support/files.h"

namespace orator::test {

/// The portrait and the voice that installer/prepare-sample makes.
std::filesystem::path samplePortrait();
std::filesystem::path sampleVoice();

/// The sample in a temporary folder: portrait.png (512 px) and voice.wav, cut to two seconds.
class SampleFolder : public TemporaryFolder {
 public:
  SampleFolder();
  std::string portrait() const { return (*this / "portrait.png").string(); }
  std::string voice() const { return (*this / "voice.wav").string(); }
  std::string output() const { return (*this / "out.mp4").string(); }
  /// Writes a picture that the caller makes of the sample's (RGB) and returns its path.
  std::string picture(const std::string& name, const cv::Mat& rgb) const;
  cv::Mat portraitRgb() const;
};

}  // namespace orator::test
