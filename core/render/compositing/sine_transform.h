#pragma once

#include <opencv2/core.hpp>

namespace orator::render {

/// Discrete sine transform of the first kind along rows: X[k] = sum over j = 1..n of x[j] sin(pi j k / (n +
/// 1)), k = 1..n. Applied twice it is the identity times (n + 1) / 2. Every length is fast: n + 1 with small
/// factors goes through cv::dft as it is, another through Bluestein's chirp of a longer, smooth length.
/// Immutable; any thread.
class SineTransform {
 public:
  /// @param length n, at least 1
  explicit SineTransform(int length);
  int length() const { return period_ - 1; }
  /// In place, on `rows` consecutive rows of `data` from `firstRow`. @param data CV_32FC1, n columns
  void apply(cv::Mat1f& data, int firstRow, int rows) const;

 private:
  cv::Mat1f fold(const cv::Mat1f& data, int firstRow, int rows) const;
  void smoothSpectrum(cv::Mat1f& rows) const;
  void chirpSpectrum(cv::Mat1f& rows) const;
  void unfold(const cv::Mat1f& spectrum, cv::Mat1f& data, int firstRow) const;

  int period_;        ///< n + 1
  cv::Mat1f sine_;    ///< [1, period] sin(pi j / period)
  cv::Mat2f chirp_;   ///< [1, period] exp(-i pi j^2 / period); empty for a smooth period
  cv::Mat2f kernel_;  ///< [1, L] spectrum of the conjugate chirp over L
};

}  // namespace orator::render
