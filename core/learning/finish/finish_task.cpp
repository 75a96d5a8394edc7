#include "core/learning/finish/finish_task.h"

#include "core/learning/clips/held_out.h"
#include "core/learning/finish/finish_trainer.h"
#include "core/learning/trainer/curve_plot.h"
#include "core/learning/trainer/precision.h"
#include "core/tensor/device.h"
#include "core/tensor/parallel.h"

namespace orator::learning {

FinishResult trainFinish(const FinishTask& task, const RunContext& context) {
  if (task.feature != "mouth" && task.feature != "eye")
    throw Error(ErrorCode::invalidArgument, "--feature", "\"" + task.feature + "\" is no feature of a face",
                "Give mouth or eye");
  tensor::setThreadCount(task.threads);
  FinishOptions options;
  options.feature = task.feature == "mouth" ? render::finish::Feature::mouth : render::finish::Feature::eye;
  options.steps = task.steps;
  options.batch = task.batch;
  options.learningRate.peak = task.learningRate;
  options.criticFrom = task.criticFrom;
  options.criticWeight = task.criticWeight;
  options.matchWeight = task.matchWeight;
  options.judgeEvery = task.judgeEvery;
  options.seed = task.seed;
  options.device = tensor::deviceOf(task.device);
  options.precision = precisionOf(task.precision, options.device);
  options.start = task.start;
  const HeldOut heldOut(task.heldOut);
  std::vector<FinishPairs> training, validation;
  for (const auto& file : pairFiles(task.set)) {
    FinishPairs pairs = readPairs(file);
    (heldOut.contains(pairs.speaker) ? validation : training).push_back(std::move(pairs));
  }
  const FinishScore score = trainFinish(training, validation, options, task.folder, context);
  plotTrainingLog(task.folder / "log.csv", task.folder / "log.png");
  return {training.size(), validation.size(), score.difference, score.warpedDifference,
          score.ssim,      score.warpedSsim,  score.detail};
}

}  // namespace orator::learning
