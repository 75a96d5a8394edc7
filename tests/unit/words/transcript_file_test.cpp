#include "core/words/transcript_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/files.h"
#include "core/words/pronunciation.h"
#include "tests/support/files.h"

namespace orator::words {
namespace {

using test::errorOf;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

class TranscriptFiles : public testing::Test {
 protected:
  Transcript read(const std::string& name, const std::string& text) {
    writeFile(folder / name, text);
    return readTranscript(folder / name);
  }
  std::string refusal(const std::string& name, const std::string& text) {
    const Error error = errorOf([&] { read(name, text); });
    EXPECT_EQ(error.code(), ErrorCode::unreadableProject);
    EXPECT_THAT(error.subject(), HasSubstr(name));
    EXPECT_NE(error.remedy(), "");
    return error.reason();
  }
  std::string written(const Transcript& transcript, const std::string& name, const CaptionRules& rules = {}) {
    writeTranscript(transcript, folder / name, rules);
    const auto bytes = test::readBytes(folder / name);
    return {bytes.begin(), bytes.end()};
  }
  static std::vector<std::string> texts(const Transcript& transcript) {
    std::vector<std::string> all;
    for (const Word& word : transcript.words) all.push_back(word.text);
    return all;
  }

  test::TemporaryFolder folder;
};

Transcript spokenWords() {
  return {{{"Hello,", 0.5, 0.875, false}, {"<world>", 1, 1.5, false}, {"again", 3, 3.25, false}}, true};
}

TEST_F(TranscriptFiles, SubRipGivesWordsThatShareTheTimeOfTheirCaption) {
  const Transcript found =
      read("a.srt",
           "\xEF\xBB\xBF"
           "1\r\n00:00:01,000 --> 00:00:02,000\r\n<i>One</i> two\r\n\r\n"
           "2\r\n00:01:02,500 --> 00:01:03,000 X1:10\r\n{\\an8}Three < four\r\nfive\r\n");
  EXPECT_THAT(texts(found), ElementsAre("One", "two", "Three", "<", "four", "five"));
  EXPECT_TRUE(found.isTimed);
  EXPECT_DOUBLE_EQ(found.words[0].beginSeconds, 1);
  EXPECT_NEAR(found.words[1].beginSeconds, 1.5, 0.1);
  EXPECT_DOUBLE_EQ(found.words[1].endSeconds, 2);
  EXPECT_DOUBLE_EQ(found.words[2].beginSeconds, 62.5);
  EXPECT_TRUE(found.words[2].beginsCaption);
  EXPECT_FALSE(found.words[3].beginsCaption);
}

TEST_F(TranscriptFiles, WhereCaptionsOverlapTheLaterOneIsShown) {
  const Transcript found = read("a.srt",
                                "1\n00:00:01,000 --> 00:00:05,000\nslow and long\n\n"
                                "2\n00:00:02,000 --> 00:00:03,000\nquick\n");
  EXPECT_DOUBLE_EQ(found.words[2].endSeconds, 2);
  EXPECT_LE(found.words[2].beginSeconds, 2);
  EXPECT_DOUBLE_EQ(found.words[3].beginSeconds, 2);
}

TEST_F(TranscriptFiles, WebVttTellsTheTimesOfWordsInsideCaptions) {
  const Transcript found =
      read("a.vtt",
           "WEBVTT - of a film\nKind: captions\n\nNOTE\nfor nobody\n\nSTYLE\n::cue {}\n\n"
           "first\n00:01.000 --> 00:03.000 align:start\n"
           "<v Ann>One <00:01.250><c>two</c> <00:02.500>three &amp; four\n\n"
           "00:00:04.000 --> 00:00:05.000\nfive\n");
  EXPECT_THAT(texts(found), ElementsAre("One", "two", "three", "&", "four", "five"));
  EXPECT_DOUBLE_EQ(found.words[0].endSeconds, 1.25);
  EXPECT_DOUBLE_EQ(found.words[1].beginSeconds, 1.25);
  EXPECT_DOUBLE_EQ(found.words[2].beginSeconds, 2.5);
  EXPECT_DOUBLE_EQ(found.words[4].endSeconds, 3);
}

TEST_F(TranscriptFiles, TextGridsAreReadInTheirLongAndShortFormAndInUtf16) {
  const std::string longForm =
      "File type = \"ooTextFile\"\nObject class = \"TextGrid\"\n\nxmin = 0\nxmax = 2\ntiers? <exists>\nsize "
      "= 2\n"
      "item []:\n    item [1]:\n        class = \"IntervalTier\"\n        name = \"phones\"\n        xmin = "
      "0\n"
      "        xmax = 2\n        intervals: size = 1\n        intervals [1]:\n            xmin = 0\n"
      "            xmax = 2\n            text = \"AH\"\n    item [2]:\n        class = \"IntervalTier\"\n"
      "        name = \"Words\"\n        xmin = 0\n        xmax = 2\n        intervals: size = 3\n"
      "        intervals [1]:\n            xmin = 0\n            xmax = 0.5\n            text = \"\"\n"
      "        intervals [2]:\n            xmin = 0.5\n            xmax = 1\n            text = \"say\"\n"
      "        intervals [3]:\n            xmin = 1\n            xmax = 2\n            text = "
      "\"\"\"so\"\"\"\n";
  const Transcript found = read("a.TextGrid", longForm);
  EXPECT_THAT(texts(found), ElementsAre("say", "\"so\""));
  EXPECT_DOUBLE_EQ(found.words[0].beginSeconds, 0.5);
  EXPECT_FALSE(found.words[0].beginsCaption) << "single words are words";
  const Transcript shortForm =
      read("b.TextGrid",
           "\"ooTextFile\"\n\"TextGrid\"\n0\n2\n<exists>\n1\n\"IntervalTier\"\n\"w\"\n0\n2\n2\n"
           "0\n0.5\n\"sil\"\n0.5\n2\n\"say\"\n");
  EXPECT_THAT(texts(shortForm), ElementsAre("say"));
  std::string wide = "\xFF\xFE";
  for (const char c : longForm) wide += {c, '\0'};
  wide.replace(wide.find("s\0a\0y\0", 0, 6), 6, std::string("\x42\x04\x3d\xd8\x00\xde", 6));
  EXPECT_THAT(texts(read("c.TextGrid", wide)), ElementsAre("т\U0001F600", "\"so\""));
}

TEST_F(TranscriptFiles, LabelsOfAudacityAreToldFromText) {
  const Transcript labels = read("a.txt", "0.500000\t1.000000\tgood\n\\\t100.0\t200.0\n1.2\t1.4\tmorning\n");
  EXPECT_THAT(texts(labels), ElementsAre("good", "morning"));
  EXPECT_DOUBLE_EQ(labels.words[1].beginSeconds, 1.2);
  const Transcript phrases = read("b.txt", "0.5\t2\tgood morning\n3\t4\tall\n");
  EXPECT_TRUE(phrases.words[0].beginsCaption && phrases.words[2].beginsCaption);
  const Transcript text = read("c.txt", "Good morning, all.\n\nHello\n");
  EXPECT_FALSE(text.isTimed);
  EXPECT_THAT(texts(text), ElementsAre("Good", "morning,", "all.", "Hello"));
}

TEST_F(TranscriptFiles, ScriptsWithoutSpacesGiveALetterAWordWithTheMarksThatBelongToIt) {
  EXPECT_THAT(wordsOf("「你好」，Orator 3。"), ElementsAre("「你", "好」，", "Orator", "3。"));
  EXPECT_THAT(wordsOf("สวัสดี ครับ"), ElementsAre("สวัสดี", "ครับ"));
  EXPECT_EQ(joined(untimed("你好 world 再见。", "").words), "你好world再见。");
  EXPECT_THAT(wordsOf("a\u00A0b\u3000c"), ElementsAre("a", "b", "c"));
}

TEST_F(TranscriptFiles, EveryWrittenFormReadsBackToTheSameTimes) {
  const Transcript said = spokenWords();
  for (const TranscriptFormat& format : transcriptFormats()) {
    if (!format.isWritten) continue;
    SCOPED_TRACE(format.ending);
    const std::string name = "said" + std::string(format.ending);
    written(said, name);
    const Transcript found = readTranscript(folder / name);
    EXPECT_THAT(texts(found), ElementsAre("Hello,", "<world>", "again"));
    if (format.ending == ".srt") continue;  // holds captions, not words
    for (std::size_t i = 0; i < 3; ++i)
      EXPECT_NEAR(found.words[i].beginSeconds, said.words[i].beginSeconds, 5e-4);
  }
  Transcript captions = said;
  captions.words[2].beginsCaption = true;
  written(captions, "b.json");
  EXPECT_EQ(readTranscript(folder / "b.json"), captions);
}

TEST_F(TranscriptFiles, AreWrittenAsPlayersReadThem) {
  EXPECT_EQ(
      written(spokenWords(), "a.srt"),
      "1\n00:00:00,500 --> 00:00:01,500\nHello, <world>\n\n2\n00:00:03,000 --> 00:00:04,000\nagain\n\n");
  EXPECT_EQ(written(spokenWords(), "a.vtt"),
            "WEBVTT\n\n00:00:00.500 --> 00:00:01.500\nHello, <00:00:01.000>&lt;world&gt;\n\n"
            "00:00:03.000 --> 00:00:04.000\nagain\n\n");
  Transcript plain = spokenWords();
  plain.words[1].text = "world";
  written(plain, "plain.srt");
  test::ffmpeg("-i " + test::quoted(folder / "plain.srt") + " " + test::quoted(folder / "b.vtt"));
  EXPECT_THAT(texts(readTranscript(folder / "b.vtt")), ElementsAre("Hello,", "world", "again"));
}

TEST_F(TranscriptFiles, CaptionsOfAFileKeepTheirTimesInAnotherForm) {
  const std::string text =
      "1\n00:00:01,000 --> 00:00:01,200\nToo quick to read.\n\n2\n00:00:09,000 --> 00:00:10,000\nYes. No. "
      "Yes.\n\n";
  EXPECT_EQ(written(read("a.srt", text), "b.srt"), text);
}

TEST_F(TranscriptFiles, WhatIsBrokenIsRefusedByLine) {
  EXPECT_THAT(refusal("a.srt", "1\nno times\nword\n"), AllOf(HasSubstr("line 2"), HasSubstr("times")));
  EXPECT_THAT(refusal("a.srt", "1\n00:00:61,000 --> 00:00:62,000\nword\n"), HasSubstr("line 2"));
  EXPECT_THAT(refusal("a.srt", "1\n00:00:02,000 --> 00:00:01,000\nword\n"),
              HasSubstr("ends before it begins"));
  EXPECT_THAT(
      refusal("a.srt", "1\n00:00:02,000 --> 00:00:03,000\nb\n\n2\n00:00:01,000 --> 00:00:02,000\na\n"),
      AllOf(HasSubstr("line 7"), HasSubstr("begins before")));
  EXPECT_THAT(refusal("a.vtt", "1\n00:01.000 --> 00:02.000\nword\n"), HasSubstr("WEBVTT"));
  EXPECT_THAT(refusal("a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\na <00:03.000>b\n"), HasSubstr("line 4"));
  EXPECT_THAT(refusal("a.TextGrid", "\"ooTextFile\"\n\"TextGrid\"\n0\n2\n<exists>\n5\n"),
              HasSubstr("ends too early"));
  EXPECT_THAT(refusal("a.TextGrid", "\"ooTextFile\"\n\"TextGrid\"\n0\n2\n<exists>\n-1\n"),
              HasSubstr("line 6"));
  EXPECT_THAT(refusal("a.txt", "1\t2\tword\nand text\n"), HasSubstr("line 2"));
  EXPECT_THAT(refusal("a.txt", " \n"), HasSubstr("no word"));
  EXPECT_THAT(refusal("a.txt", "caf\xE9"), HasSubstr("UTF-8"));
  EXPECT_THAT(refusal("a.txt", std::string(kLongestWord + 1, 'a')), HasSubstr("no word of 1 to"));
  EXPECT_THAT(
      refusal("a.json", R"({"format":"orator-words","version":1,"words":[{"text":"a","begin":2,"end":1}]})"),
      HasSubstr("run backwards"));
  EXPECT_THAT(refusal("a.json", R"({"format":"orator-words","version":9,"words":[]})"), HasSubstr("newer"));
  EXPECT_THAT(refusal("a.doc", "word"), HasSubstr("ending"));
  EXPECT_EQ(errorOf([&] { writeTranscript(spokenWords(), folder / "a.doc", {}); }).code(),
            ErrorCode::invalidArgument);
  EXPECT_EQ(errorOf([&] { writeTranscript(untimed("a", ""), folder / "a.srt", {}); }).code(),
            ErrorCode::invalidArgument);
}

TEST(Pronunciation, OfNumbersAndForeignWordsIsEnglish) {
  EXPECT_THAT(englishWords("1984,"), ElementsAre("nineteen", "eighty", "four"));
  EXPECT_THAT(englishWords("1,042"), ElementsAre("one", "thousand", "forty", "two"));
  EXPECT_THAT(englishWords("well-known"), ElementsAre("well", "known"));
  EXPECT_THAT(englishWords("Don’t!"), ElementsAre("don't"));
  EXPECT_THAT(englishWords("Café"), ElementsAre("cafe"));
  EXPECT_THAT(englishWords("—"), ElementsAre());
  EXPECT_THAT(englishWords("你"), ElementsAre());
  EXPECT_EQ(guessedPhones("thorkate"), "TH AO R K AE T");
}

}  // namespace
}  // namespace orator::words
