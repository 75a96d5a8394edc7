#include <CLI/App.hpp>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/command_line/options.h"
#include "app/lab/train_commands.h"
#include "core/base/files.h"
#include "core/base/output_guard.h"
#include "core/lab/face_model/fit_expression_map.h"
#include "core/packs/pack.h"

namespace orator::cli {
namespace {

struct ExpressionMapArguments {
  lab::ExpressionMapOptions options;
  std::filesystem::path output;
};

std::string rounded(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.4f", value);
  return text;
}

void run(const ExpressionMapArguments& arguments, CommandSession& session) {
  requireSeparateFiles({arguments.output}, {arguments.options.clips, arguments.options.coefficients,
                                            arguments.options.landmarks});
  auto sequences = lab::readMatchedSequences(arguments.options, session.context());
  const auto model = face::loadFaceModel(packs::openPack(arguments.options.pack).file("face_model"));
  std::string lags;
  for (const int lag : lab::alignSequences(sequences, model))
    lags += (lags.empty() ? "" : " ") + std::to_string(lag);
  const lab::ExpressionMapFit fit = lab::fitExpressionMap(sequences, model);
  int frames = 0;
  for (const auto& sequence : sequences) frames += sequence.bfm.rows;
  std::map<std::string, std::string> about{{"format", "1"},
                                           {"sequences", std::to_string(sequences.size())},
                                           {"frames", std::to_string(frames)},
                                           {"shifted_by_frames", lags},
                                           {"ridge", rounded(fit.ridge)},
                                           {"explained_points", rounded(fit.explained)},
                                           {"explained_lips", rounded(fit.explainedLips)},
                                           {"error_millimetres", rounded(100 * fit.errorDecimetre)},
                                           {"lip_opening_correlation", rounded(fit.openingCorrelation)},
                                           {"explained_bfm", rounded(fit.explainedBfm)}};
  saveExpressionMap(fit.map, about, arguments.output);
  session.progress().finished(
      arguments.output.string() + ": " + std::to_string(frames) + " frames of " +
          std::to_string(sequences.size()) + " sequences; on left-out sequences it explains " +
          rounded(fit.explained) + " of the points' motion (lips " + rounded(fit.explainedLips) +
          ", lip opening r " + rounded(fit.openingCorrelation) + ", " + about["error_millimetres"] +
          " mm remain), backwards " + rounded(fit.explainedBfm) + " of the bfm coefficients' variance",
      about);
}

}  // namespace

void addTrainExpressionMap(CLI::App& train, CommandSession& session) {
  CLI::App* command = train.add_subcommand(
      "expression-map",
      "Map between SadTalker's expression basis and the studio face model, from people measured in both");
  auto arguments = std::make_shared<ExpressionMapArguments>();
  addPath(*command, "--clips", arguments->options.clips, "Folder of videos")->required();
  addPath(*command, "--coefficients", arguments->options.coefficients,
          "Folder of <video>.mat with coeff [T, 257] of Deep3DFaceReconstruction, a row a frame")
      ->required();
  addPath(*command, "--out", arguments->output, "Safetensors file to write")->required();
  addPath(*command, "--landmarks", arguments->options.landmarks,
          "Folder of <clip>.json files made by orator landmarks, used instead of tracking again");
  command->add_option("--pack", arguments->options.pack, "Pack of networks and face model (default studio)")
      ->type_name("NAME");
  addProgressOption(*command, session);
  command->callback(
      [&session, arguments] { session.work = [&session, arguments] { run(*arguments, session); }; });
}

}  // namespace orator::cli
