#include <matio.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstdint>
#include <memory>

#include "core/base/files.h"
#include "core/base/number.h"
#include "core/face/bfm/mat_file.h"
#include "core/motion/track_formats.h"
#include "core/motion/track_io.h"

namespace orator::motion {
namespace {

using MatFile = std::unique_ptr<mat_t, int (*)(mat_t*)>;
using MatVariable = std::unique_ptr<matvar_t, void (*)(matvar_t*)>;

constexpr int kSadTalkerColumns = 73;       ///< 70 and scale, x, y of the crop
constexpr std::size_t kMostColumns = 4096;  ///< of any variable that is read, texts included

// ---- writing

void writeVariable(mat_t* file, const std::filesystem::path& path, const char* name, matio_classes classType,
                   matio_types dataType, std::size_t rows, std::size_t columns, const void* data) {
  std::size_t size[2] = {rows, columns};
  const MatVariable variable(
      Mat_VarCreate(name, classType, dataType, 2, size, const_cast<void*>(data), MAT_F_DONT_COPY_DATA),
      Mat_VarFree);
  errno = 0;
  if (!variable || Mat_VarWrite(file, variable.get(), MAT_COMPRESSION_NONE) != 0)
    throw writeError(path, errno);
}

/// MAT files are stored column by column.
std::vector<float> columnMajor(const std::vector<CoefficientRow>& rows) {
  std::vector<float> out(rows.size() * kCoefficientCount);
  for (std::size_t t = 0; t < rows.size(); ++t)
    for (std::size_t k = 0; k < kCoefficientCount; ++k) out[k * rows.size() + t] = rows[t][k];
  return out;
}

// ---- reading

/// A variable's numbers, column by column.
struct Matrix {
  std::size_t rows = 0, columns = 0;
  std::vector<double> values;
  double at(std::size_t row, std::size_t column) const { return values[column * rows + row]; }
};

MatVariable readVariable(mat_t* file, const char* name) {
  // Sizes are checked before the numbers are read.
  MatVariable info(Mat_VarReadInfo(file, name), Mat_VarFree);
  if (!info || info->rank != 2 || info->isComplex || info->dims[0] > kMostTrackFrames ||
      info->dims[1] > kMostColumns)
    return {nullptr, Mat_VarFree};
  if (Mat_VarReadDataAll(file, info.get()) != 0 || !info->data || info->data_size <= 0)
    return {nullptr, Mat_VarFree};
  // The header's word against what was read: the library allocates by the one and loops by the other.
  if (info->nbytes / std::size_t(info->data_size) < info->dims[0] * info->dims[1])
    return {nullptr, Mat_VarFree};
  return info;
}

bool readMatrix(mat_t* file, const char* name, Matrix& out) {
  const MatVariable variable = readVariable(file, name);
  if (!variable) return false;
  out.rows = variable->dims[0];
  out.columns = variable->dims[1];
  const std::size_t count = out.rows * out.columns;
  if (variable->class_type == MAT_C_SINGLE && variable->data_type == MAT_T_SINGLE) {
    const auto* from = static_cast<const float*>(variable->data);
    out.values.assign(from, from + count);
  } else if (variable->class_type == MAT_C_DOUBLE && variable->data_type == MAT_T_DOUBLE) {
    const auto* from = static_cast<const double*>(variable->data);
    out.values.assign(from, from + count);
  } else {
    return false;
  }
  return true;
}

/// Empty when there is no such text.
std::string readString(mat_t* file, const char* name) {
  const MatVariable variable = readVariable(file, name);
  if (!variable || variable->class_type != MAT_C_CHAR || variable->dims[0] > 1) return {};
  std::string text;
  for (std::size_t i = 0; i < variable->dims[1]; ++i) {
    if (variable->data_size == 1)
      text += static_cast<const char*>(variable->data)[i];
    else if (variable->data_size == 2)
      text += char(static_cast<const std::uint16_t*>(variable->data)[i]);
  }
  return text;
}

float coefficient(double value, const std::string& what, const std::filesystem::path& file) {
  const std::optional<float> number = sameNumber<float>(value);
  if (!number) refuseTrack(file, what + " holds a value that is not a number, or that no float holds");
  return *number;
}

CoefficientRow rowOf(const Matrix& matrix, std::size_t row, const std::string& what,
                     const std::filesystem::path& file) {
  CoefficientRow out;
  for (std::size_t k = 0; k < kCoefficientCount; ++k) out[k] = coefficient(matrix.at(row, k), what, file);
  return out;
}

int rateTerm(double value, const std::filesystem::path& file) {
  const std::optional<int> term = sameNumber<int>(value);
  if (!term || *term < 1 || *term > kLargestRateTerm)
    refuseTrack(file, "its frame rate is not a pair of whole numbers");
  return *term;
}

/// True when the file has this variable with these numbers.
bool holds(const std::filesystem::path& file, const char* name, const std::vector<float>& values) {
  const MatFile in(Mat_Open(file.c_str(), MAT_ACC_RDONLY), Mat_Close);
  Matrix read;
  return in && readMatrix(in.get(), name, read) &&
         std::equal(values.begin(), values.end(), read.values.begin(), read.values.end(),
                    [](float a, double b) { return a == float(b) || (std::isnan(a) && std::isnan(b)); });
}

}  // namespace

void writeTrackMat(const MotionTrack& track, const std::filesystem::path& file) {
  errno = 0;
  MatFile out(Mat_CreateVer(file.c_str(), "Orator motion track", MAT_FT_MAT5), Mat_Close);
  if (!out) throw writeError(file, errno);
  const std::vector<float> rows = columnMajor(track.rows);
  const double rate[2] = {double(track.frameRate.numerator), double(track.frameRate.denominator)};
  std::vector<float> blink = track.blink;
  blink.resize(track.rows.size(), 0.f);
  mat_t* to = out.get();
  writeVariable(to, file, "coeff_3dmm", MAT_C_SINGLE, MAT_T_SINGLE, track.rows.size(), kCoefficientCount,
                rows.data());
  writeVariable(to, file, "source", MAT_C_SINGLE, MAT_T_SINGLE, 1, kCoefficientCount, track.source.data());
  writeVariable(to, file, "blink", MAT_C_SINGLE, MAT_T_SINGLE, blink.size(), 1, blink.data());
  std::vector<float> gaze = track.gaze[0];
  gaze.insert(gaze.end(), track.gaze[1].begin(), track.gaze[1].end());
  if (!gaze.empty())
    writeVariable(to, file, "gaze", MAT_C_SINGLE, MAT_T_SINGLE, track.rows.size(), 2, gaze.data());
  writeVariable(to, file, "frame_rate", MAT_C_DOUBLE, MAT_T_DOUBLE, 1, 2, rate);
  writeVariable(to, file, "basis", MAT_C_CHAR, MAT_T_UTF8, 1, track.basis.size(), track.basis.data());
  out.reset();
  if (!face::matFileEndsWhole(file) || !holds(file, "coeff_3dmm", rows) || !holds(file, "blink", blink) ||
      (!gaze.empty() && !holds(file, "gaze", gaze)))
    throw writeError(file, ENOSPC);
}

MotionTrack readTrackMat(const std::filesystem::path& file) {
  const MatFile in(Mat_Open(file.c_str(), MAT_ACC_RDONLY), Mat_Close);
  if (!in) refuseTrack(file, "it is not a MAT file");
  if (Mat_GetVersion(in.get()) == MAT_FT_MAT5 && !face::matFileEndsWhole(file))
    refuseTrack(file, "it is cut off or damaged");
  Matrix rows;
  if (!readMatrix(in.get(), "coeff_3dmm", rows))
    refuseTrack(file, "it has no readable matrix of numbers named coeff_3dmm");
  if (rows.columns != kCoefficientCount && rows.columns != kSadTalkerColumns)
    refuseTrack(file, "coeff_3dmm has " + std::to_string(rows.columns) + " columns instead of 70 or 73");
  if (rows.rows == 0) refuseTrack(file, "it has no frames");

  MotionTrack track;
  track.rows.reserve(rows.rows);
  for (std::size_t t = 0; t < rows.rows; ++t)
    track.rows.push_back(rowOf(rows, t, "frame " + std::to_string(t), file));
  track.source = track.rows.front();
  track.basis = readString(in.get(), "basis");
  if (track.basis.empty()) track.basis = kUnnamedBasis;
  Matrix extra;
  if (readMatrix(in.get(), "source", extra) && extra.rows == 1 && extra.columns == kCoefficientCount)
    track.source = rowOf(extra, 0, "its source row", file);
  if (readMatrix(in.get(), "frame_rate", extra) && extra.values.size() == 2)
    track.frameRate = {rateTerm(extra.values[0], file), rateTerm(extra.values[1], file)};
  track.blink.assign(rows.rows, 0.f);
  if (readMatrix(in.get(), "blink", extra) && extra.values.size() == rows.rows)
    std::transform(extra.values.begin(), extra.values.end(), track.blink.begin(),
                   [&](double value) { return coefficient(value, "its blink", file); });
  if (readMatrix(in.get(), "gaze", extra) && extra.rows == rows.rows && extra.columns == 2)
    for (std::size_t axis = 0; axis < 2; ++axis)
      for (std::size_t t = 0; t < rows.rows; ++t)
        track.gaze[axis].push_back(coefficient(extra.at(t, axis), "its gaze", file));
  return track;
}

}  // namespace orator::motion
