#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/error.h"
#include "core/base/voice_rate.h"
#include "core/words/aligners.h"

namespace orator::words {
namespace {

constexpr double kStep = 0.01;  // seconds between levels
constexpr int kStepSamples = int(kStep * kVoiceRateHz);
constexpr float kQuietest = 1e-4f;              // levels below are silence whatever the recording
constexpr float kOfPeak = 0.06f, kOfFloor = 3;  // what is louder than both is sound
constexpr double kShortestPause = 0.12, kShortestSound = 0.05;  // seconds

/// Root mean square of each step.
std::vector<float> levelsOf(std::span<const float> voice16k) {
  std::vector<float> levels(voice16k.size() / kStepSamples + 1);
  for (std::size_t i = 0; i < levels.size(); ++i) {
    double power = 0;
    const auto part = voice16k.subspan(std::min(i * kStepSamples, voice16k.size()));
    const std::size_t count = std::min<std::size_t>(kStepSamples, part.size());
    for (const float sample : part.first(count)) power += double(sample) * sample;
    levels[i] = count > 0 ? float(std::sqrt(power / double(count))) : 0.f;
  }
  return levels;
}

float percentileOf(std::vector<float> levels, double share) {
  const auto at = levels.begin() + std::ptrdiff_t(share * double(levels.size() - 1));
  std::nth_element(levels.begin(), at, levels.end());
  return *at;
}

/// A stretch of sound and how words may be given to it.
struct Stretch {
  TimeSpan span;
  double pauseBehind = 0;
  double seconds() const { return span.endSeconds - span.beginSeconds; }
};

/// Divides words among stretches: each as long as its words are at one pace, sentences and clauses ending
/// where pauses are. Dynamic programming over (stretch, words so far), near the even pace.
class Division {
 public:
  Division(const std::vector<Stretch>& stretches, const std::vector<Word>& words)
      : stretches_(stretches), words_(words), until_(words.size() + 1, 0) {
    for (std::size_t i = 0; i < words.size(); ++i) until_[i + 1] = until_[i] + spokenLength(words[i].text);
    for (const Stretch& stretch : stretches) seconds_ += stretch.seconds();
    pace_ = std::max(until_.back(), 1e-6) / seconds_;
  }

  /// For each stretch how many words have been said at its end.
  std::vector<std::size_t> solve(const RunContext& context) {
    std::vector<std::vector<std::size_t>> from;
    std::vector<std::pair<std::size_t, std::size_t>> ranges{{0, 0}};
    std::vector<double> costs{0};
    double spent = 0;
    for (std::size_t r = 0; r < stretches_.size(); ++r) {
      context.throwIfCancelled();
      spent += stretches_[r].seconds();
      const auto range = r + 1 == stretches_.size() ? std::pair(words_.size(), words_.size())
                                                    : rangeAround(spent * pace_, ranges.back());
      std::vector<double> next(range.second - range.first + 1, std::numeric_limits<double>::max());
      std::vector<std::size_t> origin(next.size(), ranges.back().first);
      for (std::size_t i = range.first; i <= range.second; ++i)
        for (std::size_t j = ranges.back().first; j <= std::min(i, ranges.back().second); ++j) {
          const double cost = costs[j - ranges.back().first] + costOf(r, j, i);
          if (cost >= next[i - range.first]) continue;
          next[i - range.first] = cost;
          origin[i - range.first] = j;
        }
      ranges.push_back(range);
      costs = std::move(next);
      from.push_back(std::move(origin));
    }
    std::vector<std::size_t> ends(stretches_.size());
    std::size_t at = words_.size();
    for (std::size_t r = stretches_.size(); r-- > 0;) {
      ends[r] = at;
      at = from[r][at - ranges[r + 1].first];
    }
    return ends;
  }

  /// How much of the stretch's words [begin, at) take, 0..1.
  double shareAt(std::size_t begin, std::size_t at, std::size_t end) const {
    const double whole = until_[end] - until_[begin];
    return whole > 0 ? (until_[at] - until_[begin]) / whole : double(at - begin) / double(end - begin);
  }

 private:
  /// Counts of words whose length is near one, none before the range of the stretch before.
  std::pair<std::size_t, std::size_t> rangeAround(double length,
                                                  std::pair<std::size_t, std::size_t> before) const {
    const double reach = std::clamp(0.25 * until_.back(), 8.0, 60.0);
    const auto lower = std::lower_bound(until_.begin(), until_.end(), length - reach) - until_.begin();
    const auto upper = std::upper_bound(until_.begin(), until_.end(), length + reach) - until_.begin();
    const std::size_t last = std::min(std::size_t(std::max<std::ptrdiff_t>(upper - 1, 0)), words_.size());
    return {std::max(std::min(std::size_t(lower), last), before.first),
            std::max({last, before.first, std::min(std::size_t(lower), last)})};
  }

  double costOf(std::size_t stretch, std::size_t begin, std::size_t end) const {
    const Stretch& here = stretches_[stretch];
    const double wanted = (until_[end] - until_[begin]) / pace_;
    const double off = (here.seconds() - wanted) / (0.15 + 0.2 * here.seconds());
    double cost = off * off;
    if (end == 0 || end == words_.size()) return cost;
    const bool isSentence = endsSentence(words_[end - 1].text, words_[end].text);
    const double pause = std::min(here.pauseBehind, 1.0);
    // A pause within a sentence is rarer the longer it is; behind a sentence it is what one expects.
    if (isSentence)
      cost -= 2 * std::min(pause, 0.5);
    else if (!endsClause(words_[end - 1].text))
      cost += 2 * pause;
    return cost;
  }

  const std::vector<Stretch>& stretches_;
  const std::vector<Word>& words_;
  std::vector<double> until_;  ///< length of the words before each
  double seconds_ = 0, pace_ = 1;
};

/// Moves a moment between two words to the quietest one near it.
double quietest(const std::vector<float>& levels, double seconds, double reach) {
  const auto at = std::ptrdiff_t(std::lround(seconds / kStep)), around = std::ptrdiff_t(reach / kStep);
  std::ptrdiff_t best = at;
  const auto levelAt = [&](std::ptrdiff_t i) {
    const auto last = std::ptrdiff_t(levels.size()) - 1;
    return levels[std::size_t(std::clamp<std::ptrdiff_t>(i, 0, last))] *
           (1 + 0.02f * float(std::abs(i - at)));
  };
  for (std::ptrdiff_t i = at - around; i <= at + around; ++i)
    if (levelAt(i) < levelAt(best)) best = i;
  return double(best) * kStep;
}

}  // namespace

std::vector<TimeSpan> soundsOf(std::span<const float> voice16k, const std::vector<TimeSpan>& speech) {
  const std::vector<float> levels = levelsOf(voice16k);
  const float peak = percentileOf(levels, 0.97), floor = percentileOf(levels, 0.05);
  const float least = std::max(kQuietest, std::min(std::max(kOfPeak * peak, kOfFloor * floor), 0.5f * peak));
  std::vector<TimeSpan> sounds;
  std::size_t inSpeech = 0;
  for (std::size_t i = 0; i < levels.size(); ++i) {
    const double begin = double(i) * kStep;
    while (inSpeech < speech.size() && speech[inSpeech].endSeconds <= begin) ++inSpeech;
    const bool isSpeech =
        speech.empty() || (inSpeech < speech.size() && speech[inSpeech].beginSeconds <= begin);
    if (!isSpeech || levels[i] < least) continue;
    if (sounds.empty() || begin - sounds.back().endSeconds > kShortestPause) sounds.push_back({begin, begin});
    sounds.back().endSeconds = begin + kStep;
  }
  std::erase_if(sounds, [](const TimeSpan& s) { return s.endSeconds - s.beginSeconds < kShortestSound; });
  return sounds;
}

void alignBySyllables(std::span<const float> voice16k, const std::vector<TimeSpan>& speech, Transcript& text,
                      const RunContext& context) {
  std::vector<TimeSpan> sounds = soundsOf(voice16k, speech);
  if (sounds.empty()) sounds = soundsOf(voice16k, {});
  if (sounds.empty())
    throw Error(ErrorCode::silentVoice, "voice", "nobody speaks in it", "Give the recording of the text");
  std::vector<Stretch> stretches;
  for (const TimeSpan& sound : sounds) {
    if (!stretches.empty())
      stretches.back().pauseBehind = sound.beginSeconds - stretches.back().span.endSeconds;
    stretches.push_back({sound, 0});
  }
  Division division(stretches, text.words);
  const std::vector<std::size_t> ends = division.solve(context);
  const std::vector<float> levels = levelsOf(voice16k);
  std::size_t begin = 0;
  for (std::size_t r = 0; r < stretches.size(); ++r) {
    const TimeSpan& span = stretches[r].span;
    const auto at = [&](std::size_t i) {
      return span.beginSeconds + stretches[r].seconds() * division.shareAt(begin, i, ends[r]);
    };
    double before = span.beginSeconds;
    for (std::size_t i = begin; i < ends[r]; ++i) {
      double end = span.endSeconds;
      if (i + 1 < ends[r]) {
        const double reach = 0.4 * std::min({at(i + 1) - at(i), at(i + 2) - at(i + 1), 0.2});
        end = std::clamp(quietest(levels, at(i + 1), reach), before, span.endSeconds);
      }
      text.words[i].beginSeconds = before;
      text.words[i].endSeconds = end;
      before = end;
    }
    begin = ends[r];
  }
}

}  // namespace orator::words
