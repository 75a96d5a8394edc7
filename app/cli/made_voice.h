#pragma once

#include <CLI/App.hpp>
#include <string>

#include "core/pipeline/animate.h"

namespace orator::cli {

/// A voice that is made for a film: spoken by a program, or cleaned.
struct MadeVoice {
  std::string text;
  std::filesystem::path textFile;
  std::string speaker;
  std::string cleaning;
  bool showsText = false;
  bool isSpoken() const { return !text.empty() || !textFile.empty(); }
};

/// What is said: a text, or where a file is given the words of it (.txt, captions, labels).
/// @throws Error as words::readTranscript()
std::string spokenText(const std::string& text, const std::filesystem::path& file);

/// `--text`, `--text-file`, `--speaker`, `--show-text` and `--clean`.
void addMadeVoice(CLI::App& command, MadeVoice& voice);

/// Makes the voice and lets the request use it. It is kept beside the film, as "film.voice.wav", so that
/// requests and films find it again; a text that is shown, as "film.voice.txt".
/// @throws Error as voices::speak() and media::writeCleanVoice(); invalidArgument where a file of that name
/// is there that is no such sound, and AnimateRequest::overwrite is not set
void makeVoice(const MadeVoice& voice, pipeline::AnimateRequest& request, const RunContext& context);

}  // namespace orator::cli
