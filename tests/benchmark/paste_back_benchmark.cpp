// Time of one frame put back into a 1920 x 1080 portrait: cv::seamlessClone, the same equation by
// SeamlessClone, and the soft paste. Usage: paste_back_benchmark [SIDE...]
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <opencv2/imgproc.hpp>
#include <opencv2/photo.hpp>
#include <vector>

#include "core/render/compositing/paste_back.h"

namespace {

cv::Mat clouds(cv::Size size, std::uint64_t seed) {
  cv::Mat coarse(size / 40, CV_8UC3), picture;
  cv::RNG(seed).fill(coarse, cv::RNG::UNIFORM, 60, 190);
  cv::resize(coarse, picture, size, 0, 0, cv::INTER_CUBIC);
  return picture;
}

template <typename Work>
double bestMilliseconds(int repeats, const Work& work) {
  double best = 1e30;
  for (int i = 0; i < repeats; ++i) {
    const auto start = std::chrono::steady_clock::now();
    work();
    best = std::min(
        best, std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
  }
  return best;
}

}  // namespace

int main(int argc, char** argv) {
  using orator::render::PasteBack, orator::render::PasteStyle;
  std::vector<int> sides;
  for (int i = 1; i < argc; ++i) sides.push_back(std::atoi(argv[i]));
  if (sides.empty()) sides = {256, 512, 800};
  const cv::Mat portrait = clouds({1920, 1080}, 1);
  std::printf("%6s %14s %12s %8s %8s %12s %8s\n", "box px", "OpenCV ms", "same eq. ms", "ratio", "levels",
              "soft ms", "ratio");
  for (const int side : sides) {
    const cv::Rect box(960 - side / 2, 540 - side / 2, side, side);
    const cv::Mat frame = clouds(box.size(), 2);
    const cv::Mat mask(box.size(), CV_8UC1, cv::Scalar(255));
    const PasteBack published(portrait, box, {}, PasteStyle::published), soft(portrait, box);
    cv::Mat picture = portrait.clone(), reference;
    const double openCv = bestMilliseconds(2, [&] {
      cv::seamlessClone(frame, portrait, mask, (box.tl() + box.br()) / 2, reference, cv::NORMAL_CLONE);
    });
    const double same = bestMilliseconds(15, [&] { published.pasteInto(frame, picture); });
    const double levels = cv::norm(picture, reference, cv::NORM_INF);
    const double ours = bestMilliseconds(15, [&] { soft.pasteInto(frame, picture); });
    std::printf("%6d %14.1f %12.2f %8.1f %8.0f %12.2f %8.1f\n", side, openCv, same, openCv / same, levels,
                ours, openCv / ours);
  }
}
