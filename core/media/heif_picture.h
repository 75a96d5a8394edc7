#pragma once

#include <opencv2/core.hpp>
#include <span>
#include <string>
#include <vector>

namespace orator::media {

/// The main picture of a HEIC or AVIF file.
struct HeifPicture {
  cv::Mat pixels;  ///< CV_8UC3 B G R or CV_8UC4 B G R A, as displayed; empty when `fault` says why
  std::vector<std::uint8_t> colourProfile;  ///< ICC; empty without one
  std::string fault;
};

/// Reads it through libheif, where Orator is built with it. @param mostPixels larger pictures are refused
HeifPicture readHeif(std::span<const std::uint8_t> file, std::int64_t mostPixels);

}  // namespace orator::media
