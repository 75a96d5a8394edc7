#include <CLI/App.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/command_line/options.h"
#include "app/lab/train_commands.h"
#include "core/base/output_guard.h"
#include "core/learning/motion_nets/train_request.h"

namespace orator::cli {
namespace {

using learning::TrainRequest;
using Work = std::filesystem::path (*)(const TrainRequest&, const RunContext&);

void addSteps(CLI::App& command, const std::string& name, std::int64_t& steps) {
  command.add_option(name, steps, "Training steps (default " + std::to_string(steps) + ")")
      ->check(CLI::PositiveNumber);
}

struct Training {
  CLI::App* command;
  std::shared_ptr<TrainRequest> request;
};

Training addTraining(CLI::App& train, CommandSession& session, const std::string& name,
                     const std::string& help, Work work) {
  auto request = std::make_shared<TrainRequest>();
  CLI::App* command = train.add_subcommand(name, help);
  addPath(*command, "--set", request->set, "Data set made by dataset build")->required();
  addPath(*command, "--out", request->out,
          "Folder for weights, log and state; a training goes on where the folder was left")
      ->required();
  addPath(*command, "--held-out", request->heldOut,
          "Text file with the speakers to validate on, one a line (default: every sixth)");
  command->add_option("--pack", request->pack, "Pack whose face model is the basis (default studio)")
      ->type_name("NAME");
  command->add_option("--seed", request->seed, "The same seed and set give the same run (default 1)");
  command
      ->add_option("--share", request->share,
                   "Learn from this share of the speakers, to see what more of them would give (default 1)")
      ->check(CLI::Range(0.001, 1.0));
  addDevice(*command, request->device);
  command->add_option("--threads", request->threads, "Processor threads (default: all)")
      ->check(CLI::Range(0, 256));
  addProgressOption(*command, session);
  command->callback([&session, request, work] {
    session.work = [&session, request, work] {
      requireSeparateFiles(
          {request->out}, {request->set, request->heldOut, request->spoken, request->start, request->expNet});
      const std::string file = work(*request, session.context()).string();
      session.progress().finished(file, {{"output", file}});
    };
  });
  return {command, request};
}

void addExpNetMaterial(const Training& training) {
  training.command
      ->add_option("--precision", training.request->precision,
                   "Of the convolutions: auto (bfloat16 where the processor has it), float32 or bfloat16")
      ->check(CLI::IsMember({"auto", "float32", "bfloat16"}))
      ->type_name("TYPE");
  addPath(*training.command, "--spoken", training.request->spoken,
          "Synthetic voices made by dataset speak, to learn closures of the lips from as well");
  training.command->add_option(
      "--anchor", training.request->anchor,
      "Sub-folder of the clips whose sound is known to be exact; the others are moved to it");
}

}  // namespace

void addTrainMotion(CLI::App& train, CommandSession& session) {
  const Training expNet = addTraining(train, session, "expnet", "Voice to expression", learning::trainExpNet);
  addSteps(*expNet.command, "--steps", expNet.request->expNetSteps);
  addPath(
      *expNet.command, "--start", expNet.request->start,
      "expnet.safetensors to learn on from (default: random weights): your own speakers, or another basis");
  addExpNetMaterial(expNet);

  const Training pose =
      addTraining(train, session, "posevae", "Voice and style to head pose", learning::trainPoseVae);
  addSteps(*pose.command, "--steps", pose.request->poseVaeSteps);
  addPath(*pose.command, "--expnet", pose.request->expNet,
          "expnet.safetensors, whose audio encoder is shared")
      ->required();

  const Training both = addTraining(train, session, "reproduce", "Both networks, one after the other",
                                    learning::reproduceMotionNetworks);
  addSteps(*both.command, "--expnet-steps", both.request->expNetSteps);
  addSteps(*both.command, "--posevae-steps", both.request->poseVaeSteps);
  addExpNetMaterial(both);
}

}  // namespace orator::cli
