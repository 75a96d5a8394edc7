#include "core/voices/speech_engine.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <cstdlib>
#include <fstream>
#include <thread>

#include "core/base/files.h"
#include "core/media/audio_reader.h"
#include "core/media/media_info.h"
#include "tests/support/files.h"

namespace orator::voices {
namespace {

namespace fs = std::filesystem;
using test::errorOf;
using testing::AllOf;
using testing::HasSubstr;

/// A home folder with programs and engines of its own.
class Engines : public testing::Test {
 protected:
  Engines() {
    for (const char* name : {"XDG_DATA_HOME", "PATH"})
      before_.emplace_back(name, std::getenv(name) ? std::getenv(name) : "");
    setenv("XDG_DATA_HOME", folder.path().c_str(), 1);
    fs::create_directories(folder / "orator/voices");
    fs::create_directories(folder / "bin");
    setenv("PATH", ((folder / "bin").string() + ":" + before_[1].second).c_str(), 1);
  }
  ~Engines() override {
    for (const auto& [name, value] : before_)
      value.empty() ? unsetenv(name.c_str()) : setenv(name.c_str(), value.c_str(), 1);
  }
  void program(const std::string& name, const std::string& script) {
    writeFile(folder / "bin" / name, "#!/bin/sh\n" + script + "\n");
    fs::permissions(folder / "bin" / name, fs::perms::owner_all);
  }
  void engine(const std::string& name, const std::string& rest) {
    writeFile(folder / "orator/voices" / (name + ".json"),
              R"({"format": "orator-speech-engine", "version": 1, "title": "Mine", )" + rest + "}");
  }
  std::string read(const fs::path& file) {
    const auto bytes = test::readBytes(file);
    return {bytes.begin(), bytes.end()};
  }

  test::TemporaryFolder folder;

 private:
  std::vector<std::pair<std::string, std::string>> before_;
};

/// Says what it was given in place of a sound, longer than a WAV file's head.
constexpr const char* kEcho =
    R"(out=$1; shift; { printf RIFF....WAVE; printf '%s|' "$@"; cat; printf '%60s' .; } > "$out")";

TEST_F(Engines, AreCalledWithoutAShellWordByWord) {
  program("echo-engine", kEcho);
  engine(
      "mine",
      R"json("command": ["echo-engine", "{wav}", "-v", "{voice}", "a b; $(rm x)", "{language}:{text_file}"],
                    "voices": [{"id": "first one", "language": "de"}])json");
  speak(speakerFrom("mine"), "Hallo; `ls`", folder / "out.wav", {});
  EXPECT_THAT(read(folder / "out.wav"), testing::StartsWith("RIFF....WAVE-v|first one|a b; $(rm x)|de:"));
  EXPECT_THAT(read(folder / "out.wav"), HasSubstr("/text.txt|"));
}

TEST_F(Engines, ReadTheTextFromTheirInputWhereTheySaySo) {
  program("echo-engine", kEcho);
  engine("mine", R"("command": ["echo-engine", "{wav}", "{voice}"], "reads_text": true)");
  speak(speakerFrom("mine:x"), "Größe 1", folder / "out.wav", {});
  EXPECT_THAT(read(folder / "out.wav"), testing::StartsWith("RIFF....WAVEx|Größe 1\n"));
}

TEST_F(Engines, OfTheUserComeBeforeThoseThatShip) {
  engine("flite", R"("command": ["nowhere", "{wav}", "{text_file}"])");
  std::vector<std::string> names;
  for (const SpeechEngine& one : speechEngines()) {
    names.push_back(one.name);
    if (one.name == "flite") {
      EXPECT_EQ(one.title, "Mine");
    }
  }
  EXPECT_THAT(names, testing::ElementsAre("espeak-ng", "festival", "flite", "piper", "say"));
}

TEST_F(Engines, ThatShipSpeakWhereTheyAreInstalled) {
  int spoken = 0;
  for (const SpeechEngine& one : speechEngines()) {
    EXPECT_FALSE(one.install.empty()) << one.name;
    if (!isInstalled(one) || one.voices.empty()) continue;
    speak(speakerFrom(one.name), "Good morning, everybody.", folder / "out.wav", {});
    EXPECT_GT(media::readMediaInfo(folder / "out.wav").durationSeconds, 0.8) << one.name;
    ++spoken;
  }
  EXPECT_GT(spoken, 0) << "flite is one of the packages";
}

TEST_F(Engines, ThatFailSayWhatTheySaid) {
  program("failing", "echo first; echo 'no such voice' >&2; exit 3");
  program("silent", "exit 0");
  program("scribbling", R"(printf '%60s' text > "$1")");
  engine("failing", R"("command": ["failing", "{wav}", "{text_file}"])");
  engine("silent", R"("command": ["silent", "{wav}", "{text_file}"])");
  engine("scribbling", R"("command": ["scribbling", "{wav}", "{text_file}"])");
  const Error failed = errorOf([&] { speak(speakerFrom("failing"), "x", folder / "out.wav", {}); });
  EXPECT_THAT(failed.reason(), AllOf(HasSubstr("code 3"), HasSubstr("no such voice")));
  EXPECT_THAT(errorOf([&] { speak(speakerFrom("silent"), "x", folder / "out.wav", {}); }).reason(),
              HasSubstr("no sound"));
  EXPECT_THAT(errorOf([&] { speak(speakerFrom("scribbling"), "x", folder / "out.wav", {}); }).reason(),
              HasSubstr("no WAV file"));
  EXPECT_FALSE(fs::exists(folder / "out.wav"));
}

TEST_F(Engines, AreRefusedByNameAndReason) {
  engine("absent", R"("command": ["not-there-at-all", "{wav}", "{text_file}"], "install": "Ask for it")");
  engine("voiceless", R"("command": ["sh", "{wav}", "{text_file}", "{voice}"])");
  engine("broken", R"("command": ["sh", "{wav}", "{text_file}", "{speed}"])");
  EXPECT_THAT(errorOf([] { speakerFrom("absent"); }).remedy(), HasSubstr("Ask for it"));
  EXPECT_THAT(errorOf([] { speakerFrom("voiceless"); }).remedy(), HasSubstr("voiceless:VOICE"));
  EXPECT_THAT(errorOf([] { speakerFrom("voiceless:-x"); }).reason(), HasSubstr("option"));
  EXPECT_THAT(errorOf([] { speakerFrom("nobody"); }).remedy(), HasSubstr("flite"));
  const Error broken = errorOf([] { speakerFrom("broken"); });
  EXPECT_EQ(broken.code(), ErrorCode::unreadableProject);
  EXPECT_THAT(broken.reason(), HasSubstr("{speed}"));
  for (const char* rest :
       {R"("command": [])", R"("command": ["sh", "{text_file}"])", R"("command": ["sh", "{wav}"])",
        R"("command": ["sh", "{wav}", "{text_file}"], "reads_text": true)",
        R"("command": "sh {wav} {text_file}")", R"("command": ["sh", "{wav}", "{text_file}"], "shell": true)",
        R"("command": ["{voice}", "{wav}", "{text_file}"])"}) {
    engine("one", rest);
    EXPECT_EQ(errorOf([&] { readSpeechEngine(folder / "orator/voices/one.json"); }).code(),
              ErrorCode::unreadableProject)
        << rest;
  }
  for (const std::string& text :
       {std::string(" \n"), std::string("caf\xE9"), std::string(kLongestSpokenText + 1, 'a')})
    EXPECT_EQ(errorOf([&] { speak(speakerFrom("flite"), text, folder / "out.wav", {}); }).code(),
              ErrorCode::invalidArgument);
}

}  // namespace
}  // namespace orator::voices
