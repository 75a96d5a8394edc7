#include <CLI/App.hpp>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <vector>

#include "app/cli/commands.h"
#include "app/command_line/options.h"
#include "core/base/files.h"
#include "core/base/number.h"
#include "core/base/output_guard.h"
#include "core/quality/film_report.h"

namespace orator::cli {
namespace {

namespace fs = std::filesystem;
using OrderedJson = nlohmann::ordered_json;
using quality::FilmReport;

struct QualityArguments {
  std::vector<fs::path> films;
  quality::JudgeOptions options;
  fs::path out;
  double leastScore = 0;
  bool json = false;
};

double rounded(double value, double digits) {
  return std::round(value * digits) / digits;
}

OrderedJson asJson(const FilmReport& report) {
  const auto score = [](double value) { return rounded(value, 10); };
  const auto measure = [](double value) { return rounded(value, 10'000); };
  OrderedJson lane = OrderedJson::array();
  for (const float agreement : report.sync.frameConfidence) lane.push_back(rounded(agreement, 1000));
  OrderedJson root{
      {"film", pathText(report.film)},
      {"score", score(report.scores.film)},
      {"scores",
       {{"sync", score(report.scores.sync)},
        {"closures", score(report.scores.closures)},
        {"sharpness", score(report.scores.sharpness)},
        {"flicker", score(report.scores.flicker)}}},
      {"seconds", report.seconds},
      {"unseen_seconds", report.unseenSeconds},
      {"sync",
       {{"lane_mean", measure(report.syncLane)},
        {"confidence", measure(report.sync.confidence)},
        {"distance", measure(report.sync.distance)},
        {"lag_frames", report.sync.lagFrames},
        {"opening_correlation", measure(report.openingCorrelation)},
        {"lane", std::move(lane)}}},
      {"closures",
       {{"expected", report.closures.truth},
        {"seen", report.closures.made},
        {"both", report.closures.paired}}},
      {"sharpness", {{"film", measure(report.sharpness)}, {"portrait", measure(report.portraitSharpness)}}},
      {"flicker_percent", measure(report.flicker)}};
  if (report.identity) {
    root["scores"]["identity"] = score(*report.scores.identity);
    root["identity"] = {{"distance", measure(*report.identity)}, {"worst", measure(*report.worstIdentity)}};
  }
  return root;
}

void printHeader() {
  std::printf("%-40s %5s %5s %8s %8s %9s %7s\n", "film", "score", "sync", "closures", "identity", "sharpness",
              "flicker");
}

void printLine(const FilmReport& report) {
  std::string name = pathText(report.film);
  if (name.size() > 40) name = "..." + name.substr(name.size() - 37);
  const quality::FilmScores& s = report.scores;
  std::printf("%-40s %5.0f %5.0f %8.0f ", name.c_str(), s.film, s.sync, s.closures);
  if (s.identity)
    std::printf("%8.0f ", *s.identity);
  else
    std::printf("%8s ", "-");
  std::printf("%9.0f %7.0f\n", s.sharpness, s.flicker);
  std::fflush(stdout);
}

/// The part that costs a film the most.
std::string weakestOf(const quality::FilmScores& scores) {
  std::vector<std::pair<double, std::string>> parts{
      {scores.sync, "voice and lips do not go together"},
      {scores.closures, "lips stay open where they should shut"},
      {scores.sharpness, "the face is blurred"},
      {scores.flicker, "it flickers"}};
  if (scores.identity) parts.emplace_back(*scores.identity, "the face is not the portrait's");
  return std::min_element(parts.begin(), parts.end())->second;
}

void run(const QualityArguments& arguments, CommandSession& session) {
  std::vector<fs::path> inputs = arguments.films;
  inputs.push_back(arguments.options.portrait);
  requireSeparateFiles({arguments.out}, inputs);
  const bool asTable = !arguments.json && session.progressMode != ProgressMode::json;
  OrderedJson all = OrderedJson::array();
  if (asTable) printHeader();
  for (const fs::path& film : arguments.films) {
    const FilmReport report = quality::judgeFilm(film, arguments.options, session.context());
    if (asTable) printLine(report);
    all.push_back(asJson(report));
    if (report.scores.film >= arguments.leastScore) continue;
    session.exitCode = kVerdictExitCode;
    session.context().note(pathText(film) + " is worth " + std::to_string(int(report.scores.film)) +
                           ", less than " + numberText(arguments.leastScore) + ": " +
                           weakestOf(report.scores));
  }
  const std::string text = all.dump(1, ' ', false, OrderedJson::error_handler_t::replace) + "\n";
  if (!arguments.out.empty()) writeFile(arguments.out, text);
  if (arguments.json) std::printf("%s", text.c_str());
  session.progress().finished("", {{"films", all}});
}

}  // namespace

void addQualityCommand(CLI::App& app, CommandSession& session) {
  auto arguments = std::make_shared<QualityArguments>();
  CLI::App* command = app.add_subcommand(
      "quality", "How good finished films are: voice and lips, closures, identity, sharpness, flicker");
  command->add_option("FILM", arguments->films, "Films of one person who speaks, of any program")
      ->required()
      ->type_name("FILE");
  addPath(*command, "--portrait", arguments->options.portrait,
          "Whom the films shall show (default: the calmest picture of each film)");
  addPath(*command, "--out", arguments->out,
          "Also write the reports as JSON, with the sync lane of every film");
  command
      ->add_option("--min-score", arguments->leastScore,
                   "End with the exit code 1 where a film is worth less, 0..100 (default 0)")
      ->check(CLI::Range(0.0, 100.0))
      ->type_name("SCORE");
  command->add_option("--pack", arguments->options.pack, "Pack whose networks judge (default studio)")
      ->type_name("NAME");
  command->add_flag("--json", arguments->json, "Print the reports as JSON");
  addProgressOption(*command, session);
  command->callback(
      [&session, arguments] { session.work = [&session, arguments] { run(*arguments, session); }; });
}

}  // namespace orator::cli
