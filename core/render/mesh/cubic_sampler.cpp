#include "core/render/mesh/cubic_sampler.h"

#include <array>
#include <cstring>
#include <opencv2/core/hal/intrin.hpp>
#include <opencv2/imgproc.hpp>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

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

#if defined(__x86_64__)

// The same with two lines in a vector: nearly twice as fast, to the same bits. What is used here may run on
// processors with AVX2 alone, so it calls nothing that other files compile for all.
#define ORATOR_AVX2 __attribute__((target("avx2")))

ORATOR_AVX2 inline __m256i twice(const short* eight) {
  return _mm256_broadcastsi128_si256(_mm_loadu_si128(reinterpret_cast<const __m128i*>(eight)));
}

/// Sums across two lines of four pixels, one in each half.
ORATOR_AVX2 inline __m256i sumsAcross(const uchar* at, std::size_t stride, const Taps& taps) {
  const __m128i upper = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
  const __m128i lower = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at + stride));
  const __m256i both = _mm256_inserti128_si256(_mm256_castsi128_si256(upper), lower, 1);
  const __m256i near =
      _mm256_broadcastsi128_si256(_mm_setr_epi8(0, -1, 4, -1, 1, -1, 5, -1, 2, -1, 6, -1, 3, -1, 7, -1));
  const __m256i far = _mm256_broadcastsi128_si256(
      _mm_setr_epi8(8, -1, 12, -1, 9, -1, 13, -1, 10, -1, 14, -1, 11, -1, 15, -1));
  return _mm256_add_epi32(_mm256_madd_epi16(_mm256_shuffle_epi8(both, near), twice(taps.near.data())),
                          _mm256_madd_epi16(_mm256_shuffle_epi8(both, far), twice(taps.far.data())));
}
ORATOR_AVX2 inline __m256i sumsAcross(const short* at, std::size_t stride, const Taps& taps) {
  const auto* lower = reinterpret_cast<const __m256i*>(reinterpret_cast<const uchar*>(at) + stride);
  const __m256i pairs =
      _mm256_broadcastsi128_si256(_mm_setr_epi8(0, 1, 8, 9, 2, 3, 10, 11, 4, 5, 12, 13, 6, 7, 14, 15));
  const __m256i weights = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(&taps));
  const __m256i first = _mm256_madd_epi16(
      _mm256_shuffle_epi8(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(at)), pairs), weights);
  const __m256i second = _mm256_madd_epi16(_mm256_shuffle_epi8(_mm256_loadu_si256(lower), pairs), weights);
  return _mm256_add_epi32(_mm256_permute2x128_si256(first, second, 0x20),
                          _mm256_permute2x128_si256(first, second, 0x31));
}

ORATOR_AVX2 inline void storeWide(__m128i colour, cv::Vec4b& out) {
  const __m128i narrow = _mm_packs_epi32(colour, colour);
  const int packed = _mm_cvtsi128_si32(_mm_packus_epi16(narrow, narrow));
  std::memcpy(out.val, &packed, sizeof packed);
}
ORATOR_AVX2 inline void storeWide(__m128i colour, cv::Vec<short, 4>& out) {
  _mm_storel_epi64(reinterpret_cast<__m128i*>(out.val), _mm_packs_epi32(colour, colour));
}

template <typename Channel, typename Out>
ORATOR_AVX2 void sampleAllWide(const cv::Mat& padded, const cv::Vec2f* positions, int count, Out* out) {
  const auto& table = taps();
  const std::size_t stride = padded.step;
  const float right = float(padded.cols - 2 * kBorder), bottom = float(padded.rows - 2 * kBorder);
  const __m128 last = _mm_setr_ps(right, bottom, right, bottom);
  for (int k = 0; k < count; ++k) {
    const __m128 position =
        _mm_castsi128_ps(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(positions + k)));
    const __m128 inside = _mm_max_ps(_mm_min_ps(position, last), _mm_set1_ps(-1));
    const __m128i place = _mm_add_epi32(_mm_cvtps_epi32(_mm_mul_ps(inside, _mm_set1_ps(kPhases))),
                                        _mm_set1_epi32(kBorder * kPhases));
    const auto x = unsigned(_mm_cvtsi128_si32(place)), y = unsigned(_mm_extract_epi32(place, 1));
    const Taps &across = table[x % kPhases], &down = table[y % kPhases];
    const uchar* at = padded.data + (y / kPhases - 1) * stride + 4 * sizeof(Channel) * (x / kPhases - 1);
    const __m256i half = _mm256_set1_epi32(1 << 5);
    const __m256i upper = sumsAcross(reinterpret_cast<const Channel*>(at), stride, across),
                  lower = sumsAcross(reinterpret_cast<const Channel*>(at + 2 * stride), stride, across);
    const __m256i lines = _mm256_packs_epi32(_mm256_srai_epi32(_mm256_add_epi32(upper, half), 6),
                                             _mm256_srai_epi32(_mm256_add_epi32(lower, half), 6));
    const __m128i even = _mm256_castsi256_si128(lines), odd = _mm256_extracti128_si256(lines, 1);
    const __m128i sum =
        _mm_add_epi32(_mm_madd_epi16(_mm_unpacklo_epi16(even, odd),
                                     _mm_loadu_si128(reinterpret_cast<const __m128i*>(down.near.data()))),
                      _mm_madd_epi16(_mm_unpackhi_epi16(even, odd),
                                     _mm_loadu_si128(reinterpret_cast<const __m128i*>(down.far.data()))));
    storeWide(_mm_srai_epi32(_mm_add_epi32(sum, _mm_set1_epi32(1 << 15)), 16), out[k]);
  }
}

bool hasWideVectors() {
  static const bool has = __builtin_cpu_supports("avx2");
  return has;
}

#else

template <typename Channel, typename Out>
void sampleAllWide(const cv::Mat& padded, const cv::Vec2f* positions, int count, Out* out) {
  sampleAll<Channel>(padded, positions, count, out);
}

bool hasWideVectors() {
  return false;
}

#endif

}  // namespace

CubicSampler::CubicSampler(const cv::Mat& picture, Vectors vectors)
    : wide_(vectors == Vectors::widest && hasWideVectors()) {
  cv::copyMakeBorder(picture, padded_, kBorder, kBorder, kBorder, kBorder, cv::BORDER_REPLICATE);
}

void CubicSampler::sample(const cv::Vec2f* positions, int count, cv::Vec4b* out) const {
  CV_Assert(padded_.type() == CV_8UC4);
  (wide_ ? sampleAllWide<uchar, cv::Vec4b> : sampleAll<uchar, cv::Vec4b>)(padded_, positions, count, out);
}

void CubicSampler::sample(const cv::Vec2f* positions, int count, cv::Vec<short, 4>* out) const {
  CV_Assert(padded_.type() == CV_16SC4);
  (wide_ ? sampleAllWide<short, cv::Vec<short, 4>> : sampleAll<short, cv::Vec<short, 4>>)(padded_, positions,
                                                                                          count, out);
}

cv::Mat withFourChannels(const cv::Mat& rgb) {
  cv::Mat result;
  cv::cvtColor(rgb, result, cv::COLOR_RGB2RGBA);
  return result;
}

}  // namespace orator::render::mesh
