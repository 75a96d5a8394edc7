#include "core/face/tensor_file.h"

#include <ATen/ops/from_blob.h>

#include <cstring>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/tensor/safetensors.h"

namespace orator::face {
namespace {

constexpr const char* kRemedy = "Run the set-up again to restore the pack";

cv::Mat matrix(const tensor::SafetensorsFile& file, const tensor::TensorEntry& entry) {
  constexpr std::int64_t kLongest = 1 << 20;
  const auto refuse = [&](const std::string& reason) {
    return Error(ErrorCode::packDamaged, file.subject(), "tensor \"" + entry.name + "\" " + reason, kRemedy);
  };
  if (entry.dtype != tensor::Dtype::f32 && entry.dtype != tensor::Dtype::i32)
    throw refuse("is neither F32 nor I32");
  if (entry.shape.empty() || entry.shape.size() > 2) throw refuse("is no matrix");
  const std::int64_t rows = entry.shape.size() == 2 ? entry.shape[0] : 1, columns = entry.shape.back();
  if (rows > kLongest || columns > kLongest) throw refuse("is too large");
  cv::Mat result(int(rows), int(columns), entry.dtype == tensor::Dtype::f32 ? CV_32F : CV_32S);
  const at::Tensor values = file.view(entry.name);
  if (!result.empty()) std::memcpy(result.data, values.data_ptr(), values.nbytes());
  return result;
}

}  // namespace

TensorFile readTensorFile(const std::filesystem::path& file) {
  try {
    const auto opened = tensor::SafetensorsFile::open(file);
    TensorFile contents;
    contents.metadata = opened.metadata();
    for (const tensor::TensorEntry& entry : opened.entries())
      contents.tensors[entry.name] = matrix(opened, entry);
    return contents;
  } catch (const Error& error) {
    // What is read here belongs to a pack.
    if (error.code() == ErrorCode::checkpointRefused)
      throw Error(ErrorCode::packDamaged, error.subject(), error.reason(), kRemedy);
    if (error.code() == ErrorCode::fileNotFound || error.code() == ErrorCode::notAFile)
      throw Error(ErrorCode::packMissing, error.subject(), error.reason(), kRemedy);
    throw;
  }
}

void writeTensorFile(const std::filesystem::path& file, const TensorFile& contents) {
  std::vector<cv::Mat> packed;  // keeps what the tensors look at
  std::vector<std::pair<std::string, at::Tensor>> tensors;
  for (const auto& [name, values] : contents.tensors) {
    CV_Assert(values.type() == CV_32F || values.type() == CV_32S);
    packed.push_back(values.isContinuous() ? values : values.clone());
    tensors.emplace_back(name, at::from_blob(packed.back().data, {values.rows, values.cols},
                                             values.type() == CV_32F ? at::kFloat : at::kInt));
  }
  tensor::writeSafetensors(file, tensors, contents.metadata);
}

}  // namespace orator::face
