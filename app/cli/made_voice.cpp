#include "app/cli/made_voice.h"

#include "app/command_line/options.h"
#include "core/base/file_head.h"
#include "core/base/file_system.h"
#include "core/base/files.h"
#include "core/base/output_guard.h"
#include "core/base/scratch_folder.h"
#include "core/media/clean_voice.h"
#include "core/voices/speech_engine.h"
#include "core/words/transcript_file.h"

namespace orator::cli {
namespace {

namespace fs = std::filesystem;

fs::path besideFilm(const fs::path& film, const char* ending) {
  fs::path file = film;
  file.replace_extension();
  file += ending;
  return file;
}

void requireFree(const fs::path& file, const pipeline::AnimateRequest& request, bool mayReplace) {
  if (!isThere(file) || mayReplace || request.overwrite) return;
  throw Error(ErrorCode::invalidArgument, pathText(file),
              "there is a file of this name, where the voice is kept",
              "Choose another name for the film, delete that file, or give --overwrite");
}

media::Cleaning cleaningOf(const MadeVoice& voice) {
  if (voice.cleaning.empty()) return {};
  if (const auto cleaning = media::cleaningFrom(voice.cleaning)) return *cleaning;
  throw Error(ErrorCode::invalidArgument, "--clean", "\"" + voice.cleaning + "\" is no way to clean a voice",
              std::string("Give ") + media::kCleaningForms);
}

}  // namespace

std::string spokenText(const std::string& text, const fs::path& file) {
  return file.empty() ? text : words::joined(words::readTranscript(file).words);
}

void addMadeVoice(CLI::App& command, MadeVoice& voice) {
  constexpr const char* kGroup = "Portrait and voice";
  CLI::Option* given = command.get_option("--voice");
  CLI::Option* text = command
                          .add_option("--text", voice.text,
                                      "What is said, in place of --voice: a program speaks it (--speaker)")
                          ->type_name("TEXT")
                          ->group(kGroup);
  CLI::Option* file =
      addPath(command, "--text-file", voice.textFile, "The same, from a file: .txt, or captions")
          ->group(kGroup);
  text->excludes(given)->excludes(file);
  file->excludes(given);
  command
      .add_option("--speaker", voice.speaker,
                  "Who says it, and with which of its voices; orator speak --list names them (default: the "
                  "first that "
                  "is installed)")
      ->type_name("ENGINE[:VOICE]")
      ->group(kGroup);
  command.add_flag("--show-text", voice.showsText, "Draws what is said into the film, as --captions does")
      ->group(kGroup);
  command
      .add_option(
          "--clean", voice.cleaning,
          std::string("Cleans the voice first: ") + media::kCleaningForms +
              ". denoise takes rumble and even noise, loudness makes it as loud as broadcasts are, silence "
              "shortens long pauses")
      ->type_name("WHAT")
      ->group(kGroup);
}

void makeVoice(const MadeVoice& voice, pipeline::AnimateRequest& request, const RunContext& context) {
  const media::Cleaning cleaning = cleaningOf(voice);
  const bool isSpoken = voice.isSpoken();
  if (voice.showsText && !isSpoken)
    throw Error(ErrorCode::invalidArgument, "--show-text", "there is no text that is said",
                "Give --text or --text-file, or --captions for a recording");
  if (!isSpoken && !cleaning.any()) return;
  if (!isSpoken && request.voice.empty())
    throw Error(ErrorCode::invalidArgument, "--clean", "there is no voice to clean",
                "Give --voice or --text");
  const fs::path kept = besideFilm(request.output, ".voice.wav"),
                 shown = besideFilm(request.output, ".voice.txt");
  std::vector<fs::path> inputs = pipeline::inputsOf(request);
  inputs.push_back(voice.textFile);
  requireSeparateFiles({kept, voice.showsText ? shown : fs::path(), request.output}, inputs);
  requireFree(kept, request, voices::isWave(headOf(kept, voices::kWaveHeadBytes)));
  if (voice.showsText) requireFree(shown, request, isThere(kept));
  const std::string text = isSpoken ? spokenText(voice.text, voice.textFile) : std::string();
  const ScratchFolder folder("voice");
  if (isSpoken) {
    const voices::Speaker speaker = voices::speakerFrom(voice.speaker);
    request.voice = cleaning.any() ? folder / "spoken.wav" : kept;
    voices::speak(speaker, text, request.voice, context);
    context.note("spoken by " + speaker.engine.title +
                 (speaker.voice.title.empty() ? "" : ", " + speaker.voice.title) + ": " + pathText(kept));
  }
  if (cleaning.any()) {
    media::writeCleanVoice(request.voice, request.voiceCut, cleaning, kept, context);
    request.voiceCut = {};  // what is kept has been cut
    request.voice = kept;
  }
  if (!voice.showsText) return;
  writeFile(shown, text + "\n");
  request.scene.captions = shown;
}

}  // namespace orator::cli
