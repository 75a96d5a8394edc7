// What the renderer draws of fixed portraits and rows, against pictures that somebody has looked at.
#include <gtest/gtest.h>

#include <cstdlib>
#include <functional>
#include <map>
#include <opencv2/imgproc.hpp>

#include "core/base/file_system.h"
#include "core/face/expression_names.h"
#include "core/media/picture.h"
#include "core/render/face_renderer.h"
#include "tests/support/synthetic_portrait.h"

namespace orator::test {
namespace {

namespace fs = std::filesystem;
using motion::CoefficientRow;
using Portrait = std::shared_ptr<const face::Portrait>;

const fs::path kReferences = fs::path(ORATOR_SOURCE_DIR) / "tests/pictures/reference";
const fs::path kDifferences = ORATOR_PICTURE_DIFFERENCES;
const cv::Rect kShown{85, 70, 190, 260};  // the head

/// Processors round in their own ways: levels of 255.
constexpr double kMeanTolerance = 0.3, kPixelTolerance = 12;
constexpr double kOutliers = 0.001;  // share of pixels that may differ by more
constexpr double kAmplified = 8;     // differences on the sheet

/// Lit from the left, on old paper: smooth tones in place of flat ones, and no colour.
Portrait toned() {
  auto portrait = std::make_shared<face::Portrait>(*syntheticPortrait());
  cv::Mat grey;
  cv::cvtColor(portrait->rgb, grey, cv::COLOR_RGB2GRAY);
  for (int y = 0; y < grey.rows; ++y)
    for (int x = 0; x < grey.cols; ++x) {
      const double light = 1.05 - 0.5 * x / grey.cols + 0.04 * std::sin(0.9 * x) * std::sin(0.7 * y);
      grey.at<uchar>(y, x) = cv::saturate_cast<uchar>(grey.at<uchar>(y, x) * light);
    }
  cv::cvtColor(grey, portrait->rgb, cv::COLOR_GRAY2RGB);
  return portrait;
}

/// The network that finds people has found nobody: head and background are one layer.
Portrait unlayered() {
  auto portrait = std::make_shared<face::Portrait>(*syntheticPortrait());
  portrait->matte.release();
  return portrait;
}

const std::map<std::string, std::function<Portrait()>> kPortraits{
    {"plain", syntheticPortrait},
    {"toned", toned},
    {"unlayered", unlayered},
    {"laughing", [] {
       return openMouthed(0.5f, {245, 240, 225});
     }}};

using Change = std::function<void(CoefficientRow&, const face::Portrait&)>;

const std::map<std::string, Change> kRows{{"turned",
                                           [](CoefficientRow& row, const face::Portrait&) {
                                             row[motion::kAngleColumn] += 0.08f;
                                             row[motion::kAngleColumn + 1] += 0.2f;
                                             row[motion::kAngleColumn + 2] -= 0.06f;
                                           }},
                                          {"speaking",
                                           [](CoefficientRow& row, const face::Portrait&) {
                                             row[face::kJawOpen] += 0.6f;
                                             row[face::kMouthFunnel] += 0.3f;
                                           }},
                                          {"blinking",
                                           [](CoefficientRow& row, const face::Portrait& portrait) {
                                             for (std::size_t k = 0; k < portrait.model->blink.size(); ++k)
                                               row[k] += portrait.model->blink[k];
                                           }},
                                          {"smiling",
                                           [](CoefficientRow& row, const face::Portrait&) {
                                             row[face::kMouthSmileLeft] += 0.8f;
                                             row[face::kMouthSmileRight] += 0.8f;
                                             row[face::kBrowInnerRaiseLeft] += 0.7f;
                                             row[face::kBrowInnerRaiseRight] += 0.7f;
                                           }},
                                          {"looking", [](CoefficientRow& row, const face::Portrait&) {
                                             row[face::kGazeHorizontal] += 0.8f;
                                             row[face::kGazeVertical] -= 0.4f;
                                           }}};

cv::Mat drawn(const Portrait& portrait, const Change& change) {
  motion::MotionTrack track;
  track.source = sourceRow(*portrait);
  track.rows = {track.source};
  change(track.rows[0], *portrait);
  cv::Mat frame;
  render::makeRenderer("mesh", packs::openPack("studio"), portrait, {}, {})
      ->render(track, {0, 1}, [&](auto, const cv::Mat& rgb) { frame = rgb; }, {});
  return frame(kShown).clone();
}

/// Reference, what was drawn and their difference, side by side and twice as large.
void writeDifference(const std::string& name, const cv::Mat& reference, const cv::Mat& made) {
  cv::Mat difference, sheet;
  cv::absdiff(reference, made, difference);
  difference *= kAmplified;
  cv::hconcat(std::vector{reference, made, difference}, sheet);
  cv::resize(sheet, sheet, {}, 2, 2, cv::INTER_NEAREST);
  fs::create_directories(kDifferences);
  media::writePicture(kDifferences / (name + ".png"), sheet);
}

class Pictures : public testing::TestWithParam<std::pair<std::string, std::string>> {};

TEST_P(Pictures, LookAsTheirReferences) {
  const auto& [portrait, row] = GetParam();
  const std::string name = portrait + "-" + row;
  const fs::path file = kReferences / (name + ".png");
  const cv::Mat made = drawn(kPortraits.at(portrait)(), kRows.at(row));
  if (std::getenv("ORATOR_REFRESH_PICTURES")) return media::writePicture(file, made);
  ASSERT_TRUE(isFile(file)) << file << " is missing: see CONTRIBUTING.md for making it";
  const cv::Mat reference = media::readPicture(file).rgb;
  ASSERT_EQ(reference.size(), made.size());
  cv::Mat difference;
  cv::absdiff(reference, made, difference);
  const cv::Scalar mean = cv::mean(difference);
  const double outliers =
      double(cv::countNonZero(difference.reshape(1) > kPixelTolerance)) / double(3 * difference.total());
  const bool same = (mean[0] + mean[1] + mean[2]) / 3 <= kMeanTolerance && outliers <= kOutliers;
  if (!same) writeDifference(name, reference, made);
  EXPECT_TRUE(same) << name << " differs by " << mean << ", " << 100 * outliers
                    << " % of it clearly: look at " << kDifferences / (name + ".png");
}

std::vector<std::pair<std::string, std::string>> everyPair() {
  std::vector<std::pair<std::string, std::string>> pairs;
  for (const auto& [portrait, make] : kPortraits)
    for (const auto& [row, change] : kRows) pairs.emplace_back(portrait, row);
  return pairs;
}

INSTANTIATE_TEST_SUITE_P(Each, Pictures, testing::ValuesIn(everyPair()),
                         [](const auto& test) { return test.param.first + "_" + test.param.second; });

TEST(PictureComparison, TellsAChangedEyeFromARoundingError) {
  const cv::Mat plain = drawn(syntheticPortrait(), kRows.at("blinking")),
                open = drawn(syntheticPortrait(), [](CoefficientRow&row, const face::Portrait&) {
                  row[motion::kAngleColumn + 1] += 1e-4f;
                });
  cv::Mat difference;
  cv::absdiff(plain, open, difference);
  EXPECT_GT(double(cv::countNonZero(difference.reshape(1) > kPixelTolerance)),
            kOutliers * double(3 * difference.total()));
}

}  // namespace
}  // namespace orator::test
