#include "core/base/json_value.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

namespace orator {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using testing::HasSubstr;

std::string fault(const std::function<void()>& read) {
  try {
    read();
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  ADD_FAILURE() << "it was taken";
  return {};
}

TEST(NumberFrom, takesWhatLiesWithinTheRange) {
  EXPECT_EQ(numberFrom(json(51), 0, 51, "crf"), 51);
  EXPECT_EQ(numberFrom(json(0), 0, 51, "crf"), 0);
  EXPECT_EQ(numberFrom(json(3), 0.0, 4.0, "scale"), 3.0) << "a whole number is a number";
  EXPECT_EQ(numberFrom(json(0.25), 0.f, 1.f, "offset"), 0.25f);
  EXPECT_EQ(numberFrom(json(4294967295u), std::uint64_t(0), std::uint64_t(4294967295u), "seed"), 4294967295u);
}

TEST(NumberFrom, narrowsNothing) {
  for (const char* text : {"1099511627776", "-1", "52", "18446744073709551615"})
    EXPECT_THAT(fault([&] { numberFrom(json::parse(text), 0, 51, "crf"); }), HasSubstr("crf is out of range"))
        << text;
  EXPECT_THAT(fault([&] { numberFrom(json(1e39), -1e38f, 1e38f, "offset"); }), HasSubstr("out of range"));
  EXPECT_THAT(fault([&] { numberFrom(json(-1), std::uint64_t(0), std::uint64_t(9), "seed"); }),
              HasSubstr("-1"));
  EXPECT_THAT(fault([&] { numberFrom(json(std::nan("")), 0.0, 1.0, "x"); }), HasSubstr("out of range"));
}

TEST(NumberFrom, makesNoNumberOfAnotherKind) {
  for (const char* text : {"2.5", "2.0", "true", "\"2\"", "null", "[2]", "{}"})
    EXPECT_THAT(fault([&] { numberFrom(json::parse(text), 0, 51, "crf"); }),
                HasSubstr("crf has the wrong type"))
        << text;
  EXPECT_THAT(fault([&] { numberFrom(json(true), 0.0, 1.0, "x"); }), HasSubstr("true is no number"));
}

TEST(JsonValue, namesTheKindThatWasWanted) {
  EXPECT_THAT(fault([] { flagFrom(json(1), "still"); }), HasSubstr("1 is neither true nor false"));
  EXPECT_THAT(fault([] { textFrom(json(1), "pack"); }), HasSubstr("1 is no text"));
  EXPECT_THAT(fault([] { listFrom(json("a"), 2, "frames"); }), HasSubstr("\"a\" is no list"));
  EXPECT_THAT(fault([] { listFrom(json({1, 2, 3}), 2, "frames"); }), HasSubstr("3 entries, more than 2"));
}

TEST(JsonValue, isShownShortAndInWholeCharacters) {
  EXPECT_EQ(shownJson(json(12)), "12");
  EXPECT_EQ(shownJson(json({1, 2})), "a list");
  const std::string shown = shownJson(json(std::string(38, 'a') + "\u00fc\u00fc"));  // cut within the first
  EXPECT_TRUE(isUtf8(shown)) << shown;
  EXPECT_LE(shown.size(), 43u);
}

TEST(ParsedJson, isRefusedWhereItIsNestedDeeperThanAnythingIs) {
  const auto nested = [](std::size_t levels) { return std::string(levels, '[') + std::string(levels, ']'); };
  EXPECT_EQ(parsedJson(nested(64)).size(), 1u);
  EXPECT_THAT(fault([&] { parsedJson(nested(65)); }), HasSubstr("deeper than 64 levels"));
  EXPECT_THAT(fault([&] { parsedJson(std::string(2'000'000, '[')); }), HasSubstr("deeper"));
  EXPECT_EQ(parsedJson(R"({"a": "[[{\"[[", "b": [[], [], {}]})").size(), 2u);  // what is quoted is text
}

TEST(ParsedJson, saysInItsOwnWordsWhereItIsBroken) {
  EXPECT_EQ(fault([] { parsedJson(R"({"a": [1, 2)"); }), "it is cut off: its JSON has no end");
  EXPECT_EQ(fault([] { parsedJson(""); }), "it is cut off: its JSON has no end");
  EXPECT_EQ(fault([] { parsedJson("[1, x]"); }), "it is not valid JSON at byte 5");
  EXPECT_EQ(fault([] { parsedJson("[\"\xff\"]"); }), "it is not valid JSON at byte 3");
  EXPECT_THAT(fault([] { parsedJson("[1e999]"); }), HasSubstr("larger than any"));
}

TEST(PathJson, anyNameOfAFileIsReadBackToItsVeryBytes) {
  const char* const names[] = {"/films/portrait \xc3\xbc \xe4\xb8\xad.png",
                               "/a/\xff\xfe%41 b.wav",
                               "100%.wav",
                               "/a/\n\x7f\x01.png",
                               "\xed\xa0\x80",
                               ""};
  for (const std::string name : names) {
    const json stored = json::parse(pathJson(fs::path(name)).dump());  // as a file holds it
    EXPECT_EQ(pathFrom(stored, "voice").string(), name);
    EXPECT_EQ(stored.is_string(), isUtf8(name)) << name;
  }
}

TEST(PathJson, whatIsNoPathIsRefused) {
  for (const char* text : {"1", "[]", "{}", R"({"percent_encoded": 1})", R"({"percent_encoded": "%4"})",
                           R"({"percent_encoded": "%zz"})", R"({"percent_encoded": "a", "more": 1})",
                           R"({"percent_encoded": "a%00b"})", R"("a\u0000b")"})
    EXPECT_THAT(fault([&] { pathFrom(json::parse(text), "voice"); }), HasSubstr("voice")) << text;
}

TEST(JsonObject, namesKeysThatNobodyAskedFor) {
  const json stored = {{"still", true}, {"stil", true}};
  JsonObject object(stored, "motion");
  EXPECT_TRUE(flagFrom(object.at("still"), object.nameOf("still")));
  EXPECT_EQ(object.find("seed"), nullptr);
  EXPECT_THAT(fault([&] { object.at("pitch"); }), HasSubstr("\"pitch\" in motion is missing"));
  EXPECT_THAT(fault([&] { object.refuseUnknownKeys(); }), HasSubstr("\"stil\" in motion is unknown"));
  EXPECT_THAT(fault([&] { JsonObject(json(1), "motion"); }), HasSubstr("motion must be an object"));
}

}  // namespace
}  // namespace orator
