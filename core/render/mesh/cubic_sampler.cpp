#include "core/render/mesh/cubic_sampler.h"

#include <array>
#include <opencv2/core/hal/intrin.hpp>
#include <opencv2/imgproc.hpp>

namespace orator::render::mesh {

namespace {

constexpr int kBorder = 3;
constexpr int kPhases = 64, kOne = 2048;

/// Four taps in fixed point as pairs, repeated for four channels: w0 w1 w0 w1 ..., w2 w3 w2 w3 ...
struct Taps {
  std::array<short, 8> near, far;
};

const std::array<Taps, kPhases>& taps() {
  static const std::array<Taps, kPhases> table = [] {
    std::array<Taps, kPhases> result;
    for (int phase = 0; phase < kPhases; ++phase) {
      const double t = double(phase) / kPhases;
      int w[4] = {cvRound(kOne * (((-0.5 * t + 1) * t - 0.5) * t)), 0,
                  cvRound(kOne * (((-1.5 * t + 2) * t + 0.5) * t)),
                  cvRound(kOne * ((0.5 * t - 0.5) * t * t))};
      w[1] = kOne - w[0] - w[2] - w[3];
      for (int channel = 0; channel < 4; ++channel) {
        result[phase].near[2 * channel] = short(w[0]), result[phase].near[2 * channel + 1] = short(w[1]);
        result[phase].far[2 * channel] = short(w[2]), result[phase].far[2 * channel + 1] = short(w[3]);
      }
    }
    return result;
  }();
  return table;
}

/// Four pixels in a row as two vectors of interleaved neighbours.
inline void load(const uchar* at, cv::v_int16x8& near, cv::v_int16x8& far) {
  const cv::v_uint8x16 four = cv::v_load(at);
  cv::v_uint8x16 low, high;
  cv::v_zip(four, cv::v_rotate_right<4>(four), low, high);
  near = cv::v_reinterpret_as_s16(cv::v_expand_low(low));
  far = cv::v_reinterpret_as_s16(cv::v_expand_low(high));
}
inline void load(const short* at, cv::v_int16x8& near, cv::v_int16x8& far) {
  const cv::v_int16x8 a = cv::v_load(at), b = cv::v_load(at + 8);
  cv::v_int16x8 idle;
  cv::v_zip(a, cv::v_rotate_right<4>(a), near, idle);
  cv::v_zip(b, cv::v_rotate_right<4>(b), far, idle);
}
inline void store(const cv::v_int32x4& colour, cv::Vec4b& out) {
  const cv::v_int16x8 narrow = cv::v_pack(colour, colour);
  const unsigned packed = cv::v_reinterpret_as_u32(cv::v_pack_u(narrow, narrow)).get0();
  std::memcpy(out.val, &packed, sizeof packed);
}
inline void store(const cv::v_int32x4& colour, cv::Vec<short, 4>& out) {
  cv::v_store_low(out.val, cv::v_pack(colour, colour));
}

/// Places in 1/kPhases of a pixel of the padded picture: x and y of two positions.
inline cv::v_int32x4 placesOf(const cv::v_float32x4& positions, const cv::v_float32x4& last) {
  // In this order a position that is no number ends at the border too.
  const cv::v_float32x4 inside = cv::v_max(cv::v_min(positions, last), cv::v_setall_f32(-1));
  return cv::v_round(inside * cv::v_setall_f32(kPhases)) + cv::v_setall_s32(kBorder * kPhases);
}

template <typename Channel, typename Out>
inline void sampleOne(const std::array<Taps, kPhases>& table, const uchar* picture, std::size_t stride,
                      unsigned x, unsigned y, Out& out) {
  const Taps &across = table[x % kPhases], &down = table[y % kPhases];
  const cv::v_int16x8 nearAcross = cv::v_load(across.near.data()), farAcross = cv::v_load(across.far.data());
  const uchar* at = picture + (y / kPhases - 1) * stride + 4 * sizeof(Channel) * (x / kPhases - 1);
  cv::v_int32x4 lines[4];
  for (int line = 0; line < 4; ++line, at += stride) {
    cv::v_int16x8 near, far;
    load(reinterpret_cast<const Channel*>(at), near, far);
    lines[line] = cv::v_dotprod(near, nearAcross) + cv::v_dotprod(far, farAcross);
  }
  const cv::v_int16x8 upper = cv::v_rshr_pack<6>(lines[0], lines[1]),
                      lower = cv::v_rshr_pack<6>(lines[2], lines[3]);
  cv::v_int16x8 upperPairs, lowerPairs, idle;
  cv::v_zip(upper, cv::v_rotate_right<4>(upper), upperPairs, idle);
  cv::v_zip(lower, cv::v_rotate_right<4>(lower), lowerPairs, idle);
  const cv::v_int32x4 sum = cv::v_dotprod(upperPairs, cv::v_load(down.near.data())) +
                            cv::v_dotprod(lowerPairs, cv::v_load(down.far.data()));
  store((sum + cv::v_setall_s32(1 << 15)) >> 16, out);
}

template <typename Channel, typename Out>
void sampleAll(const cv::Mat& padded, const cv::Vec2f* positions, int count, Out* out) {
  const float right = float(padded.cols - 2 * kBorder), bottom = float(padded.rows - 2 * kBorder);
  const cv::v_float32x4 last(right, bottom, right, bottom);
  const auto& table = taps();
  unsigned places[4];
  for (int k = 0; k < count; k += 2) {
    const auto* two = reinterpret_cast<const float*>(positions + k);
    const bool both = k + 1 < count;
    cv::v_store(reinterpret_cast<int*>(places), placesOf(both ? cv::v_load(two) : cv::v_load_low(two), last));
    sampleOne<Channel>(table, padded.data, padded.step, places[0], places[1], out[k]);
    if (both) sampleOne<Channel>(table, padded.data, padded.step, places[2], places[3], out[k + 1]);
  }
}

}  // namespace

CubicSampler::CubicSampler(const cv::Mat& picture) {
  cv::copyMakeBorder(picture, padded_, kBorder, kBorder, kBorder, kBorder, cv::BORDER_REPLICATE);
}

void CubicSampler::sample(const cv::Vec2f* positions, int count, cv::Vec4b* out) const {
  CV_Assert(padded_.type() == CV_8UC4);
  sampleAll<uchar>(padded_, positions, count, out);
}

void CubicSampler::sample(const cv::Vec2f* positions, int count, cv::Vec<short, 4>* out) const {
  CV_Assert(padded_.type() == CV_16SC4);
  sampleAll<short>(padded_, positions, count, out);
}

cv::Mat withFourChannels(const cv::Mat& rgb) {
  cv::Mat result;
  cv::cvtColor(rgb, result, cv::COLOR_RGB2RGBA);
  return result;
}

}  // namespace orator::render::mesh
