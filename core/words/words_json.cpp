#include "core/words/words_json.h"

#include "core/base/json_value.h"

namespace orator::words {
namespace {

Word wordFrom(const nlohmann::json& stored) {
  JsonObject object(stored, "a word");
  Word word;
  word.text = textFrom(object.at("text"), "\"text\" of a word");
  word.beginSeconds = numberFrom(object.at("begin"), 0.0, kLatestSeconds, "\"begin\" of a word");
  word.endSeconds = numberFrom(object.at("end"), 0.0, kLatestSeconds, "\"end\" of a word");
  if (const nlohmann::json* begins = object.find("caption"))
    word.beginsCaption = flagFrom(*begins, "\"caption\"");
  object.refuseUnknownKeys();
  return word;
}

}  // namespace

nlohmann::json wordsJson(const std::vector<Word>& words) {
  nlohmann::json list = nlohmann::json::array();
  for (const Word& word : words) {
    list.push_back({{"text", word.text}, {"begin", word.beginSeconds}, {"end", word.endSeconds}});
    if (word.beginsCaption) list.back()["caption"] = true;
  }
  return list;
}

std::vector<Word> wordsFrom(const nlohmann::json& list, const std::string& what) {
  std::vector<Word> words;
  for (const nlohmann::json& word : listFrom(list, kMostWords, what)) words.push_back(wordFrom(word));
  return words;
}

}  // namespace orator::words
