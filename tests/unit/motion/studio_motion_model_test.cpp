#include "core/motion/studio_motion_model.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <numeric>
#include <set>

#include "core/face/expression_names.h"
#include "core/lab/spoken/synthetic_voice.h"
#include "tests/support/files.h"
#include "tests/support/studio_pack.h"
#include "tests/unit/motion/spoken.h"

namespace orator::motion {
namespace {

using test::studioFaceModel;

constexpr const char* kSentence =
    "Mama and papa made a big apple pie. My mother bought people a bubble map. "
    "Father calls far away, and we all saw the tall palm above the farm.";

const MotionModel& studioModel() {
  static const auto made = makeStudioMotionModel(packs::openPack("studio"), studioFaceModel());
  return *made;
}

/// Distance of the inner lips over the height of the face; 0.02 and less looks shut.
double lipOpening(const CoefficientRow& row) {
  face::ExpressionCoefficients expression;
  std::copy_n(row.begin(), expression.size(), expression.begin());
  const auto points = studioFaceModel().shape(
      std::vector<float>(std::size_t(studioFaceModel().identity.rows), 0.f), expression);
  constexpr int kUpperLip = 13, kLowerLip = 14, kForehead = 10, kChin = 152;
  const auto rest =
      studioFaceModel().shape(std::vector<float>(std::size_t(studioFaceModel().identity.rows), 0.f), {});
  return (points[kUpperLip].y - points[kLowerLip].y) / cv::norm(rest[kForehead] - rest[kChin]);
}

GeneratedMotion motionOf(std::span<const float> voice, FrameRate rate = {25, 1},
                         const CoefficientRow& source = {}, std::uint64_t seed = 0) {
  MotionSettings settings;
  settings.seed = seed;
  const MotionInput input{voice, source, rate, rate.framesCovering(std::int64_t(voice.size()), 16000)};
  return studioModel().generate(input, settings, {});
}

std::vector<double> openings(const GeneratedMotion& motion) {
  std::vector<double> values;
  for (const CoefficientRow& row : motion.rows) values.push_back(lipOpening(row));
  return values;
}

/// Extreme over the frames that overlap [begin, end] seconds.
template <typename Pick>
double over(const std::vector<double>& values, double perSecond, double begin, double end, Pick pick) {
  const auto first = std::size_t(std::max(0.0, std::floor(begin * perSecond)));
  const auto last = std::min(values.size() - 1, std::size_t(std::ceil(end * perSecond)));
  return *pick(values.begin() + std::ptrdiff_t(first), values.begin() + std::ptrdiff_t(last) + 1);
}
constexpr auto kLeast = [](auto a, auto b) { return std::min_element(a, b); };
constexpr auto kMost = [](auto a, auto b) { return std::max_element(a, b); };

class SpokenMotion : public testing::TestWithParam<const char*> {
 protected:
  const test::Spoken spoken_ = test::speak(kSentence, GetParam());
  const GeneratedMotion motion_ = motionOf(spoken_.voice16k);
  const std::vector<double> opening_ = openings(motion_);
};

TEST_P(SpokenMotion, LipsCloseOnBilabials) {
  int sounds = 0, closed = 0;
  for (const test::Phone& phone : spoken_.phones) {
    if (phone.name != "m" && phone.name != "b" && phone.name != "p") continue;
    ++sounds;
    closed += over(opening_, 25, phone.begin, phone.end, kLeast) < 0.02;
  }
  RecordProperty("closed_of_100", 100 * closed / sounds);
  ASSERT_GE(sounds, 15);
  EXPECT_GE(double(closed) / sounds, 0.8);
}

TEST_P(SpokenMotion, LipsOpenWithOpenVowels) {
  const std::set<std::string> vowels{"aa", "ae", "ao", "ay", "aw"};
  int sounds = 0, open = 0;
  for (const test::Phone& phone : spoken_.phones) {
    if (!vowels.contains(phone.name)) continue;
    ++sounds;
    open += over(opening_, 25, phone.begin, phone.end, kMost) > 0.03;
  }
  RecordProperty("open_of_100", 100 * open / sounds);
  ASSERT_GE(sounds, 10);
  EXPECT_GT(double(open) / sounds, 0.5);
}

TEST_P(SpokenMotion, StaysWithinTheRangeOfAFace) {
  for (const CoefficientRow& row : motion_.rows)
    for (int k = 0; k < face::kExpressionCount; ++k) {
      ASSERT_GE(row[k], studioFaceModel().expressionMinimum[k] - 1e-4f)
          << studioFaceModel().expressionNames[k];
      ASSERT_LE(row[k], studioFaceModel().expressionMaximum[k] + 1e-4f)
          << studioFaceModel().expressionNames[k];
    }
}

INSTANTIATE_TEST_SUITE_P(Voices, SpokenMotion, testing::Values("slt", "rms", "awb", "kal16"),
                         [](const auto& voice) { return std::string(voice.param); });

struct Foreign {
  const char *language, *text;
};

/// Languages of which no footage was learned from; Spanish was not among the synthetic voices either, nor
/// were these voices of the others.
class ForeignMotion : public testing::TestWithParam<Foreign> {};

TEST_P(ForeignMotion, LipsCloseOnBilabials) {
  int sounds = 0, closed = 0;
  for (const char* variant : {"m3", "f2"}) {
    const lab::SyntheticSpeech speech = lab::speak(GetParam().text, {GetParam().language, variant});
    const std::vector<double> opening = openings(motionOf(speech.voice16k));
    for (const lab::SpeechSound& sound : speech.sounds) {
      if (!lab::isBilabial(sound)) continue;
      const lab::Contact contact = lab::contactOf(sound);
      ++sounds;
      closed += over(opening, 25, contact.begin, contact.end, kLeast) < 0.02;
    }
  }
  RecordProperty("closed_of_100", 100 * closed / sounds);
  ASSERT_GE(sounds, 30);
  EXPECT_GE(double(closed) / sounds, 0.85);
}

INSTANTIATE_TEST_SUITE_P(
    Languages, ForeignMotion,
    testing::Values(
        Foreign{"de",
                "Mein Bruder kaufte vor dem Sommer eine große Mappe. Viele Leute kamen mit dem Boot und "
                "brachten Äpfel, Brot und Butter. Bald malt Paul das Schlafzimmer neben dem Bahnhof."},
        Foreign{"fr",
                "Mon frère a pris une belle carte avant le printemps. Beaucoup de gens sont venus par bateau "
                "avec des pommes, du pain et du beurre. Papa boit un bol de potage. Nous tenons nos "
                "promesses depuis longtemps."},
        Foreign{"es",
                "Mi hermano compró un mapa grande antes del verano. Mucha gente vino en barco y trajo "
                "manzanas, pan y mantequilla. Mañana Pablo pintará la puerta, como prometimos."},
        Foreign{"cmn-latn-pinyin",
                "wo3 de5 ba4 ba5 mai3 le5 yi4 ben3 da4 shu1. ma1 ma5 ming2 tian1 pao3 bu4 qu4 nan2 "
                "bian1 de5 xiao3 miao4. peng2 you3 men5 dai4 zhe5 ping2 guo3, mian4 bao1 he2 bai2 "
                "bu4. mei2 you3 ren2 pa4 ma2 fan5."}),
    [](const auto& language) { return std::string(language.param.language, 2); });

/// Distance of the corners of the mouth in the middle of the named sounds, decimetre.
double meanWidth(const test::Spoken& spoken, const GeneratedMotion& motion,
                 const std::set<std::string>& names) {
  double sum = 0;
  int count = 0;
  for (const test::Phone& phone : spoken.phones) {
    if (!names.contains(phone.name)) continue;
    const auto frame = std::min(motion.rows.size() - 1, std::size_t((phone.begin + phone.end) / 2 * 25));
    face::ExpressionCoefficients expression;
    std::copy_n(motion.rows[frame].begin(), expression.size(), expression.begin());
    const auto points = studioFaceModel().shape(
        std::vector<float>(std::size_t(studioFaceModel().identity.rows), 0.f), expression);
    sum += cv::norm(points[291] - points[61]);
    ++count;
  }
  return count ? sum / count : 0;
}

TEST(StudioMotion, LipsAreNarrowerOnUThanOnI) {
  const test::Spoken spoken = test::speak(
      "Who knew you two do? See these three green trees. Who lose blue shoes? We see he feeds me.", "slt");
  const GeneratedMotion motion = motionOf(spoken.voice16k);
  EXPECT_LT(meanWidth(spoken, motion, {"uw", "w"}), 0.97 * meanWidth(spoken, motion, {"iy", "y"}));
}

/// Speech, a second of faint noise, speech.
std::vector<float> withPause(std::size_t& pauseBegin) {
  const test::Spoken spoken = test::speak("Father saw a far away palm", "slt");
  std::vector<float> voice = spoken.voice16k;
  while (!voice.empty() && std::abs(voice.back()) < 0.02f) voice.pop_back();
  pauseBegin = voice.size();
  for (int i = 0; i < 16000; ++i) voice.push_back(0.0005f * float((i * 7919) % 13 - 6) / 6);
  voice.insert(voice.end(), spoken.voice16k.begin(), spoken.voice16k.end());
  return voice;
}

TEST(StudioMotion, SilenceShutsTheMouthWithinAThirdOfASecond) {
  std::size_t pauseBegin = 0;
  const std::vector<float> voice = withPause(pauseBegin);
  const std::vector<double> opening = openings(motionOf(voice));
  const double begin = double(pauseBegin) / 16000;
  EXPECT_LT(over(opening, 25, begin + 0.3, begin + 0.85, kMost), 0.02);
}

TEST(StudioMotion, SilenceReturnsToTheOwnMouthOfAPortraitThatHasItShut) {
  std::size_t pauseBegin = 0;
  const std::vector<float> voice = withPause(pauseBegin);
  CoefficientRow source{};
  source[face::kMouthSmileLeft] = source[face::kMouthSmileRight] = 0.5f;
  const GeneratedMotion motion = motionOf(voice, {25, 1}, source);
  const std::size_t frame = std::size_t((double(pauseBegin) / 16000 + 0.5) * 25);
  for (int k = 0; k <= face::kMouthPressRight; ++k)
    EXPECT_NEAR(motion.rows[frame][k], source[k], 0.05) << studioFaceModel().expressionNames[k];
}

TEST(StudioMotion, APortraitCaughtInSpeechClosesItsLipsWhileItSpeaks) {
  const test::Spoken spoken = test::speak(kSentence, "slt");
  CoefficientRow agape{};
  agape[face::kJawOpen] = 0.7f;
  agape[face::kLowerLipDepressLeft] = agape[face::kLowerLipDepressRight] = 0.4f;
  const std::vector<double> opening = openings(motionOf(spoken.voice16k, {25, 1}, agape)),
                            usual = openings(motionOf(spoken.voice16k));
  int sounds = 0, closed = 0;
  for (const test::Phone& phone : spoken.phones) {
    if (phone.begin < 0.5 || (phone.name != "m" && phone.name != "b" && phone.name != "p")) continue;
    ++sounds;
    closed += over(opening, 25, phone.begin, phone.end, kLeast) < 0.03;
  }
  EXPECT_GE(closed, 0.8 * sounds);
  const auto mean = [](const std::vector<double>& x) {
    return std::accumulate(x.begin() + 13, x.end(), 0.0) / double(x.size() - 13);
  };
  EXPECT_NEAR(mean(opening), mean(usual), 0.02);
}

TEST(StudioMotion, DoesNotDependOnTheRecordingLevel) {
  const test::Spoken spoken = test::speak(kSentence, "slt");
  std::vector<float> quiet = spoken.voice16k;
  for (float& x : quiet) x *= 0.1f;
  const std::vector<double> a = openings(motionOf(spoken.voice16k)), b = openings(motionOf(quiet));
  double difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i) difference += std::abs(a[i] - b[i]) / double(a.size());
  EXPECT_LT(difference, 0.005);
}

TEST(StudioMotion, BeginsWithThePortraitItself) {
  CoefficientRow source{};
  source[face::kMouthSmileLeft] = 0.4f;
  source[kAngleColumn + 1] = 0.2f;
  source[kTranslationColumn] = 0.3f;
  const test::Spoken spoken = test::speak("Hello", "slt");
  for (const int fps : {24, 25, 30, 50, 60})
    for (int k = 0; k < kCoefficientCount; ++k)
      EXPECT_NEAR(motionOf(spoken.voice16k, {fps, 1}, source).rows.front()[k], source[k], 1e-3) << k;
}

TEST(StudioMotion, EveryFrameRateReadsTheSameCurve) {
  const test::Spoken spoken = test::speak(kSentence, "slt");
  const GeneratedMotion coarse = motionOf(spoken.voice16k, {25, 1});
  for (const int fps : {24, 30, 50, 60}) {
    const GeneratedMotion fine = motionOf(spoken.voice16k, {fps, 1});
    double difference = 0, size = 0;
    for (std::size_t i = 1; i + 2 < coarse.rows.size(); ++i) {
      const double at = double(i) / 25 * fps;
      const std::size_t j = std::min(std::size_t(at), fine.rows.size() - 2);
      for (const int k : {int(face::kJawOpen), int(face::kMouthPucker), kAngleColumn, kAngleColumn + 1}) {
        const double read = fine.rows[j][k] + (at - double(j)) * (fine.rows[j + 1][k] - fine.rows[j][k]);
        difference += std::pow(read - coarse.rows[i][k], 2);
        size += std::pow(coarse.rows[i][k], 2);
      }
    }
    EXPECT_LT(std::sqrt(difference / size), 0.12) << fps;
  }
}

TEST(StudioMotion, TheSameSeedGivesTheSameRowsAndAnotherSeedAnotherHead) {
  const test::Spoken spoken = test::speak("The same words again and again", "slt");
  const GeneratedMotion a = motionOf(spoken.voice16k, {25, 1}, {}, 5),
                        b = motionOf(spoken.voice16k, {25, 1}, {}, 5),
                        c = motionOf(spoken.voice16k, {25, 1}, {}, 6);
  EXPECT_EQ(a.rows, b.rows);
  EXPECT_NE(a.rows, c.rows);
  for (std::size_t i = 0; i < a.rows.size(); ++i)
    EXPECT_TRUE(std::equal(a.rows[i].begin(), a.rows[i].begin() + kAngleColumn, c.rows[i].begin())) << i;
}

TEST(StudioMotion, MakesTheFramesAskedForOfAVeryShortVoice) {
  const std::vector<float> voice = test::tone(0.2, 16000, 1);
  EXPECT_EQ(motionOf(voice, {60, 1}).rows.size(), 12u);
  EXPECT_EQ(motionOf(std::vector<float>(100, 0.f)).rows.size(), 1u);
}

TEST(StudioMotion, StopsOnRequest) {
  std::stop_source source;
  source.request_stop();
  const std::vector<float> voice = test::tone(2, 16000, 1);
  const Error error = test::errorOf([&] {
    studioModel().generate({voice, {}, {25, 1}, 50}, {}, {source.get_token()});
  });
  EXPECT_EQ(error.code(), ErrorCode::cancelled);
}

TEST(MotionModelRegistry, RefusesAModelItDoesNotKnow) {
  packs::Pack pack;
  pack.motionModel = "crystal ball";
  const Error error = test::errorOf([&] { makeMotionModel(pack, studioFaceModel()); });
  EXPECT_EQ(error.code(), ErrorCode::packDamaged);
  EXPECT_NE(error.reason().find("crystal ball"), std::string::npos);
}

}  // namespace
}  // namespace orator::motion
