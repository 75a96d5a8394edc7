#include <CLI/App.hpp>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/command_line/options.h"
#include "app/lab/train_commands.h"
#include "core/base/output_guard.h"
#include "core/lab/face_model/face_model_trainer.h"
#include "core/learning/motion_nets/rebase_expnet.h"

namespace orator::cli {
namespace {

void print(const char* name, const lab::FaceModelError& error) {
  std::printf("%-22s %8.3f %8.3f %8.3f\n", name, error.motion, error.lips, error.identity);
}

void run(const lab::FaceModelOptions& options, CommandSession& session) {
  requireSeparateFiles({options.out}, {options.set, options.portraits, options.heldOut});
  const lab::FaceModelResult result = lab::trainFaceModel(options, session.context());
  if (session.progressMode != ProgressMode::json) {
    std::printf("%% of the face's height     motion     lips identity\n");
    print("to explain", result.moved);
    print("model of the pack", result.before);
    print("learned model", result.after);
    for (const auto& point : result.curve)
      print((std::to_string(point.directions) + " components").c_str(), point.error);
    std::fflush(stdout);
  }
  session.progress().finished(result.model.string() + ": " + std::to_string(result.people) + " people, " +
                                  std::to_string(std::int64_t(result.frames)) + " frames, judged on " +
                                  std::to_string(result.heldOutPeople) + " others",
                              {{"output", result.model.string()}});
}

}  // namespace

void addTrainFaceModel(CLI::App& train, CommandSession& session) {
  CLI::App* command = train.add_subcommand(
      "face-model", "Mean, identity and expression directions of the face, from a data set");
  auto options = std::make_shared<lab::FaceModelOptions>();
  addPath(*command, "--set", options->set, "Data set of orator-lab dataset build")->required();
  addPath(*command, "--out", options->out,
          "Folder for face_model.safetensors, rebase.safetensors and report.json")
      ->required();
  addPath(*command, "--portraits", options->portraits, "Folder of pictures that also show identities");
  addPath(*command, "--held-out", options->heldOut,
          "Text file with the speakers to judge on, one a line (default: every sixth)");
  command->add_option("--pack", options->pack, "Pack the set was measured with (default studio)")
      ->type_name("NAME");
  command->add_option("--threads", options->threads, "Processor threads (default: all)")
      ->check(CLI::Range(0, 256));
  addProgressOption(*command, session);
  command->callback([&session, options] { session.work = [&session, options] { run(*options, session); }; });
}

void addTrainRebase(CLI::App& train, CommandSession& session) {
  struct Arguments {
    std::filesystem::path weights, rebase, output;
  };
  CLI::App* command =
      train.add_subcommand("rebase-expnet", "Carry ExpNet's weights over to a face model learned anew");
  auto arguments = std::make_shared<Arguments>();
  addPath(*command, "--expnet", arguments->weights, "expnet.safetensors of the old face model")->required();
  addPath(*command, "--rebase", arguments->rebase, "rebase.safetensors of train face-model")->required();
  addPath(*command, "--out", arguments->output, "Safetensors file to write")->required();
  addProgressOption(*command, session);
  command->callback([&session, arguments] {
    session.work = [&session, arguments] {
      requireSeparateFiles({arguments->output}, {arguments->weights, arguments->rebase});
      learning::rebaseExpNet(arguments->weights, arguments->rebase, arguments->output);
      session.progress().finished(arguments->output.string(), {{"output", arguments->output.string()}});
    };
  });
}

}  // namespace orator::cli
