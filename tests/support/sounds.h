#pragma once

#include <vector>

namespace orator::test {

// Sounds made by formulas at 16 000 Hz, mono, so that every machine hears the same.

/// Something like speech: a glottal pulse that glides through five vowels in syllables of 0.22 s, with a hiss
/// before every second one.
std::vector<float> speechLike(double seconds);
/// One vowel like the a of "father", held at a steady pitch with a little vibrato, as in singing.
std::vector<float> heldVowel(double seconds);
/// Chords of decaying harmonics with a bass and a beat of noise: music without a voice.
std::vector<float> musicLike(double seconds);
/// Noise that swells and fades once in each second and a half, like heavy breathing.
std::vector<float> breathLike(double seconds);

}  // namespace orator::test
