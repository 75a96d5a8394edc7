#include <CLI/App.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/command_line/options.h"
#include "app/lab/commands.h"
#include "core/base/output_guard.h"
#include "core/lab/data_set/build_data_set.h"
#include "core/lab/data_set/capture_clips.h"
#include "core/lab/finish/finish_set.h"
#include "core/lab/spoken/spoken_clips.h"

namespace orator::cli {
namespace {

void speak(const lab::SpokenOptions& options, CommandSession& session) {
  requireSeparateFiles({options.set}, {options.texts});
  const lab::SpokenReport report = lab::makeSpokenClips(options, session.context());
  session.progress().finished(std::to_string(report.clips) + " clips, " + std::to_string(report.frames) +
                                  " frames, " + std::to_string(report.bilabials) +
                                  " closures: " + options.set.string(),
                              {{"output", options.set.string()},
                               {"clips", report.clips},
                               {"frames", report.frames},
                               {"bilabials", report.bilabials}});
}

void addSpeak(CLI::App& dataset, CommandSession& session) {
  CLI::App* command = dataset.add_subcommand(
      "speak",
      "Make a data set of synthetic voices (eSpeak NG): the pack's own motion, with the lips closed where a "
      "sound needs it");
  auto options = std::make_shared<lab::SpokenOptions>();
  addPath(*command, "--texts", options->texts,
          "Folder of <language>.txt with sentences; languages as espeak-ng names them")
      ->required();
  addPath(*command, "--out", options->set, "Folder of the data set")->required();
  command->add_option("--pack", options->pack, "Pack whose network moves the face (default studio)")
      ->type_name("NAME");
  command->add_option("--voices", options->voices, "Voices of each language (default 8)")
      ->check(CLI::Range(1, 12));
  addProgressOption(*command, session);
  command->callback(
      [&session, options] { session.work = [&session, options] { speak(*options, session); }; });
}

void makePairs(const lab::FinishSetOptions& options, CommandSession& session) {
  requireSeparateFiles({options.set}, {options.clips});
  const lab::FinishSetReport report = lab::buildFinishSet(options, session.context());
  std::string text = std::to_string(report.clips) + " clips, " + std::to_string(report.mouths) + " mouths, " +
                     std::to_string(report.eyes) + " eyes: " + options.set.string();
  for (const std::string& skipped : report.skipped) text += "\n  left out: " + skipped;
  session.progress().finished(text, {{"output", options.set.string()},
                                     {"clips", report.clips},
                                     {"mouths", report.mouths},
                                     {"eyes", report.eyes},
                                     {"skipped", report.skipped}});
}

void addFinish(CLI::App& dataset, CommandSession& session) {
  CLI::App* command = dataset.add_subcommand(
      "finish", "Make pairs of warped and filmed mouths and eyes, for orator-lab train finish");
  auto options = std::make_shared<lab::FinishSetOptions>();
  addPath(*command, "--clips", options->clips, "Folder of videos; a .tsv beside or inside names the speakers")
      ->required();
  addPath(*command, "--out", options->set, "Folder of the set; what is in it already is kept")->required();
  command->add_option("--pack", options->pack, "Pack of networks and face model (default studio)")
      ->type_name("NAME");
  command
      ->add_option("--clips-of-speaker", options->clipsOfSpeaker,
                   "At most so many clips of one speaker (default 8)")
      ->check(CLI::PositiveNumber);
  command->add_option("--sources", options->sources, "Portraits from each clip (default 2)")
      ->check(CLI::Range(1, 100));
  command->add_option("--targets", options->targets, "Frames each is warped to (default 32)")
      ->check(CLI::Range(4, 1000));
  command->add_flag("--free-only", options->freeOnly,
                    "Leave out what is non-commercial or for research only");
  command->add_option("--seed", options->seed, "Same seed, same set");
  addProgressOption(*command, session);
  command->callback(
      [&session, options] { session.work = [&session, options] { makePairs(*options, session); }; });
}

void build(const lab::BuildOptions& options, CommandSession& session) {
  requireSeparateFiles({options.set}, {options.clips, options.landmarks});
  const lab::BuildReport report = lab::buildDataSet(options, session.context());
  std::string text = lab::reportText(report);
  text.pop_back();  // the last line ends by itself
  session.progress().finished(text, {{"output", options.set.string()},
                                     {"files", report.files},
                                     {"accepted", report.accepted},
                                     {"frames", report.frames},
                                     {"rejected", report.rejected}});
}

void capture(const lab::CaptureOptions& options, CommandSession& session) {
  requireSeparateFiles({options.output}, {options.clips});
  const lab::CaptureReport report = lab::captureClips(options, session.context());
  for (const std::string& skipped : report.skipped) session.progress().note("skipped " + skipped);
  session.progress().finished(std::to_string(report.clips) + " captures, " + std::to_string(report.frames) +
                                  " frames, " + std::to_string(report.skipped.size()) +
                                  " videos skipped: " + options.output.string(),
                              {{"output", options.output.string()},
                               {"clips", report.clips},
                               {"frames", report.frames},
                               {"skipped", report.skipped}});
}

void addCapture(CLI::App& dataset, CommandSession& session) {
  CLI::App* command = dataset.add_subcommand(
      "capture", "Capture every video of a folder: landmarks, pose and coefficients of each frame as a file");
  auto options = std::make_shared<lab::CaptureOptions>();
  addPath(*command, "--clips", options->clips, "Folder of videos")->required();
  addPath(*command, "--out", options->output, "Folder of <video>.safetensors; what is in it already is kept")
      ->required();
  command->add_option("--pack", options->pack, "Pack of networks and face model (default studio)")
      ->type_name("NAME");
  command->add_option("--limit", options->limit, "Only so many videos, spread over the folder")
      ->check(CLI::NonNegativeNumber);
  addProgressOption(*command, session);
  command->callback(
      [&session, options] { session.work = [&session, options] { capture(*options, session); }; });
}

}  // namespace

void addDatasetCommand(CLI::App& app, CommandSession& session) {
  CLI::App* dataset =
      app.add_subcommand("dataset", "Make material for training from videos of talking people");
  dataset->require_subcommand(1);
  addSpeak(*dataset, session);
  addCapture(*dataset, session);
  addFinish(*dataset, session);
  CLI::App* command = dataset->add_subcommand(
      "build", "Track every video of a folder into a data set: 25 frames a second, expression, pose, voice");
  auto options = std::make_shared<lab::BuildOptions>();
  addPath(*command, "--clips", options->clips, "Folder of videos; a .tsv beside or inside names the speakers")
      ->required();
  addPath(*command, "--out", options->set, "Folder of the data set; what is in it already is kept")
      ->required();
  addPath(*command, "--landmarks", options->landmarks,
          "Folder of <clip>.json files made by orator landmarks, used instead of tracking again");
  command->add_option("--pack", options->pack, "Pack of networks and face model (default studio)")
      ->type_name("NAME");
  command->add_option("--workers", options->workers, "Videos at a time (default: one for every core)")
      ->check(CLI::Range(0, 256));
  command->add_option("--limit", options->limit, "Only so many videos, spread over the folder")
      ->check(CLI::NonNegativeNumber);
  addProgressOption(*command, session);
  command->callback(
      [&session, options] { session.work = [&session, options] { build(*options, session); }; });
}

}  // namespace orator::cli
