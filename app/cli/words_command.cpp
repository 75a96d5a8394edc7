#include <CLI/App.hpp>
#include <algorithm>
#include <array>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "app/cli/commands.h"
#include "app/command_line/options.h"
#include "core/base/file_system.h"
#include "core/base/files.h"
#include "core/base/output_guard.h"
#include "core/media/audio_reader.h"
#include "core/packs/pack.h"
#include "core/pipeline/film_words.h"
#include "core/words/transcript_file.h"

namespace orator::cli {
namespace {

namespace fs = std::filesystem;

/// Of words::Aligning in its order.
constexpr std::array kWays{"auto", "recogniser", "syllables"};

struct WordsArguments {
  fs::path audio, captions, output;
  std::string text, way = kWays[0], pack = "studio";
  words::CaptionRules rules;
};

/// What --text says: a file, or the words themselves.
words::Transcript givenText(const std::string& text) {
  const fs::path file(text);
  const bool isName = text.find_first_of(" \n") == std::string::npos && file.extension().native().size() > 1;
  return isFile(file) || isName ? words::readTranscript(file) : words::untimed(text, "--text");
}

void makeWords(const WordsArguments& arguments, CommandSession& session) {
  const RunContext context = session.context();
  words::requireTranscriptEnding(arguments.output);
  std::vector<fs::path> inputs{arguments.audio, arguments.captions};
  if (isFile(arguments.text)) inputs.emplace_back(arguments.text);
  requireSeparateFiles({arguments.output}, inputs);
  words::Transcript transcript =
      arguments.captions.empty() ? givenText(arguments.text) : words::readTranscript(arguments.captions);
  if (!arguments.audio.empty()) {
    const packs::Pack pack = packs::openPack(arguments.pack);
    const std::vector<float> voice = media::readVoice16k(arguments.audio, context);
    const auto way = std::find(kWays.begin(), kWays.end(), arguments.way);
    transcript = pipeline::timedWords(transcript, voice, pack, words::Aligning(way - kWays.begin()), context);
  } else if (!transcript.isTimed) {
    throw Error(ErrorCode::invalidArgument, "--audio", "the words have no times",
                "Give the voice that speaks them");
  }
  words::writeTranscript(transcript, arguments.output, arguments.rules);
  const std::string file = arguments.output.string();
  session.progress().finished(file + ": " + std::to_string(transcript.words.size()) + " words",
                              {{"output", file},
                               {"words", transcript.words.size()},
                               {"seconds", transcript.words.back().endSeconds}});
}

}  // namespace

void addWordsCommand(CLI::App& app, CommandSession& session) {
  auto arguments = std::make_shared<WordsArguments>();
  CLI::App* command = app.add_subcommand(
      "words", "The times at which a voice speaks the words of a text, as captions or labels");
  const CLI::Option* audio =
      addPath(*command, "--audio", arguments->audio,
              "Sound or video file with the voice; without it, captions that have times "
              "are written in another form");
  CLI::Option* text =
      command->add_option("--text", arguments->text, "What is spoken: a file, or the words themselves")
          ->type_name("FILE|TEXT");
  CLI::Option* captions = addPath(*command, "--captions", arguments->captions,
                                  "Words as captions or labels: " + words::transcriptEndings(false));
  captions->excludes(text);
  addPath(*command, "--out", arguments->output, "File to write: " + words::transcriptEndings(true))
      ->required();
  command
      ->add_option(
          "--by", arguments->way,
          "How words find their times: by the recogniser (PocketSphinx, English alone), by syllables, pauses "
          "and level (any language), or auto, the former for English where it is installed (default auto)")
      ->type_name("WAY")
      ->check(CLI::IsMember(kWays));
  command
      ->add_option("--line-length", arguments->rules.columns,
                   "Columns of a line of captions; letters of East Asia are two wide (default 42)")
      ->type_name("N")
      ->check(CLI::Range(words::kFewestColumns, words::kMostColumns));
  command->add_option("--lines", arguments->rules.lines, "Most lines of a caption (default 2)")
      ->type_name("N")
      ->check(CLI::Range(1, 4));
  command
      ->add_option(
          "--reading-speed", arguments->rules.lettersPerSecond,
          "Letters a second that a reader manages: captions stay longer where there is room (default 20)")
      ->type_name("X")
      ->check(CLI::Range(5, 60));
  command->add_option("--pack", arguments->pack, "Pack with the speech detector (default studio)")
      ->type_name("NAME");
  addProgressOption(*command, session);
  command->callback([&session, arguments, audio, text, captions] {
    if (text->empty() && captions->empty()) throw CLI::RequiredError("--text or --captions");
    if (audio->empty() && captions->empty()) throw CLI::RequiredError("--audio");
    session.work = [&session, arguments] { makeWords(*arguments, session); };
  });
}

}  // namespace orator::cli
