#pragma once

#include <nlohmann/json.hpp>
#include <vector>

#include "core/words/transcript.h"

namespace orator::words {

/// A list of {"text", "begin", "end"} with times in seconds, and "caption": true where one begins.
nlohmann::json wordsJson(const std::vector<Word>& words);
/// @param what names the list in errors @throws std::invalid_argument for another form or times beyond
/// kLatestSeconds; whether they follow one another checkTranscript() tells
std::vector<Word> wordsFrom(const nlohmann::json& list, const std::string& what);

}  // namespace orator::words
