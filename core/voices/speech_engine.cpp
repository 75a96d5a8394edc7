#include "core/voices/speech_engine.h"

#include <algorithm>
#include <array>
#include <limits>
#include <nlohmann/json.hpp>

#include "core/base/file_system.h"
#include "core/base/files.h"
#include "core/base/json_value.h"
#include "core/base/process.h"
#include "core/base/scratch_folder.h"
#include "core/packs/pack.h"
#include "core/packs/pack_import.h"

namespace orator::voices {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

constexpr const char* kEngineFormat = "orator-speech-engine";
constexpr int kEngineVersion = 1;
constexpr std::size_t kMostArguments = 100, kMostVoices = 10'000, kLongestArgument = 4000;
constexpr std::array<std::string_view, 4> kPlaceholders{"{text_file}", "{wav}", "{language}", "{voice}"};

[[noreturn]] void refuseChoice(const std::string& reason, const std::string& remedy) {
  throw Error(ErrorCode::invalidArgument, "speaker", reason, remedy);
}

std::string shortText(const json& value, const std::string& what) {
  const std::string& text = textFrom(value, what);
  if (text.size() > kLongestArgument || text.find('\0') != std::string::npos)
    throw std::invalid_argument(what + " is too long, or has a zero byte");
  return text;
}

/// @throws std::invalid_argument for a name in braces that stands for nothing
void checkPlaceholders(const std::string& argument) {
  for (std::size_t at = argument.find('{'); at != std::string::npos; at = argument.find('{', at + 1))
    if (std::none_of(kPlaceholders.begin(), kPlaceholders.end(),
                     [&](std::string_view known) { return argument.compare(at, known.size(), known) == 0; }))
      throw std::invalid_argument("\"" + argument +
                                  "\" has braces that stand for none of {text_file}, {wav}, "
                                  "{language} and {voice}");
}

bool names(const SpeechEngine& engine, std::string_view placeholder) {
  return std::any_of(engine.command.begin(), engine.command.end(),
                     [&](const std::string& word) { return word.find(placeholder) != std::string::npos; });
}

SpeechVoice voiceFrom(const json& stored) {
  JsonObject object(stored, "a voice");
  SpeechVoice voice;
  voice.id = shortText(object.at("id"), "\"id\" of a voice");
  voice.title = voice.id;
  if (const json* title = object.find("title")) voice.title = shortText(*title, "\"title\" of a voice");
  if (const json* language = object.find("language")) voice.language = shortText(*language, "\"language\"");
  object.refuseUnknownKeys();
  return voice;
}

SpeechEngine engineFrom(const json& stored) {
  JsonObject object(stored, "the engine");
  const json* format = object.find("format");
  if (!format || *format != kEngineFormat) throw std::invalid_argument("this is no program that speaks");
  if (numberFrom(object.at("version"), 1, std::numeric_limits<int>::max(), "\"version\"") > kEngineVersion)
    throw std::invalid_argument("it was written for a newer Orator");
  SpeechEngine engine;
  engine.title = shortText(object.at("title"), "\"title\"");
  for (const json& word : listFrom(object.at("command"), kMostArguments, "\"command\"")) {
    engine.command.push_back(shortText(word, "a word of \"command\""));
    checkPlaceholders(engine.command.back());
  }
  if (engine.command.empty() || engine.command.front().empty() || engine.command.front().find('{') == 0)
    throw std::invalid_argument("\"command\" names no program");
  if (const json* reads = object.find("reads_text")) engine.readsText = flagFrom(*reads, "\"reads_text\"");
  if (const json* voices = object.find("voices"))
    for (const json& voice : listFrom(*voices, kMostVoices, "\"voices\""))
      engine.voices.push_back(voiceFrom(voice));
  if (const json* install = object.find("install")) engine.install = shortText(*install, "\"install\"");
  object.refuseUnknownKeys();
  if (!names(engine, "{wav}"))
    throw std::invalid_argument("\"command\" does not say {wav}, the file to write");
  if (engine.readsText == names(engine, "{text_file}"))
    throw std::invalid_argument("the text comes either by {text_file} or by \"reads_text\"");
  return engine;
}

std::string filled(std::string word, const std::array<std::string, 4>& values) {
  std::string result;
  for (std::size_t at = 0; at < word.size();) {
    std::size_t found = 0;
    for (std::size_t i = 0; i < kPlaceholders.size() && found == 0; ++i)
      if (word.compare(at, kPlaceholders[i].size(), kPlaceholders[i]) == 0) {
        result += values[i];
        found = kPlaceholders[i].size();
      }
    if (found == 0) result += word[at];
    at += std::max<std::size_t>(found, 1);
  }
  return result;
}

void checkText(const std::string& text) {
  const auto refuse = [](const char* reason, const std::string& remedy) {
    throw Error(ErrorCode::invalidArgument, "text", reason, remedy);
  };
  if (text.find_first_not_of(" \t\r\n") == std::string::npos)
    refuse("there is nothing to say", "Give some words");
  if (text.size() > kLongestSpokenText)
    refuse("it is longer than any voice is",
           "Give at most " + std::to_string(kLongestSpokenText >> 20) + " MB");
  if (!isUtf8(text)) refuse("it is no UTF-8", "Save it again as UTF-8");
}

/// The last line in which something stands.
std::string lastLine(const std::string& output) {
  const std::size_t end = output.find_last_not_of(" \t\r\n");
  if (end == std::string::npos) return {};
  const std::size_t begin = output.find_last_of('\n', end);
  return output.substr(begin == std::string::npos ? 0 : begin + 1,
                       end - (begin == std::string::npos ? -1 : begin));
}

std::string namesOf(const std::vector<SpeechEngine>& engines) {
  std::string text;
  for (const SpeechEngine& engine : engines) text.append(text.empty() ? "" : ", ").append(engine.name);
  return text;
}

}  // namespace

bool isWave(std::string_view head) {
  return head.size() >= kWaveHeadBytes && head.starts_with("RIFF") && head.substr(8, 4) == "WAVE";
}

SpeechEngine readSpeechEngine(const fs::path& file) {
  const auto refused = [&](const std::string& reason) {
    return Error(ErrorCode::unreadableProject, pathText(file), reason,
                 "Correct the file, or choose another speaker");
  };
  try {
    SpeechEngine engine = engineFrom(parsedJson(readFile(file, ErrorCode::unreadableProject)));
    engine.name = pathText(file.stem());
    engine.file = file;
    return engine;
  } catch (const json::exception& failure) {
    throw refused(failure.what());
  } catch (const std::invalid_argument& failure) {
    throw refused(failure.what());
  }
}

fs::path userEnginesFolder() {
  try {
    return packs::userModelsFolder().parent_path() / "voices";
  } catch (const Error&) {  // nobody's home
    return {};
  }
}

std::vector<SpeechEngine> speechEngines() {
  std::vector<fs::path> folders{userEnginesFolder()};
  for (const fs::path& models : packs::modelFolders())
    for (const fs::path& folder :
         {models.parent_path() / "resources" / "voices", models.parent_path() / "voices"})
      folders.push_back(folder);
  std::vector<SpeechEngine> found;
  for (const fs::path& folder : folders) {
    if (folder.empty() || !isFolder(folder)) continue;
    for (const fs::path& file : entriesOf(folder)) {
      const bool isKnown = std::any_of(found.begin(), found.end(), [&](const SpeechEngine& one) {
        return one.name == pathText(file.stem());
      });
      if (file.extension() != ".json" || isKnown) continue;
      try {
        found.push_back(readSpeechEngine(file));
      } catch (const Error&) {
        continue;  // another file of somebody's; who asks for it by name is told
      }
    }
  }
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  return found;
}

bool isInstalled(const SpeechEngine& engine) {
  return !programInPath(engine.command.front()).empty();
}

Speaker speakerFrom(const std::string& choice) {
  const std::size_t colon = std::min(choice.find(':'), choice.size());
  const std::string name = choice.substr(0, colon), voice = choice.substr(std::min(colon + 1, choice.size()));
  const std::vector<SpeechEngine> engines = speechEngines();
  const auto isWanted = [&](const SpeechEngine& one) {
    return name.empty() ? isInstalled(one) && !(names(one, "{voice}") && one.voices.empty())
                        : one.name == name;
  };
  const auto found = std::find_if(engines.begin(), engines.end(), isWanted);
  if (found == engines.end()) {
    // A file of the user's that cannot be read says why.
    const fs::path own = userEnginesFolder() / (name + ".json");
    if (!name.empty() && name.find('/') == std::string::npos && isFile(own)) readSpeechEngine(own);
    refuseChoice(
        name.empty() ? "no program that speaks is installed" : "there is no speaker \"" + name + "\"",
        (name.empty() ? "Install one of: " : "Choose one of: ") + namesOf(engines));
  }
  if (!isInstalled(*found))
    refuseChoice(found->title + " is not installed: there is no program " + found->command.front(),
                 found->install.empty() ? "Install it, or choose another speaker" : found->install);
  Speaker speaker{*found, {voice, voice, {}}};
  for (const SpeechVoice& known : found->voices)
    if (voice.empty() || known.id == voice) {
      speaker.voice = known;
      break;
    }
  if (speaker.voice.id.empty() && names(*found, "{voice}"))
    refuseChoice(found->title + " speaks with no voice that is not chosen",
                 "Give it behind a colon: " + found->name + ":VOICE" +
                     (found->install.empty() ? "" : ". " + found->install));
  if (speaker.voice.id.starts_with('-'))
    refuseChoice("\"" + speaker.voice.id + "\" is no voice: the program would take it for an option",
                 "Give the name of a voice");
  return speaker;
}

void speak(const Speaker& speaker, const std::string& text, const fs::path& wav, const RunContext& context) {
  checkText(text);
  const ScratchFolder folder("speech");
  const fs::path textFile = folder / "text.txt", spoken = folder / "speech.wav";
  writeFile(textFile, text + "\n");
  const std::array<std::string, 4> values{textFile.string(), spoken.string(), speaker.voice.language,
                                          speaker.voice.id};
  std::vector<std::string> command;
  for (const std::string& word : speaker.engine.command) command.push_back(filled(word, values));
  constexpr std::size_t kMostSaid = 4000;  // bytes of what a program says
  const ProcessResult result =
      runProcess(command, {speaker.engine.readsText ? textFile : fs::path(), kMostSaid}, context);
  constexpr std::uint64_t kHeadBytes = 44;
  if (result.exitCode != 0 || sizeOfFile(spoken) <= kHeadBytes) {
    const std::string said = lastLine(result.err.empty() ? result.out : result.err);
    throw Error(ErrorCode::invalidArgument, speaker.engine.title,
                (result.exitCode != 0 ? "the program ended with code " + std::to_string(result.exitCode)
                                      : std::string("the program wrote no sound")) +
                    (said.empty() ? "" : ": " + (isUtf8(said) ? said : std::string("(no text)"))),
                "Choose another voice or another text");
  }
  const std::vector<std::uint8_t> bytes = readFile(spoken, ErrorCode::unreadableMedia);
  if (!isWave({reinterpret_cast<const char*>(bytes.data()), std::min(bytes.size(), kWaveHeadBytes)}))
    throw Error(ErrorCode::invalidArgument, speaker.engine.title, "what the program wrote is no WAV file",
                "Correct its command, or choose another speaker");
  writeFile(wav, bytes);
}

}  // namespace orator::voices
