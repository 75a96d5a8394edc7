#include <CLI/App.hpp>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/command_line/options.h"
#include "app/lab/train_commands.h"
#include "core/base/output_guard.h"
#include "core/lab/sync_net/sync_net_task.h"

namespace orator::cli {

void addTrainSyncNet(CLI::App& train, CommandSession& session) {
  CLI::App* command = train.add_subcommand(
      "syncnet", "A judge of whether lips and voice belong together (SyncNet3D), from a data set");
  auto options = std::make_shared<lab::SyncNetTask>();
  addPath(*command, "--set", options->set, "Data set of orator-lab dataset build")->required();
  addPath(*command, "--out", options->folder, "Folder for weights, state and log; a run left there goes on")
      ->required();
  command->add_option("--steps", options->steps, "Steps (default 1500)")->check(CLI::PositiveNumber);
  command->add_option("--seed", options->seed, "Same seed, same run");
  addDevice(*command, options->device);
  addPath(*command, "--held-out", options->heldOut,
          "Text file with the speakers to validate on, one a line (default: every sixth)");
  command->add_option("--pack", options->pack, "Pack of the face model (default studio)")->type_name("NAME");
  addProgressOption(*command, session);
  command->callback([&session, options] {
    session.work = [&session, options] {
      requireSeparateFiles({options->folder}, {options->set});
      const lab::SyncNetResult result = lab::trainSyncNet(*options, session.context());
      char text[200];
      std::snprintf(
          text, sizeof text,
          ": %zu clips, %zu to validate; in step within one frame %.3f, distance %.3f, confidence %.3f",
          result.trainingClips, result.validationClips, result.found, result.distance, result.confidence);
      session.progress().finished((options->folder / "syncnet.safetensors").string() + text,
                                  {{"output", (options->folder / "syncnet.safetensors").string()},
                                   {"found", result.found},
                                   {"distance", result.distance},
                                   {"confidence", result.confidence}});
    };
  });
}

}  // namespace orator::cli
