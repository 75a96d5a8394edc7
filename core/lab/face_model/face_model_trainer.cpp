#include "core/lab/face_model/face_model_trainer.h"

#include <ATen/ATen.h>

#include <map>
#include <nlohmann/json.hpp>

#include "core/base/file_system.h"
#include "core/base/files.h"
#include "core/capture/fit_person.h"
#include "core/face/expression_names.h"
#include "core/face/face_mesh.h"
#include "core/face/face_tracker.h"
#include "core/face/model_builder/build_face_model.h"
#include "core/lab/face_model/face_basis.h"
#include "core/lab/face_model/face_statistics.h"
#include "core/learning/clips/held_out.h"
#include "core/media/picture.h"
#include "core/packs/pack.h"
#include "core/tensor/parallel.h"
#include "core/tensor/safetensors.h"

namespace orator::lab {
namespace {

namespace fs = std::filesystem;

constexpr int kIdentityCount = 60, kSeenMovements = 48;
constexpr double kDecimetrePerCentimetre = 0.1;
constexpr float kModeRange = 3;  // standard deviations
constexpr float kOpposite = -0.6f;

at::Tensor rowsOf(const cv::Mat1f& matrix) {
  return at::from_blob(const_cast<float*>(matrix.ptr<float>()), {matrix.rows, matrix.cols}).to(at::kDouble);
}

cv::Mat1f matrixOf(const at::Tensor& rows) {
  const at::Tensor values = rows.to(at::kFloat).contiguous();
  return cv::Mat1f(int(values.size(0)), int(values.size(1)), values.data_ptr<float>()).clone();
}

FaceBasis expressionOf(const face::FaceModel& model) {
  std::vector<double> spread(model.expressionDeviation.begin(), model.expressionDeviation.end());
  return {rowsOf(model.expression), at::tensor(spread, at::kDouble)};
}

FaceBasis identityOf(const face::FaceModel& model) {
  return {rowsOf(model.identity), at::ones({model.identity.rows}, at::kDouble)};
}

/// Lids and gaze, whose drawing is exact where the landmarks are not.
bool staysAsDrawn(int direction) {
  return (direction >= face::kBlinkLeft && direction <= face::kEyeWideRight) ||
         direction == face::kGazeHorizontal || direction == face::kGazeVertical;
}

struct Seen {
  FaceStatistics learned, heldOut;
};

Seen readSet(const FaceModelOptions& options, const face::FaceModel& model, const RunContext& context) {
  const learning::HeldOut heldOut(options.heldOut);
  Seen seen{FaceStatistics(model), FaceStatistics(model)};
  const auto files = learning::clipFiles(options.set);
  std::map<std::string, int> clips;
  for (const fs::path& file : files) ++clips[tensor::SafetensorsFile::open(file).metadata().at("speaker")];
  std::int64_t done = 0;
  for (const fs::path& file : files) {
    context.progress("read", done++, std::int64_t(files.size()));
    context.throwIfCancelled();
    const learning::Clip clip = learning::readClip(file);
    (heldOut.contains(clip.speaker) ? seen.heldOut : seen.learned).add(clip, clips[clip.speaker]);
  }
  return seen;
}

void addPortraits(const fs::path& folder, const packs::Pack& pack, const face::FaceModel& model,
                  FaceStatistics& seen, const RunContext& context) {
  face::FaceTracker tracker({pack.file("face_detector"), pack.file("attention_mesh")});
  for (const fs::path& file : entriesOf(folder)) {
    context.throwIfCancelled();
    if (!isFile(file)) continue;
    cv::Mat rgb;
    try {
      rgb = media::readPicture(file).rgb;
    } catch (const Error& error) {
      context.note(error.what());
      continue;
    }
    const auto faces = tracker.detect(rgb);
    if (faces.empty()) continue;
    const face::FaceFit person = face::fitFaceModel(model, faces.front(), rgb.size());
    const face::FaceFit frame = face::fitFaceModel(model, faces.front(), rgb.size(), &person);
    const auto points = capture::headPoints(model, frame, faces.front());
    at::Tensor head = at::empty({1, face::kLandmarkCount, 3});
    for (std::size_t i = 0; i < points.size(); ++i) {
      head[0][std::int64_t(i)][0] = points[i].x;
      head[0][std::int64_t(i)][1] = points[i].y;
      head[0][std::int64_t(i)][2] = points[i].z;
    }
    auto expression = frame.expression;
    seen.addStill("portrait " + file.filename().string(), head,
                  at::from_blob(expression.data(), {1, face::kExpressionCount}).clone());
  }
}

/// Draws the actions over people's mean face and completes them by what people do.
class Learning {
 public:
  Learning(const FaceStatistics& seen, const fs::path& canonicalMesh)
      : mesh_(face::readCanonicalMesh(canonicalMesh)),
        people_(seen.neutralFaces()),
        mirror_(rowsOf(face::buildStudioFaceModel(canonicalMesh).mean).view({-1, 3})) {
    const at::Tensor both = at::cat({people_, mirror_.fields(people_)});
    const at::Tensor average = both.mean(0);
    model_ = face::buildFaceModelOver(mesh_, vertices(average));
    learnIdentity(both, average);
    motion_ = seen.motion();
    motion_ = (motion_ + mirror_.covariance(motion_)) / 2;
    learnExpression();
  }

  face::FaceModel take() { return std::move(model_); }
  const at::Tensor& motion() const { return motion_; }
  const at::Tensor& shapes() const { return shapes_; }

 private:
  std::vector<cv::Vec3d> vertices(const at::Tensor& face) const {
    const at::Tensor points = face.contiguous();
    const auto* value = points.data_ptr<double>();
    std::vector<cv::Vec3d> result;
    for (std::size_t i = 0; i < mesh_.vertices.size(); ++i, value += 3)
      result.push_back(cv::Vec3d(value[0], value[1], value[2]) / kDecimetrePerCentimetre);
    return result;
  }

  void learnIdentity(const at::Tensor& both, const at::Tensor& average) {
    const int irises = 3 * int(mesh_.vertices.size());
    matrixOf(average.slice(0, irises).unsqueeze(0)).copyTo(model_.mean.colRange(irises, model_.mean.cols));
    const at::Tensor centred = both - average;
    shapes_ = at::matmul(centred.t(), centred) / double(both.size(0));
    model_.identity = matrixOf(principal(shapes_, FaceWeights{}.numbers(), kIdentityCount).fields);
  }

  void learnExpression() {
    constexpr FaceWeights kMovement{2, 0.04, 0.5}, kRest{2, 0, 0}, kPicture{1, 1, 0};
    const FaceBasis seen = principal(motion_, kMovement.numbers(), kSeenMovements);
    at::Tensor fields = rowsOf(model_.expression);
    for (int k = 0; k < face::kFirstMode; ++k)
      if (!staysAsDrawn(k)) fields[k] = completed(fields[k].clone(), seen);
    keepLipsTogether(fields);

    FaceBasis controls{fields.slice(0, 0, face::kFirstMode),
                       expressionOf(model_).spread.slice(0, 0, face::kFirstMode)};
    const at::Tensor left = unexplained(motion_, controls, kPicture.numbers());
    const FaceBasis modes = principal(left, kRest.numbers(), face::kModeCount);
    fields.slice(0, face::kFirstMode).copy_(modes.fields * FaceWeights{1, 0, 0}.numbers());
    model_.expression = matrixOf(fields);
    // Completed actions also stand for their opposites, which people do make.
    for (int k = face::kMouthPucker; k < face::kBlinkLeft; ++k)
      model_.expressionMinimum[std::size_t(k)] = kOpposite;
    for (const int k : {face::kJawLeft, face::kJawRight, face::kJawForward})
      model_.expressionMinimum[std::size_t(k)] = kOpposite;
    for (int k = face::kFirstMode; k < face::kExpressionCount; ++k) {
      model_.expressionMinimum[std::size_t(k)] = -kModeRange;
      model_.expressionMaximum[std::size_t(k)] = kModeRange;
      model_.expressionDeviation[std::size_t(k)] = 1;
    }
    measureDeviations(kPicture.numbers());
  }

  /// How far people go along each action: what they go beyond it is their face, not its expression.
  void measureDeviations(const at::Tensor& weights) {
    constexpr double kBetweenPeople = 1.3, kLeast = 0.06;  // of the spread about a clip's own mean
    const at::Tensor scores = projection(expressionOf(model_), weights);
    const at::Tensor within = at::matmul(scores.t(), at::matmul(motion_, scores)).diag().sqrt();
    for (int k = 0; k < face::kBlinkLeft; ++k) {
      float& deviation = model_.expressionDeviation[std::size_t(k)];
      deviation = std::clamp(float(kBetweenPeople * within[k].item<double>()), float(kLeast), deviation);
    }
  }

  /// mouth_close takes back exactly what jaw_open parts.
  void keepLipsTogether(at::Tensor& fields) const {
    const at::Tensor open = fields[face::kJawOpen] + fields[face::kMouthClose];
    const auto parted = vertices(rowsOf(model_.mean)[0] + open);
    auto shut = parted;
    face::closeLips(shut, model_.triangles, face::mirroredVertices(mesh_));
    at::Tensor close = fields[face::kMouthClose];
    for (std::size_t i = 0; i < shut.size(); ++i)
      for (int axis = 0; axis < 3; ++axis)
        close[3 * std::int64_t(i) + axis] += kDecimetrePerCentimetre * (shut[i] - parted[i])[axis];
  }

  const face::CanonicalMesh mesh_;
  const at::Tensor people_;
  const Mirror mirror_;
  face::FaceModel model_;
  at::Tensor motion_, shapes_;
};

/// Percent of the height of the face.
double percent(const at::Tensor& covariance, const at::Tensor& weights, double height) {
  return 100 *
         std::sqrt(2 * (covariance.diag() * weights).sum().item<double>() / weights.sum().item<double>()) /
         height;
}

/// Judges bases on people who were not learned from.
class Judge {
 public:
  Judge(const FaceStatistics& heldOut, const face::FaceModel& model)
      : motion_(heldOut.motion()), people_(heldOut.neutralFaces()) {
    const at::Tensor mean = rowsOf(model.mean).view({-1, 3});
    height_ = (mean[face::kForeheadTop] - mean[face::kChin]).norm().item<double>();
  }

  FaceModelError moved(const at::Tensor& mean) const {
    return {percent(motion_, all_, height_), percent(motion_, lips_, height_),
            percent(shapes(mean), all_, height_)};
  }
  FaceModelError error(const FaceBasis& expression, const at::Tensor& mean, const FaceBasis& identity) const {
    const at::Tensor rest = unexplained(motion_, expression, all_);
    return {percent(rest, all_, height_), percent(rest, lips_, height_),
            percent(unexplained(shapes(mean), identity, all_), all_, height_)};
  }
  FaceModelError error(const face::FaceModel& model) const {
    return error(expressionOf(model), rowsOf(model.mean), identityOf(model));
  }

 private:
  at::Tensor shapes(const at::Tensor& mean) const {
    const at::Tensor centred = people_ - mean;
    return at::matmul(centred.t(), centred) / double(people_.size(0));
  }

  at::Tensor motion_, people_;
  at::Tensor all_ = FaceWeights{1, 1, 0}.numbers();
  at::Tensor lips_ = (FaceWeights{2, 1, 0}.numbers() - all_);
  double height_ = 1;
};

/// T [from, to] with c T = the target's coefficients, regularised towards `start` (an action keeps its own
/// name): minimises |(c T - c') basis|^2 over people and weights, plus what T departs from `start` by.
/// @param power [n, n] mean of c^T c @param shared [n, N] mean of c^T d
at::Tensor nearestMap(const at::Tensor& power, const at::Tensor& shared, const FaceBasis& basis,
                      const at::Tensor& weights, const at::Tensor& start) {
  constexpr double kStay = 10 * 0.012 * 0.012, kLeastPower = 1e-4;
  const at::Tensor from = power.diag().clamp_min(kLeastPower).sqrt().unsqueeze(1);  // [n, 1]
  const at::Tensor to = basis.spread.unsqueeze(0);                                  // [1, m]
  const at::Tensor weighted = basis.fields * weights;
  // In units of spread the two sides diagonalise apart.
  const auto [fromValues, fromAxes] = at::linalg_eigh(power / from / from.t());
  const auto [toValues, toAxes] = at::linalg_eigh(at::matmul(weighted, basis.fields.t()) * to * to.t());
  const at::Tensor right = at::matmul(shared, weighted.t()) / from * to + kStay * from * start / to;
  const at::Tensor inside = at::matmul(at::matmul(fromAxes.t(), right), toAxes) /
                            (fromValues.unsqueeze(1) * toValues.unsqueeze(0) + kStay);
  return at::matmul(at::matmul(fromAxes, inside), toAxes.t()) / from * to;
}

/// Maps between the coefficients of two models: what the same faces have in both. Lids, brows and gaze keep
/// theirs.
void writeRebase(const FaceStatistics& seen, const face::FaceModel& before, const face::FaceModel& model,
                 const fs::path& file) {
  const at::Tensor lips = FaceWeights{4, 0.1, 0}.numbers(), picture = FaceWeights{1, 1, 0}.numbers();
  std::vector<std::int64_t> spoken;
  for (int k = 0; k < face::kExpressionCount; ++k)
    if (k < face::kBlinkLeft || k > face::kGazeVertical) spoken.push_back(k);
  const at::Tensor chosen = at::tensor(spoken);
  const auto block = [&](const at::Tensor& m) { return m.index_select(0, chosen).index_select(1, chosen); };
  const auto part = [&](const FaceBasis& b) {
    return FaceBasis{b.fields.index_select(0, chosen), b.spread.index_select(0, chosen)};
  };
  at::Tensor named = at::eye(face::kExpressionCount, at::kDouble);
  named.slice(0, face::kFirstMode).zero_();
  const auto map = [&](const at::Tensor& power, const at::Tensor& shared, const FaceBasis& basis) {
    const at::Tensor found =
        nearestMap(block(power), shared.index_select(0, chosen), part(basis), lips, block(named));
    at::Tensor whole = at::eye(face::kExpressionCount, at::kDouble);
    whole.index_put_({chosen.unsqueeze(1), chosen.unsqueeze(0)}, found);
    return whole;
  };
  const FaceBasis basis = expressionOf(model);
  const at::Tensor toNew = projection(basis, picture);  // [N, 64]
  const at::Tensor shared = at::matmul(toNew.t(), seen.motion());
  const at::Tensor forward = map(seen.coefficients(), seen.together(), basis);
  const at::Tensor backward = map(at::matmul(shared, toNew), shared, expressionOf(before));
  // Where people's mean faces lie in both.
  const at::Tensor joint = projection(joined(identityOf(model), basis), picture);
  const at::Tensor now =
      at::matmul(seen.meanFaces() - rowsOf(model.mean), joint).slice(1, model.identity.rows);
  at::Tensor offset = (now - at::matmul(seen.meanExpressions(), forward)).mean(0);
  offset.slice(0, face::kBlinkLeft, face::kGazeVertical + 1).zero_();
  tensor::writeSafetensors(file,
                           {{"forward", forward.to(at::kFloat)},
                            {"backward", backward.to(at::kFloat)},
                            {"offset", offset.to(at::kFloat)}},
                           {{"format", "1"}, {"basis", model.id}});
}

nlohmann::json asJson(const FaceModelError& error) {
  return {{"motion", error.motion}, {"lips", error.lips}, {"identity", error.identity}};
}

void writeReport(const FaceModelResult& result, const fs::path& file) {
  nlohmann::json curve = nlohmann::json::array();
  for (const auto& point : result.curve)
    curve.push_back({{"directions", point.directions}, {"error", asJson(point.error)}});
  const nlohmann::json report{
      {"people", result.people},       {"held_out_people", result.heldOutPeople},
      {"frames", result.frames},       {"unit", "percent of the height of the face, root mean square"},
      {"moved", asJson(result.moved)}, {"before", asJson(result.before)},
      {"after", asJson(result.after)}, {"curve", curve}};
  writeFile(file, report.dump(1) + "\n");
}

}  // namespace

FaceModelResult trainFaceModel(const FaceModelOptions& options, const RunContext& context) {
  if (options.threads > 0) tensor::setThreadCount(options.threads);
  makeFolder(options.out);
  const packs::Pack pack = packs::openPack(options.pack);
  const face::FaceModel before = face::loadFaceModel(pack.file("face_model"));
  Seen seen = readSet(options, before, context);
  if (!options.portraits.empty()) addPortraits(options.portraits, pack, before, seen.learned, context);
  if (std::ptrdiff_t(seen.learned.people()) < kIdentityCount / 2 || seen.heldOut.people() == 0)
    throw Error(ErrorCode::invalidArgument, pathText(options.set),
                "there are " + std::to_string(seen.learned.people()) + " people to learn from and " +
                    std::to_string(seen.heldOut.people()) + " to judge on",
                "Build a data set of thirty people or more");

  Learning learning(seen.learned, pack.file("canonical_mesh"));
  const face::FaceModel model = learning.take();
  FaceModelResult result;
  result.people = seen.learned.people();
  result.heldOutPeople = seen.heldOut.people();
  result.frames = seen.learned.frames();
  const Judge judge(seen.heldOut, before);
  result.moved = judge.moved(rowsOf(before.mean));
  result.before = judge.error(before);
  result.after = judge.error(model);
  const FaceBasis movements = principal(learning.motion(), FaceWeights{2, 1, 0.5}.numbers(), 64),
                  identities = principal(learning.shapes(), FaceWeights{}.numbers(), 64);
  for (const int n : {4, 8, 16, 24, 32, 48, 64}) {
    const auto first = [n](const FaceBasis& b) {
      return FaceBasis{b.fields.slice(0, 0, n), b.spread.slice(0, 0, n)};
    };
    result.curve.push_back({n, judge.error(first(movements), rowsOf(model.mean), first(identities))});
  }
  result.model = options.out / "face_model.safetensors";
  face::saveFaceModel(model, result.model);
  writeRebase(seen.learned, before, model, options.out / "rebase.safetensors");
  writeReport(result, options.out / "report.json");
  return result;
}

}  // namespace orator::lab
