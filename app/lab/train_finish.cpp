#include <CLI/App.hpp>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/command_line/options.h"
#include "app/lab/train_commands.h"
#include "core/base/output_guard.h"
#include "core/learning/finish/finish_task.h"

namespace orator::cli {

void addTrainFinish(CLI::App& train, CommandSession& session) {
  CLI::App* command = train.add_subcommand(
      "finish", "The network that completes mouths or eyes of warped frames, from a set of pairs");
  auto task = std::make_shared<learning::FinishTask>();
  command->add_option("--feature", task->feature, "mouth or eye")
      ->check(CLI::IsMember({"mouth", "eye"}))
      ->required();
  addPath(*command, "--set", task->set, "Set of orator-lab dataset finish")->required();
  addPath(*command, "--out", task->folder,
          "Folder for weights, sheet, state and log; a run left there goes on")
      ->required();
  addPath(*command, "--start", task->start, "Weights to begin with (default: none)");
  addPath(*command, "--held-out", task->heldOut,
          "Text file with the people to judge by, one a line (default: every sixth)");
  command->add_option("--steps", task->steps, "Steps (default 20000)")->check(CLI::PositiveNumber);
  command->add_option("--batch", task->batch, "Pairs in a step (default 16)")->check(CLI::Range(1, 256));
  command->add_option("--learning-rate", task->learningRate, "Its peak (default 0.0004)")
      ->check(CLI::PositiveNumber);
  command
      ->add_option("--critic-from", task->criticFrom,
                   "Share of the steps before the critic has a say (default 0.3)")
      ->check(CLI::Range(0.0, 1.0));
  command->add_option("--critic-weight", task->criticWeight, "Weight of the critic (default 0.02)")
      ->check(CLI::NonNegativeNumber);
  command->add_option("--judge-every", task->judgeEvery, "Steps between two judgements (default 500)")
      ->check(CLI::PositiveNumber);
  command->add_option("--threads", task->threads, "Processors to use (default: all)")
      ->check(CLI::Range(0, 1024));
  command->add_option("--precision", task->precision, "auto, float32 or bfloat16 (default auto)");
  command->add_option("--seed", task->seed, "Same seed, same run");
  addDevice(*command, task->device);
  addProgressOption(*command, session);
  command->callback([&session, task] {
    session.work = [&session, task] {
      requireSeparateFiles({task->folder}, {task->set});
      const learning::FinishResult r = learning::trainFinish(*task, session.context());
      const auto weights = task->folder / "finish.safetensors";
      char text[240];
      std::snprintf(
          text, sizeof text,
          ": %zu clips, %zu to judge by; difference %.2f (as warped %.2f), SSIM %.3f (%.3f), detail %.2f",
          r.trainingClips, r.validationClips, r.difference, r.warpedDifference, r.ssim, r.warpedSsim,
          r.detail);
      session.progress().finished(weights.string() + text, {{"output", weights.string()},
                                                            {"difference", r.difference},
                                                            {"warped_difference", r.warpedDifference},
                                                            {"ssim", r.ssim},
                                                            {"warped_ssim", r.warpedSsim},
                                                            {"detail", r.detail}});
    };
  });
}

}  // namespace orator::cli
