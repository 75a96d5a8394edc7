#pragma once

#include <string_view>

namespace orator::words {

// What the room knows of writing. Texts are UTF-8; bytes that are not come out as U+FFFD, one at a time.

/// Takes the first letter (code point) from a text that is not empty.
char32_t takeLetter(std::string_view& text);
/// 0 for an empty text.
char32_t firstLetter(std::string_view text);
char32_t lastLetter(std::string_view text);

/// White space of any script, and control characters.
bool isSpace(char32_t letter);
/// Letters of scripts that put no space between words and of which each is about one syllable: Han and Kana.
bool isIdeograph(char32_t letter);
/// A mark that stands behind a word, or between words, in the scripts of isIdeograph().
bool isWideClosing(char32_t letter);
/// A mark that such scripts put before a word, as an opening quotation mark.
bool isWideOpening(char32_t letter);
/// What is spoken: letters and digits of any script, with the marks that are written on them.
bool isSpoken(char32_t letter);

/// Columns that a text takes where letters of East Asia take two and others one; marks written on letters
/// none.
int columnsOf(std::string_view text);

}  // namespace orator::words
