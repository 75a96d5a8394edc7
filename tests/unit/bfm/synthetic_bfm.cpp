#include "tests/unit/bfm/synthetic_bfm.h"

#include <matio.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <fstream>
#include <functional>
#include <limits>

namespace orator::test {
namespace {

namespace fs = std::filesystem;

class MatWriter {
 public:
  explicit MatWriter(const fs::path& file) : mat_(Mat_CreateVer(file.c_str(), nullptr, MAT_FT_MAT5)) {}
  ~MatWriter() { Mat_Close(mat_); }

  /// @param value of a row and a column
  template <typename Number>
  void write(const char* name, matio_classes kind, matio_types type, int rows, int columns,
             const std::function<double(int, int)>& value, matio_compression packing = MAT_COMPRESSION_NONE) {
    std::vector<Number> numbers;
    for (int c = 0; c < columns; ++c)
      for (int r = 0; r < rows; ++r) numbers.push_back(Number(value(r, c)));
    std::size_t size[2] = {std::size_t(rows), std::size_t(columns)};
    matvar_t* variable = Mat_VarCreate(name, kind, type, 2, size, numbers.data(), 0);
    Mat_VarWrite(mat_, variable, packing);
    Mat_VarFree(variable);
  }

 private:
  mat_t* mat_;
};

}  // namespace

SyntheticBfm::SyntheticBfm(fs::path where) : folder(std::move(where)) {
  fs::create_directories(folder);
  writeMorphable();
  writeExpressions();
  writeDeviations();
  writeFront();
  writeTrim();
  writeInfo();
}

double SyntheticBfm::meanOf(int vertex, int axis) {
  // The front's vertices form a grid 1.2 dm wide, bent backwards at the sides.
  int cell = 0;
  for (int i = 0; i < kFront; ++i)
    if (trimmed(front(i)) == vertex) cell = i;
  const double x = 0.24 * (cell % kSide) - 0.6, y = 0.6 - 0.24 * (cell / kSide);
  return 1e5 * std::array{x, y, 0.5 - 0.6 * (x * x + y * y)}[std::size_t(axis)];
}

double SyntheticBfm::shapeOf(int vertex, int axis, int component) {
  return std::sin(0.3 * vertex + axis + 0.7 * component);
}

float SyntheticBfm::expressionOf(int trimmedVertex, int axis, int component) {
  return float(100 * std::cos(0.2 * trimmedVertex + 2 * axis + 0.4 * component));
}

void SyntheticBfm::writeMorphable(int shapes, bool notFinite) const {
  MatWriter mat(folder / "01_MorphableModel.mat");
  const auto mean = [](int row, int) { return meanOf(row / 3, row % 3); };
  const auto component = [&](int row, int c) {
    if (notFinite && row == 31 && c == 2) return std::numeric_limits<double>::quiet_NaN();
    return shapeOf(row / 3, row % 3, c);
  };
  const auto deviation = [](int row, int) { return deviationOf(row); };
  const int rows = 3 * kAllVertices;
  mat.write<float>("shapePC", MAT_C_SINGLE, MAT_T_SINGLE, rows, shapes, component, MAT_COMPRESSION_ZLIB);
  mat.write<double>("shapeEV", MAT_C_DOUBLE, MAT_T_DOUBLE, shapes, 1, deviation);
  mat.write<float>("shapeMU", MAT_C_SINGLE, MAT_T_SINGLE, rows, 1, mean);
  mat.write<float>("texPC", MAT_C_SINGLE, MAT_T_SINGLE, rows, shapes, component);
  mat.write<float>("texEV", MAT_C_SINGLE, MAT_T_SINGLE, shapes, 1, deviation);
  mat.write<float>("texMU", MAT_C_SINGLE, MAT_T_SINGLE, rows, 1,
                   [](int row, int) { return textureMeanOf(row / 3, row % 3); });
}

void SyntheticBfm::writeExpressions(int count) const {
  std::ofstream out(folder / "Exp_Pca.bin", std::ios::binary);
  const auto put = [&](auto value) { out.write(reinterpret_cast<const char*>(&value), sizeof value); };
  put(std::int32_t(count));
  for (int k = -1; k < count; ++k)  // the mean comes first
    for (int v = 0; v < kTrimmed; ++v)
      for (int axis = 0; axis < 3; ++axis) put(k < 0 ? 77.f : expressionOf(v, axis, k));
}

void SyntheticBfm::writeDeviations(const std::string& more) const {
  std::ofstream out(folder / "std_exp.txt");
  for (int k = 0; k < kExpressions; ++k) out << expressionDeviationOf(k) << (k % 8 == 7 ? "\n" : " ");
  out << more << "\n";
}

void SyntheticBfm::writeFront(int shift) const {
  MatWriter(folder / "BFM_front_idx.mat")
      .write<double>("idx", MAT_C_DOUBLE, MAT_T_DOUBLE, kFront, 1,
                     [&](int row, int) { return 1 + front(row) + shift; });
}

void SyntheticBfm::writeTrim() const {
  MatWriter(folder / "BFM_exp_idx.mat")
      .write<std::int32_t>("trimIndex", MAT_C_INT32, MAT_T_INT32, kTrimmed, 1,
                           [](int row, int) { return 1 + trimmed(row); });
}

void SyntheticBfm::writeInfo(const std::string& triangles) const {
  MatWriter mat(folder / "facemodel_info.mat");
  const int cells = kSide - 1;
  mat.write<std::int32_t>(triangles.c_str(), MAT_C_INT32, MAT_T_INT32, 2 * cells * cells, 3,
                          [&](int row, int c) {
                            const int corner = (row / 2 / cells) * kSide + row / 2 % cells;
                            const std::array<int, 3> first{0, kSide, kSide + 1}, second{0, kSide + 1, 1};
                            return 1 + corner + (row % 2 == 0 ? first : second)[std::size_t(c)];
                          });
  // All in the middle, where a mouth may be.
  mat.write<double>("keypoints", MAT_C_DOUBLE, MAT_T_DOUBLE, 1, 68, [](int, int c) {
    return 1 + std::array{14, 15, 21, 20}[std::size_t(c % 4)];
  });
}

}  // namespace orator::test
