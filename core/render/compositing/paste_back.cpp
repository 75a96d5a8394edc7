#include "core/render/compositing/paste_back.h"

#include <opencv2/imgproc.hpp>
#include <optional>
#include <string>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/render/compositing/paste_mask.h"
#include "core/render/compositing/ring_correction.h"
#include "core/render/compositing/seamless_clone.h"

namespace orator::render {
namespace {

constexpr int kLeastSide = 16;
constexpr std::int64_t kPastedRows = 64;
// cv::seamlessClone leaves out one pixel on each side of its mask and wears off three more.
constexpr int kLeftOut = 1, kWornOff = 3;

cv::Rect regionOf(cv::Rect box, cv::Size portrait) {
  const cv::Rect region = box & cv::Rect({}, portrait);
  if (region.width < kLeastSide || region.height < kLeastSide)
    throw Error(ErrorCode::invalidArgument, "box",
                "only " + std::to_string(region.width) + " x " + std::to_string(region.height) +
                    " pixels of it lie in the portrait",
                "Choose a portrait in which the face is larger");
  return region;
}

cv::Rect shrunk(cv::Rect rect, int border) {
  return {rect.x + border, rect.y + border, rect.width - 2 * border, rect.height - 2 * border};
}

cv::Mat wholeBoxMask(cv::Size size) {
  cv::Mat mask = cv::Mat::zeros(size, CV_8UC1);
  mask(shrunk(cv::Rect({}, size), kWornOff)).setTo(255);
  return mask;
}

}  // namespace

struct PasteBack::State {
  cv::Mat portrait;
  cv::Rect box, region;
  cv::Mat weight;
  std::optional<RingCorrection> correction;
  std::optional<SeamlessClone> clone;

  /// The frame at the box's size, the part within the portrait.
  cv::Mat fitted(const cv::Mat& frame) const {
    cv::Mat sized = frame;
    if (frame.size() != box.size())
      cv::resize(frame, sized, box.size(), 0, 0, frame.cols > box.width ? cv::INTER_AREA : cv::INTER_CUBIC);
    return sized(region - box.tl());
  }

  void blend(const cv::Mat& frame, cv::Mat target) const {
    cv::Mat3f excess;
    cv::resize(correction->measure(frame), excess, region.size(), 0, 0, cv::INTER_LINEAR);
    parallelFor(0, region.height, kPastedRows, [&](std::int64_t top, std::int64_t bottom) {
      for (int y = int(top); y < int(bottom); ++y) {
        const uchar* from = frame.ptr(y);
        const uchar* still = portrait.ptr(region.y + y, region.x);
        const auto* over = excess.ptr<float>(y);
        const auto* share = weight.ptr<float>(y);
        uchar* out = target.ptr(y);
        for (int x = 0; x < region.width; ++x)
          for (int c = 0; c < 3; ++c) {
            const int i = 3 * x + c;
            const float moved = float(from[i]) - over[i] - float(still[i]);
            out[i] = cv::saturate_cast<uchar>(float(still[i]) + share[x] * moved);
          }
      }
    });
  }
};

PasteBack::PasteBack(const cv::Mat& portrait, cv::Rect box, const PasteGuide& guide, PasteStyle style) {
  CV_Assert(portrait.type() == CV_8UC3);
  CV_Assert(guide.matte.empty() || (guide.matte.type() == CV_8UC1 && guide.matte.size() == portrait.size()));
  auto state = std::make_unique<State>();
  state->portrait = portrait.clone();
  state->box = box;
  state->region = regionOf(box, portrait.size());
  if (style == PasteStyle::published) state->region = shrunk(state->region, kLeftOut);
  const cv::Mat there = state->portrait(state->region);
  if (style == PasteStyle::published) {
    const cv::Mat mask = wholeBoxMask(there.size());
    state->clone.emplace(there, mask);
    mask.convertTo(state->weight, CV_32F, 1 / 255.);
  } else {
    state->weight = pasteMask(portrait.size(), state->region, guide);
    state->correction.emplace(there, guide.matte.empty() ? cv::Mat() : guide.matte(state->region));
  }
  state_ = std::move(state);
}

PasteBack::~PasteBack() = default;
PasteBack::PasteBack(PasteBack&&) noexcept = default;
PasteBack& PasteBack::operator=(PasteBack&&) noexcept = default;

cv::Rect PasteBack::region() const {
  return state_->region;
}

const cv::Mat& PasteBack::weight() const {
  return state_->weight;
}

cv::Mat PasteBack::paste(const cv::Mat& frame) const {
  cv::Mat picture = state_->portrait.clone();
  pasteInto(frame, picture);
  return picture;
}

void PasteBack::pasteInto(const cv::Mat& frame, cv::Mat& picture) const {
  CV_Assert(frame.type() == CV_8UC3 && !frame.empty());
  CV_Assert(picture.type() == CV_8UC3 && picture.size() == state_->portrait.size());
  const cv::Mat fitted = state_->fitted(frame);
  cv::Mat target = picture(state_->region);
  if (state_->clone)
    state_->clone->clone(fitted).copyTo(target);
  else
    state_->blend(fitted, target);
}

}  // namespace orator::render
