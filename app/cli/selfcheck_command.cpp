#include <cstdio>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "app/cli/commands.h"
#include "app/cli/options.h"
#include "core/pipeline/selfcheck/selfcheck.h"

namespace orator::cli {
namespace {

void print(const std::vector<selfcheck::CheckLine>& lines) {
  for (const auto& line : lines)
    std::printf("%-4s %-22s %-20s error %.2e, tolerance %.0e%s\n", line.ok ? "ok" : "BAD", line.part.c_str(),
                line.quantity.c_str(), line.error, line.tolerance, line.relative ? " of the spread" : "");
}

nlohmann::ordered_json asJson(const std::vector<selfcheck::CheckLine>& lines) {
  nlohmann::ordered_json all = nlohmann::ordered_json::array();
  for (const auto& line : lines)
    all.push_back({{"part", line.part},
                   {"quantity", line.quantity},
                   {"error", line.error},
                   {"tolerance", line.tolerance},
                   {"relative", line.relative},
                   {"ok", line.ok}});
  return all;
}

}  // namespace

void addSelfcheckCommand(CLI::App& app, Session& session) {
  struct Arguments {
    std::filesystem::path goldens;
    bool json = false;
  };
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand(
      "selfcheck", "Compare SadTalker's networks with numbers of the public implementation");
  addPath(*command, "--goldens", arguments->goldens, "Folder of golden tensors")->required();
  command->add_flag("--json", arguments->json, "Print one JSON array");
  addProgressOption(*command, session);
  command->callback([&session, arguments] {
    session.work = [&session, arguments] {
      const auto lines = selfcheck::run(arguments->goldens, session.context());
      if (arguments->json)
        std::cout << asJson(lines).dump(2) << std::endl;
      else
        print(lines);
      std::fflush(stdout);
      std::size_t failed = 0;
      for (const auto& line : lines) failed += line.ok ? 0 : 1;
      if (failed > 0)
        throw Error(ErrorCode::internal, "self-check",
                    std::to_string(failed) + " of " + std::to_string(lines.size()) + " comparisons failed");
    };
  });
}

}  // namespace orator::cli
