#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/run_context.h"

namespace orator::voices {

/// One voice of a program that speaks.
struct SpeechVoice {
  std::string id;        ///< as the program knows it
  std::string title;     ///< for people; the id where it has none
  std::string language;  ///< "en-US"; empty where nobody says
};

/// A program that speaks a text into a WAV file, and how it is called: a template of its command, without a
/// shell. Read from a JSON file, one a program: those that ship, and the user's own.
struct SpeechEngine {
  std::string name;   ///< of the file without ending, "espeak-ng"
  std::string title;  ///< "eSpeak NG"
  /// The program and its arguments, each one word of the command. {text_file}, {wav}, {language} and {voice}
  /// in them stand for a file with the text (UTF-8), the file to write, and what the voice is.
  std::vector<std::string> command;
  bool readsText = false;           ///< it reads the text from its standard input
  std::vector<SpeechVoice> voices;  ///< that are known of; the first one speaks where none is chosen
  std::string install;              ///< how one gets it, a sentence; may be empty
  std::filesystem::path file;
};

/// @throws Error fileNotFound, notAFile, unreadableProject
SpeechEngine readSpeechEngine(const std::filesystem::path& file);

/// By name, those of the user's folder ("voices" beside the user's models) before those that ship. Files that
/// are no engine are passed over; who asks for one by name is told.
std::vector<SpeechEngine> speechEngines();
/// Where the user's own lie; empty where there is no home folder.
std::filesystem::path userEnginesFolder();

/// Whether its program is installed.
bool isInstalled(const SpeechEngine& engine);

/// Who speaks.
struct Speaker {
  SpeechEngine engine;
  SpeechVoice voice;
};
/// @param choice "espeak-ng", "flite:slt", "piper:/voices/amy.onnx"; empty: the first engine that is
/// installed
/// @throws Error invalidArgument (no such engine, none is installed, it needs a voice), unreadableProject
Speaker speakerFrom(const std::string& choice);

inline constexpr std::size_t kLongestSpokenText = 1u << 20;  ///< bytes

/// Speaks a text into a file. A stop request ends the program within a tenth of a second.
/// @param text UTF-8
/// @throws Error invalidArgument (no text, too long, no UTF-8; the program fails, with what it says),
/// outputUnwritable, diskFull, cancelled
void speak(const Speaker& speaker, const std::string& text, const std::filesystem::path& wav,
           const RunContext& context);

inline constexpr std::size_t kWaveHeadBytes = 12;
/// Whether a file that begins so is a WAV file. @param head its first kWaveHeadBytes
bool isWave(std::string_view head);

}  // namespace orator::voices
