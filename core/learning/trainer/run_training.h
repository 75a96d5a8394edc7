#pragma once

#include <cstdint>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "core/base/run_context.h"
#include "core/learning/trainer/learning_rate.h"
#include "core/learning/trainer/training_state.h"

namespace orator::learning {

/// How a training runs, whatever it trains.
struct TrainingPlan {
  std::string trainer;           ///< names the state file's kind: "expnet"
  std::filesystem::path folder;  ///< exists; state.safetensors and log.csv are written to it
  std::int64_t steps = 0;
  std::int64_t reportEvery = 100;  ///< steps between two lines of the log, each with a kept state
  std::uint64_t seed = 1;
  LearningRate learningRate;
  TrainingSetup setup;                 ///< besides what stands here: data set, precision, ...
  std::vector<std::string> losses;     ///< columns of the log: what step() returns, averaged
  std::vector<std::string> judgement;  ///< columns of the log: what judge() returns
};

/// What one kind of training does. One thread.
class Trainer {
 public:
  virtual ~Trainer() = default;

  /// Everything that a later run needs to go on: networks, averages, optimisers. Shared, so that copying into
  /// them restores them. The same names and shapes at every call.
  virtual NamedTensors state() = 0;
  /// Numbers beside the tensors.
  virtual std::map<std::string, double> numbers() const = 0;
  /// @throws Error or std::out_of_range where one of numbers() is missing
  virtual void setNumbers(const std::map<std::string, double>& numbers) = 0;
  /// Called once, after the state was restored or where there was none. @param step that comes first
  virtual void begin(std::int64_t step) = 0;
  /// Learns from one batch, which depends on `random` alone. @return the plan's losses
  virtual std::vector<double> step(std::int64_t step, double learningRate, std::mt19937_64& random) = 0;
  /// Judges what was learned; writes what is worth keeping. @param done steps @return the plan's judgement
  virtual std::vector<double> judge(std::int64_t done) = 0;
};

/// Trains, or goes on where the folder was left. Batches depend on seed and step alone: a run that was
/// stopped goes on as if it had not been. Progress stage: "train" (steps).
/// @throws Error as readTrainingState(), outputUnwritable, diskFull (also of the log), cancelled (the state
/// is kept)
void runTraining(Trainer& trainer, const TrainingPlan& plan, const RunContext& context);

}  // namespace orator::learning
