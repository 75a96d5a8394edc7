#pragma once

#include <filesystem>
#include <map>
#include <opencv2/core.hpp>
#include <string>

namespace orator::face {

/// Contents of a pack's safetensors file that holds matrices of F32 and I32 numbers, as OpenCV's. The format
/// is read and written by core/tensor.
struct TensorFile {
  std::map<std::string, cv::Mat> tensors;  ///< CV_32F or CV_32S; one-dimensional tensors are [1, N]
  std::map<std::string, std::string> metadata;
};

/// @throws Error packMissing, packDamaged (malformed, of another type, or larger than the file)
TensorFile readTensorFile(const std::filesystem::path& file);

/// The same contents give the same bytes. @throws Error outputUnwritable, diskFull
void writeTensorFile(const std::filesystem::path& file, const TensorFile& contents);

}  // namespace orator::face
