#include "tests/support/sounds.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>

namespace orator::test {
namespace {

constexpr double kRate = 16000, kTurn = 2 * std::numbers::pi;

/// -1..1, the same numbers everywhere.
class Noise {
 public:
  double next() {
    state_ = state_ * 1664525u + 1013904223u;
    return double(state_ >> 8) / double(1u << 23) - 1;
  }

 private:
  std::uint32_t state_ = 1;
};

using Formants = std::array<double, 3>;  // Hz

/// Glottal pulses through three resonators.
class Voice {
 public:
  double next(double pitchHz, double loudness, double breath, const Formants& formants) {
    phase_ += pitchHz / kRate;
    if (phase_ >= 1) phase_ -= 1;
    const double lift = phase_ < 0.6 ? std::sin(std::numbers::pi * phase_ / 0.6) : 0;
    double sound = loudness * (lift * lift - 0.3 + 0.03 * breath);
    for (std::size_t f = 0; f < formants.size(); ++f) {
      const double radius = std::exp(-std::numbers::pi * (60 + 30 * double(f)) / kRate);
      const double turn = 2 * radius * std::cos(kTurn * formants[f] / kRate);
      auto& [last, beforeLast] = memory_[f];
      sound = (1 - turn + radius * radius) * sound + turn * last - radius * radius * beforeLast;
      beforeLast = last;
      last = sound;
    }
    return sound;
  }

 private:
  double phase_ = 0;
  std::array<std::array<double, 2>, 3> memory_{};
};

}  // namespace

std::vector<float> speechLike(double seconds) {
  constexpr Formants kVowels[] = {
      {730, 1090, 2440}, {270, 2290, 3010}, {570, 840, 2410}, {530, 1840, 2480}, {300, 870, 2240}};
  std::vector<float> sound;
  Noise noise;
  Voice voice;
  double noiseBefore = 0;
  for (int i = 0; i < int(seconds * kRate); ++i) {
    const double t = i / kRate, syllable = t / 0.22;
    const int number = int(syllable);
    const double place = syllable - number;
    const double loudness = place < 0.25 ? 0 : std::sin(std::numbers::pi * (place - 0.25) / 0.75);
    const double pitchHz = 118 + 26 * std::sin(kTurn * 0.4 * t) - 8 * std::sin(kTurn * 1.7 * t);
    const double now = noise.next();
    const double hiss = place < 0.22 && number % 2
                            ? 0.02 * std::sin(std::numbers::pi * place / 0.22) * (now - noiseBefore)
                            : 0;
    noiseBefore = now;
    sound.push_back(
        float(0.35 * voice.next(pitchHz, loudness, now, kVowels[number * 7 % 5]) + hiss + 0.0005 * now));
  }
  return sound;
}

std::vector<float> heldVowel(double seconds) {
  std::vector<float> sound;
  Noise noise;
  Voice voice;
  for (int i = 0; i < int(seconds * kRate); ++i) {
    const double t = i / kRate, edge = std::min({1.0, t / 0.06, (seconds - t) / 0.06});
    const double now = noise.next();
    sound.push_back(
        float(0.35 * voice.next(220 * (1 + 0.01 * std::sin(kTurn * 5.5 * t)), edge, now, {730, 1090, 2440}) +
              0.0005 * now));
  }
  return sound;
}

std::vector<float> musicLike(double seconds) {
  constexpr double kChordsHz[4][3] = {
      {261.6, 329.6, 392.0}, {220.0, 261.6, 329.6}, {174.6, 220.0, 261.6}, {196.0, 246.9, 293.7}};
  std::vector<float> sound;
  Noise noise;
  for (int i = 0; i < int(seconds * kRate); ++i) {
    const double t = i / kRate, beat = std::fmod(t, 0.5);
    const auto& chord = kChordsHz[int(t / 0.5) % 4];
    double sum = 0.15 * std::sin(kTurn * chord[0] / 4 * t) * std::exp(-3 * beat);
    for (const double hz : chord)
      for (int harmonic = 1; harmonic <= 5; ++harmonic)
        sum += 0.06 / harmonic * std::sin(kTurn * hz * harmonic * t) * std::exp(-2.5 * beat);
    sum += 0.08 * noise.next() * std::exp(-60 * std::fmod(t, 0.25));
    sound.push_back(float(sum));
  }
  return sound;
}

std::vector<float> breathLike(double seconds) {
  std::vector<float> sound;
  Noise noise;
  double low = 0;
  for (int i = 0; i < int(seconds * kRate); ++i) {
    const double swell = std::sin(std::numbers::pi * std::fmod(i / kRate, 1.5) / 1.5);
    low += 0.35 * (noise.next() - low);
    sound.push_back(float(0.12 * swell * swell * low + 0.0003 * noise.next()));
  }
  return sound;
}

}  // namespace orator::test
