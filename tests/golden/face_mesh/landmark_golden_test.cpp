// Landmarks and fits against an independent run of the same networks. The pictures are portraits of people
// and do not belong to the repository: the test runs where ORATOR_FACE_GOLDENS names a folder with
// mesh_*.json and the pictures.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>

#include "core/face/expression_names.h"
#include "core/face/face_model.h"
#include "core/face/face_tracker.h"
#include "core/media/picture.h"
#include "core/packs/pack.h"

namespace orator::face {
namespace {

struct Golden {
  std::string picture;
  FaceLandmarks landmarks;
  cv::Size size;
  float eyeDistance() const {
    const auto d = landmarks.points[263] - landmarks.points[33];
    return std::hypot(d.x, d.y);
  }
};

class FaceGoldens : public testing::Test {
 protected:
  void SetUp() override {
    const char* folder = std::getenv("ORATOR_FACE_GOLDENS");
    if (!folder) GTEST_SKIP() << "ORATOR_FACE_GOLDENS is not set";
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
      if (entry.path().extension() != ".json") continue;
      const auto json = nlohmann::json::parse(std::ifstream(entry.path()));
      Golden golden;
      golden.picture = std::filesystem::path(folder) /
                       std::filesystem::path(json.at("picture").get<std::string>()).filename();
      golden.size = {json.at("width"), json.at("height")};
      for (std::size_t i = 0; i < kLandmarkCount; ++i)
        for (std::size_t k = 0; k < 3; ++k)
          (&golden.landmarks.points[i].x)[k] = json.at("landmarks").at(i).at(k);
      goldens_.push_back(golden);
    }
    ASSERT_FALSE(goldens_.empty());
  }
  std::vector<Golden> goldens_;
  packs::Pack pack_ = packs::openPack("studio");
};

TEST_F(FaceGoldens, LandmarksAgreeWithinHalfAPixelOrAQuarterPercentOfTheEyeDistance) {
  FaceTracker tracker({pack_.file("face_detector"), pack_.file("attention_mesh")});
  for (const Golden& golden : goldens_) {
    const auto picture = media::readPicture(golden.picture);
    ASSERT_EQ(picture.rgb.size(), golden.size);
    const auto faces = tracker.detect(picture.rgb);
    ASSERT_FALSE(faces.empty()) << golden.picture;
    double mean = 0, largest = 0;
    for (std::size_t i = 0; i < kLandmarkCount; ++i) {
      const auto d = faces[0].points[i] - golden.landmarks.points[i];
      mean += std::hypot(d.x, d.y) / kLandmarkCount;
      largest = std::max(largest, double(std::hypot(d.x, d.y)));
    }
    std::cout << std::filesystem::path(golden.picture).stem().string() << ": mean " << mean << " px, largest "
              << largest << " px, eye distance " << golden.eyeDistance() << " px\n";
    // Each pass starts from the landmarks of the one before, which carries rounding on: allow it in large
    // pictures.
    EXPECT_LT(mean, std::max(0.5, 0.0025 * golden.eyeDistance())) << golden.picture;
    EXPECT_LT(largest, 0.02 * golden.eyeDistance()) << golden.picture;
  }
}

TEST_F(FaceGoldens, TheFaceModelFitsWithinAFewHundredthsOfTheEyeDistance) {
  const FaceModel model = loadFaceModel(pack_.file("face_model"));
  for (const Golden& golden : goldens_) {
    const FaceFit fit = fitFaceModel(model, golden.landmarks, golden.size);
    std::cout << std::filesystem::path(golden.picture).stem().string() << ": residual " << fit.residualPixels
              << " px, " << 100 * fit.residualPixels / golden.eyeDistance()
              << " % of the eye distance, angles " << fit.pose.anglesRadians << ", jaw "
              << fit.expression[kJawOpen] << ", blinks " << fit.expression[kBlinkLeft] << " "
              << fit.expression[kBlinkRight] << "\n";
    EXPECT_LT(fit.residualPixels, 0.03 * golden.eyeDistance()) << golden.picture;
  }
}

}  // namespace
}  // namespace orator::face
