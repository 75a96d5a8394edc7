#include "app/command_line/usage_error.h"

#include <algorithm>
#include <numeric>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace orator::cli {
namespace {

/// Levenshtein distance.
std::size_t editDistance(const std::string& a, const std::string& b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t substituted = diagonal + (a[i - 1] != b[j - 1]);
      diagonal = row[j];
      row[j] = std::min({substituted, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row.back();
}

std::vector<std::string> knownWords(const CLI::App& command) {
  std::vector<std::string> words;
  for (const CLI::Option* option : command.get_options())
    for (const std::string& name : option->get_lnames()) words.push_back("--" + name);
  for (const CLI::App* sub :
       command.get_subcommands([](const CLI::App* known) { return !known->get_group().empty(); }))
    words.push_back(sub->get_name());
  return words;
}

/// The deepest sub-command that was named on the command line.
const CLI::App& chosenCommand(const CLI::App& app) {
  const auto chosen = app.get_subcommands();
  return chosen.empty() ? app : chosenCommand(*chosen.front());
}

std::string fullName(const CLI::App& command) {
  return command.get_parent() ? fullName(*command.get_parent()) + " " + command.get_name()
                              : command.get_name();
}

std::string hint(const CLI::App& command, const std::string& word) {
  const std::vector<std::string> known = knownWords(command);
  const auto nearest = std::min_element(known.begin(), known.end(), [&](const auto& a, const auto& b) {
    return editDistance(a, word) < editDistance(b, word);
  });
  const std::string help = fullName(command) + " --help lists what there is";
  if (nearest == known.end() || editDistance(*nearest, word) > std::max<std::size_t>(2, word.size() / 3))
    return help;
  return "Did you mean " + *nearest + "? " + help;
}

}  // namespace

Error usageError(const CLI::App& app, const CLI::ParseError& error) {
  const CLI::App& command = chosenCommand(app);
  const std::vector<std::string> extras = app.remaining(true);
  if (!extras.empty()) {
    const std::string word = extras.front().substr(0, extras.front().find('='));
    return {ErrorCode::invalidArgument, word,
            word.starts_with("-") ? "unknown option" : "unexpected argument", hint(command, word)};
  }
  return {ErrorCode::invalidArgument, fullName(command), error.what(),
          fullName(command) + " --help lists what there is"};
}

std::string exitCodeText() {
  static constexpr std::pair<ErrorCode, const char*> kMeanings[] = {
      {ErrorCode::invalidArgument, "an unknown option or a value outside its range"},
      {ErrorCode::fileNotFound, "an input does not exist"},
      {ErrorCode::notAFile, "an input is a folder or a device"},
      {ErrorCode::unreadablePicture, "not a picture, or a damaged one"},
      {ErrorCode::unreadableMedia, "not an audio or video file, or a damaged one"},
      {ErrorCode::noSound, "a media file without sound"},
      {ErrorCode::voiceTooShort, "less than 0.2 s of sound"},
      {ErrorCode::silentVoice, "nothing but silence"},
      {ErrorCode::pictureTooSmall, "shorter side under 64 pixels"},
      {ErrorCode::noFace, "no face in the picture"},
      {ErrorCode::faceCutOff, "the face is cut by the border"},
      {ErrorCode::outputUnwritable, "the output folder is missing or not writable"},
      {ErrorCode::diskFull, "no space left while writing"},
      {ErrorCode::packMissing, "a pack or one of its files is not installed"},
      {ErrorCode::packDamaged, "a pack file is not what its pack expects"},
      {ErrorCode::checkpointRefused, "a weight file that is malformed or of another model"},
      {ErrorCode::unreadableProject, "a project, track, request or file of words that cannot be understood"},
      {ErrorCode::deviceUnavailable, "CUDA was asked for and is not there"},
      {ErrorCode::outOfMemory, "memory is exhausted"},
      {ErrorCode::internal, "a mistake of Orator's; please report it"},
      {ErrorCode::cancelled, "stopped by Ctrl-C"},
  };
  std::ostringstream text;
  text << "Exit codes:\n    0  success\n    1  a film is worth less than quality --min-score asks for\n";
  for (const auto& [code, meaning] : kMeanings) {
    text.width(5);
    text << int(code) << "  " << meaning << " (" << errorName(code) << ")\n";
  }
  return text.str();
}

}  // namespace orator::cli
