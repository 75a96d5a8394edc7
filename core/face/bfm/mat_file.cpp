#include "core/face/bfm/mat_file.h"

#include <matio.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <fstream>

#include "core/base/error.h"
#include "core/base/file_system.h"
#include "core/base/files.h"

namespace orator::face {
namespace {

namespace fs = std::filesystem;
using Variable = std::unique_ptr<matvar_t, void (*)(matvar_t*)>;

/// Ten times what the largest published matrix holds: a hostile header cannot ask for all memory.
constexpr std::size_t kMostNumbers = 320'000'000;

template <typename Number>
void append(const void* data, std::size_t count, std::vector<float>& out) {
  const auto* numbers = static_cast<const Number*>(data);
  out.assign(numbers, numbers + count);
}

bool convert(const matvar_t& variable, std::size_t count, std::vector<float>& out) {
  switch (variable.data_type) {
    case MAT_T_DOUBLE:
      append<double>(variable.data, count, out);
      return true;
    case MAT_T_SINGLE:
      append<float>(variable.data, count, out);
      return true;
    case MAT_T_INT64:
      append<std::int64_t>(variable.data, count, out);
      return true;
    case MAT_T_UINT64:
      append<std::uint64_t>(variable.data, count, out);
      return true;
    case MAT_T_INT32:
      append<std::int32_t>(variable.data, count, out);
      return true;
    case MAT_T_UINT32:
      append<std::uint32_t>(variable.data, count, out);
      return true;
    case MAT_T_INT16:
      append<std::int16_t>(variable.data, count, out);
      return true;
    case MAT_T_UINT16:
      append<std::uint16_t>(variable.data, count, out);
      return true;
    case MAT_T_INT8:
      append<std::int8_t>(variable.data, count, out);
      return true;
    case MAT_T_UINT8:
      append<std::uint8_t>(variable.data, count, out);
      return true;
    default:
      return false;
  }
}

}  // namespace

bool matFileEndsWhole(const fs::path& file) {
  constexpr std::uint64_t kHeaderBytes = 128, kByteOrderAt = 126, kTagBytes = 8;
  std::ifstream in(file, std::ios::binary);
  const std::uint64_t length = sizeOfFile(file);
  char order[2] = {};
  in.seekg(kByteOrderAt).read(order, sizeof order);
  const bool little = order[0] == 'I';
  std::uint64_t position = kHeaderBytes;
  while (in && position + kTagBytes <= length) {
    std::array<std::uint8_t, kTagBytes> tag{};
    in.seekg(std::streamoff(position)).read(reinterpret_cast<char*>(tag.data()), kTagBytes);
    std::uint64_t size = 0;
    for (std::size_t i = 0; i < 4; ++i) size = size << 8 | tag[little ? 7 - i : 4 + i];
    position += kTagBytes + size;
  }
  return in && position == length;
}

struct MatFile::Handle {
  mat_t* mat = nullptr;
  ~Handle() {
    if (mat) Mat_Close(mat);
  }
};

MatFile::MatFile(fs::path file) : file_(std::move(file)), handle_(std::make_unique<Handle>()) {
  requireFile(file_);
  Mat_LogInitFunc(nullptr, [](int, char*) {});
  handle_->mat = Mat_Open(file_.c_str(), MAT_ACC_RDONLY);
  if (!handle_->mat) refuse("it is no MATLAB file");
  if (Mat_GetVersion(handle_->mat) == MAT_FT_MAT5 && !matFileEndsWhole(file_)) refuse("the file was cut");
}

MatFile::~MatFile() = default;

MatFile::Matrix MatFile::matrix(const std::string& name) const {
  const Variable variable(Mat_VarReadInfo(handle_->mat, name.c_str()), Mat_VarFree);
  if (!variable) refuse("the variable " + name + " is missing");
  if (variable->rank != 2 || variable->isComplex) refuse(name + " is not a matrix of real numbers");
  Matrix out;
  out.rows = variable->dims[0];
  out.columns = variable->dims[1];
  if (out.rows == 0 || out.columns == 0) refuse(name + " is empty");
  if (out.columns > kMostNumbers / out.rows) refuse(name + " is larger than any published one");
  const std::size_t count = out.rows * out.columns;
  if (Mat_VarReadDataAll(handle_->mat, variable.get()) != 0 || !variable->data ||
      variable->nbytes < count * std::size_t(variable->data_size))
    refuse(name + " cannot be read");
  if (!convert(*variable, count, out.values)) refuse(name + " does not hold numbers");
  for (const float value : out.values)
    if (!std::isfinite(value)) refuse(name + " holds numbers that are not finite");
  return out;
}

void MatFile::refuse(const std::string& reason) const {
  throw Error(ErrorCode::checkpointRefused, pathText(file_), reason,
              "Take this file from the published BFM_Fitting.zip again");
}

}  // namespace orator::face
