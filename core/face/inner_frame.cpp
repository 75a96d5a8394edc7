#include "core/face/inner_frame.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>
#include <span>
#include <vector>

namespace orator::face {
namespace {

/// What an edge takes: where the bar beyond it is quite even, less of the picture has to stand out from it.
struct Evidence {
  int same;             ///< grey levels of the strongest channel
  double bar, differs;  ///< share of the bar in one colour, share of the picture's last row in others
};
constexpr std::array kBeside{Evidence{7, 0.85, 0.6}, Evidence{4, 0.97, 0.3}};   // beside the face
constexpr std::array kAllAlong{Evidence{7, 0.7, 0.5}, Evidence{4, 0.9, 0.25}};  // from corner to corner
constexpr int kStandsOut = 7;                                                   // grey levels
constexpr int kNearest = 3, kFarthest = 8;  // rows of the bar that are looked at

/// A picture's rows in the search for bars; its columns are the rows of the transposed picture.
class Rows {
 public:
  explicit Rows(const cv::Mat& rgb) : rgb_(rgb) {}

  /// The row nearest to `from`, going by `step`, behind which a bar begins.
  std::optional<int> line(int from, int step, cv::Range beside) const {
    for (int y = from; y > kNearest && y < rgb_.rows - kNearest - 1; y += step)
      if (ends(y, step, beside, kBeside)) return y;
    return std::nullopt;
  }
  bool endsAlong(int y, int step, cv::Range x) const { return ends(y, step, x, kAllAlong); }

 private:
  /// Whether row y is the last of the picture: one colour beyond it, others in it.
  bool ends(int y, int step, cv::Range x, std::span<const Evidence> any) const {
    const cv::Vec3b colour = middle(y + kNearest * step, x);
    return std::ranges::any_of(any, [&](const Evidence& evidence) {
      if (1 - sameShare(y, x, colour, kStandsOut) < evidence.differs) return false;
      for (int d = kNearest; d <= kFarthest; ++d) {
        const int row = y + d * step;
        if (row < 0 || row >= rgb_.rows) break;
        if (sameShare(row, x, colour, evidence.same) < evidence.bar) return false;
      }
      return true;
    });
  }
  double sameShare(int y, cv::Range x, const cv::Vec3b& colour, int most) const {
    int same = 0;
    const auto* row = rgb_.ptr<cv::Vec3b>(y);
    for (int i = x.start; i < x.end; ++i)
      same += std::max({std::abs(row[i][0] - colour[0]), std::abs(row[i][1] - colour[1]),
                        std::abs(row[i][2] - colour[2])}) <= most;
    return double(same) / std::max(1, x.size());
  }
  cv::Vec3b middle(int y, cv::Range x) const {
    cv::Vec3b result;
    std::vector<uchar> values(std::size_t(x.size()));
    for (int c = 0; c < 3; ++c) {
      for (int i = x.start; i < x.end; ++i) values[std::size_t(i - x.start)] = rgb_.at<cv::Vec3b>(y, i)[c];
      const auto at = values.begin() + std::ptrdiff_t(values.size() / 2);
      std::nth_element(values.begin(), at, values.end());
      result[c] = *at;
    }
    return result;
  }
  const cv::Mat& rgb_;
};

}  // namespace

cv::Rect innerFrame(const cv::Mat& rgb, cv::Rect face) {
  face &= cv::Rect({}, rgb.size());
  if (face.width < 8 || face.height < 8) return {};
  cv::Mat turned;
  cv::transpose(rgb, turned);
  const Rows rows(rgb), columns(turned);
  const cv::Range across(face.x, face.br().x), down(face.y, face.br().y);
  const int gap = std::max(2, face.height / 20);
  std::optional<int> top = rows.line(face.y - gap, -1, across),
                     bottom = rows.line(face.br().y + gap, 1, across),
                     left = columns.line(face.x - gap, -1, down),
                     right = columns.line(face.br().x + gap, 1, down);
  const auto span = [](const std::optional<int>& from, const std::optional<int>& to, int whole) {
    return cv::Range(from.value_or(0), to.value_or(whole));
  };
  const auto keepWhole = [](std::optional<int>& line, int step, const Rows& lines, cv::Range along) {
    if (line && !lines.endsAlong(*line, step, along)) line.reset();
  };
  // A line that does not reach the corners is none, and without it the others must reach further.
  for (int round = 0; round < 2; ++round) {
    const cv::Range x = span(left, right, rgb.cols), y = span(top, bottom, rgb.rows);
    keepWhole(top, -1, rows, x), keepWhole(bottom, 1, rows, x);
    keepWhole(left, -1, columns, y), keepWhole(right, 1, columns, y);
  }
  if (!(top && bottom) && !(left && right)) return {};
  const cv::Point from(left.value_or(0), top.value_or(0)),
      to(right ? *right + 1 : rgb.cols, bottom ? *bottom + 1 : rgb.rows);
  return {from, to};
}

}  // namespace orator::face
