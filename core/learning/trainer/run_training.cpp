#include "core/learning/trainer/run_training.h"

#include <ATen/ATen.h>

#include <algorithm>

#include "core/base/file_system.h"
#include "core/base/files.h"
#include "core/learning/trainer/training_log.h"

namespace orator::learning {
namespace {

TrainingSetup wholeSetup(const TrainingPlan& plan) {
  TrainingSetup setup = plan.setup;
  setup["seed"] = std::to_string(plan.seed);
  setup["steps"] = std::to_string(plan.steps);
  setup["learning rate"] = std::to_string(plan.learningRate.peak);
  setup["warm-up steps"] = std::to_string(plan.learningRate.warmUpSteps);
  return setup;
}

/// @return the step that comes first
std::int64_t restore(Trainer& trainer, const TrainingPlan& plan, const std::filesystem::path& file,
                     const TrainingSetup& setup) {
  if (!isThere(file)) return 0;
  const TrainingProgress progress = readTrainingState(file, plan.trainer, setup, trainer.state());
  for (const auto& [name, unused] : trainer.numbers())
    if (!progress.numbers.contains(name))
      throw Error(ErrorCode::checkpointRefused, pathText(file), "its numbers have no " + name,
                  "Begin the training again in another folder (--out)");
  trainer.setNumbers(progress.numbers);
  return progress.step;
}

/// Means since the last line of the log.
class Means {
 public:
  explicit Means(std::size_t count) : sums_(count) {}
  void add(const std::vector<double>& values) {
    for (std::size_t i = 0; i < sums_.size(); ++i) sums_[i] += values.at(i);
    ++count_;
  }
  std::vector<double> take() {
    std::vector<double> means = sums_;
    for (double& mean : means) mean /= std::max(1, count_);
    std::fill(sums_.begin(), sums_.end(), 0.0);
    count_ = 0;
    return means;
  }

 private:
  std::vector<double> sums_;
  int count_ = 0;
};

}  // namespace

void runTraining(Trainer& trainer, const TrainingPlan& plan, const RunContext& context) {
  const std::filesystem::path file = plan.folder / "state.safetensors";
  const TrainingSetup setup = wholeSetup(plan);
  std::int64_t step = restore(trainer, plan, file, setup);
  trainer.begin(step);
  std::vector<std::string> columns{"learning_rate"};
  columns.insert(columns.end(), plan.losses.begin(), plan.losses.end());
  columns.insert(columns.end(), plan.judgement.begin(), plan.judgement.end());
  TrainingLog log(plan.folder / "log.csv", columns, step);
  Means means(plan.losses.size());
  const auto save = [&] {
    writeTrainingState(file, plan.trainer, setup, {step, trainer.numbers()}, trainer.state());
  };

  for (; step < plan.steps;) {
    context.progress("train", step, plan.steps);
    if (context.stop.stop_requested()) {
      save();
      context.throwIfCancelled();
    }
    std::mt19937_64 random(plan.seed * 0x9E3779B97F4A7C15ull + std::uint64_t(step));
    at::manual_seed(random());
    const double learningRate = plan.learningRate.at(step, plan.steps);
    means.add(trainer.step(step, learningRate, random));
    ++step;
    if (step % plan.reportEvery != 0 && step != plan.steps) continue;
    std::vector<double> line{learningRate};
    for (const auto& values : {means.take(), trainer.judge(step)})
      line.insert(line.end(), values.begin(), values.end());
    log.row(step, line);
    save();
  }
  context.progress("train", step, plan.steps);
}

}  // namespace orator::learning
