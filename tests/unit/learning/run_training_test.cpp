// The frame of every training: state, resume, log, learning rate, precision.
#include "core/learning/trainer/run_training.h"

#include <ATen/ATen.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "core/learning/trainer/precision.h"
#include "core/learning/trainer/training_log.h"
#include "core/tensor/safetensors.h"
#include "tests/support/files.h"
#include "tests/support/progress.h"

namespace orator::learning {
namespace {

namespace fs = std::filesystem;
using test::errorOf;
using test::TemporaryFolder;
using testing::HasSubstr;

/// Learns by adding what chance says.
class Adder : public Trainer {
 public:
  NamedTensors state() override { return {{"sum", sum_}}; }
  std::map<std::string, double> numbers() const override { return {{"best", best_}}; }
  void setNumbers(const std::map<std::string, double>& numbers) override { best_ = numbers.at("best"); }
  void begin(std::int64_t step) override { begun = step; }
  std::vector<double> step(std::int64_t, double learningRate, std::mt19937_64& random) override {
    const double drawn = std::uniform_real_distribution<double>(0, 1)(random);
    sum_ += learningRate * drawn;
    return {drawn};
  }
  std::vector<double> judge(std::int64_t done) override {
    best_ = double(done);
    return {best_};
  }
  double sum() const { return sum_.item<double>(); }
  double best() const { return best_; }

  std::int64_t begun = -1;

 private:
  at::Tensor sum_ = at::zeros({1}, at::kDouble);
  double best_ = 0;
};

TrainingPlan planIn(const fs::path& folder) {
  TrainingPlan plan;
  plan.trainer = "adder";
  plan.folder = folder;
  plan.steps = 10;
  plan.reportEvery = 4;
  plan.setup = {{"data set", "3 clips abc"}};
  plan.losses = {"drawn"};
  plan.judgement = {"done"};
  return plan;
}

std::string contents(const fs::path& file) {
  std::ifstream stream(file);
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// Stopped before step 6, its state kept.
void stopAtSix(const TrainingPlan& plan) {
  test::StopAt user(6, "train");
  Adder adder;
  ASSERT_EQ(errorOf([&] { runTraining(adder, plan, user.context()); }).code(), ErrorCode::cancelled);
}

TEST(RunTraining, GoesOnAfterAStopAsIfItHadNotStopped) {
  const TemporaryFolder whole, parts;
  Adder one, two;
  runTraining(one, planIn(whole.path()), {});
  stopAtSix(planIn(parts.path()));
  runTraining(two, planIn(parts.path()), {});
  EXPECT_EQ(two.begun, 6);
  EXPECT_DOUBLE_EQ(two.sum(), one.sum());
  EXPECT_EQ(two.best(), 10);
  EXPECT_THAT(contents(whole / "log.csv"), HasSubstr("step,learning_rate,drawn,done\n4,"));
}

TEST(RunTraining, DropsLinesOfTheLogThatItsStateDoesNotKnow) {
  const TemporaryFolder folder;
  stopAtSix(planIn(folder.path()));
  std::ofstream(folder / "log.csv", std::ios::app)
      << "8,0,0,0\n";  // a run that was killed before it kept its state
  Adder adder;
  runTraining(adder, planIn(folder.path()), {});
  const std::string log = contents(folder / "log.csv");
  EXPECT_THAT(log, testing::MatchesRegex("step[^\n]*\n4,[^\n]*\n8,[^\n]*\n10,[^\n]*\n"));
  EXPECT_THAT(log, testing::Not(HasSubstr("8,0,0,0")));
}

/// A training that would be neither the old nor the new one.
TEST(RunTraining, RefusesToGoOnWithAnotherSeedDataSetOrSchedule) {
  const TemporaryFolder folder;
  stopAtSix(planIn(folder.path()));
  const std::string before = contents(folder / "state.safetensors");
  const auto refused = [&](const std::function<void(TrainingPlan&)>& change) {
    TrainingPlan plan = planIn(folder.path());
    change(plan);
    Adder adder;
    return errorOf([&] { runTraining(adder, plan, {}); });
  };
  const std::pair<std::function<void(TrainingPlan&)>, const char*> changes[] = {
      {[](TrainingPlan& plan) { plan.seed = 2; }, "seed 1 (now 2)"},
      {[](TrainingPlan& plan) { plan.steps = 20; }, "steps 10 (now 20)"},
      {[](TrainingPlan& plan) { plan.learningRate.peak = 0.5; }, "learning rate 0.001000 (now 0.500000)"},
      {[](TrainingPlan& plan) { plan.setup["data set"] = "4 clips def"; },
       "data set 3 clips abc (now 4 clips def)"},
      {[](TrainingPlan& plan) { plan.setup["anchor"] = "grid"; }, "anchor none (now grid)"},
      {[](TrainingPlan& plan) { plan.trainer = "other"; }, "a training of adder"}};
  for (const auto& [change, reason] : changes) {
    const Error error = refused(change);
    EXPECT_EQ(error.code(), ErrorCode::invalidArgument) << reason;
    EXPECT_THAT(error.reason(), HasSubstr(reason));
    EXPECT_THAT(error.remedy(), HasSubstr("another folder (--out)"));
  }
  EXPECT_EQ(contents(folder / "state.safetensors"), before);
}

TEST(TrainingState, OfAnotherFormatOrWithoutItsKeysIsRefused) {
  const TemporaryFolder folder;
  const std::map<std::string, std::string> whole{{"format", "orator training state 1"},
                                                 {"trainer", "adder"},
                                                 {"step", "3"},
                                                 {"setup", R"({"seed":"1"})"},
                                                 {"numbers", R"({"best":2.5})"}};
  const auto refusal = [&](const std::map<std::string, std::string>& metadata, const NamedTensors& tensors) {
    tensor::writeSafetensors(folder / "state.safetensors", tensors, metadata);
    at::Tensor sum = at::full({1}, 7.0, at::kDouble);
    const Error error = errorOf([&] {
      readTrainingState(folder / "state.safetensors", "adder", {{"seed", "1"}}, {{"sum", sum}});
    });
    EXPECT_EQ(error.code(), ErrorCode::checkpointRefused) << error.what();
    EXPECT_THAT(error.remedy(), HasSubstr("--out"));
    EXPECT_EQ(sum.item<double>(), 7) << "nothing is copied from a file that is refused";
    return error.reason();
  };
  const NamedTensors good{{"sum", at::ones({1}, at::kDouble)}};
  for (const auto& [key, unused] : whole) {
    auto without = whole;
    without.erase(key);
    EXPECT_THAT(refusal(without, good), HasSubstr("no " + key));
  }
  const auto with = [&](const char* key, const char* value) {
    auto changed = whole;
    changed[key] = value;
    return changed;
  };
  for (const char* step : {"-1", "1e3", "99999999999999999999", ""}) refusal(with("step", step), good);
  for (const char* json : {"{", "[]", R"({"seed":1})", R"({"seed":null})"})
    refusal(with("setup", json), good);
  for (const char* json : {"{", "[]", R"({"best":"x"})"}) refusal(with("numbers", json), good);
  refusal(with("format", "orator training state 2"), good);
  refusal(whole, {{"other", at::ones({1}, at::kDouble)}});
  refusal(whole, {{"sum", at::ones({2}, at::kDouble)}});
  refusal(whole, {{"sum", at::ones({1})}});
  refusal(whole, {{"sum", at::full({1}, std::nan(""), at::kDouble)}});
}

TEST(RunTraining, RefusesAStateWithoutANumberOfItsTrainer) {
  const TemporaryFolder folder;
  writeTrainingState(folder / "state.safetensors", "adder",
                     {{"data set", "3 clips abc"},
                      {"seed", "1"},
                      {"steps", "10"},
                      {"learning rate", "0.001000"},
                      {"warm-up steps", "0"}},
                     {3, {}}, {{"sum", at::ones({1}, at::kDouble)}});
  Adder adder;
  const Error error = errorOf([&] { runTraining(adder, planIn(folder.path()), {}); });
  EXPECT_EQ(error.code(), ErrorCode::checkpointRefused);
  EXPECT_THAT(error.reason(), HasSubstr("best"));
}

TEST(RunTraining, SaysThatTheDiskIsFullWhereTheLogCannotBeWritten) {
  const TemporaryFolder folder;
  fs::create_symlink("/dev/full", folder / "log.csv");
  Adder adder;
  const Error error = errorOf([&] { runTraining(adder, planIn(folder.path()), {}); });
  EXPECT_EQ(error.code(), ErrorCode::diskFull);
  EXPECT_THAT(error.subject(), HasSubstr("log.csv"));
}

TEST(LearningRate, RisesInALineAndFallsToItsFloor) {
  const LearningRate rate{.peak = 2, .warmUpSteps = 10, .floor = 0.1};
  EXPECT_DOUBLE_EQ(rate.at(0, 110), 0.2);
  EXPECT_DOUBLE_EQ(rate.at(9, 110), 2);
  EXPECT_DOUBLE_EQ(rate.at(10, 110), 2);
  EXPECT_NEAR(rate.at(60, 110), 2 * 0.55, 1e-12);
  EXPECT_NEAR(rate.at(110, 110), 0.2, 1e-12);
}

TEST(Precision, IsTheProcessorsOrRefused) {
  EXPECT_EQ(precisionOf("float32", at::kCPU), at::kFloat);
  const at::ScalarType automatic = precisionOf("auto", at::kCPU);
  if (automatic == at::kBFloat16)
    EXPECT_EQ(precisionOf("bfloat16", at::kCPU), at::kBFloat16);
  else
    EXPECT_EQ(errorOf([] { precisionOf("bfloat16", at::kCPU); }).code(), ErrorCode::deviceUnavailable);
  EXPECT_EQ(precisionOf("auto", at::kCUDA), at::kBFloat16);
  EXPECT_EQ(errorOf([] { precisionOf("float64", at::kCPU); }).code(), ErrorCode::invalidArgument);
}

}  // namespace
}  // namespace orator::learning
