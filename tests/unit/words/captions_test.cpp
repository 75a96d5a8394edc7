#include "core/words/captions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/words/letters.h"
#include "tests/support/files.h"

namespace orator::words {
namespace {

using testing::ElementsAre;

/// Each word as long as it is written, one after another; "|" is a second of silence.
Transcript told(const std::string& text) {
  Transcript transcript;
  transcript.isTimed = true;
  double at = 0;
  for (const std::string& word : wordsOf(text)) {
    const double length = word == "|" ? 1 : 0.06 * columnsOf(word);
    if (word != "|") transcript.words.push_back({word, at, at + length, false});
    at += length;
  }
  return transcript;
}

std::vector<std::string> linesOf(const Transcript& transcript, const CaptionRules& rules = {}) {
  std::vector<std::string> all;
  for (const Caption& caption : captionsOf(transcript, rules)) {
    std::string text;
    for (const auto& line : caption.lines) text.append(text.empty() ? "" : "/").append(joined(line));
    all.push_back(text);
  }
  return all;
}

TEST(Captions, BeginWithSentencesAndBehindPauses) {
  EXPECT_THAT(
      linesOf(told("This is the first sentence of all. And here a second one follows. Then | it goes on.")),
      ElementsAre("This is the first sentence of all.", "And here a second one follows.", "Then",
                  "it goes on."));
  EXPECT_THAT(linesOf(told("We met Mr. Brown at half past ten in the morning.")),
              ElementsAre("We met Mr. Brown at half/past ten in the morning."));
}

TEST(Captions, ShortSentencesJoinTheirNeighbours) {
  EXPECT_THAT(linesOf(told("Yes. I do.")), ElementsAre("Yes. I do."));
}

TEST(Captions, BreakBehindCommasWhereBothLinesStayOfALength) {
  EXPECT_THAT(linesOf(told("When the rain had ended at last, the children ran out again.")),
              ElementsAre("When the rain had ended at last,/the children ran out again."));
}

TEST(Captions, AreNoLongerThanTheRulesSay) {
  std::string text;
  for (int i = 0; i < 300; ++i) text += "word" + std::to_string(i * 7919 % 1000) + (i % 11 == 3 ? ", " : " ");
  for (const CaptionRules& rules : {CaptionRules{}, CaptionRules{20, 1}, CaptionRules{32, 3, 20, 4}}) {
    std::size_t words = 0;
    for (const Caption& caption : captionsOf(told(text), rules)) {
      EXPECT_LE(int(caption.lines.size()), rules.lines);
      for (const auto& line : caption.lines) {
        EXPECT_LE(columnsOf(joined(line)), rules.columns);
        words += line.size();
      }
      EXPECT_LE(caption.lines.back().back().endSeconds - caption.beginSeconds, rules.longestSeconds);
    }
    EXPECT_EQ(words, 300u) << "none is lost";
  }
}

TEST(Captions, StayAsLongAsReadingTakesWhereThereIsRoom) {
  Transcript quick = told("Nobody reads this as fast as it is said. | | | Next.");
  for (std::size_t i = 0; i < 9; ++i) {
    quick.words[i].beginSeconds = 1.3 * double(i) / 9;
    quick.words[i].endSeconds = 1.3 * double(i + 1) / 9;
  }
  const auto captions = captionsOf(quick, {});
  EXPECT_NEAR(captions[0].endSeconds, 40 / 20.0, 0.1);
  EXPECT_GE(captions[1].endSeconds - captions[1].beginSeconds, 1);
  for (const double gap : {0.5, 0.1}) {
    Transcript close = quick;
    close.words.back().beginSeconds = 1.3 + gap;
    close.words.back().endSeconds = 2;
    const auto two = captionsOf(close, {});
    ASSERT_EQ(two.size(), 2u);
    EXPECT_LE(two[0].endSeconds, two[1].beginSeconds) << "one is shown at a time";
  }
}

TEST(Captions, OfChineseCountTwoColumnsALetterAndHaveNoSpaces) {
  const Transcript text = told("我们今天要讲一个很长很长的故事，这个故事发生在很久很久以前的一个小山村里。");
  for (const std::string& lines : linesOf(text)) EXPECT_EQ(lines.find(' '), std::string::npos) << lines;
  EXPECT_THAT(linesOf(text),
              ElementsAre("我们今天要讲一个很长很长的故事，/这个故事发生在很久很久以前的一个小山村里。"));
}

TEST(Transcripts, AreCutToAPartWithWordsThatReachIntoIt) {
  const Transcript part = partOf(
      {{{"before", 0, 1, false}, {"across", 1, 2, false}, {"inside", 2, 3, false}, {"late", 3.5, 4, false}},
       true},
      1.5, 3.5);
  ASSERT_EQ(part.words.size(), 2u);
  EXPECT_EQ(part.words[0], (Word{"across", 0, 0.5, false}));
  EXPECT_EQ(part.words[1], (Word{"inside", 0.5, 1.5, false}));
}

TEST(Captions, AreNotMadeOfWordsWithoutTimes) {
  EXPECT_EQ(test::errorOf([] { captionsOf(untimed("a", ""), {}); }).code(), ErrorCode::invalidArgument);
}

TEST(Captions, OfALongRecordingAreMadeAtOnce) {
  std::string text;
  for (int i = 0; i < 20'000; ++i) text += "endless ";
  EXPECT_GT(captionsOf(told(text), {}).size(), 1000u);
}

}  // namespace
}  // namespace orator::words
