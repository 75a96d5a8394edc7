#include "core/lab/face_model/face_model_trainer.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <fstream>

#include "core/face/expression_names.h"
#include "core/lab/face_model/face_basis.h"
#include "core/lab/face_model/face_statistics.h"
#include "core/motion/sadtalker/exp_net.h"
#include "core/tensor/safetensors.h"
#include "core/tensor/weight_store.h"
#include "tests/support/files.h"
#include "tests/support/studio_pack.h"

namespace orator::lab {
namespace {

using test::studioFaceModel;

constexpr std::int64_t kNumbers = 3 * face::kLandmarkCount;

at::Tensor rowsOf(const cv::Mat1f& m) {
  return at::from_blob(const_cast<float*>(m.ptr<float>()), {m.rows, m.cols}).to(at::kDouble);
}

/// People who open their mouths by a sine, each with a face of their own.
learning::Clip clipOf(const std::string& speaker, std::int64_t frames) {
  at::manual_seed(std::hash<std::string>{}(speaker));
  const face::FaceModel& model = studioFaceModel();
  const at::Tensor identity = at::randn({1, model.identity.rows}, at::kDouble);
  at::Tensor expression = at::zeros({frames, face::kExpressionCount}, at::kDouble);
  expression.select(1, face::kJawOpen).copy_(0.3 + 0.3 * at::sin(at::arange(frames, at::kDouble)));
  expression.select(1, face::kMouthPucker).copy_(0.2 * at::randn({frames}, at::kDouble));
  learning::Clip clip;
  clip.name = clip.file = speaker;
  clip.speaker = speaker;
  clip.expression = expression.to(at::kFloat);
  clip.points = (rowsOf(model.mean) + at::matmul(identity, rowsOf(model.identity)) +
                 at::matmul(expression, rowsOf(model.expression)))
                    .view({frames, face::kLandmarkCount, 3})
                    .to(at::kHalf);
  clip.pose = at::zeros({frames, 6});
  clip.identity = identity.squeeze(0).to(at::kFloat);
  clip.eyeOpening = clip.lipOpening = clip.lipWidth = at::zeros({frames});
  clip.mel = at::empty({80, 0});
  clip.voice = at::empty({0}, at::kShort);
  clip.faceHeight = 1.5f;
  return clip;
}

TEST(RigidMotion, IsTakenOutAndTheMouthStays) {
  const at::Tensor rest = rowsOf(studioFaceModel().mean).view({face::kLandmarkCount, 3});
  const at::Tensor open =
      rest + 0.5 * rowsOf(studioFaceModel().expression)[face::kJawOpen].view({face::kLandmarkCount, 3});
  const auto turned = [](const at::Tensor& p, double roll, double shift, double size) {
    at::Tensor q = p.clone();
    q.select(1, 0).copy_(size * (p.select(1, 0) - roll * p.select(1, 1)) + shift);
    q.select(1, 1).copy_(size * (p.select(1, 1) + roll * p.select(1, 0)) - shift);
    return q;
  };
  const at::Tensor head = at::stack({rest, turned(rest, 0.01, 0.02, 1.01), turned(open, -0.01, 0.01, 0.99)});
  const at::Tensor still = withoutRigidMotion(head);
  const double before = (head[1] - head[0]).norm().item<double>();
  EXPECT_LT((still[1] - still[0]).slice(1, 0, 2).norm().item<double>(), 0.1 * before);
  EXPECT_NEAR((still[2] - still[0])[152][1].item<double>(), (open - rest)[152][1].item<double>(), 0.01);
}

TEST(Principal, SortsByVarianceAndScalesToIt) {
  at::Tensor wide = at::zeros({1, kNumbers}, at::kDouble), narrow = wide.clone();
  wide[0][3 * 152 + 1] = 1;
  narrow[0][3 * 61] = 1;
  const at::Tensor motion = 0.04 * at::matmul(wide.t(), wide) + 0.01 * at::matmul(narrow.t(), narrow);
  const FaceBasis basis = principal(motion, FaceWeights{}.numbers(), 2);
  EXPECT_LT((basis.fields[0] - 0.2 * wide[0]).norm().item<double>(), 1e-6);
  EXPECT_LT((basis.fields[1] - 0.1 * narrow[0]).norm().item<double>(), 1e-6);
  EXPECT_LT(unexplained(motion, {basis.fields, 100 * basis.spread}, FaceWeights{}.numbers())
                .diag()
                .sum()
                .item<double>(),
            1e-4);
}

TEST(Completed, BringsTheRestOfTheFaceAlongAsFarAsPeopleShowIt) {
  at::Tensor corner = at::zeros({kNumbers}, at::kDouble), nobodys = corner.clone(), seen = corner.clone();
  corner[3 * 61] = 0.05;       // what is drawn: the corner of the mouth
  nobodys[3 * 10 + 1] = 0.05;  // nobody moves the top of the forehead
  seen[3 * 61] = 0.05;
  seen[3 * 50 + 1] = 0.03;  // the cheek goes with the corner
  const FaceBasis movements{seen.unsqueeze(0), at::ones({1}, at::kDouble)};
  const at::Tensor whole = completed(corner, movements);
  EXPECT_NEAR(whole[3 * 61].item<double>(), 0.05, 0.01);
  EXPECT_NEAR(whole[3 * 50 + 1].item<double>(), 0.03, 0.01);
  EXPECT_LT((completed(nobodys, movements) - nobodys).norm().item<double>(), 1e-6);
}

TEST(FaceModelTrainer, LearnsAModelOfWhatTheSetShows) {
  const test::TemporaryFolder folder;
  for (int i = 0; i < 36; ++i) learning::writeClip(folder / "set", clipOf("person" + std::to_string(i), 24));
  std::ofstream(folder / "held.txt") << "person3\nperson14\n";
  FaceModelOptions options;
  options.set = folder / "set";
  options.out = folder / "out";
  options.heldOut = folder / "held.txt";
  const FaceModelResult result = trainFaceModel(options, {});
  EXPECT_EQ(result.people, 34u);
  EXPECT_EQ(result.heldOutPeople, 2u);
  EXPECT_LT(result.after.motion, 0.4 * result.moved.motion);
  EXPECT_LT(result.after.identity, result.moved.identity);
  const face::FaceModel learned = face::loadFaceModel(result.model);
  for (int axis = 0; axis < 3; ++axis) {
    const auto together = [&](int vertex) {
      const int column = 3 * vertex + axis;
      return learned.mean(0, column) + learned.expression(face::kJawOpen, column) +
             learned.expression(face::kMouthClose, column);
    };
    EXPECT_NEAR(together(13), together(14), 1e-4);
  }
  const auto rebase = tensor::SafetensorsFile::open(options.out / "rebase.safetensors");
  EXPECT_EQ(rebase.tensor("forward")[face::kBlinkLeft][face::kBlinkLeft].item<float>(), 1);
  EXPECT_TRUE(std::filesystem::exists(options.out / "report.json"));
}

TEST(FaceModelTrainer, RefusesASetOfTooFewPeople) {
  const test::TemporaryFolder folder;
  learning::writeClip(folder / "set", clipOf("alone", 24));
  FaceModelOptions options;
  options.set = folder / "set";
  options.out = folder / "out";
  EXPECT_EQ(test::errorOf([&] { trainFaceModel(options, {}); }).code(), ErrorCode::invalidArgument);
}

}  // namespace
}  // namespace orator::lab
