// Films that the machines of a cluster make together.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <thread>

#include "core/base/process.h"
#include "core/pipeline/animate.h"
#include "slurm_cluster.h"
#include "tests/cli/program.h"
#include "tests/cli/sample.h"

namespace orator::test {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;

class Farm : public testing::Test {
 protected:
  Farm() {
    pipeline::AnimateRequest request;
    request.portrait = folder_.portrait();
    request.voice = folder_.voice();
    request.output = folder_ / "talk.mp4";
    request.frameRate = {50, 1};
    request.render.outputSide = 512;
    saveRequest(request, requestFile());
  }
  void SetUp() override {
    if (const std::string daemon = SlurmCluster::missing(); !daemon.empty())
      GTEST_SKIP() << daemon << " is not installed (Debian's packages slurm-wlm and munge)";
    try {
      cluster_.emplace();
    } catch (const std::runtime_error& failure) {
      GTEST_SKIP() << "Slurm does not run on this machine: " << failure.what();
    }
  }
  void TearDown() override {
    if (HasFailure() && cluster_) std::cerr << cluster_->messages() << jobMessages();
  }
  fs::path requestFile() const { return folder_ / "request.json"; }
  std::string farm() const { return (folder_ / "farm").string(); }

  ProgramResult runFarm(const std::string& command, const std::vector<std::string>& more = {}) const {
    std::vector<std::string> words{"farm", command, "--folder", farm(), "--progress", "json"};
    words.insert(words.end(), more.begin(), more.end());
    return runOrator(words);
  }
  void submit(const std::vector<std::string>& more) const {
    const ProgramResult submitted = runFarm("submit", more);
    ASSERT_EQ(submitted.exitCode, 0) << submitted.err;
  }
  json status() const {
    const ProgramResult told = runFarm("status");
    EXPECT_EQ(told.exitCode, 0) << told.err;
    return told.exitCode == 0 ? told.events().back() : json{{"films", json::array()}};
  }
  /// Of every film, by its name for it.
  std::vector<std::string> states() const {
    const json told = status();
    std::vector<std::string> states;
    for (const json& film : told.at("films")) states.push_back(film.at("state"));
    return states;
  }
  /// Asks until no film waits or works; what takes longer than minutes has failed.
  std::vector<std::string> statesAtTheEnd() const {
    std::vector<std::string> now;
    for (int i = 0; i < 600; ++i) {
      now = states();
      if (std::none_of(now.begin(), now.end(),
                       [](const std::string& state) { return state == "waiting" || state == "working"; }))
        break;
      std::this_thread::sleep_for(300ms);
    }
    return now;
  }
  std::vector<std::uint8_t> madeAlone(const fs::path& request) const {
    const fs::path film = folder_ / "alone.mp4";
    const ProgramResult alone = runOrator({"render", "--request", request.string(), "--out", film.string()});
    EXPECT_EQ(alone.exitCode, 0) << alone.err;
    return readBytes(film);
  }
  std::string jobMessages() const {
    std::string text;
    std::error_code none;
    for (const auto& entry : fs::recursive_directory_iterator(farm(), none))
      if (entry.path().extension() == ".log")
        text += entry.path().string() + "\n" + logOf(entry.path().filename().string());
    return text;
  }
  std::string logOf(const std::string& name) const {
    std::ifstream stream(folder_ / "farm/film-00001" / name);
    return {std::istreambuf_iterator<char>(stream), {}};
  }
  /// A program that stands before orator and does something to a part first.
  std::string programThat(const std::string& script) const {
    const fs::path file = folder_ / "before-orator";
    std::ofstream(file) << "#!/bin/sh\ncd " << folder_.path().string() << "\n"
                        << script << "\nexec " << ORATOR_PROGRAM << " \"$@\"\n";
    fs::permissions(file, fs::perms(0755));
    return file.string();
  }

  SampleFolder folder_;
  std::optional<SlurmCluster> cluster_;
};

TEST_F(Farm, AFilmOfThreeMachinesHasTheBytesOfOneThoughAPartFailsTwiceAndAMachineIsLost) {
  // Part 1 fails two times. Part 2 is held where it has rendered some frames until its machine is lost.
  const std::string program = programThat(
      "case \"$*\" in\n"
      "*'--step part '*'--part 1 '*)\n"
      "  echo failed >> failures\n"
      "  [ $(wc -l < failures) -gt 2 ] || exit 70 ;;\n"
      "*'--step part '*'--part 2 '*-0)\n"
      "  " ORATOR_PROGRAM
      " \"$@\" & child=$!\n"
      "  while kill -0 $child; do\n"
      "    if [ $(cat farm/film-00001/part-000002.*.frames | wc -c) -gt 200000 ]; then\n"
      "      kill -STOP $child; echo $SLURMD_NODENAME $$ > held.new; mv held.new held; sleep 1000\n"
      "    fi\n"
      "    sleep 0.01\n"
      "  done ;;\n"
      "esac");
  submit({"--request", requestFile().string(), "--parts", "3", "--program", program});
  for (int i = 0; i < 1200 && !fs::exists(folder_ / "held"); ++i) std::this_thread::sleep_for(100ms);
  std::string machine;
  int process = 0;
  std::ifstream(folder_ / "held") >> machine >> process;
  ASSERT_GT(process, 0) << "part 2 was not held in the middle";
  EXPECT_EQ(status().at("films")[0].at("parts")[2], "working");
  cluster_->killMachine(machine, process);

  EXPECT_THAT(statesAtTheEnd(), ElementsAre("finished"));
  EXPECT_EQ(readBytes(folder_ / "farm/talk.mp4"), madeAlone(requestFile()));
  EXPECT_GE(readBytes(folder_ / "failures").size(), 3 * sizeof("failed"));
  const json film = status().at("films")[0];
  EXPECT_EQ(film.at("frames"), film.at("finished_frames"));
  EXPECT_GT(film.at("processor_seconds"), 0);
  std::ifstream report(folder_ / "farm/film-00001/part-000002.json");
  const json part = json::parse(report);
  EXPECT_NE(part.at("machine"), machine);
  EXPECT_LT(part.at("frames"), 33) << "nothing was taken over from the lost machine";
  EXPECT_GT(part.at("frames"), 0);
}

TEST_F(Farm, AMatrixThatWasCancelledGoesOnToTheSameFilms) {
  fs::copy_file(folder_.portrait(), folder_ / "other.png");
  std::ofstream(folder_ / "matrix.json")
      << R"({"format": "orator-matrix", "version": 1, "request": "request.json",
             "portraits": ["portrait.png", "other.png"], "voices": ["voice.wav"]})";
  SlurmCluster::scontrol({"update", "partitionname=all", "state=down"});
  submit({"--matrix", (folder_ / "matrix.json").string(), "--minutes-per-part", "0.02"});
  EXPECT_THAT(states(), ElementsAre("waiting", "waiting"));
  const json told = status();
  EXPECT_EQ(told.at("films")[0].at("parts").size(), 2u);
  EXPECT_EQ(runFarm("resume").events().back().at("submitted"), 0);
  ASSERT_EQ(runFarm("cancel").exitCode, 0);
  for (int i = 0; i < 300 && !runProcess({"squeue", "--noheader"}).out.empty(); ++i)
    std::this_thread::sleep_for(100ms);
  EXPECT_THAT(states(), ElementsAre("failed", "failed"));

  SlurmCluster::scontrol({"update", "partitionname=all", "state=up"});
  EXPECT_EQ(runFarm("resume").events().back().at("submitted"), 2);
  EXPECT_THAT(statesAtTheEnd(), ElementsAre("finished", "finished"));
  for (const char* name : {"portrait-voice", "other-voice"}) {
    const std::string film = std::string(name) + ".mp4";
    const bool isOther = film.starts_with("other");
    EXPECT_EQ(readBytes(folder_ / "farm" / film),
              madeAlone(folder_ / (isOther ? "farm/film-00002.json" : "farm/film-00001.json")));
  }
}

TEST_F(Farm, AFilmOfOnePartIsDrawnByTheJobThatWouldJoinIt) {
  submit({"--request", requestFile().string(), "--parts", "1"});
  EXPECT_THAT(statesAtTheEnd(), ElementsAre("finished"));
  EXPECT_EQ(readBytes(folder_ / "farm/talk.mp4"), madeAlone(requestFile()));
  const json told = status();
  EXPECT_TRUE(told.at("films")[0].at("parts").empty());
  EXPECT_EQ(told.at("films")[0].at("finished_frames"), 100);
}

TEST_F(Farm, LeavesNothingBehindThatSlurmRefuses) {
  const ProgramResult refused =
      runFarm("submit", {"--request", requestFile().string(), "--parts", "2", "--slurm=--partition=nowhere"});
  EXPECT_EQ(refused.exitCode, 2);
  EXPECT_THAT(refused.error().at("reason"), HasSubstr("partition"));
  EXPECT_FALSE(fs::exists(farm()));
}

TEST(FarmWithoutSlurm, IsRefusedWithWhatToDo) {
  const SampleFolder folder;
  const std::string farm = (folder / "farm").string();
  const ProgramResult refused = runOrator(
      {"farm", "submit", "--request", "r.json", "--parts", "2", "--folder", farm, "--progress", "json"},
      {"PATH=/nowhere"});
  EXPECT_EQ(refused.exitCode, 10);
  EXPECT_EQ(refused.error().at("subject"), "sbatch");
  EXPECT_THAT(refused.error().at("remedy"), HasSubstr("orator render"));
  EXPECT_FALSE(fs::exists(farm));
}

}  // namespace
}  // namespace orator::test
