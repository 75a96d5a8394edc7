#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace orator::words {

/// A word as English dictionaries have it: lower case, ASCII, its accents and marks left out; several where
/// hyphens join them or where digits are spoken ("42" gives "forty", "two"). Empty for a mark, and for a word
/// of another script.
std::vector<std::string> englishWords(std::string_view word);

/// The sounds of an English word that no dictionary has, by its spelling, in the 39 phones of the CMU
/// dictionary with spaces between. Near enough to find it in a voice. @param word of englishWords()
std::string guessedPhones(std::string_view word);

}  // namespace orator::words
