#include <CLI/App.hpp>
#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/command_line/options.h"
#include "app/lab/train_commands.h"
#include "core/base/output_guard.h"
#include "core/learning/clips/split_set.h"
#include "core/learning/motion_nets/average_expnet.h"
#include "core/learning/motion_nets/rebase_posevae.h"
#include "core/packs/pack.h"

namespace orator::cli {
namespace {

struct WeightsArguments {
  std::filesystem::path expNet, towards, poseVae, set, heldOut, output;
  double share = 0.5;
  std::string pack = "studio";
};

void addJudgingClips(CLI::App& command, WeightsArguments& arguments, CommandSession& session) {
  addPath(command, "--set", arguments.set, "Data set made by dataset build")->required();
  addPath(command, "--held-out", arguments.heldOut,
          "Text file with the speakers to judge by, one a line (default: every sixth)");
  addPath(command, "--out", arguments.output, "Safetensors file to write")->required();
  addProgressOption(command, session);
}

learning::Split judgingSplit(const WeightsArguments& arguments, CommandSession& session) {
  requireSeparateFiles({arguments.output}, {arguments.expNet, arguments.towards, arguments.poseVae,
                                            arguments.set, arguments.heldOut});
  return learning::splitSet({.set = arguments.set, .heldOut = arguments.heldOut}, session.context());
}

void averageWeights(const WeightsArguments& arguments, CommandSession& session) {
  const learning::Split split = judgingSplit(arguments, session);
  const auto model = face::loadFaceModel(packs::openPack(arguments.pack).file("face_model"));
  const double factor = learning::averageExpNet(arguments.expNet, arguments.towards, arguments.share,
                                                split.validation, model, arguments.output);
  session.context().note("extent restored by a factor of " + std::to_string(factor));
  session.progress().finished(arguments.output.string(),
                              {{"output", arguments.output.string()}, {"extent", factor}});
}

void carryHearing(const WeightsArguments& arguments, CommandSession& session) {
  const learning::Split split = judgingSplit(arguments, session);
  const double share = learning::rebasePoseVae(arguments.poseVae, arguments.expNet, split.training,
                                               split.validation, arguments.output);
  session.context().note("of what it heard in other people's voices it hears " +
                         std::to_string(std::lround(100 * share)) + " %");
  session.progress().finished(arguments.output.string(),
                              {{"output", arguments.output.string()}, {"heard", share}});
}

}  // namespace

void addTrainWeights(CLI::App& train, CommandSession& session) {
  auto averaged = std::make_shared<WeightsArguments>();
  CLI::App* command = train.add_subcommand(
      "average-expnet", "Weights between two ExpNets of which one learned on from the other");
  addPath(*command, "--expnet", averaged->expNet, "expnet.safetensors to start from")->required();
  addPath(*command, "--towards", averaged->towards, "expnet.safetensors that learned on from it")->required();
  command->add_option("--share", averaged->share, "Of the second, 0 to 1 (default 0.5)")
      ->check(CLI::Range(0.0, 1.0));
  command->add_option("--pack", averaged->pack, "Pack whose face model is the basis (default studio)")
      ->type_name("NAME");
  addJudgingClips(*command, *averaged, session);
  command->callback(
      [&session, averaged] { session.work = [&session, averaged] { averageWeights(*averaged, session); }; });

  auto rebased = std::make_shared<WeightsArguments>();
  command = train.add_subcommand(
      "rebase-posevae", "Carry PoseVAE over to an ExpNet learned anew, so that a voice is encoded once");
  addPath(*command, "--posevae", rebased->poseVae, "posevae.safetensors to carry over")->required();
  addPath(*command, "--expnet", rebased->expNet, "expnet.safetensors, whose audio encoder is shared")
      ->required();
  addJudgingClips(*command, *rebased, session);
  command->callback(
      [&session, rebased] { session.work = [&session, rebased] { carryHearing(*rebased, session); }; });
}

}  // namespace orator::cli
