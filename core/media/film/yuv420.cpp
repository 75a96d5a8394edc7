#include "core/media/film/yuv420.h"

#include <algorithm>
#include <opencv2/core/hal/intrin.hpp>
#include <utility>

namespace orator::media {
namespace {

constexpr int kRed = 0, kGreen = 1, kBlue = 2;
constexpr int kLines = 4;
constexpr int kAtOnce = 16;  // pixels in a vector

// BT.709: Kr 0.2126, Kb 0.0722; Y spans 219 of 255 steps, U and V 224.
constexpr int kWeightBits = 15;
constexpr short inBits(double value) {
  return short(value * (1 << kWeightBits) + (value < 0 ? -0.5 : 0.5));
}
struct Weights {
  short r, g, b;
};
constexpr double kLuma = 219.0 / 255, kChroma = 112.0 / 255, kR = 0.2126, kB = 0.0722, kG = 1 - kR - kB;
constexpr Weights kY{inBits(kLuma * kR), inBits(kLuma* kG), inBits(kLuma* kB)};
constexpr Weights kU{inBits(-kChroma * kR / (1 - kB)), inBits(-kChroma* kG / (1 - kB)), inBits(kChroma)};
constexpr Weights kV{inBits(kChroma), inBits(-kChroma* kG / (1 - kR)), inBits(-kChroma* kB / (1 - kR))};

constexpr int kChromaBits = kWeightBits + 4;  // sixteen pixels are summed

/// A constant and a half for rounding, in the scale of the sums.
constexpr int offset(int value, int bits) {
  return (2 * value + 1) << (bits - 1);
}

/// Eight weighted sums of red, green and blue.
template <int Bits>
cv::v_int16x8 weighted(const cv::v_int16x8& r, const cv::v_int16x8& g, const cv::v_int16x8& b,
                       const Weights& weights, int constant) {
  const short x = weights.r, y = weights.g, z = weights.b;
  const cv::v_int16x8 redGreen(x, y, x, y, x, y, x, y), blue(z, 0, z, 0, z, 0, z, 0);
  const cv::v_int32x4 from = cv::v_setall_s32(constant);
  cv::v_int16x8 low, high, lowBlue, highBlue;
  cv::v_zip(r, g, low, high);
  cv::v_zip(b, cv::v_setzero_s16(), lowBlue, highBlue);
  return cv::v_pack((cv::v_dotprod(low, redGreen) + cv::v_dotprod(lowBlue, blue) + from) >> Bits,
                    (cv::v_dotprod(high, redGreen) + cv::v_dotprod(highBlue, blue) + from) >> Bits);
}

/// Luma of sixteen pixels, and the sums of neighbours. @param pairs of the three colours, `stride` apart
void convertPixels(const std::uint8_t* rgb, std::uint8_t* luma, std::uint16_t* pairs, std::size_t stride) {
  cv::v_uint8x16 colours[3];
  cv::v_load_deinterleave(rgb, colours[kRed], colours[kGreen], colours[kBlue]);
  cv::v_int16x8 low[3], high[3];
  for (int c = 0; c < 3; ++c) {
    cv::v_uint16x8 first, second;
    cv::v_expand(colours[c], first, second);
    low[c] = cv::v_reinterpret_as_s16(first), high[c] = cv::v_reinterpret_as_s16(second);
    const cv::v_uint16x8 both = cv::v_reinterpret_as_u16(colours[c]);
    cv::v_store(pairs + std::size_t(c) * stride, (both & cv::v_setall_u16(0xff)) + (both >> 8));
  }
  constexpr int kFrom = offset(16, kWeightBits);
  cv::v_store(luma, cv::v_pack_u(weighted<kWeightBits>(low[kRed], low[kGreen], low[kBlue], kY, kFrom),
                                 weighted<kWeightBits>(high[kRed], high[kGreen], high[kBlue], kY, kFrom)));
}

/// @param width pixels @param pairs room for a whole number of vectors
void convertLine(const std::uint8_t* rgb, int width, std::uint8_t* luma, std::uint16_t* pairs,
                 std::size_t stride) {
  int x = 0;
  for (; x + kAtOnce <= width; x += kAtOnce) convertPixels(rgb + 3 * x, luma + x, pairs + x / 2, stride);
  if (x == width) return;
  std::array<std::uint8_t, 3 * kAtOnce> rest{};
  std::array<std::uint8_t, kAtOnce> restLuma{};
  std::copy_n(rgb + 3 * x, 3 * (width - x), rest.data());
  convertPixels(rest.data(), restLuma.data(), pairs + x / 2, stride);
  std::copy_n(restLuma.data(), width - x, luma + x);
}

/// A line of U and of V. @param lines the sums of the four lines around it
void convertChroma(const std::array<const std::uint16_t*, kLines>& lines, int width, std::size_t stride,
                   std::uint8_t* u, std::uint8_t* v) {
  constexpr int kHalf = kAtOnce / 2, kFrom = offset(128, kChromaBits);
  for (int x = 0; x < width; x += kHalf) {
    cv::v_int16x8 sums[3];
    for (std::size_t c = 0; c < 3; ++c) {
      const auto line = [&](std::size_t i) { return cv::v_load(lines[i] + c * stride + x); };
      const cv::v_uint16x8 inner = line(1) + line(2);
      sums[c] = cv::v_reinterpret_as_s16(line(0) + line(3) + inner + inner + inner);
    }
    const int count = std::min(kHalf, width - x);
    for (const auto& [weights, out] : {std::pair(&kU, u), std::pair(&kV, v)}) {
      const cv::v_int16x8 values =
          weighted<kChromaBits>(sums[kRed], sums[kGreen], sums[kBlue], *weights, kFrom);
      std::array<std::uint8_t, kAtOnce> bytes;
      cv::v_store(bytes.data(), cv::v_pack_u(values, values));
      std::copy_n(bytes.data(), count, out + x);
    }
  }
}

}  // namespace

void Yuv420Converter::convert(const cv::Mat& rgb, const std::array<std::uint8_t*, 3>& planes,
                              const std::array<int, 3>& strides) {
  CV_Assert(rgb.type() == CV_8UC3 && rgb.cols % 2 == 0 && rgb.rows % 2 == 0);
  const std::size_t stride = cv::alignSize(std::size_t(rgb.cols) / 2, kAtOnce / 2);
  pairs_.resize(kLines * 3 * stride);
  const auto pairsOf = [&](int line) {
    return pairs_.data() + std::size_t(std::clamp(line, 0, rgb.rows - 1) % kLines) * 3 * stride;
  };
  const auto chroma = [&](int row) {
    const std::array<const std::uint16_t*, kLines> lines{pairsOf(2 * row - 1), pairsOf(2 * row),
                                                         pairsOf(2 * row + 1), pairsOf(2 * row + 2)};
    convertChroma(lines, rgb.cols / 2, stride, planes[1] + std::ptrdiff_t(row) * strides[1],
                  planes[2] + std::ptrdiff_t(row) * strides[2]);
  };
  for (int line = 0; line < rgb.rows; ++line) {
    convertLine(rgb.ptr(line), rgb.cols, planes[0] + std::ptrdiff_t(line) * strides[0], pairsOf(line),
                stride);
    if (line > 0 && line % 2 == 0) chroma(line / 2 - 1);
  }
  if (rgb.rows > 0) chroma(rgb.rows / 2 - 1);
}

}  // namespace orator::media
