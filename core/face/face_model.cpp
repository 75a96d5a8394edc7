#include "core/face/face_model.h"

#include <cmath>
#include <sstream>

#include "core/base/error.h"
#include "core/face/face_mesh.h"
#include "core/face/tensor_file.h"

namespace orator::face {
namespace {

/// Matrices by name, checked for type and size.
class ModelReader {
 public:
  explicit ModelReader(const std::filesystem::path& file) : file_(file), contents_(readTensorFile(file)) {}

  /// @param rows -1 accepts any number
  cv::Mat matrix(const std::string& name, int type, int rows, int columns) const {
    const auto found = contents_.tensors.find(name);
    if (found == contents_.tensors.end()) damaged(name + " is missing");
    const cv::Mat& m = found->second;
    if (m.type() != type || (rows >= 0 && m.rows != rows) || m.cols != columns)
      damaged(name + " has another size");
    if (type == CV_32F && !cv::checkRange(m)) damaged(name + " holds numbers that are not finite");
    return m;
  }

  std::string text(const std::string& name) const {
    const auto found = contents_.metadata.find(name);
    if (found == contents_.metadata.end()) damaged(name + " is missing");
    return found->second;
  }

  [[noreturn]] void damaged(const std::string& reason) const {
    throw Error(ErrorCode::packDamaged, file_.string(), reason, "Run the set-up again to restore the pack");
  }

 private:
  std::filesystem::path file_;
  TensorFile contents_;
};

std::vector<cv::Vec3i> readTriangles(const ModelReader& reader, const std::string& name) {
  const cv::Mat1i indices = reader.matrix(name, CV_32S, -1, 3);
  std::vector<cv::Vec3i> triangles;
  for (int row = 0; row < indices.rows; ++row) {
    const cv::Vec3i triangle(indices(row, 0), indices(row, 1), indices(row, 2));
    for (const int vertex : triangle.val)
      if (vertex < 0 || vertex >= kMeshVertexCount)
        reader.damaged(name + " names a vertex that does not exist");
    triangles.push_back(triangle);
  }
  return triangles;
}

cv::Mat1i asMatrix(const std::vector<cv::Vec3i>& triangles) {
  cv::Mat1i m(int(triangles.size()), 3);
  for (int row = 0; row < m.rows; ++row)
    for (int i = 0; i < 3; ++i) m(row, i) = triangles[std::size_t(row)][i];
  return m;
}

}  // namespace

std::vector<cv::Point3f> FaceModel::shape(const std::vector<float>& identityCoefficients,
                                          const ExpressionCoefficients& expressionCoefficients) const {
  CV_Assert(int(identityCoefficients.size()) <= identity.rows);
  std::vector<cv::Point3f> points(std::size_t(mean.cols) / 3);
  cv::Mat1f sum(1, mean.cols, reinterpret_cast<float*>(points.data()));
  mean.copyTo(sum);
  const auto add = [&](float weight, const cv::Mat1f& basis, int row) {
    if (weight == 0.f) return;
    const float* direction = basis[row];
    float* target = sum[0];
    for (int i = 0; i < sum.cols; ++i) target[i] += weight * direction[i];
  };
  for (std::size_t k = 0; k < identityCoefficients.size(); ++k)
    add(identityCoefficients[k], identity, int(k));
  for (int k = 0; k < kExpressionCount; ++k) add(expressionCoefficients[std::size_t(k)], expression, k);
  return points;
}

cv::Matx33f rotationMatrix(const cv::Vec3f& angles) {
  const float cx = std::cos(angles[0]), sx = std::sin(angles[0]);
  const float cy = std::cos(angles[1]), sy = std::sin(angles[1]);
  const float cz = std::cos(angles[2]), sz = std::sin(angles[2]);
  const cv::Matx33f rx(1, 0, 0, 0, cx, -sx, 0, sx, cx);
  const cv::Matx33f ry(cy, 0, sy, 0, 1, 0, -sy, 0, cy);
  const cv::Matx33f rz(cz, -sz, 0, sz, cz, 0, 0, 0, 1);
  return rz * ry * rx;
}

FaceModel loadFaceModel(const std::filesystem::path& file) {
  const ModelReader reader(file);
  constexpr int kNumbers = 3 * kLandmarkCount;
  FaceModel model;
  model.id = reader.text("id");
  model.mean = reader.matrix("mean", CV_32F, 1, kNumbers);
  model.identity = reader.matrix("identity", CV_32F, -1, kNumbers);
  model.expression = reader.matrix("expression", CV_32F, kExpressionCount, kNumbers);
  const cv::Mat1f range = reader.matrix("expression_range", CV_32F, 2, kExpressionCount);
  const cv::Mat1f deviation = reader.matrix("expression_deviation", CV_32F, 1, kExpressionCount);
  const cv::Mat1f blink = reader.matrix("blink", CV_32F, 1, kExpressionCount);
  for (int k = 0; k < kExpressionCount; ++k) {
    if (!(range(0, k) <= 0 && range(1, k) >= 0 && deviation(0, k) > 0))
      reader.damaged("the range of an expression is not valid");
    model.expressionMinimum[std::size_t(k)] = range(0, k);
    model.expressionMaximum[std::size_t(k)] = range(1, k);
    model.expressionDeviation[std::size_t(k)] = deviation(0, k);
    model.blink[std::size_t(k)] = blink(0, k);
  }
  std::istringstream names(reader.text("expression_names"));
  for (std::string name; std::getline(names, name, ' ');) model.expressionNames.push_back(name);
  if (model.expressionNames.size() != kExpressionCount)
    reader.damaged("expression_names does not hold 64 names");
  model.triangles = readTriangles(reader, "triangles");
  model.openingTriangles = readTriangles(reader, "opening_triangles");
  const cv::Mat1f texture = reader.matrix("texture_coordinates", CV_32F, kLandmarkCount, 2);
  for (int row = 0; row < texture.rows; ++row)
    model.textureCoordinates.emplace_back(texture(row, 0), texture(row, 1));
  return model;
}

void saveFaceModel(const FaceModel& model, const std::filesystem::path& file) {
  TensorFile contents;
  std::string names;
  for (const std::string& name : model.expressionNames) names += (names.empty() ? "" : " ") + name;
  contents.metadata = {{"id", model.id}, {"format", "1"}, {"expression_names", names}};
  const auto row = [](const ExpressionCoefficients& values) {
    return cv::Mat1f(1, kExpressionCount, const_cast<float*>(values.data())).clone();
  };
  cv::Mat1f range = row(model.expressionMinimum), texture(int(model.textureCoordinates.size()), 2);
  range.push_back(row(model.expressionMaximum));
  for (int i = 0; i < texture.rows; ++i)
    for (int k = 0; k < 2; ++k) texture(i, k) = model.textureCoordinates[std::size_t(i)][k];
  contents.tensors = {{"mean", model.mean},
                      {"identity", model.identity},
                      {"expression", model.expression},
                      {"expression_range", range},
                      {"expression_deviation", row(model.expressionDeviation)},
                      {"blink", row(model.blink)},
                      {"triangles", asMatrix(model.triangles)},
                      {"opening_triangles", asMatrix(model.openingTriangles)},
                      {"texture_coordinates", texture}};
  writeTensorFile(file, contents);
}

}  // namespace orator::face
