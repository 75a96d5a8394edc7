#include <CLI/App.hpp>
#include <algorithm>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "app/cli/commands.h"
#include "app/cli/made_voice.h"
#include "app/command_line/options.h"
#include "core/base/output_guard.h"
#include "core/media/media_info.h"
#include "core/voices/speech_engine.h"

namespace orator::cli {
namespace {

namespace fs = std::filesystem;

struct SpeakArguments {
  std::string text, speaker;
  fs::path textFile, output;
  bool list = false, json = false;
};

nlohmann::ordered_json engineJson(const voices::SpeechEngine& engine) {
  nlohmann::ordered_json known = nlohmann::ordered_json::array();
  for (const voices::SpeechVoice& voice : engine.voices)
    known.push_back({{"id", voice.id}, {"title", voice.title}, {"language", voice.language}});
  return {{"name", engine.name},
          {"title", engine.title},
          {"installed", voices::isInstalled(engine)},
          {"voices", known},
          {"install", engine.install}};
}

void list(bool asJson) {
  nlohmann::ordered_json all = nlohmann::ordered_json::array();
  for (const voices::SpeechEngine& engine : voices::speechEngines()) {
    all.push_back(engineJson(engine));
    if (asJson) continue;
    std::string names;
    for (const voices::SpeechVoice& voice : engine.voices)
      names.append(names.empty() ? "" : ", ")
          .append(voice.id)
          .append(voice.language.empty() ? "" : " (" + voice.language + ")");
    std::cout << engine.name << (voices::isInstalled(engine) ? "" : ", not installed") << "\n";
    if (!names.empty()) std::cout << "    voices: " << names << "\n";
    if (!voices::isInstalled(engine) && !engine.install.empty())
      std::cout << "    " << engine.install << "\n";
  }
  if (asJson) {
    std::cout << all.dump(2) << std::endl;
    return;
  }
  std::cout << "Your own: JSON files in " << voices::userEnginesFolder().string() << std::endl;
}

void speakText(const SpeakArguments& arguments, CommandSession& session) {
  requireSeparateFiles({arguments.output}, {arguments.textFile});
  if (arguments.output.extension() != ".wav")
    throw Error(ErrorCode::invalidArgument, arguments.output.string(), "programs that speak write WAV files",
                "Name it with the ending .wav");
  const std::string text = spokenText(arguments.text, arguments.textFile);
  const voices::Speaker speaker = voices::speakerFrom(arguments.speaker);
  voices::speak(speaker, text, arguments.output, session.context());
  const std::string file = arguments.output.string();
  session.progress().finished(file + ": spoken by " + speaker.engine.title,
                              {{"output", file},
                               {"engine", speaker.engine.name},
                               {"voice", speaker.voice.id},
                               {"seconds", media::readMediaInfo(arguments.output).durationSeconds}});
}

}  // namespace

void addSpeakCommand(CLI::App& app, CommandSession& session) {
  auto arguments = std::make_shared<SpeakArguments>();
  CLI::App* command = app.add_subcommand("speak", "A text spoken by an installed program, as a WAV file");
  CLI::Option* text = command->add_option("--text", arguments->text, "What is said")->type_name("TEXT");
  CLI::Option* file =
      addPath(*command, "--text-file", arguments->textFile, "The same, from a file: .txt, or captions");
  text->excludes(file);
  command
      ->add_option("--speaker", arguments->speaker,
                   "Who says it, and with which of its voices (default: the first that is installed)")
      ->type_name("ENGINE[:VOICE]");
  CLI::Option* out = addPath(*command, "--out", arguments->output, "WAV file to write");
  command->add_flag("--list", arguments->list,
                    "The programs that are known, which of them are installed, their voices");
  command->add_flag("--json", arguments->json, "--list as JSON");
  addProgressOption(*command, session);
  command->callback([&session, arguments, text, file, out] {
    if (!arguments->list && text->empty() && file->empty())
      throw CLI::RequiredError("--text, --text-file or --list");
    if (!arguments->list && out->empty()) throw CLI::RequiredError("--out");
    session.work = [&session, arguments] {
      arguments->list ? list(arguments->json) : speakText(*arguments, session);
    };
  });
}

}  // namespace orator::cli
