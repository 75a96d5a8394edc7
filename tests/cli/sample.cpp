#include "tests/cli/sample.h"

#include "core/media/picture.h"

namespace orator::test {

namespace fs = std::filesystem;

fs::path samplePortrait() {
  return fs::path(ORATOR_SOURCE_DIR) / "out/sample/astronaut.png";
}
fs::path sampleVoice() {
  return fs::path(ORATOR_SOURCE_DIR) / "out/sample/welcome.wav";
}

SampleFolder::SampleFolder() {
  fs::copy_file(samplePortrait(), *this / "portrait.png");
  ffmpeg("-v error -i " + quoted(sampleVoice()) + " -t 2 " + quoted(*this / "voice.wav"));
}

std::string SampleFolder::picture(const std::string& name, const cv::Mat& rgb) const {
  media::writePicture(*this / name, rgb);
  return (*this / name).string();
}

cv::Mat SampleFolder::portraitRgb() const {
  return media::readPicture(samplePortrait()).rgb;
}

}  // namespace orator::test
