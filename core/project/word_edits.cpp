#include "core/project/word_edits.h"

#include <algorithm>

namespace orator::project {
namespace {

using words::Word;

/// How early a word may begin and how late it may end.
struct Room {
  double begin = 0, end = words::kLatestSeconds;
};

Room roomOf(const std::vector<Word>& words, std::size_t word) {
  Room room;
  if (word > 0) room.begin = std::min(words[word - 1].beginSeconds + kShortestWord, words[word].beginSeconds);
  if (word + 1 < words.size())
    room.end = std::max(words[word + 1].endSeconds - kShortestWord, words[word].endSeconds);
  return room;
}

void place(std::vector<Word>& words, std::size_t word, double begin, double end) {
  words[word].beginSeconds = begin;
  words[word].endSeconds = end;
  if (word > 0) words[word - 1].endSeconds = std::min(words[word - 1].endSeconds, begin);
  if (word + 1 < words.size()) words[word + 1].beginSeconds = std::max(words[word + 1].beginSeconds, end);
}

}  // namespace

void nudgeWord(Project& project, std::size_t word, double bySeconds) {
  std::vector<Word>& all = project.words.words;
  if (word >= all.size()) return;
  const Room room = roomOf(all, word);
  const double begin = all[word].beginSeconds, end = all[word].endSeconds;
  const double wanted = std::clamp(bySeconds, room.begin - begin, room.end - end);
  const double moved = moveFurther(project.edits.shifts, begin, end, wanted);
  place(all, word, begin + moved, end + moved);
}

void setWordTimes(Project& project, std::size_t word, double beginSeconds, double endSeconds) {
  std::vector<Word>& all = project.words.words;
  if (word >= all.size()) return;
  const Room room = roomOf(all, word);
  const double begin = std::clamp(beginSeconds, room.begin, std::max(room.begin, room.end - kShortestWord));
  place(all, word, begin, std::clamp(endSeconds, std::min(begin + kShortestWord, room.end), room.end));
}

}  // namespace orator::project
