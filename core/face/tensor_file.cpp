#include "core/face/tensor_file.h"

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/files.h"

namespace orator::face {
namespace {

constexpr std::uint64_t kMaximumHeaderBytes = 1 << 20;

[[noreturn]] void damaged(const std::filesystem::path& file, const std::string& reason) {
  throw Error(ErrorCode::packDamaged, file.string(), reason, "Run the set-up again to restore the pack");
}

std::string readAll(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in)
    throw Error(ErrorCode::packMissing, file.string(), "the file cannot be opened",
                "Run the set-up again to restore the pack");
  return {std::istreambuf_iterator<char>(in), {}};
}

cv::Mat readTensor(const nlohmann::json& entry, const char* data, std::uint64_t bytes) {
  const std::string dtype = entry.at("dtype");
  if (dtype != "F32" && dtype != "I32") throw std::runtime_error("type " + dtype + " is not F32 or I32");
  const std::vector<std::uint64_t> shape = entry.at("shape");
  const std::vector<std::uint64_t> range = entry.at("data_offsets");
  if (shape.empty() || shape.size() > 2 || range.size() != 2) throw std::runtime_error("not a matrix");
  const std::uint64_t rows = shape.size() == 2 ? shape[0] : 1, columns = shape.back();
  constexpr std::uint64_t kLimit = 1 << 20;
  if (rows > kLimit || columns > kLimit || range[0] > range[1] || range[1] > bytes ||
      range[1] - range[0] != rows * columns * 4)
    throw std::runtime_error("shape and data do not match");
  cv::Mat tensor(int(rows), int(columns), dtype == "F32" ? CV_32F : CV_32S);
  std::memcpy(tensor.data, data + range[0], rows * columns * 4);
  return tensor;
}

}  // namespace

TensorFile readTensorFile(const std::filesystem::path& file) {
  const std::string bytes = readAll(file);
  std::uint64_t headerBytes = 0;
  if (bytes.size() < sizeof headerBytes) damaged(file, "the file is too short");
  std::memcpy(&headerBytes, bytes.data(), sizeof headerBytes);
  if (headerBytes > kMaximumHeaderBytes || headerBytes > bytes.size() - sizeof headerBytes)
    damaged(file, "the header is longer than the file");
  const char* data = bytes.data() + sizeof headerBytes + headerBytes;
  const std::uint64_t dataBytes = bytes.size() - sizeof headerBytes - headerBytes;
  TensorFile contents;
  try {
    const auto header = nlohmann::json::parse(bytes.data() + sizeof headerBytes, data);
    for (const auto& [name, entry] : header.items()) {
      if (name == "__metadata__")
        contents.metadata = entry.get<std::map<std::string, std::string>>();
      else
        contents.tensors[name] = readTensor(entry, data, dataBytes);
    }
  } catch (const std::exception& error) {
    damaged(file, error.what());
  }
  return contents;
}

void writeTensorFile(const std::filesystem::path& file, const TensorFile& contents) {
  nlohmann::json header;
  header["__metadata__"] = contents.metadata;
  std::string data;
  for (const auto& [name, tensor] : contents.tensors) {
    CV_Assert(tensor.type() == CV_32F || tensor.type() == CV_32S);
    const cv::Mat packed = tensor.isContinuous() ? tensor : tensor.clone();
    const std::size_t begin = data.size();
    data.append(reinterpret_cast<const char*>(packed.data), packed.total() * 4);
    header[name] = {{"dtype", tensor.type() == CV_32F ? "F32" : "I32"},
                    {"shape", {tensor.rows, tensor.cols}},
                    {"data_offsets", {begin, data.size()}}};
  }
  std::string text = header.dump();
  text.resize((text.size() + 7) / 8 * 8, ' ');
  const std::uint64_t headerBytes = text.size();
  PartialFile partial(file);
  std::ofstream out(partial.path(), std::ios::binary);
  errno = 0;
  out.write(reinterpret_cast<const char*>(&headerBytes), sizeof headerBytes);
  out << text << data;
  out.close();
  if (!out) throw writeError(file, errno);
  partial.commit();
}

}  // namespace orator::face
