#pragma once

#include <algorithm>
#include <cmath>
#include <memory>
#include <opencv2/imgproc.hpp>
#include <string>
#include <vector>

#include "core/pipeline/stages.h"

namespace orator::test {

/// What the fakes were asked to do.
struct Calls {
  int generated = 0;
  bool speaks = true;  ///< what the motion model says of every voice
  std::vector<std::int64_t> rendered;
};

/// Loudness of the voice as expression 0; the pose style's number as yaw, so that a test sees what was used.
class FakeMotionModel : public motion::MotionModel {
 public:
  explicit FakeMotionModel(std::shared_ptr<Calls> calls) : calls_(std::move(calls)) {}
  motion::GeneratedMotion generate(const motion::MotionInput& input, const motion::MotionSettings& settings,
                                   const RunContext& context) const override {
    ++calls_->generated;
    motion::GeneratedMotion motion;
    motion.frameRate = input.frameRate;
    motion.basis = "fake";
    motion.source = input.source;
    motion.speechFound = calls_->speaks;
    for (std::int64_t i = 0; i < input.frames; ++i) {
      context.throwIfCancelled();
      motion::CoefficientRow row = input.source;
      const auto begin = std::size_t(double(i) * 16000 / input.frameRate.perSecond());
      for (std::size_t s = begin; s < std::min(begin + 640, input.voice16k.size()); ++s)
        row[0] = std::max(row[0], std::abs(input.voice16k[s]));
      row[motion::kAngleColumn + 1] = float(settings.poseStyle.front().first);
      motion.rows.push_back(row);
      context.progress("rows of the model", i + 1, input.frames);
    }
    return motion;
  }

 private:
  std::shared_ptr<Calls> calls_;
};

/// A frame of one colour: red is the expression, green the frame number.
class FakeRenderer : public render::FaceRenderer {
 public:
  FakeRenderer(cv::Size size, std::shared_ptr<Calls> calls) : size_(size), calls_(std::move(calls)) {}
  cv::Size frameSize() const override { return size_; }
  void render(const motion::MotionTrack& track, FrameRange range, const render::FrameSink& sink,
              const RunContext& context) override {
    for (std::int64_t i = range.begin; i < range.end; ++i) {
      context.throwIfCancelled();
      calls_->rendered.push_back(i);
      const double red = std::min(255.f, 255 * track.rows[std::size_t(i)][0]);
      sink(i, cv::Mat(size_, CV_8UC3, cv::Scalar(red, double(i % 256), 40)));
    }
  }

 private:
  cv::Size size_;
  std::shared_ptr<Calls> calls_;
};

/// Stages that need no networks.
inline pipeline::Stages fakeStages(std::shared_ptr<Calls> calls = std::make_shared<Calls>()) {
  pipeline::Stages stages;
  stages.readPicture = pipeline::libraryStages().readPicture;
  stages.enlargePicture = [](const cv::Mat& rgb, render::Enlarging method, const RunContext&) {
    cv::Mat large;
    cv::resize(rgb, large, rgb.size() * render::enlargingFactor(method), 0, 0, cv::INTER_NEAREST);
    return large;
  };
  stages.readVoice = pipeline::libraryStages().readVoice;
  stages.openPack = [](const std::string& id) {
    packs::Pack pack;
    pack.id = id;
    return pack;
  };
  stages.analysePortrait = [](const media::Picture& picture, const packs::Pack&, const face::PortraitOptions&,
                              const RunContext&) {
    auto portrait = std::make_shared<face::Portrait>();
    portrait->rgb = picture.rgb;
    auto model = std::make_shared<face::FaceModel>();
    model->id = "fake";
    portrait->model = model;
    return portrait;
  };
  stages.portraitRow = pipeline::portraitRow;
  stages.makeMotionModel = [calls](const packs::Pack&, const face::FaceModel&) {
    return std::make_shared<FakeMotionModel>(calls);
  };
  stages.applySettings = [](const motion::GeneratedMotion& motion, const motion::MotionSettings& settings) {
    motion::MotionTrack track{motion.frameRate, motion.basis, motion.source, motion.rows, {}, {}, {}};
    track.blink.resize(track.rows.size(), 0.f);
    for (auto& row : track.rows) row[0] *= float(settings.expressionScale);
    return track;
  };
  stages.readTrack = [](const std::filesystem::path&, const packs::Pack&,
                        const RunContext&) -> motion::MotionTrack {
    motion::MotionTrack track;
    track.basis = "fake";
    track.rows.resize(10);
    track.blink.resize(10);
    return track;
  };
  stages.makeRenderer = [calls](const std::string&, const packs::Pack&,
                                const std::shared_ptr<const face::Portrait>& portrait,
                                const render::RenderSettings&, const RunContext&) {
    return std::make_unique<FakeRenderer>(portrait->rgb.size(), calls);
  };
  return stages;
}

}  // namespace orator::test
