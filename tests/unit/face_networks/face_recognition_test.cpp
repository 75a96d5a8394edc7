#include "core/face/recognition/face_recognition.h"

#include <cmath>
#include <opencv2/imgproc.hpp>

#include "sample.h"

namespace orator::face {
namespace {

FaceRecognition recognition() {
  const auto pack = packs::openPack("studio");
  return {pack.file("recognition_manifest"), pack.file("recognition")};
}

FaceDescriptor describe(const FaceRecognition& network, const cv::Mat& rgb) {
  auto tracker = test::makeTracker();
  const auto faces = tracker.detect(rgb);
  EXPECT_FALSE(faces.empty());
  return network.describe(recognitionCrop(rgb, faces.at(0)));
}

TEST(FaceRecognition, AnswersAsThePublishedImplementationDoes) {
  cv::Mat3b crop(kRecognitionSide, kRecognitionSide);
  for (int y = 0; y < crop.rows; ++y)
    for (int x = 0; x < crop.cols; ++x)
      for (int c = 0; c < 3; ++c)
        crop(y, x)[c] = uchar(std::floor(127.5 + 90 * std::sin(0.05 * x * (c + 1) + 0.03 * y) +
                                         37 * std::cos(0.11 * y - 0.02 * x * c) + 0.5));
  // Every eighth number that @vladmandic/face-api 1.7.15 gives on its CPU.
  constexpr float kPublished[]{-0.041372f, 0.112799f,  -0.146436f, -0.107641f, -0.098750f, -0.147823f,
                               0.089481f,  0.056990f,  0.169296f,  -0.114233f, -0.069046f, 0.178083f,
                               -0.138046f, -0.154247f, 0.242913f,  -0.025164f};
  const FaceDescriptor found = recognition().describe(crop);
  for (std::size_t i = 0; i < std::size(kPublished); ++i) EXPECT_NEAR(found[8 * i], kPublished[i], 1e-4) << i;
}

TEST(FaceRecognition, KnowsAPersonInAnotherLightAndTurned) {
  const FaceRecognition network = recognition();
  const cv::Mat portrait = test::samplePortrait();
  const FaceDescriptor person = describe(network, portrait);
  cv::Mat dim, turned;
  portrait.convertTo(dim, -1, 0.6, 20);
  const cv::Point2f middle(float(portrait.cols) / 2, float(portrait.rows) / 2);
  cv::warpAffine(portrait, turned, cv::getRotationMatrix2D(middle, 20, 0.8), portrait.size());
  EXPECT_LT(distanceBetween(person, describe(network, dim)), 0.4);
  EXPECT_LT(distanceBetween(person, describe(network, turned)), 0.45);
}

}  // namespace
}  // namespace orator::face
