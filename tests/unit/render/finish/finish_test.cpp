#include "core/render/finish/finish.h"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>
#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

#include "core/base/error.h"
#include "core/render/finish/finish_net.h"
#include "core/render/mesh/mesh_renderer.h"
#include "core/tensor/safetensors.h"
#include "core/tensor/weight_store.h"
#include "tests/support/files.h"
#include "tests/support/synthetic_portrait.h"

namespace orator::render {
namespace {

namespace fs = std::filesystem;
using finish::Feature;

/// A network that paints one colour, and how opaquely.
/// @param painted of the 48 numbers of colour that get it, red first
void writeWeights(const fs::path& file, float colour, float opacity, int painted = 48) {
  const c10::NoGradGuard guard;
  finish::FinishNet net;
  for (auto& item : net.named_parameters())
    if (item.key() == "head.bias") {
      at::Tensor bias = item.value();
      // Folded: sixteen pixels of red, of green, of blue, of the mask, and the flow's two numbers.
      bias.slice(0, 0, 48).fill_(-0.5);
      bias.slice(0, 0, painted).fill_(colour - 0.5);
      bias.slice(0, 48, 64).fill_(opacity);
    }
  std::vector<std::pair<std::string, at::Tensor>> tensors;
  for (const auto& [name, value] : tensor::namedState(net)) tensors.emplace_back(name, value.detach());
  tensor::writeSafetensors(file, tensors);
}

class FinishedFrames : public testing::Test {
 protected:
  std::shared_ptr<const finish::Finish> painting(float colour, float opacity, int painted = 48) {
    writeWeights(folder_.path() / "net.safetensors", colour, opacity, painted);
    return std::make_shared<const finish::Finish>(
        finish::Finish::Weights{folder_ / "net.safetensors", folder_ / "net.safetensors"});
  }
  cv::Mat frame(const motion::CoefficientRow& row, std::shared_ptr<const finish::Finish> finish,
                int side = 0) {
    motion::MotionTrack track;
    track.source = test::sourceRow(*portrait_);
    track.rows = {row};
    cv::Mat result;
    mesh::makeMeshRenderer(portrait_, {.outputSide = side}, std::move(finish))
        ->render(track, {0, 1}, [&](auto, const cv::Mat& rgb) { result = rgb; }, {});
    return result;
  }
  motion::CoefficientRow rest() const { return test::sourceRow(*portrait_); }
  motion::CoefficientRow blinking() const {
    motion::CoefficientRow row = rest();
    for (std::size_t k = 0; k < portrait_->model->blink.size(); ++k) row[k] += portrait_->model->blink[k];
    return row;
  }

  test::TemporaryFolder folder_;
  const std::shared_ptr<const face::Portrait> portrait_ = test::syntheticPortrait();
};

TEST_F(FinishedFrames, ShowThePortraitToTheBitAtRest) {
  EXPECT_EQ(cv::norm(frame(rest(), painting(0, 20)), portrait_->rgb, cv::NORM_INF), 0);
}

TEST_F(FinishedFrames, AreAsWarpedWhereTheNetworkPaintsNothing) {
  EXPECT_EQ(cv::norm(frame(blinking(), painting(0, -60)), frame(blinking(), nullptr), cv::NORM_INF), 0);
}

TEST_F(FinishedFrames, ArePaintedAroundTheShutEyesAloneInABlink) {
  const cv::Mat painted = frame(blinking(), painting(0, 20)), warped = frame(blinking(), nullptr);
  for (const auto& [left, right] : {std::pair{33, 133}, {362, 263}}) {
    const auto &a = portrait_->landmarks.points[std::size_t(left)],
               &b = portrait_->landmarks.points[std::size_t(right)];
    const cv::Point middle(cvRound((a.x + b.x) / 2), cvRound((a.y + b.y) / 2));
    EXPECT_LE(cv::norm(painted.at<cv::Vec3b>(middle)), 20) << "black at the eye of landmark " << left;
  }
  const auto& lips = portrait_->landmarks.points[13];
  const cv::Rect mouth(cvRound(lips.x) - 8, cvRound(lips.y) - 4, 16, 8);
  EXPECT_EQ(cv::norm(painted(mouth), warped(mouth), cv::NORM_INF), 0);
  const cv::Rect top(0, 0, painted.cols, painted.rows / 16);
  EXPECT_EQ(cv::norm(painted(top), warped(top), cv::NORM_INF), 0);
}

TEST_F(FinishedFrames, OfAPictureWithoutColoursGetNone) {
  auto grey = std::make_shared<face::Portrait>(*portrait_);
  cv::cvtColor(grey->rgb, grey->rgb, cv::COLOR_RGB2GRAY);
  cv::cvtColor(grey->rgb, grey->rgb, cv::COLOR_GRAY2RGB);
  motion::MotionTrack track;
  track.source = rest();
  track.rows = {blinking()};
  const auto redPaint = painting(0.8f, 20, 16);
  cv::Mat frame;
  mesh::makeMeshRenderer(grey, {}, redPaint)
      ->render(track, {0, 1}, [&](auto, const cv::Mat& rgb) { frame = rgb; }, {});
  std::vector<cv::Mat> channels;
  cv::split(frame, channels);
  EXPECT_LE(cv::norm(channels[0], channels[2], cv::NORM_INF), 1);
  EXPECT_GT(cv::norm(frame, grey->rgb, cv::NORM_L1), 0);
}

TEST_F(FinishedFrames, OfTheStudioPackHaveItsShutEyesUnlessTheFinishIsOff) {
  const packs::Pack pack = packs::openPack("studio");
  motion::MotionTrack track;
  track.source = rest();
  track.rows = {rest(), blinking()};
  const auto framesOf = [&](Finishing finish) {
    std::vector<cv::Mat> frames;
    makeRenderer("mesh", pack, portrait_, {.finish = finish}, {})
        ->render(track, {0, 2}, [&](auto, const cv::Mat& rgb) { frames.push_back(rgb); }, {});
    return frames;
  };
  const auto on = framesOf(Finishing::on), off = framesOf(Finishing::off);
  EXPECT_EQ(cv::norm(on[0], off[0], cv::NORM_INF), 0);
  EXPECT_GT(cv::norm(on[1], off[1], cv::NORM_INF), 8);
  EXPECT_EQ(cv::norm(off[1], frame(blinking(), nullptr), cv::NORM_INF), 0);
}

TEST_F(FinishedFrames, BeginWithoutAJumpWhenALidBeginsToMove) {
  motion::CoefficientRow row = rest();
  for (std::size_t k = 0; k < portrait_->model->blink.size(); ++k)
    row[k] += 1e-3f * portrait_->model->blink[k];
  EXPECT_LE(cv::norm(frame(row, painting(0, 20)), portrait_->rgb, cv::NORM_INF), 4);
}

TEST_F(FinishedFrames, AreCompletedAtEverySize) {
  for (const int side : {64, 200, 1500}) EXPECT_NO_THROW(frame(blinking(), painting(0.5f, 20), side)) << side;
}

TEST(FinishNetwork, LeavesTheWarpedPictureNearlyAsItIsAtTheStart) {
  const c10::NoGradGuard guard;
  finish::FinishNet net;
  finish::initialise(net, 1);
  const at::Tensor warped = at::rand({2, 3, 80, 80});
  const at::Tensor made = finish::complete(
      warped, net.forward(at::cat({warped, warped}, 1), at::zeros({2, finish::kMapCount, 20, 20})),
      at::ones({2, 1, 1, 1}));
  EXPECT_LT((made - warped).abs().mean().item<double>(), 0.12);
}

TEST(FinishNetwork, SaysTheSameOfACropAloneAndInABatch) {
  const c10::NoGradGuard guard;
  finish::FinishNet net;
  finish::initialise(net, 2);
  const at::Tensor images = at::rand({3, 6, 112, 112}), maps = at::rand({3, finish::kMapCount, 28, 28});
  const finish::Completion all = net.forward(images, maps),
                           one = net.forward(images.slice(0, 1, 2), maps.slice(0, 1, 2));
  EXPECT_LT((all.colour[1] - one.colour[0]).abs().max().item<double>(), 1e-4);
  EXPECT_LT((all.flow[1] - one.flow[0]).abs().max().item<double>(), 1e-4);
}

TEST(FinishWeights, OfAnotherNetworkAreRefused) {
  const test::TemporaryFolder folder;
  tensor::writeSafetensors(folder.path() / "other.safetensors", {{"stem.weight", at::zeros({3})}});
  writeWeights(folder.path() / "net.safetensors", 0, 0);
  try {
    finish::Finish({folder / "net.safetensors", folder / "other.safetensors"});
    FAIL() << "was taken";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::checkpointRefused);
    EXPECT_NE(error.subject().find("other.safetensors"), std::string::npos);
  }
}

}  // namespace
}  // namespace orator::render
