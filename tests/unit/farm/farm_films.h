#pragma once

#include "core/farm/farm.h"
#include "core/media/picture.h"
#include "tests/support/files.h"

namespace orator::test {

/// A portrait, a voice of 2.01 s that swells, so that none of its 50 frames is like another, and the request
/// of a film of both.
class FarmFilms {
 public:
  FarmFilms() {
    media::writePicture(folder_ / "p.png", cv::Mat(64, 128, CV_8UC3, cv::Scalar(1, 2, 3)));
    std::vector<float> voice = tone(2.01, 16000, 1);
    for (std::size_t i = 0; i < voice.size(); ++i) voice[i] *= 0.1f + 1.8f * float(i) / float(voice.size());
    writeWav(folder_ / "v.wav", voice, 16000, 1);
  }
  std::filesystem::path operator/(const std::string& name) const { return folder_ / name; }
  pipeline::AnimateRequest request(const std::string& output = "talk.mp4") const {
    pipeline::AnimateRequest request;
    request.portrait = folder_ / "p.png";
    request.voice = folder_ / "v.wav";
    request.output = output;
    return request;
  }
  farm::Farm empty() const {
    farm::Farm farm;
    farm.folder = folder_ / "farm";
    farm.program = "/usr/bin/orator";
    return farm;
  }
  farm::Farm made(int parts) const { return makeFarm(empty(), {request()}, {.parts = parts}, {}); }

 private:
  TemporaryFolder folder_;
};

}  // namespace orator::test
