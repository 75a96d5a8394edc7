#include "core/render/compositing/poisson_solver.h"

#include <cmath>
#include <vector>

namespace orator::render {
namespace {

/// `work(begin, end)` over [0, count) on all threads, in portions of `least` and more.
template <typename Work>
void inParallel(int count, int least, const Work& work) {
  cv::parallel_for_(
      cv::Range(0, count), [&](const cv::Range& range) { work(range.start, range.end); },
      double(count) / least);
}

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
  inParallel(rows, 64, [&](int begin, int end) { transform_.apply(field, begin, end - begin); });
  inParallel(field.cols, 64, [&](int begin, int end) {
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
  inParallel(rows, 64, [&](int begin, int end) { transform_.apply(field, begin, end - begin); });
}

}  // namespace orator::render
