#include <CLI/App.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli/commands.h"
#include "app/command_line/options.h"
#include "core/base/files.h"
#include "core/learning/person/personalise.h"

namespace orator::cli {
namespace {

void run(const learning::PersonTask& task, CommandSession& session) {
  const learning::PersonResult made = learning::personalise(task, session.context());
  session.progress().finished("installed " + made.id + ": " + pathText(made.folder) + "\n" +
                                  packs::reportText(made.report) +
                                  "\nportrait: " + pathText(made.folder / "portrait.png"),
                              {{"pack", made.id},
                               {"folder", pathText(made.folder)},
                               {"portrait", pathText(made.folder / "portrait.png")},
                               {"comparison", pathText(made.folder / "comparison.png")},
                               {"report", nlohmann::json::parse(packs::reportJson(made.report))}});
}

}  // namespace

void addPersonaliseCommand(CLI::App& app, CommandSession& session) {
  auto task = std::make_shared<learning::PersonTask>();
  CLI::App* command = app.add_subcommand(
      "personalise",
      "A pack that knows one person's mouth, eyes, head and manner of speaking, from 10 to 60 s of video");
  addPath(*command, "--video", task->video, "Video of one person who speaks to the camera")->required();
  command
      ->add_option(
          "--out", task->pack,
          "Name of the pack (person-NAME, for --pack), or the path of its folder; an interrupted one goes "
          "on with the same command")
      ->required()
      ->type_name("PACK");
  command->add_flag("--overwrite", task->overwrite,
                    "Replace a pack of that name once the new one is complete");
  command->add_option("--mouth-steps", task->mouthSteps, "Steps of learning for the mouth; more take longer")
      ->check(CLI::Range(1, 1000000))
      ->capture_default_str();
  command->add_option("--eye-steps", task->eyeSteps, "Steps of learning for the eyes")
      ->check(CLI::Range(1, 1000000))
      ->capture_default_str();
  command->add_option("--threads", task->threads, "Processors to use; 0: all")
      ->check(CLI::Range(0, 1024))
      ->capture_default_str();
  command->add_option("--seed", task->seed, "Another number learns in another order")->capture_default_str();
  command
      ->add_option("--precision", task->precision,
                   "Numbers of the networks that learn: auto, float32, bfloat16")
      ->check(CLI::IsMember({"auto", "float32", "bfloat16"}))
      ->capture_default_str();
  addProgressOption(*command, session);
  command->callback([&session, task] { session.work = [&session, task] { run(*task, session); }; });
}

}  // namespace orator::cli
