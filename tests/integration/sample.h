#pragma once

#include <gtest/gtest.h>

#include <filesystem>

#include "core/media/picture.h"
#include "core/pipeline/animate.h"
#include "tests/support/files.h"

namespace orator::test {

inline const std::filesystem::path kSampleFolder = ORATOR_SAMPLE_FOLDER;

/// The sample portrait and voice that the set-up makes, and a folder for what a test writes.
class SampleTest : public testing::Test {
 protected:
  void SetUp() override {
    for (const char* name : {"astronaut.png", "welcome.wav"})
      if (!std::filesystem::exists(kSampleFolder / name))
        FAIL() << kSampleFolder / name
               << " is missing. Run installer/prepare-sample (installer/test does it).";
    request.portrait = kSampleFolder / "astronaut.png";
    request.voice = kSampleFolder / "welcome.wav";
    request.voiceCut.endSeconds = 1.2;
    request.output = folder / "out.mp4";
  }

  /// Tries the request; it must fail with this code, say what to do, and leave nothing.
  void expectRefused(ErrorCode code) {
    const std::vector<std::string> before = folder.names();
    const Error error = errorOf([&] { pipeline::animate(request, {}); });
    EXPECT_EQ(error.code(), code) << error.what();
    EXPECT_FALSE(error.remedy().empty()) << error.what();
    EXPECT_EQ(folder.names(), before);
  }

  TemporaryFolder folder;
  pipeline::AnimateRequest request;
};

}  // namespace orator::test
