#include "core/render/mesh/layers.h"

#include <array>
#include <cstring>
#include <opencv2/core/hal/intrin.hpp>
#include <opencv2/imgproc.hpp>
#include <opencv2/photo.hpp>
#include <utility>

#include "core/base/parallel.h"
#include "core/base/safe_rounding.h"
#include "core/render/mesh/tuning.h"

namespace orator::render::mesh {

namespace {

/// The background continued smoothly behind the person: a wide average of what is known, weighted by
/// nearness.
cv::Mat continued(const cv::Mat& rgb, const cv::Mat& person) {
  const double scale = double(layering::kContinuedSide) / std::max(rgb.cols, rgb.rows);
  cv::Mat small, known, weight, sum;
  cv::resize(rgb, small, {}, scale, scale, cv::INTER_AREA);
  cv::resize(person == 0, known, small.size(), 0, 0, cv::INTER_AREA);
  known.convertTo(weight, CV_32F, 1.0 / 255, 1e-6);
  cv::cvtColor(weight, weight, cv::COLOR_GRAY2BGR);
  small.convertTo(sum, CV_32F);
  sum = sum.mul(weight);
  cv::Mat filled(small.size(), CV_32FC3, cv::Scalar::all(0)),
      total(small.size(), CV_32FC3, cv::Scalar::all(1e-9));
  double importance = 1;
  for (const double sigma : layering::kContinuedSigmas) {
    cv::Mat s, w;
    cv::GaussianBlur(sum, s, {}, sigma, sigma, cv::BORDER_REPLICATE);
    cv::GaussianBlur(weight, w, {}, sigma, sigma, cv::BORDER_REPLICATE);
    filled += s * importance;
    total += w * importance;
    importance *= layering::kContinuedImportance;
  }
  cv::divide(filled, total, filled);
  cv::Mat result;
  filled.convertTo(small, CV_8UC3);
  cv::resize(small, result, rgb.size(), 0, 0, cv::INTER_CUBIC);
  return result;
}

/// The picture with the person's rim filled from the background around it.
/// @param person 255 where the person or a trace of it is @param inner 255 where nothing can be uncovered
cv::Mat filled(const cv::Mat& small, const cv::Mat& person, const cv::Mat& inner, double reach) {
  cv::Mat picture = small.clone(), result, soft;
  // What the person hides must not colour the fill from inside.
  continued(small, person).copyTo(picture, inner);
  const cv::Mat hole = person & ~inner;
  cv::inpaint(picture, hole, result, std::max(layering::kLeastFillRadius, reach * layering::kFillRadius),
              cv::INPAINT_TELEA);
  cv::GaussianBlur(result, soft, {}, std::max(layering::kLeastFillBlur, reach * layering::kFillBlur));
  soft.copyTo(result, hole);
  return result;
}

cv::Mat disc(int radius) {
  return cv::getStructuringElement(cv::MORPH_ELLIPSE, {2 * radius + 1, 2 * radius + 1});
}

/// 0..255: how detailed the background is near each place. Beside a person, details of a smooth background
/// are stray hair and go with the head; those of a patterned one stay.
/// @param outer 255 where a trace of the person may be @param reach of the neighbourhood, pixels
cv::Mat pattern(const cv::Mat& picture, const cv::Mat& outer, double reach) {
  const auto near = [](const cv::Mat& values, double sigma) {
    cv::Mat result;
    cv::GaussianBlur(values, result, {}, sigma, sigma, cv::BORDER_REPLICATE);
    return result;
  };
  cv::Mat grey, known;
  cv::cvtColor(picture, grey, cv::COLOR_RGB2GRAY);
  grey.convertTo(grey, CV_32F);
  known = cv::Mat(outer == 0);
  known.convertTo(known, CV_32F, 1.0 / 255);
  const double fine = std::max(layering::kLeastPatternFine, layering::kPatternFine * reach),
               wide = std::max(layering::kLeastPatternWide, layering::kPatternWide * reach);
  const cv::Mat mean = near(grey.mul(known), fine) / (near(known, fine) + 1e-3);
  const cv::Mat rough = near(cv::Mat(cv::abs(grey - mean)).mul(known), wide) / (near(known, wide) + 1e-3);
  cv::Mat result;
  const auto [smooth, patterned] = layering::kPattern;
  rough.convertTo(result, CV_8U, 255 / (patterned - smooth), -255 * smooth / (patterned - smooth));
  return result;
}

/// @param from, to 8 bits, the same type @param share CV_8UC1: 0 shows `from`, 255 `to`
cv::Mat blended(const cv::Mat& from, const cv::Mat& to, const cv::Mat& share) {
  const int channels = from.channels();
  cv::Mat result(from.size(), from.type());
  for (int y = 0; y < from.rows; ++y) {
    const uchar *a = from.ptr(y), *b = to.ptr(y), *s = share.ptr(y);
    uchar* r = result.ptr(y);
    for (int x = 0; x < from.cols; ++x)
      for (int c = 0; c < channels; ++c, ++a, ++b, ++r)
        *r = uchar((*a * (255 - s[x]) + *b * s[x] + 127) / 255);
  }
  return result;
}

/// 0..255: where the fill stands for the background. It begins without an edge, on the far side of the rim
/// that stray hair contaminates, and in front of a pattern close to the person.
cv::Mat fillShare(const cv::Mat& person, const cv::Mat& inner, int spill, const cv::Mat& pattern) {
  const auto soft = [](const cv::Mat& mask, int radius) {
    cv::Mat result;
    cv::blur(mask, result, {2 * radius + 1, 2 * radius + 1}, {-1, -1}, cv::BORDER_REPLICATE);
    return result;
  };
  cv::Mat wide, narrow;
  cv::dilate(person, wide, disc(2 * spill));
  cv::dilate(person, narrow, disc(1));
  return blended(soft(wide, spill), soft(narrow, 1), pattern) - soft(inner, spill);
}

/// Lets a patterned background explain what no person of that matte could have added: else bright or dark
/// spots of the pattern would go along with the head.
void explain(cv::Mat& background, const cv::Mat& rgb, const cv::Mat& matte, const cv::Mat& pattern) {
  for (int y = 0; y < rgb.rows; ++y)
    for (int x = 0; x < rgb.cols; ++x) {
      const int alpha = matte.at<uchar>(y, x), share = pattern.at<uchar>(y, x);
      if (alpha == 255 || share == 0) continue;
      auto& back = background.at<cv::Vec3b>(y, x);
      for (int c = 0; c < 3; ++c) {
        const int seen = rgb.at<cv::Vec3b>(y, x)[c];
        const int least = std::max(0, (seen - alpha) * 255 / (255 - alpha)),
                  most = std::min(255, seen * 255 / (255 - alpha));
        back[c] = uchar(back[c] + (std::clamp<int>(back[c], least, most) - back[c]) * share / 255);
      }
    }
}

}  // namespace

Layers separateLayers(const cv::Mat& rgb, const cv::Mat& matte, float reach) {
  Layers layers;
  cv::Mat alpha(rgb.size(), CV_8UC1, cv::Scalar(255));
  const double shown = matte.empty() ? 1 : cv::mean(matte)[0] / 255;
  if (shown > layering::kLeastPerson && shown < layering::kMostPerson) {
    alpha = matte.clone();
    // Only a rim of the person's inside can ever be uncovered; the matte's faint outside is contaminated by
    // hair.
    const int rim = std::max(layering::kLeastRim, cvRound(reach)),
              spill = std::max(layering::kLeastSpill, cvRound(reach * layering::kSpill));
    const double scale = std::min(1.0, double(layering::kFillSide) / std::max(rgb.cols, rgb.rows));
    const int smallSpill = std::max(1, cvRound(spill * scale));
    cv::Mat small, inner, outer, share, picture, fill;
    cv::resize(alpha > layering::kFaintestMatte, small, {}, scale, scale, cv::INTER_AREA);
    small = small > 0;
    cv::erode(small, inner, disc(std::max(1, cvRound(rim * scale))), {-1, -1}, 1, cv::BORDER_CONSTANT,
              cv::Scalar(255));
    cv::dilate(small, outer, disc(smallSpill));
    cv::resize(rgb, picture, small.size(), 0, 0, cv::INTER_AREA);
    cv::resize(filled(picture, outer, inner, reach * scale), fill, rgb.size(), 0, 0, cv::INTER_CUBIC);
    cv::Mat patterned = pattern(picture, outer, reach * scale);
    share = fillShare(small, inner, smallSpill, patterned);
    for (cv::Mat* map : {&share, &patterned}) cv::resize(*map, *map, rgb.size(), 0, 0, cv::INTER_LINEAR);
    layers.background = blended(rgb, fill, share);
    explain(layers.background, rgb, alpha, patterned);
  }
  layers.matte = alpha;
  layers.portrait = CubicSampler(withFourChannels(rgb));
  cv::Mat person(rgb.size(), CV_16SC4);
  cv::Mat covered(rgb.size(), CV_8UC1);
  for (int y = 0; y < rgb.rows; ++y) {
    const auto* in = rgb.ptr<cv::Vec3b>(y);
    const auto* a = alpha.ptr<uchar>(y);
    const auto* back = layers.separate() ? layers.background.ptr<cv::Vec3b>(y) : nullptr;
    auto* out = person.ptr<cv::Vec<short, 4>>(y);
    auto* some = covered.ptr<uchar>(y);
    for (int x = 0; x < rgb.cols; ++x) {
      // What the background does not explain, be it brighter or darker, belongs to the person.
      for (int c = 0; c < 3; ++c) out[x][c] = short(in[x][c] - (back ? behind(back[x][c], a[x]) : 0));
      out[x][3] = a[x];
      some[x] = a[x] > 0 || out[x][0] != 0 || out[x][1] != 0 || out[x][2] != 0;
    }
  }
  if (layers.separate()) layers.person = CubicSampler(person);
  cv::integral(covered, layers.covered, CV_32S);
  cv::integral((alpha < 255) / 255, layers.uncovered, CV_32S);
  return layers;
}

namespace {

constexpr int kTile = 48;
constexpr float kStill = 1.f / 128;  // pixels: less does not change a picture of 8 bits

int count(const cv::Mat& integral, cv::Rect r) {
  return integral.at<int>(r.br()) - integral.at<int>(r.y, r.br().x) - integral.at<int>(r.br().y, r.x) +
         integral.at<int>(r.tl());
}

using Positions = std::array<cv::Vec2f, kTile * kTile>;

/// Where the pixels of a tile are taken from, row by row. @return the least and the largest displacement
std::pair<cv::Vec2f, cv::Vec2f> positionsOf(cv::Rect tile, const Lattice& displacement,
                                            Positions& positions) {
  cv::v_float32x4 least = cv::v_setall_f32(1e9f), most = cv::v_setall_f32(-1e9f);
  for (int y = 0; y < tile.height; ++y) {
    cv::Vec2f* line = positions.data() + y * tile.width;
    displacement.row(tile.x, tile.y + y, tile.width, line);
    const auto row = float(tile.y + y);
    cv::v_float32x4 pixels(float(tile.x), row, float(tile.x + 1), row);
    auto* numbers = reinterpret_cast<float*>(line);
    for (int x = 0; x < tile.width; x += 2, numbers += 4, pixels += cv::v_float32x4(2, 0, 2, 0)) {
      const bool both = x + 1 < tile.width;
      const cv::v_float32x4 d =
          both ? cv::v_load(numbers) : cv::v_float32x4(numbers[0], numbers[1], numbers[0], numbers[1]);
      least = cv::v_min(d, least);  // in this order what is no number is left out
      most = cv::v_max(d, most);
      both ? cv::v_store(numbers, d + pixels) : cv::v_store_low(numbers, d + pixels);
    }
  }
  least = cv::v_min(least, cv::v_rotate_right<2>(least, least));
  most = cv::v_max(most, cv::v_rotate_right<2>(most, most));
  std::pair<cv::Vec2f, cv::Vec2f> result;
  cv::v_store_low(result.first.val, least), cv::v_store_low(result.second.val, most);
  return result;
}

/// RGB of pixels with an idle fourth channel. @param out three bytes a pixel
void writeRgb(const cv::Vec4b* pixels, int count, uchar* out) {
  // Four bytes at once are faster than three; the next pixel corrects the fourth.
  for (int x = 0; x + 1 < count; ++x, out += 3) std::memcpy(out, pixels[x].val, 4);
  std::memcpy(out, pixels[count - 1].val, 3);
}

/// @param matteOut CV_8UC1 of the tile's size, or empty
void moveTile(const Layers& layers, const cv::Mat& rgb, const Lattice& displacement, cv::Rect tile,
              cv::Mat out, cv::Mat matteOut) {
  Positions positions;
  const auto [least, most] = positionsOf(tile, displacement, positions);
  if (std::max({-least[0], -least[1], most[0], most[1]}) < kStill) {
    rgb(tile).copyTo(out);
    if (!matteOut.empty()) layers.matte(tile).copyTo(matteOut);
    return;
  }
  const auto moved = [&] {
    if (!matteOut.empty()) matteOut.setTo(255);
    std::array<cv::Vec4b, kTile> line;
    for (int y = 0; y < tile.height; ++y) {
      layers.portrait.sample(positions.data() + y * tile.width, tile.width, line.data());
      writeRgb(line.data(), tile.width, out.ptr(y));
    }
  };
  if (!layers.separate()) return moved();

  constexpr int kKernel = 3;
  const cv::Rect picture({0, 0}, rgb.size());
  const cv::Rect source =
      cv::Rect(
          cv::Point(safeFloor(tile.x + least[0]) - kKernel, safeFloor(tile.y + least[1]) - kKernel),
          cv::Point(safeCeil(tile.br().x + most[0]) + kKernel, safeCeil(tile.br().y + most[1]) + kKernel)) &
      picture;
  if (!source.empty() && count(layers.uncovered, source) == 0) return moved();
  const cv::Mat background = layers.background(tile);
  if (!source.empty() && count(layers.covered, source) == 0) {
    background.copyTo(out);
    if (!matteOut.empty()) matteOut.setTo(0);
    return;
  }
  std::array<cv::Vec<short, 4>, kTile> person;
  for (int y = 0; y < tile.height; ++y) {
    layers.person.sample(positions.data() + y * tile.width, tile.width, person.data());
    const auto* b = background.ptr<cv::Vec3b>(y);
    auto* o = out.ptr<cv::Vec3b>(y);
    uchar* shares = matteOut.empty() ? nullptr : matteOut.ptr(y);
    for (int x = 0; x < tile.width; ++x) {
      const int matte = std::clamp<int>(person[x][3], 0, 255);
      if (shares) shares[x] = uchar(matte);
      for (int c = 0; c < 3; ++c) o[x][c] = cv::saturate_cast<uchar>(person[x][c] + behind(b[x][c], matte));
    }
  }
}

}  // namespace

void moveLayers(const Layers& layers, const cv::Mat& rgb, const Lattice& displacement, cv::Rect area,
                cv::Mat& out, cv::Mat* matte) {
  const int across = (area.width + kTile - 1) / kTile, down = (area.height + kTile - 1) / kTile;
  parallelFor(0, across * down, 1, [&](std::int64_t first, std::int64_t last) {
    for (int i = int(first); i < int(last); ++i) {
      const cv::Rect inArea =
          cv::Rect(i % across * kTile, i / across * kTile, kTile, kTile) & cv::Rect({0, 0}, area.size());
      const cv::Rect tile = inArea + area.tl();
      moveTile(layers, rgb, displacement, tile, out(tile), matte ? (*matte)(tile) : cv::Mat());
    }
  });
}

}  // namespace orator::render::mesh
