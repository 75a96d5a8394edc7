#include "core/render/compositing/seamless_clone.h"

#include <array>
#include <vector>

#include "core/base/parallel.h"

namespace orator::render {
namespace {

constexpr std::int64_t kClonedRows = 64;

using Planes = std::array<cv::Mat1f, 3>;

/// Source minus destination, one row, by channels.
void differenceRow(const cv::Vec3b* source, const cv::Vec3b* destination, int columns, float* out) {
  for (int x = 0; x < columns; ++x)
    for (int c = 0; c < 3; ++c) out[c * columns + x] = float(int(source[x][c]) - int(destination[x][c]));
}

}  // namespace

SeamlessClone::SeamlessClone(const cv::Mat& destination, const cv::Mat& mask)
    : destination_(destination.clone()), solver_(destination.size() - cv::Size(2, 2)) {
  CV_Assert(destination.type() == CV_8UC3 && mask.type() == CV_8UC1 && mask.size() == destination.size());
  mask.convertTo(mask_, CV_32F, 1 / 255.);
}

cv::Mat SeamlessClone::clone(const cv::Mat& source) const {
  CV_Assert(source.type() == CV_8UC3 && source.size() == destination_.size());
  const int columns = source.cols, rows = source.rows;
  Planes planes;
  for (cv::Mat1f& plane : planes) plane.create(solver_.size());

  // Divergence of the masked gradient of the difference; forward differences, taken backwards again.
  parallelFor(1, rows - 1, kClonedRows, [&](std::int64_t first, std::int64_t last) {
    std::vector<float> buffers[3];
    for (auto& buffer : buffers) buffer.resize(std::size_t(3 * columns));
    float *above = buffers[0].data(), *here = buffers[1].data(), *below = buffers[2].data();
    const auto read = [&](int y, float* out) {
      differenceRow(source.ptr<cv::Vec3b>(y), destination_.ptr<cv::Vec3b>(y), columns, out);
    };
    read(int(first) - 1, above);
    read(int(first), here);
    for (int y = int(first); y < int(last); ++y) {
      read(y + 1, below);
      const float* maskAbove = mask_[y - 1];
      const float* maskHere = mask_[y];
      for (int c = 0; c < 3; ++c) {
        const float *d = here + c * columns, *up = above + c * columns, *down = below + c * columns;
        float* out = planes[std::size_t(c)][y - 1];
        for (int x = 1; x < columns - 1; ++x)
          out[x - 1] = maskHere[x] * (d[x + 1] - d[x] + down[x] - d[x]) -
                       maskHere[x - 1] * (d[x] - d[x - 1]) - maskAbove[x] * (d[x] - up[x]);
      }
      std::swap(above, here);
      std::swap(here, below);
    }
  });
  for (cv::Mat1f& plane : planes) solver_.solve(plane);

  cv::Mat out = destination_.clone();
  for (int y = 1; y < rows - 1; ++y) {
    auto* pixels = out.ptr<cv::Vec3b>(y);
    for (int c = 0; c < 3; ++c) {
      const float* change = planes[std::size_t(c)][y - 1];
      for (int x = 1; x < columns - 1; ++x)
        pixels[x][c] = cv::saturate_cast<uchar>(float(pixels[x][c]) + change[x - 1]);
    }
  }
  return out;
}

}  // namespace orator::render
