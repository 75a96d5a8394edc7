#pragma once

#include <functional>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "core/media/film/film_writer.h"
#include "tests/support/files.h"
#include "tests/unit/face_networks/sample.h"

namespace orator::test {

/// The sample portrait cut around its head: 360 x 360, the face about 150 pixels high.
inline cv::Mat sampleHead() {
  const cv::Mat whole = samplePortrait();
  const double scale = double(whole.cols) / 512;
  const cv::Rect around(int(95 * scale), 0, int(260 * scale), int(260 * scale));
  cv::Mat head;
  cv::resize(whole(around), head, {360, 360}, 0, 0, cv::INTER_CUBIC);
  return head;
}

/// The picture moved by (right, down) pixels and turned counter-clockwise about its middle.
inline cv::Mat movedPicture(const cv::Mat& picture, float right, float down, double degrees = 0,
                            double scale = 1) {
  cv::Mat turn = cv::getRotationMatrix2D({float(picture.cols) / 2, float(picture.rows) / 2}, degrees, scale);
  turn.at<double>(0, 2) += right;
  turn.at<double>(1, 2) += down;
  cv::Mat out;
  cv::warpAffine(picture, out, turn, picture.size(), cv::INTER_CUBIC, cv::BORDER_REFLECT);
  return out;
}

/// Camera noise of `sigma`, another one each call.
inline cv::Mat withNoise(const cv::Mat& picture, double sigma) {
  // One channel, because OpenCV 4.6 fills further ones with what lies behind its own parameters.
  cv::Mat noise(picture.rows, picture.cols * 3, CV_16SC1), sum;
  cv::randn(noise, 0, sigma);
  picture.convertTo(sum, CV_16SC3);
  sum += noise.reshape(3);
  sum.convertTo(sum, CV_8UC3);
  return sum;
}

/// A silent film of `frames` pictures.
inline std::filesystem::path film(const std::filesystem::path& file, FrameRate rate, int frames,
                                  const std::function<cv::Mat(double seconds)>& picture) {
  std::unique_ptr<media::FilmWriter> writer;
  for (int i = 0; i < frames; ++i) {
    const cv::Mat rgb = picture(rate.secondsAt(i));
    if (!writer)
      writer = std::make_unique<media::FilmWriter>(file, media::FilmWriterSettings{rgb.size(), rate});
    writer->write(rgb);
  }
  writer->finish();
  return file;
}

}  // namespace orator::test
