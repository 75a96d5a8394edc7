#include "core/face/bfm/bfm_model.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/face/tensor_file.h"
#include "core/packs/pack.h"

namespace orator::face {
namespace {

namespace fs = std::filesystem;

/// sum = base + weights * rows
void addRows(const float* weights, int count, const cv::Mat1f& rows, float* sum) {
  for (int k = 0; k < count; ++k) {
    if (weights[k] == 0) continue;
    const float* row = rows[k];
    for (int i = 0; i < rows.cols; ++i) sum[i] += weights[k] * row[i];
  }
}

}  // namespace

std::vector<cv::Point3f> BfmModel::shape(const std::vector<float>& identityCoefficients,
                                         const ExpressionCoefficients& expressionCoefficients) const {
  CV_Assert(int(identityCoefficients.size()) <= identity.rows);
  std::vector<cv::Point3f> points(std::size_t(mean.cols) / 3);
  auto* sum = reinterpret_cast<float*>(points.data());
  std::copy_n(mean[0], mean.cols, sum);
  addRows(identityCoefficients.data(), int(identityCoefficients.size()), identity, sum);
  addRows(expressionCoefficients.data(), kExpressionCount, expression, sum);
  return points;
}

std::vector<cv::Vec3f> BfmModel::colours(const std::vector<float>& textureCoefficients) const {
  CV_Assert(int(textureCoefficients.size()) <= texture.rows);
  std::vector<cv::Vec3f> colours(std::size_t(mean.cols) / 3);
  auto* sum = reinterpret_cast<float*>(colours.data());
  std::copy_n(textureMean[0], textureMean.cols, sum);
  addRows(textureCoefficients.data(), int(textureCoefficients.size()), texture, sum);
  for (int i = 0; i < textureMean.cols; ++i) sum[i] = std::clamp(sum[i] / 255, 0.f, 1.f);
  return colours;
}

void saveBfmModel(const BfmModel& model, const fs::path& file) {
  TensorFile contents;
  contents.metadata = {{"id", "bfm"}, {"format", "1"}};
  contents.tensors = {
      {"mean", model.mean},
      {"identity", model.identity},
      {"expression", model.expression},
      {"texture_mean", model.textureMean},
      {"texture", model.texture},
      {"triangles", cv::Mat1i(int(model.triangles.size()), 3, const_cast<int*>(model.triangles.front().val))},
      {"keypoints", cv::Mat1i(1, int(model.keypoints.size()), const_cast<int*>(model.keypoints.data()))}};
  writeTensorFile(file, contents);
}

BfmModel loadBfmModel(const fs::path& file) {
  const TensorFile contents = readTensorFile(file);
  const auto damaged = [&](const std::string& reason) {
    throw Error(ErrorCode::packDamaged, pathText(file), reason,
                "Import BFM_Fitting again with orator packs import");
  };
  const auto matrix = [&](const char* name, int type, int rows, int columns) {
    const auto found = contents.tensors.find(name);
    if (found == contents.tensors.end()) damaged(std::string(name) + " is missing");
    const cv::Mat& m = found->second;
    if (m.type() != type || m.empty() || (rows > 0 && m.rows != rows) || (columns > 0 && m.cols != columns))
      damaged(std::string(name) + " has another size");
    if (type == CV_32F && !cv::checkRange(m))
      damaged(std::string(name) + " holds numbers that are not finite");
    return m;
  };
  BfmModel model;
  model.mean = matrix("mean", CV_32F, 1, -1);
  const int numbers = model.mean.cols;
  if (numbers % 3 != 0) damaged("mean does not hold points");
  model.identity = matrix("identity", CV_32F, kBfmIdentityCount, numbers);
  model.expression = matrix("expression", CV_32F, kExpressionCount, numbers);
  model.textureMean = matrix("texture_mean", CV_32F, 1, numbers);
  model.texture = matrix("texture", CV_32F, kBfmTextureCount, numbers);
  const auto vertex = [&](int index) {
    if (index < 0 || index >= model.vertexCount()) damaged("a vertex that does not exist is named");
    return index;
  };
  const cv::Mat1i triangles = matrix("triangles", CV_32S, -1, 3),
                  keypoints = matrix("keypoints", CV_32S, 1, -1);
  for (int row = 0; row < triangles.rows; ++row)
    model.triangles.emplace_back(vertex(triangles(row, 0)), vertex(triangles(row, 1)),
                                 vertex(triangles(row, 2)));
  for (int i = 0; i < keypoints.cols; ++i) model.keypoints.push_back(vertex(keypoints(0, i)));
  return model;
}

fs::path bfmModelFile(const fs::path& modelsFolder) {
  return modelsFolder / "bfm" / "face_model.safetensors";
}

fs::path installedBfmModel() {
  for (const fs::path& folder : packs::modelFolders()) {
    std::error_code ignored;
    if (fs::is_regular_file(bfmModelFile(folder), ignored)) return bfmModelFile(folder);
  }
  throw Error(ErrorCode::packMissing, "bfm",
              "the Basel Face Model is not installed; its licence forbids to ship it",
              "If you have the folder BFM_Fitting, run: orator packs import BFM_Fitting");
}

}  // namespace orator::face
