#pragma once

#include <string>
#include <vector>

namespace orator::lab {

/// A voice of eSpeak NG.
struct SyntheticVoice {
  std::string language;  ///< "de", "fr", "cmn-latn-pinyin"; see `espeak-ng --voices`, column File
  std::string variant;   ///< "m1", "f2"; see `espeak-ng --voices=variant`
  int wordsPerMinute = 160;
  int pitch = 50;  ///< 0..99
};

/// One speech sound and when it is heard, seconds.
struct SpeechSound {
  std::string name;  ///< eSpeak's mnemonic: "m", "p", "a:", "_:" for a pause
  double begin = 0, end = 0;
};

struct SyntheticSpeech {
  std::vector<float> voice16k;  ///< mono, 16 000 Hz, at the loudness of a close microphone
  std::vector<SpeechSound> sounds;
};

/// Text spoken by eSpeak NG with the times of its sounds. One call at a time: others wait.
/// @param text UTF-8
/// @throws Error invalidArgument (no such language or variant), internal (its data is not installed)
SyntheticSpeech speak(const std::string& text, const SyntheticVoice& voice);

/// Whether the lips touch in it: m, b, p and what other languages make of them.
bool isBilabial(const SpeechSound& sound);

/// When they do. A plosive's sound begins as they part.
struct Contact {
  double begin = 0, end = 0;  ///< seconds
};
Contact contactOf(const SpeechSound& bilabial);

}  // namespace orator::lab
