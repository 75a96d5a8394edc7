#include "core/render/compositing/sine_transform.h"

#include <algorithm>
#include <cmath>

namespace orator::render {
namespace {

constexpr int kTransformedRows = 16;  // the buffers of a block stay in the second-level cache

/// out[k] = in[k] * factor[k]
void multiply(const cv::Vec2f* in, const cv::Vec2f* factor, int count, cv::Vec2f* out) {
  for (int k = 0; k < count; ++k) {
    const float a = in[k][0], b = in[k][1], c = factor[k][0], d = factor[k][1];
    out[k][0] = a * c - b * d;
    out[k][1] = a * d + b * c;
  }
}

}  // namespace

SineTransform::SineTransform(int length) : period_(length + 1), sine_(1, length + 1) {
  CV_Assert(length >= 1);
  for (int j = 0; j < period_; ++j) sine_(j) = float(std::sin(CV_PI * j / period_));
  if (cv::getOptimalDFTSize(period_) == period_) return;

  chirp_.create(1, period_);
  for (int j = 0; j < period_; ++j) {
    // j^2 modulo the period of the phase, in integers: the phase stays exact for large j.
    const auto phase = double(std::int64_t(j) * j % (2 * period_));
    const double angle = -CV_PI * phase / period_;
    chirp_(j) = {float(std::cos(angle)), float(std::sin(angle))};
  }
  const int size = cv::getOptimalDFTSize(2 * period_ - 1);
  kernel_ = cv::Mat2f::zeros(1, size);
  for (int m = 0; m < period_; ++m) {
    kernel_(m) = {chirp_(m)[0] / float(size), -chirp_(m)[1] / float(size)};
    if (m > 0) kernel_(size - m) = kernel_(m);
  }
  cv::dft(kernel_, kernel_);
}

void SineTransform::apply(cv::Mat1f& data, int firstRow, int rows) const {
  CV_Assert(data.cols == length());
  for (int begin = firstRow; begin < firstRow + rows; begin += kTransformedRows) {
    cv::Mat1f block = fold(data, begin, std::min(kTransformedRows, firstRow + rows - begin));
    if (chirp_.empty())
      smoothSpectrum(block);
    else
      chirpSpectrum(block);
    unfold(block, data, begin);
  }
}

/// y[j] = sin(pi j / N) (x[j] + x[N-j]) + (x[j] - x[N-j]) / 2, whose Fourier transform of length N has X[2k]
/// as its sine part and X[2k+1] - X[2k-1] as its cosine part.
cv::Mat1f SineTransform::fold(const cv::Mat1f& data, int firstRow, int rows) const {
  cv::Mat1f folded(rows, period_);
  const float* sine = sine_[0];
  for (int r = 0; r < rows; ++r) {
    const float* x = data[firstRow + r] - 1;
    float* y = folded[r];
    y[0] = 0;
    for (int j = 1; j < period_; ++j) {
      const float a = x[j], b = x[period_ - j];
      y[j] = sine[j] * (a + b) + 0.5f * (a - b);
    }
  }
  return folded;
}

/// Rows become Re[0], Re[1], Im[1], Re[2], Im[2], ...
void SineTransform::smoothSpectrum(cv::Mat1f& rows) const {
  cv::dft(rows, rows, cv::DFT_ROWS);
}

/// The same for any length, two rows at once as the real and the imaginary part of one.
void SineTransform::chirpSpectrum(cv::Mat1f& rows) const {
  const int n = period_, size = kernel_.cols, pairs = (rows.rows + 1) / 2;
  const cv::Vec2f* chirp = chirp_[0];
  cv::Mat2f work = cv::Mat2f::zeros(pairs, size);
  for (int p = 0; p < pairs; ++p) {
    const float *a = rows[2 * p], *b = 2 * p + 1 < rows.rows ? rows[2 * p + 1] : nullptr;
    cv::Vec2f* out = work[p];
    for (int j = 0; j < n; ++j) out[j] = {a[j], b ? b[j] : 0};
    multiply(out, chirp, n, out);
  }
  cv::dft(work, work, cv::DFT_ROWS);
  for (int p = 0; p < pairs; ++p) multiply(work[p], kernel_[0], size, work[p]);
  cv::dft(work, work, cv::DFT_ROWS | cv::DFT_INVERSE);
  for (int p = 0; p < pairs; ++p) {
    cv::Vec2f* z = work[p];
    multiply(z, chirp, n, z);
    float *a = rows[2 * p], *b = 2 * p + 1 < rows.rows ? rows[2 * p + 1] : nullptr;
    a[0] = z[0][0];
    if (b) b[0] = z[0][1];
    for (int k = 1; 2 * k - 1 < n; ++k) {
      const cv::Vec2f low = z[k], high = z[n - k];
      a[2 * k - 1] = 0.5f * (low[0] + high[0]);
      if (b) b[2 * k - 1] = 0.5f * (low[1] + high[1]);
      if (2 * k >= n) continue;
      a[2 * k] = 0.5f * (low[1] - high[1]);
      if (b) b[2 * k] = 0.5f * (high[0] - low[0]);
    }
  }
}

void SineTransform::unfold(const cv::Mat1f& spectrum, cv::Mat1f& data, int firstRow) const {
  for (int r = 0; r < spectrum.rows; ++r) {
    const float* in = spectrum[r];
    float* x = data[firstRow + r] - 1;
    double odd = 0.5 * in[0];
    x[1] = float(odd);
    for (int k = 1; 2 * k < period_; ++k) {
      x[2 * k] = -in[2 * k];
      if (2 * k + 1 >= period_) continue;
      odd += in[2 * k - 1];
      x[2 * k + 1] = float(odd);
    }
  }
}

}  // namespace orator::render
