#include <cmath>
#include <cstdio>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "app/command_line/options.h"
#include "app/lab/commands.h"
#include "core/lab/selfcheck/selfcheck.h"

namespace orator::cli {
namespace {

using Results = std::vector<lab::selfcheck::PartResult>;

void print(const Results& results) {
  for (const auto& result : results) {
    if (const lab::selfcheck::CheckLine* line = result.worst())
      std::printf("%-4s %-32s largest error %.2e, tolerance %.0e%s (%s)\n", result.ok() ? "ok" : "BAD",
                  result.part.c_str(), line->error, line->tolerance, line->relative ? " of the spread" : "",
                  line->quantity.c_str());
    else
      std::printf("BAD  %-32s %s\n", result.part.c_str(),
                  result.refused ? result.refused->what() : "nothing compared");
  }
}

nlohmann::ordered_json asJson(const Results& results) {
  nlohmann::ordered_json all = nlohmann::ordered_json::array();
  for (const auto& result : results) {
    nlohmann::ordered_json part{{"part", result.part}, {"ok", result.ok()}};
    if (result.refused) part["refused"] = result.refused->what();
    part["quantities"] = nlohmann::ordered_json::array();
    for (const auto& line : result.lines)
      part["quantities"].push_back(
          {{"quantity", line.quantity},
           {"error", std::isfinite(line.error) ? nlohmann::ordered_json(line.error) : nullptr},
           {"tolerance", line.tolerance},
           {"relative", line.relative},
           {"ok", line.ok}});
    all.push_back(std::move(part));
  }
  return all;
}

/// The code of the first file that could not be used; a difference in numbers is a promise of ours.
void throwOnFailure(const Results& results) {
  std::string failed;
  int count = 0;
  ErrorCode code = ErrorCode::internal;
  for (const auto& result : results) {
    if (result.ok()) continue;
    failed += (count++ == 0 ? "" : ", ") + result.part;
    if (result.refused && code == ErrorCode::internal) code = result.refused->code();
  }
  if (count > 0)
    throw Error(
        code, "self-check",
        std::to_string(count) + " of " + std::to_string(results.size()) + " parts failed (" + failed + ")");
}

}  // namespace

void addSelfcheckCommand(CLI::App& app, CommandSession& session) {
  struct Arguments {
    std::filesystem::path goldens;
    bool json = false;
  };
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand("selfcheck",
                                         "Compare the published networks and their geometry with numbers of "
                                         "the public implementations, a line a part");
  addPath(*command, "--goldens", arguments->goldens, "Folder of golden tensors")->required();
  command->add_flag("--json", arguments->json, "Print one JSON array, every compared quantity in it");
  addProgressOption(*command, session);
  command->callback([&session, arguments] {
    session.work = [&session, arguments] {
      const auto results = lab::selfcheck::run(arguments->goldens, session.context());
      if (arguments->json)
        std::cout << asJson(results).dump(2) << std::endl;
      else
        print(results);
      std::fflush(stdout);
      throwOnFailure(results);
    };
  });
}

}  // namespace orator::cli
