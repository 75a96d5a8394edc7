#include "core/pipeline/parameters.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "core/pipeline/animate.h"
#include "tests/cli/program.h"
#include "tests/support/files.h"
#include "tests/support/parameter_values.h"

namespace orator::test {
namespace {

using pipeline::AnimateRequest;
using pipeline::Parameter;
using testing::HasSubstr;

/// Names of a portrait and a voice that are not there: the request is saved, the film is not made.
constexpr const char *kPortrait = "/nowhere/p.png", *kVoice = "/nowhere/v.wav";

/// The request that `orator animate` saves when it is given these values as options.
AnimateRequest savedBy(const std::vector<std::pair<const Parameter*, pipeline::FilmSettings>>& values,
                       const TemporaryFolder& folder) {
  const std::string request = (folder / "r.json").string();
  std::vector<std::string> arguments{"animate",        "--portrait",     kPortrait, "--out",
                                     "/nowhere/o.mp4", "--save-request", request};
  bool waits = false;
  for (const auto& [parameter, film] : values) {
    arguments.push_back(parameter->optionName());
    if (!std::holds_alternative<pipeline::Field<bool>>(parameter->value))
      arguments.push_back(pipeline::valueText(*parameter, film));
    waits |= parameter->spec.name == "idle";
  }
  if (!waits) arguments.insert(arguments.end(), {"--voice", kVoice});
  const ProgramResult result = runOrator(arguments);
  EXPECT_NE(result.exitCode, 0);
  EXPECT_NE(result.exitCode, 70) << result.err;
  return pipeline::loadRequest(request);
}

AnimateRequest expected(const std::vector<std::pair<const Parameter*, pipeline::FilmSettings>>& values) {
  AnimateRequest request;
  request.portrait = kPortrait;
  request.voice = kVoice;
  request.output = "/nowhere/o.mp4";
  for (const auto& [parameter, film] : values) {
    pipeline::copyValue(*parameter, film, request);
    if (parameter->spec.name == "idle") request.voice.clear();
  }
  return request;
}

TEST(Parameters, everyValueReachesTheRequestByTheCommandLine) {
  const TemporaryFolder folder;
  constexpr std::size_t kMostValues = 8;
  for (std::size_t n = 0; n < kMostValues; ++n) {
    std::vector<std::pair<const Parameter*, pipeline::FilmSettings>> values;
    for (const Parameter& one : pipeline::parameters()) {
      const std::vector<pipeline::FilmSettings> all = valuesOf(one);
      const std::string_view name = one.spec.name;
      if (one.optionName().empty() || name == "portrait" || name == "voice" || n >= all.size()) continue;
      if (pipeline::isDefault(one, all[n])) continue;
      if (name == "idle" || name == "voice_end")  // do not go with the voice, or the begin of the cut
        EXPECT_EQ(savedBy({{&one, all[n]}}, folder), expected({{&one, all[n]}})) << name;
      else
        values.emplace_back(&one, all[n]);
    }
    EXPECT_EQ(savedBy(values, folder), expected(values)) << n;
  }
}

TEST(Parameters, everyWrongTextEndsWithTwoAndItsOption) {
  std::vector<std::vector<std::string>> commands;
  std::vector<std::string> options;
  for (const Parameter& one : pipeline::parameters()) {
    const std::vector<std::string> wrong = wrongTextsOf(one);
    if (wrong.empty() || std::holds_alternative<pipeline::Field<bool>>(one.value)) continue;
    commands.push_back({"animate", "--portrait", kPortrait, "--out", "/nowhere/o.mp4",
                        one.optionName() + "=" + wrong.front()});
    if (one.spec.name != "idle") commands.back().insert(commands.back().end(), {"--voice", kVoice});
    options.push_back(one.optionName());
  }
  const std::vector<ProgramResult> results = runTogether(commands);
  for (std::size_t i = 0; i < results.size(); ++i) {
    EXPECT_EQ(results[i].exitCode, 2) << options[i] << results[i].err;
    EXPECT_THAT(results[i].err, HasSubstr(options[i]));
  }
}

TEST(Parameters, areListedAsJsonAndAsTheReferencePage) {
  const ProgramResult list = runOrator({"parameters"});
  EXPECT_EQ(list.exitCode, 0);
  const auto listed = nlohmann::json::parse(list.out);
  ASSERT_EQ(listed.size(), pipeline::parameters().size());
  for (std::size_t i = 0; i < listed.size(); ++i)
    EXPECT_EQ(listed[i].at("name"), pipeline::parameters()[i].spec.name);
  std::ostringstream page;
  page << std::ifstream(ORATOR_SOURCE_DIR "/resources/manual/parameters.md").rdbuf();
  EXPECT_EQ(runOrator({"parameters", "--markdown"}).out, page.str());
}

TEST(Manual, namesNoOptionThatNoProgramHas) {
  const std::string known = runOrator({"manual"}).out + runLab({"manual"}).out;
  const std::set<std::string> ofOthers{"--screenshot", "--benchmark",  "--language",  "--data",
                                       "--project",    "--constraint", "--partition", "--data-binary"};
  const std::regex option("--[a-z][a-z0-9-]+");
  int named = 0;
  for (const auto& page : std::filesystem::directory_iterator(ORATOR_SOURCE_DIR "/resources/manual")) {
    if (page.path().extension() != ".md") continue;
    std::ostringstream text;
    text << std::ifstream(page.path()).rdbuf();
    const std::string words = text.str();
    for (std::sregex_iterator at(words.begin(), words.end(), option), end; at != end; ++at, ++named) {
      std::string declared = "\\fB";  // in bold, as manual pages write options and a minus
      for (const char c : at->str()) declared += c == '-' ? std::string("\\-") : std::string(1, c);
      EXPECT_TRUE(known.find(declared + "\\fR") != std::string::npos || ofOthers.contains(at->str()))
          << page.path() << " names " << at->str();
    }
  }
  EXPECT_GT(named, 100);
}

TEST(Manual, listsEveryPageOfItself) {
  const std::filesystem::path folder = ORATOR_SOURCE_DIR "/resources/manual";
  std::ostringstream index, frame;
  index << std::ifstream(folder / "index.md").rdbuf();
  frame << std::ifstream(folder / "page.html.in").rdbuf();
  for (const auto& page : std::filesystem::directory_iterator(folder)) {
    const std::string name = page.path().stem().string();
    if (page.path().extension() != ".md" || name == "index") continue;
    EXPECT_THAT(index.str(), HasSubstr("(" + name + ".md)"));
    EXPECT_THAT(frame.str(), HasSubstr("href=\"" + name + ".html\""));
  }
}

}  // namespace
}  // namespace orator::test
