#include "core/face/bfm/build_bfm.h"

#include <cmath>
#include <cstdint>
#include <cstring>
#include <sstream>
#include <string>

#include "core/base/error.h"
#include "core/base/file_system.h"
#include "core/base/files.h"
#include "core/face/bfm/mat_file.h"
#include "core/packs/sha256.h"

namespace orator::face {
namespace {

namespace fs = std::filesystem;
using Matrix = MatFile::Matrix;

constexpr const char* kMorphable = "01_MorphableModel.mat";
constexpr const char* kExpression = "Exp_Pca.bin";
constexpr const char* kExpressionDeviation = "std_exp.txt";
constexpr const char* kFront = "BFM_front_idx.mat";
constexpr const char* kTrim = "BFM_exp_idx.mat";
constexpr const char* kInfo = "facemodel_info.mat";
constexpr const char* kFiles[] = {kMorphable, kExpression, kExpressionDeviation, kFront, kTrim, kInfo};
constexpr const char* kStage = "Face model";
constexpr double kDecimetre = 1e5;  // of the model's units, micrometres

/// SHA-256 of the two files whose published sums are known.
struct PublishedSum {
  const char* name;
  const char* sha256;
};
constexpr PublishedSum kPublishedSums[] = {
    {kMorphable, "37b1f0742db356a3b1568a8365a06f5b0fe0ab687ac1c3068c803666cbd4d8e2"},
    {kExpression, "e7f31380e6cbdaf2aeec698db220bac4f221946e4d551d88c092d47ec49b1726"}};

[[noreturn]] void refuse(const fs::path& file, const std::string& reason) {
  throw Error(ErrorCode::checkpointRefused, pathText(file), reason,
              "Take this file from the published BFM_Fitting.zip again");
}

void requireAll(const fs::path& folder) {
  std::string missing;
  for (const char* name : kFiles) {
    std::error_code ignored;
    if (!fs::is_regular_file(folder / name, ignored))
      missing += (missing.empty() ? "" : ", ") + std::string(name);
  }
  if (!missing.empty())
    throw Error(ErrorCode::fileNotFound, pathText(folder), "the folder lacks " + missing,
                "Unpack all of BFM_Fitting.zip into one folder");
}

/// Vertices counted from 1, as MATLAB does, made to count from 0.
std::vector<int> indices(const MatFile& file, const std::string& name, std::size_t limit) {
  const Matrix matrix = file.matrix(name);
  std::vector<int> out;
  out.reserve(matrix.values.size());
  for (const float value : matrix.values) {
    if (value < 1 || double(value) > double(limit) || value != std::floor(value))
      file.refuse(name + " names the vertex " + std::to_string(value) + ", there are " +
                  std::to_string(limit));
    out.push_back(int(value) - 1);
  }
  return out;
}

/// The chosen vertices of one column of a basis, or of the mean.
void choose(const float* column, const std::vector<int>& vertices, double factor, float* out) {
  for (const int vertex : vertices)
    for (int k = 0; k < 3; ++k) *out++ = float(factor * double(column[3 * vertex + k]));
}

/// Components times their deviations, one a row.
cv::Mat1f basis(const MatFile& file, const std::string& kind, int count, const std::vector<int>& vertices,
                double unit) {
  const Matrix components = file.matrix(kind + "PC"), deviations = file.matrix(kind + "EV");
  if (components.columns < std::size_t(count))
    file.refuse(kind + "PC has " + std::to_string(components.columns) + " components, " +
                std::to_string(count) + " are needed");
  if (deviations.values.size() != components.columns)
    file.refuse(kind + "EV does not belong to " + kind + "PC");
  cv::Mat1f out(count, 3 * int(vertices.size()));
  for (int k = 0; k < count; ++k)
    choose(components.column(std::size_t(k)), vertices, double(deviations.values[std::size_t(k)]) / unit,
           out[k]);
  return out;
}

cv::Mat1f mean(const MatFile& file, const std::string& kind, const std::vector<int>& vertices, double unit) {
  const Matrix all = file.matrix(kind + "MU");
  cv::Mat1f out(1, 3 * int(vertices.size()));
  choose(all.values.data(), vertices, 1 / unit, out[0]);
  return out;
}

std::vector<double> expressionDeviations(const fs::path& file) {
  const auto bytes = readFile(file, ErrorCode::checkpointRefused);
  std::istringstream text(std::string(bytes.begin(), bytes.end()));
  std::vector<double> values;
  for (double value = 0; text >> value;) values.push_back(value);
  if (!text.eof()) refuse(file, "it holds something that is not a number");
  if (values.size() < std::size_t(kExpressionCount))
    refuse(file, "it holds " + std::to_string(values.size()) + " numbers, " +
                     std::to_string(kExpressionCount) + " are needed");
  return values;
}

/// Exp_Pca.bin: an int32 count, the mean, then the components, three float32 a vertex.
cv::Mat1f expressionBasis(const fs::path& file, const std::vector<double>& deviations,
                          std::size_t trimmedVertices, const std::vector<int>& front) {
  const auto bytes = readFile(file, ErrorCode::checkpointRefused);
  std::int32_t count = 0;
  if (bytes.size() < sizeof count) refuse(file, "it is too short");
  std::memcpy(&count, bytes.data(), sizeof count);
  if (count < kExpressionCount || std::size_t(count) != deviations.size())
    refuse(file, "it says to hold " + std::to_string(count) + " expressions, std_exp.txt has " +
                     std::to_string(deviations.size()));
  const std::size_t numbers = 3 * trimmedVertices;
  if (bytes.size() != sizeof count + 4 * numbers * (std::size_t(count) + 1))
    refuse(file, "its size does not fit " + std::to_string(count) + " expressions of " +
                     std::to_string(trimmedVertices) + " vertices");
  std::vector<float> component(numbers);
  cv::Mat1f out(kExpressionCount, 3 * int(front.size()));
  for (int k = 0; k < kExpressionCount; ++k) {
    std::memcpy(component.data(), bytes.data() + sizeof count + 4 * numbers * (std::size_t(k) + 1),
                4 * numbers);
    choose(component.data(), front, deviations[std::size_t(k)] / kDecimetre, out[k]);
  }
  if (!cv::checkRange(out)) refuse(file, "it holds numbers that are not finite");
  return out;
}

void centre(cv::Mat1f& points) {
  const int count = points.cols / 3;
  double sum[3] = {};
  for (int i = 0; i < points.cols; ++i) sum[i % 3] += double(points(0, i));
  for (int i = 0; i < points.cols; ++i) points(0, i) -= float(sum[i % 3] / count);
}

void readTopology(const fs::path& file, BfmModel& model) {
  const MatFile info(file);
  const auto vertices = std::size_t(model.vertexCount());
  const std::vector<int> corners = indices(info, "tri", vertices);
  if (corners.size() % 3 != 0) info.refuse("tri does not hold triangles");
  const std::size_t count = corners.size() / 3;
  for (std::size_t t = 0; t < count; ++t)
    model.triangles.emplace_back(corners[t], corners[count + t], corners[2 * count + t]);
  model.keypoints = indices(info, "keypoints", vertices);
}

}  // namespace

BfmModel buildBfmModel(const fs::path& folder, const RunContext& context) {
  requireAll(folder);
  int done = 0;
  const auto step = [&] {
    context.throwIfCancelled();
    context.progress(kStage, done++, int(std::size(kFiles)));
  };
  step();
  const MatFile morphable(folder / kMorphable);
  const std::size_t allVertices = morphable.matrix("shapeMU").values.size() / 3;
  for (const char* kind : {"shape", "tex"})
    if (morphable.matrix(std::string(kind) + "PC").rows != 3 * allVertices ||
        morphable.matrix(std::string(kind) + "MU").values.size() != 3 * allVertices)
      morphable.refuse(std::string(kind) + "PC and shapeMU have different numbers of vertices");
  step();
  // The expressions know fewer vertices than the shape, and the front of the face fewer again.
  const std::vector<int> trim = indices(MatFile(folder / kTrim), "trimIndex", allVertices);
  step();
  const std::vector<int> front = indices(MatFile(folder / kFront), "idx", trim.size());
  std::vector<int> chosen;
  for (const int vertex : front) chosen.push_back(trim[std::size_t(vertex)]);
  step();
  BfmModel model;
  model.expression = expressionBasis(folder / kExpression,
                                     expressionDeviations(folder / kExpressionDeviation), trim.size(), front);
  step();
  model.mean = mean(morphable, "shape", chosen, kDecimetre);
  centre(model.mean);
  model.identity = basis(morphable, "shape", kBfmIdentityCount, chosen, kDecimetre);
  context.throwIfCancelled();
  model.textureMean = mean(morphable, "tex", chosen, 1);
  model.texture = basis(morphable, "tex", kBfmTextureCount, chosen, 1);
  step();
  readTopology(folder / kInfo, model);
  step();
  return model;
}

fs::path importBfm(const fs::path& folder, const fs::path& modelsFolder, const RunContext& context) {
  const BfmModel model = buildBfmModel(folder, context);
  for (const PublishedSum& published : kPublishedSums)
    if (packs::fileSha256(folder / published.name) != published.sha256)
      context.note(std::string(published.name) + " is not the published file");
  const fs::path file = bfmModelFile(modelsFolder);
  // A folder of models is known by its packs/.
  for (const fs::path& needed : {file.parent_path(), modelsFolder / "packs"}) makeFolder(needed);
  saveBfmModel(model, file);
  return file;
}

}  // namespace orator::face
