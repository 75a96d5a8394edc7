#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <fstream>

#include "core/motion/track_io.h"
#include "core/pipeline/parameters.h"
#include "core/project/project_file.h"
#include "tests/cli/program.h"
#include "tests/support/files.h"

// What the program says of itself to shells, man and other programs, read by the real ones.

namespace orator::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

/// What a command of the shell writes to both of its outputs. Fails the test where it does not end with 0.
std::string written(const std::string& command) {
  std::FILE* const pipe = popen((command + " 2>&1").c_str(), "r");
  std::string text;
  std::array<char, 4096> part{};
  while (const std::size_t count = std::fread(part.data(), 1, part.size(), pipe))
    text.append(part.data(), count);
  EXPECT_EQ(pclose(pipe), 0) << command << "\n" << text;
  return text;
}

class Completion : public testing::Test {
 protected:
  /// The file of the script for a shell.
  std::string script(const std::string& shell) const {
    const std::filesystem::path file = folder_ / shell;
    std::ofstream(file) << runOrator({"completion", shell}).out;
    return file.string();
  }
  /// What bash offers for the last of the words.
  std::string bashOffers(const std::string& words, int count) const {
    return written("bash -c 'compopt() { echo \"compopt $*\"; }; source " + script("bash") +
                   "; COMP_WORDS=(" + words + "); COMP_CWORD=" + std::to_string(count - 1) +
                   "; _orator; echo \"${COMPREPLY[@]}\"'");
  }
  std::string fishOffers(const std::string& line) const {
    return written("fish -c 'source " + script("fish") + "; complete -C \"" + line + "\"'");
  }
  /// With what zsh's own function for options would be called.
  std::string zshAsks(const std::string& words, int count) const {
    return written(
        "zsh -f -c 'compdef() { : }; _arguments() { print -l -- \"$@\" }; _describe() { print -l -- "
        "$commands }; source " +
        script("zsh") + "; words=(" + words + "); CURRENT=" + std::to_string(count) + "; _orator'");
  }
  TemporaryFolder folder_;
};

TEST_F(Completion, OffersSubCommandsInEveryShell) {
  EXPECT_THAT(bashOffers("orator \"\"", 2), AllOf(HasSubstr("animate"), HasSubstr("packs")));
  EXPECT_THAT(fishOffers("orator "), AllOf(HasSubstr("animate"), HasSubstr("Portrait and voice")));
  EXPECT_THAT(zshAsks("orator \"\"", 2), AllOf(HasSubstr("animate:"), HasSubstr("packs:")));
}

TEST_F(Completion, OffersWhatStandsBelowASubCommand) {
  EXPECT_THAT(bashOffers("orator packs \"\"", 3), AllOf(HasSubstr("verify"), Not(HasSubstr("animate"))));
  EXPECT_THAT(fishOffers("orator packs "), AllOf(HasSubstr("verify"), Not(HasSubstr("animate"))));
  EXPECT_THAT(zshAsks("orator packs \"\"", 3), AllOf(HasSubstr("verify:"), Not(HasSubstr("animate:"))));
}

TEST_F(Completion, OffersOptionsOfTheCommandAlone) {
  EXPECT_EQ(bashOffers("orator animate --blink-s", 3), "--blink-strength\n");
  EXPECT_THAT(fishOffers("orator animate --blink-s"), HasSubstr("--blink-strength"));
  EXPECT_THAT(zshAsks("orator animate --b", 3), HasSubstr("--blink-strength[How far the lids close"));
  EXPECT_EQ(bashOffers("orator parameters --blink-s", 3), "\n");
}

TEST_F(Completion, OffersTheChoicesOfAnOption) {
  EXPECT_EQ(bashOffers("orator animate --rotate \"\"", 4), "0 90 180 270 auto\n");
  EXPECT_EQ(bashOffers("orator animate --progress j", 4), "json\n");
  EXPECT_THAT(fishOffers("orator animate --rotate "), HasSubstr("270"));
  EXPECT_THAT(zshAsks("orator animate --r", 3), HasSubstr(":DEGREES:(0 90 180 270 auto)"));
}

TEST_F(Completion, OffersFilesWhereAFileIsTaken) {
  EXPECT_THAT(bashOffers("orator animate --portrait \"\"", 4), HasSubstr("compopt -o default"));
  EXPECT_THAT(bashOffers("orator animate --seed \"\"", 4), Not(HasSubstr("compopt")));
  EXPECT_THAT(zshAsks("orator animate --p", 3), HasSubstr("]:FILE:_files"));
  std::ofstream(folder_ / "somebody.jpg") << "x";
  EXPECT_THAT(fishOffers("orator animate --portrait " + (folder_ / "some").string()),
              HasSubstr("somebody.jpg"));
}

TEST_F(Completion, IsThereForTheLaboratoryToo) {
  const std::filesystem::path file = folder_ / "lab";
  std::ofstream(file) << runLab({"completion", "bash"}).out;
  EXPECT_EQ(
      written("bash -c 'source " + file.string() +
              "; COMP_WORDS=(orator-lab train expn); COMP_CWORD=2; _orator_lab; echo \"${COMPREPLY[@]}\"'"),
      "expnet\n");
}

TEST(ManualPage, IsFormattedWithoutAWarningAndNamesEveryCommand) {
  const TemporaryFolder folder;
  const std::filesystem::path file = folder / "orator.1";
  std::ofstream(file) << runOrator({"manual"}).out;
  EXPECT_EQ(written("groff -man -Tutf8 -ww -z " + file.string()), "");
  const std::string page = written("groff -man -Tascii -P-cbou " + file.string());
  for (const char* text : {"orator animate", "--pose-style", "orator packs verify", "EXIT STATUS", "no_face"})
    EXPECT_THAT(page, HasSubstr(text));
}

class Schema : public testing::Test {
 protected:
  /// What a validator of its own says of a file of ours; empty where it is right.
  std::string complaints(const std::string& format, const std::filesystem::path& file) const {
    const std::filesystem::path schema = folder_ / (format + ".schema.json");
    std::ofstream(schema) << runOrator({"schema", format}).out;
    return written(
        "python3 -c 'import json, jsonschema, sys\n"
        "schema = json.load(open(sys.argv[1]))\n"
        "jsonschema.Draft202012Validator.check_schema(schema)\n"
        "for e in jsonschema.Draft202012Validator(schema).iter_errors(json.load(open(sys.argv[2]))):\n"
        "  print(e.json_path)' " +
        schema.string() + " " + file.string());
  }
  std::filesystem::path file(const std::string& text) const {
    const std::filesystem::path file = folder_ / "file.json";
    std::ofstream(file) << text;
    return file;
  }
  TemporaryFolder folder_;
};

TEST_F(Schema, HoldsForRequestsWithEveryKindOfValue) {
  pipeline::AnimateRequest request;
  request.portrait = "/p.png";
  request.voice = "/v.wav";
  request.output = "/o.mp4";
  pipeline::FilmSettings& film = request;
  for (const auto& [name, text] : {std::pair{"fps", "29.97"},
                                   {"pose_style", "3:0.5,17:0.5"},
                                   {"gaze", "0.5:-0.25"},
                                   {"frames", "0:75"},
                                   {"rerolls", "1:2:7"},
                                   {"aspect", "9:16"},
                                   {"pitch", "-20,0,20"},
                                   {"trim", "1:2"},
                                   {"codec", "h265"},
                                   {"background", "#203040"},
                                   {"pose_scale", "pitch:1,yaw:0.3"}})
    pipeline::parse(pipeline::parameter(name), text, film);
  pipeline::saveRequest(request, folder_ / "request.json");
  EXPECT_EQ(complaints("request", folder_ / "request.json"), "");
}

TEST_F(Schema, NamesWhatIsWrongInARequest) {
  EXPECT_EQ(complaints("request", file(R"({"format": "orator-request", "fps": "fast"})")), "$.fps\n");
  EXPECT_EQ(complaints("request", file(R"({"format": "orator-request", "motion": {"blink_strength": 7}})")),
            "$.motion.blink_strength\n");
  EXPECT_EQ(complaints("request", file(R"({"format": "orator-request", "motions": {}})")), "$\n");
}

TEST_F(Schema, HoldsForProjectsWithEdits) {
  project::Project project;
  project.portrait = "/p.png";
  project.edits.blinks = {{.startSeconds = 1, .durationSeconds = 0.2, .depth = 1}};
  project.edits.curves = {{3, {{10, 0.5f}}}};
  project.edits.gains = {{{0, 10}, 1.5, 0.5}};
  project.edits.rerolls = {{{0, 25}, 9}};
  std::ofstream(folder_ / "p.json") << project::toJson(project, {});
  EXPECT_EQ(complaints("project", folder_ / "p.json"), "");
  EXPECT_EQ(
      complaints("project", file(R"({"format": "orator-project", "version": 5, "edits": {"gains": [{}]}})")),
      "$.edits.gains[0]\n$.edits.gains[0]\n$.edits.gains[0]\n");
}

TEST_F(Schema, HoldsForTracksPresetsAndPacks) {
  motion::MotionTrack track;
  track.basis = "studio";
  track.rows.resize(3);
  track.blink = {0, 0.5f, 0};
  motion::writeTrack(track, folder_ / "track.json");
  EXPECT_EQ(complaints("track", folder_ / "track.json"), "");
  EXPECT_EQ(complaints("track", file("{}")).substr(0, 1), "$");
  const std::filesystem::path root = ORATOR_SOURCE_DIR;
  for (const auto& preset : std::filesystem::directory_iterator(root / "resources/presets"))
    EXPECT_EQ(complaints("preset", preset.path()), "") << preset.path();
  EXPECT_EQ(complaints("pack", root / "models/packs/studio/pack.json"), "");
  EXPECT_EQ(complaints("pack", file(R"({"format": 1, "id": "x", "files": [{"role": "a", "path": "b"}]})")),
            "$.files[0]\n");
}

TEST(Desktop, DescriptionsPassTheirValidators) {
  const std::string installer = std::string(ORATOR_SOURCE_DIR) + "/installer/";
  EXPECT_EQ(written("desktop-file-validate " + installer + "orator-studio.desktop"), "");
  written("appstreamcli validate --no-net " + installer + "orator-studio.metainfo.xml");
}

}  // namespace
}  // namespace orator::test
