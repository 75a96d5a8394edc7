#include "core/render/compositing/poisson_solver.h"

#include <cmath>
#include <vector>

#include "core/base/parallel.h"

namespace orator::render {
namespace {

constexpr std::int64_t kLinesAtOnce = 64;

}  // namespace

PoissonSolver::PoissonSolver(cv::Size size) : transform_(size.width), slack_(size) {
  CV_Assert(size.height >= 1);
  std::vector<double> excess(std::size_t(size.width)), slack(std::size_t(size.width));
  for (int k = 0; k < size.width; ++k) {
    const double s = std::sin(CV_PI * (k + 1) / (2.0 * (size.width + 1)));
    excess[std::size_t(k)] = 4 * s * s;  // the diagonal is -(2 + excess)
  }
  for (int y = 0; y < size.height; ++y)
    for (int k = 0; k < size.width; ++k) {
      double& e = slack[std::size_t(k)];
      const double a = excess[std::size_t(k)];
      // factor' = -1 / (2 + excess + factor) with factor = slack - 1; none above the first row.
      e = y == 0 ? (1 + a) / (2 + a) : (a + e) / (1 + a + e);
      slack_(y, k) = float(e);
    }
}

void PoissonSolver::solve(cv::Mat1f& field) const {
  CV_Assert(field.size() == size());
  const int rows = field.rows;
  parallelFor(0, rows, kLinesAtOnce, [&](std::int64_t begin, std::int64_t end) {
    transform_.apply(field, int(begin), int(end - begin));
  });
  parallelFor(0, field.cols, kLinesAtOnce, [&](std::int64_t firstColumn, std::int64_t lastColumn) {
    const int begin = int(firstColumn), end = int(lastColumn);
    {
      float* first = field[0];
      const float* slack = slack_[0];
      for (int k = begin; k < end; ++k) first[k] = first[k] * (slack[k] - 1);
    }
    for (int y = 1; y < rows; ++y) {
      const float* above = field[y - 1];
      const float* slack = slack_[y];
      float* here = field[y];
      for (int k = begin; k < end; ++k) {
        const float rest = above[k] - here[k];
        here[k] = rest - slack[k] * rest;
      }
    }
    const float scale = 2.f / float(field.cols + 1);
    float* last = field[rows - 1];
    for (int k = begin; k < end; ++k) last[k] *= scale;
    for (int y = rows - 2; y >= 0; --y) {
      const float* below = field[y + 1];
      const float* slack = slack_[y];
      float* here = field[y];
      for (int k = begin; k < end; ++k) here[k] = scale * here[k] + (below[k] - slack[k] * below[k]);
    }
  });
  parallelFor(0, rows, kLinesAtOnce, [&](std::int64_t begin, std::int64_t end) {
    transform_.apply(field, int(begin), int(end - begin));
  });
}

}  // namespace orator::render
