#include <CLI/App.hpp>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/command_line/options.h"
#include "app/lab/commands.h"
#include "app/lab/reenact_report.h"
#include "core/base/files.h"
#include "core/base/output_guard.h"
#include "core/lab/evaluate/evaluate.h"

namespace orator::cli {
namespace {

using lab::ClipScore;
using lab::RealAndMade;
using nlohmann::json;

struct EvaluateArguments {
  lab::EvaluateOptions options;
  std::filesystem::path json, sheets;
  bool reenact = false;
  std::string finish = "on";
};

json asJson(const RealAndMade& value) {
  return {{"real", value.real}, {"made", value.made}};
}

json asJson(const ClipScore& score) {
  json out{{"name", score.name},
           {"speaker", score.speaker},
           {"frames", score.frames},
           {"lip_opening_correlation", score.lipOpening.correlation},
           {"lip_opening_lag_frames", score.lipOpening.lagFrames},
           {"lip_width_correlation", score.lipWidthCorrelation},
           {"closures", score.closures.truth},
           {"closures_made", score.closures.made},
           {"closure_precision", score.closures.precision()},
           {"closure_recall", score.closures.recall()},
           {"silent_frames", score.silentFrames},
           {"silent_frames_lips_shut", score.silentAndShut},
           {"lip_speed", asJson(score.lipSpeed)},
           {"lip_range", asJson(score.lipRange)},
           {"head_diversity_degrees", asJson(score.headDiversity)},
           {"head_speed_degrees_per_second", asJson(score.headSpeed)},
           {"beat_align", asJson(score.beatAlign)},
           {"blinks", asJson(score.blinks)},
           {"blink_seconds", asJson(score.blinkSeconds)}};
  const auto add = [&](const char* name, const std::optional<double>& value) {
    if (value) out[name] = *value;
  };
  if (score.realSync && score.madeSync)
    out["syncnet"] = {
        {"distance", asJson(RealAndMade{score.realSync->distance, score.madeSync->distance})},
        {"confidence", asJson(RealAndMade{score.realSync->confidence, score.madeSync->confidence})}};
  if (score.realLse && score.madeLse)
    out["lse"] = {{"distance", asJson(RealAndMade{score.realLse->distance, score.madeLse->distance})},
                  {"confidence", asJson(RealAndMade{score.realLse->confidence, score.madeLse->confidence})},
                  {"offset_frames", asJson(RealAndMade{double(score.realLse->offsetFrames),
                                                       double(score.madeLse->offsetFrames)})}};
  add("sharpness_cpbd", score.sharpness);
  add("portrait_sharpness_cpbd", score.portraitSharpness);
  add("identity_cosine", score.identity);
  return out;
}

void printHeader() {
  std::printf("%-40s %6s %6s %4s %6s %5s %5s %12s %12s\n", "clip", "frames", "open", "lag", "width", "prec",
              "rec", "head deg", "deg/s");
}

void printLine(const ClipScore& s) {
  std::string name = s.name;
  if (name.size() > 40) name = "..." + name.substr(name.size() - 37);
  std::printf("%-40s %6lld %6.2f %+4d %6.2f %5.2f %5.2f %5.1f /%5.1f %5.1f /%5.1f\n", name.c_str(),
              (long long)s.frames, s.lipOpening.correlation, s.lipOpening.lagFrames, s.lipWidthCorrelation,
              s.closures.precision(), s.closures.recall(), s.headDiversity.made, s.headDiversity.real,
              s.headSpeed.made, s.headSpeed.real);
}

void printMean(const ClipScore& s) {
  const double minutes = double(s.frames) / 25 / 60;
  const auto both = [](const char* name, const RealAndMade& value, const char* unit) {
    std::printf("%-34s %8.3f   people %8.3f %s\n", name, value.made, value.real, unit);
  };
  std::printf("\nmean of %s, %.1f minutes\n", s.speaker.c_str(), minutes);
  std::printf("%-34s %8.3f   mean |lag| %d frames\n", "lip opening, correlation", s.lipOpening.correlation,
              s.lipOpening.lagFrames);
  std::printf("%-34s %8.3f\n", "lip width, correlation", s.lipWidthCorrelation);
  std::printf("%-34s %8.3f   found %.3f of %lld\n", "lip closures, precision", s.closures.precision(),
              s.closures.recall(), (long long)s.closures.truth);
  if (s.silentFrames > 0)
    std::printf("%-34s %8.3f   of %lld frames of silence\n", "lips shut in silence",
                double(s.silentAndShut) / double(s.silentFrames), (long long)s.silentFrames);
  both("range of the opening", s.lipRange, "of the face's height");
  both("speed of the opening", s.lipSpeed, "face heights a second");
  both("head, diversity", s.headDiversity, "degrees");
  both("head, mean speed", s.headSpeed, "degrees a second");
  both("head, beat align", s.beatAlign, "");
  both("blinks", {s.blinks.real / minutes, s.blinks.made / minutes}, "a minute");
  both("blink, mean length", s.blinkSeconds, "s");
  if (s.realSync && s.madeSync) {
    both("SyncNet3D, distance", {s.realSync->distance, s.madeSync->distance}, "");
    both("SyncNet3D, confidence", {s.realSync->confidence, s.madeSync->confidence}, "");
  }
  if (s.realLse && s.madeLse) {
    both("LSE-D (SyncNet)", {s.realLse->distance, s.madeLse->distance}, "");
    both("LSE-C (SyncNet)", {s.realLse->confidence, s.madeLse->confidence}, "");
  }
  if (s.sharpness)
    std::printf("%-34s %8.3f   portraits %.3f\n", "sharpness (CPBD)", *s.sharpness,
                s.portraitSharpness.value_or(0));
  if (s.identity) std::printf("%-34s %8.3f\n", "identity (cosine of face shapes)", *s.identity);
}

void run(const EvaluateArguments& arguments, CommandSession& session) {
  requireSeparateFiles({arguments.json}, {arguments.options.clips, arguments.options.landmarks});
  const lab::Evaluation evaluation = lab::evaluate(arguments.options, session.context());
  if (evaluation.clips.empty())
    throw Error(ErrorCode::noFace, pathText(arguments.options.clips),
                "none of its videos has a voice and a face that stays in view",
                "Give videos of one talking person each, at least a second long");
  const ClipScore mean = lab::meanScore(evaluation.clips);
  json all{{"pack", arguments.options.pack},
           {"mean", asJson(mean)},
           {"clips", json::array()},
           {"skipped", evaluation.skipped}};
  for (const ClipScore& clip : evaluation.clips) all["clips"].push_back(asJson(clip));
  if (!arguments.json.empty()) writeFile(arguments.json, all.dump(1) + "\n");
  if (session.progressMode != ProgressMode::json) {
    printHeader();
    for (const ClipScore& clip : evaluation.clips) printLine(clip);
    printMean(mean);
    for (const std::string& skipped : evaluation.skipped) std::printf("skipped %s\n", skipped.c_str());
    std::fflush(stdout);
  }
  session.progress().finished(std::to_string(evaluation.clips.size()) + " clips judged",
                              {{"mean", all["mean"]}});
}

}  // namespace

void addEvaluateCommand(CLI::App& app, CommandSession& session) {
  CLI::App* command = app.add_subcommand(
      "evaluate", "Compare what a pack makes of each video's voice and first frame with the person in it");
  auto arguments = std::make_shared<EvaluateArguments>();
  lab::EvaluateOptions& options = arguments->options;
  addPath(*command, "--clips", options.clips, "Folder of videos; a .tsv beside or inside names the speakers")
      ->required();
  command->add_option("--pack", options.pack, "Pack to judge (default studio)")->type_name("NAME");
  addPath(*command, "--json", arguments->json, "Also write every figure to this file");
  command->add_option("--limit", options.limit, "Only so many videos, spread over the folder")
      ->check(CLI::NonNegativeNumber);
  command->add_flag("--held-out-only", options.heldOutOnly,
                    "Only speakers whom every training holds out by default (every sixth)");
  addPath(*command, "--held-out", options.heldOut, "Only the speakers of this text file, one a line");
  command->add_flag(
      "--render", options.render,
      "Also render 64 frames of each and judge the pictures; 250 where the pack syncnet is installed, "
      "which gives LSE-D and LSE-C");
  addPath(*command, "--landmarks", options.landmarks,
          "Folder of <clip>.json files made by orator landmarks, used instead of tracking again");
  CLI::Option* reenact = command->add_flag("--reenact", arguments->reenact,
                                           "Instead: drive each video's calmest frame by its own captured "
                                           "motion and compare mouth and eyes, frame "
                                           "by frame, with the real ones");
  command
      ->add_option("--finish", arguments->finish,
                   "With the networks that complete mouths and eyes (default on)")
      ->check(CLI::IsMember({"on", "off"}))
      ->needs(reenact);
  addPath(*command, "--sheets", arguments->sheets,
          "Also write a picture of every video to this folder: real mouths and eyes over the made ones")
      ->needs(reenact);
  addProgressOption(*command, session);
  command->callback([&session, arguments] {
    session.work = [&session, arguments] {
      if (!arguments->reenact) return run(*arguments, session);
      runReenactment(
          {.chosen = arguments->options, .sheets = arguments->sheets, .finish = arguments->finish == "on"},
          arguments->json, session);
    };
  });
}

}  // namespace orator::cli
