#include "core/pipeline/parameters.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "core/base/files.h"
#include "core/pipeline/animate.h"
#include "core/pipeline/parameter_json.h"
#include "tests/support/files.h"
#include "tests/support/parameter_values.h"

namespace orator::pipeline {
namespace {

using nlohmann::json;
using test::errorOf;
using testing::HasSubstr;

std::string shown(const Parameter& parameter, const FilmSettings& film) {
  return std::string(parameter.spec.name) + " = " + valueText(parameter, film);
}

TEST(Parameters, theirDefaultsAreThoseOfTheSettings) {
  const FilmSettings usual;
  EXPECT_NO_THROW(checkSettings(usual));
  for (const Parameter& one : parameters()) {
    EXPECT_TRUE(isDefault(one, usual)) << one.spec.name;
    for (const FilmSettings& film : test::valuesOf(one))
      EXPECT_EQ(isDefault(one, film), film == usual) << shown(one, film);
  }
}

TEST(Parameters, areNamedAndToldOnceEach) {
  std::set<std::string> names, keys, options;
  for (const Parameter& one : parameters()) {
    EXPECT_TRUE(names.emplace(one.spec.name).second) << one.spec.name;
    EXPECT_TRUE(keys.insert(std::string(one.group) + "." + std::string(one.jsonKey())).second)
        << one.spec.name;
    if (!one.optionName().empty()) {
      EXPECT_TRUE(options.insert(one.optionName()).second) << one.spec.name;
    }
    EXPECT_FALSE(one.spec.label.empty()) << one.spec.name;
    EXPECT_FALSE(one.spec.description.empty()) << one.spec.name;
    EXPECT_EQ(&parameter(one.spec.name), &one);
  }
  EXPECT_EQ(errorOf([] { parameter("nothing"); }).code(), ErrorCode::internal);
}

TEST(Parameters, everyValueSurvivesARequest) {
  const test::TemporaryFolder folder;
  for (const Parameter& one : parameters())
    for (const FilmSettings& film : test::valuesOf(one)) {
      AnimateRequest saved;
      static_cast<FilmSettings&>(saved) = film;
      saveRequest(saved, folder / "r.json");
      EXPECT_EQ(loadRequest(folder / "r.json"), saved) << shown(one, film);
    }
}

TEST(Parameters, everyValueSurvivesItsTextOnTheCommandLine) {
  for (const Parameter& one : parameters())
    for (const FilmSettings& film : test::valuesOf(one)) {
      if (isDefault(one, film) && valueText(one, film).empty()) continue;  // the option is not given
      FilmSettings read;
      parse(one, valueText(one, film), read);
      EXPECT_EQ(read, film) << shown(one, film);
    }
}

TEST(Parameters, everyWrongValueOfARequestIsRefusedByFileKeyAndRemedy) {
  const test::TemporaryFolder folder;
  for (const Parameter& one : parameters())
    for (const std::string& wrong : test::wrongJsonOf(one)) {
      const std::string key(one.jsonKey()), entry = "\"" + key + "\": " + wrong;
      const std::string inner =
          one.group.empty() ? entry : "\"" + std::string(one.group) + "\": {" + entry + "}";
      writeFile(folder / "r.json", R"({"format": "orator-request", "version": 1, )" + inner + "}");
      const Error error = errorOf([&] { loadRequest(folder / "r.json"); });
      EXPECT_EQ(error.code(), ErrorCode::unreadableProject) << inner;
      EXPECT_THAT(error.subject(), HasSubstr("r.json")) << inner;
      EXPECT_THAT(error.reason(), testing::AnyOf(HasSubstr(key), HasSubstr(std::string(one.spec.name)),
                                                 HasSubstr("weight"), HasSubstr("seconds")))
          << inner;
      EXPECT_FALSE(error.remedy().empty()) << inner;
    }
}

TEST(Parameters, everyWrongTextIsRefusedByItsOption) {
  for (const Parameter& one : parameters())
    for (const std::string& wrong : test::wrongTextsOf(one)) {
      FilmSettings film;
      const Error error = errorOf([&] { parse(one, wrong, film); });
      EXPECT_EQ(error.code(), ErrorCode::invalidArgument) << wrong;
      EXPECT_EQ(error.subject(), one.optionName());
      EXPECT_FALSE(error.remedy().empty()) << wrong;
    }
}

TEST(Parameters, ofMadeMotionAreWithoutEffectBesideATrackAndOthersAreNot) {
  for (const Parameter& one : parameters())
    for (FilmSettings film : test::valuesOf(one)) {
      if (one.spec.name == "track" || isDefault(one, film)) continue;
      const auto isTold = [&] {
        const auto told = withoutEffect(film);
        return std::find(told.begin(), told.end(), &one) != told.end();
      };
      film.track.clear();
      EXPECT_EQ(isTold(), one.spec.name == "relative") << one.spec.name;
      film.track = "/films/track.json";
      EXPECT_EQ(isTold(), one.group == "motion" && one.spec.name != "gaze") << one.spec.name;
    }
}

TEST(Parameters, theSeedOfNaturalEyesHasAnEffectBesideATrack) {
  FilmSettings film;
  film.track = "/films/track.json";
  film.motion.seed = 7;
  EXPECT_THAT(withoutEffect(film), testing::ElementsAre(&parameter("seed")));
  film.motion.gaze.kind = motion::Gaze::Kind::natural;
  EXPECT_THAT(withoutEffect(film), testing::IsEmpty());
}

TEST(Parameters, whatCannotBeReadBackIsNotSaved) {
  const test::TemporaryFolder folder;
  AnimateRequest request;
  request.motion.seed = std::uint64_t(1) << 40;
  EXPECT_EQ(errorOf([&] { saveRequest(request, folder / "r.json"); }).subject(), "seed");
  request = {};
  request.motion.expressionScale = std::nan("");
  EXPECT_EQ(errorOf([&] { saveRequest(request, folder / "r.json"); }).subject(), "expression_scale");
  EXPECT_TRUE(folder.names().empty());
}

TEST(Parameters, confinedSettingsAreRightAndRightOnesStayAsTheyAre) {
  for (const Parameter& one : parameters())
    for (FilmSettings film : test::valuesOf(one)) {
      const FilmSettings before = film;
      confine(film);
      EXPECT_EQ(film, before) << shown(one, before);
    }
  FilmSettings wild;
  wild.motion.expressionScale = std::nan("");
  wild.motion.blinkRate = 1e300;
  wild.motion.poseStyle = {{99, -1}};
  wild.motion.rerolls = {{5, 2, 1}, {1, 2, ~0ull}};
  wild.motion.seed = ~0ull;
  wild.render.outputSide = 20;
  wild.render.device = "abacus";
  wild.frameRate = {31, 1};
  wild.frames = FrameRange{9, 2};
  wild.voiceCut = {4, 2, 99, -1};
  wild.pack.clear();
  confine(wild);
  EXPECT_NO_THROW(checkSettings(wild));
  EXPECT_EQ(wild.motion.blinkRate, 60);
  EXPECT_EQ(wild.motion.rerolls.size(), 1u);
  EXPECT_EQ(wild.render.outputSide, 64);
  EXPECT_EQ(wild.frameRate, (FrameRate{30, 1}));
  EXPECT_EQ(wild.pack, "studio");
}

TEST(Parameters, thatAreNumbersAreReadAndSetAsOne) {
  int numbers = 0;
  for (const Parameter& one : parameters()) {
    if (!isNumber(one)) continue;
    ++numbers;
    FilmSettings film;
    EXPECT_EQ(numberOf(one, film), one.spec.defaultValue) << one.spec.name;
    for (const double value : {one.spec.minimum, one.spec.maximum}) {
      setNumber(one, film, value);
      EXPECT_EQ(numberOf(one, film), value) << one.spec.name;
    }
    setNumber(one, film, 1e300);
    EXPECT_EQ(numberOf(one, film), one.spec.maximum) << one.spec.name;
  }
  EXPECT_GE(numbers, 9);
}

TEST(Parameters, standOnTheReferencePageAsTheyAreDeclared) {
  const std::vector<std::uint8_t> page =
      readFile(ORATOR_SOURCE_DIR "/resources/manual/parameters.md", ErrorCode::unreadableProject);
  EXPECT_EQ(std::string(page.begin(), page.end()), parametersMarkdown())
      << "make it again: orator parameters --markdown > resources/manual/parameters.md";
}

TEST(Parameters, oldProgramsReadRequestsThatUseNothingNew) {
  json object;
  writeSettings({}, {}, object);
  for (const char* key : {"rotate", "background", "voice_cut", "idle_seconds", "face", "frames", "track"})
    EXPECT_FALSE(object.contains(key)) << key;
}

}  // namespace
}  // namespace orator::pipeline
