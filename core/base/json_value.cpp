#include "core/base/json_value.h"

#include <utility>

namespace orator {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::string_view kHex = "0123456789ABCDEF";

std::string percentEncoded(const std::string& bytes) {
  std::string text;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte > 0x20 && byte < 0x7F && c != '%')
      text += c;
    else
      text += {'%', kHex[byte >> 4], kHex[byte & 15]};
  }
  return text;
}

std::string percentDecoded(const std::string& text, const std::string& what) {
  std::string bytes;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      bytes += text[i];
      continue;
    }
    const std::size_t high = i + 2 < text.size() ? kHex.find(text[i + 1]) : std::string_view::npos;
    const std::size_t low = i + 2 < text.size() ? kHex.find(text[i + 2]) : std::string_view::npos;
    if (high == std::string_view::npos || low == std::string_view::npos)
      throw std::invalid_argument(what + " has a % that two hexadecimal digits do not follow");
    bytes += char(high << 4 | low);
    i += 2;
  }
  return bytes;
}

/// As far as it is JSON: texts are passed over.
bool isNestedDeeper(std::string_view text, int levels) {
  int depth = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted && c == '\\')
      ++i;
    else if (c == '"')
      quoted = !quoted;
    else if (!quoted && (c == '[' || c == '{') && ++depth > levels)
      return true;
    else if (!quoted && (c == ']' || c == '}'))
      --depth;
  }
  return false;
}

}  // namespace

json parsedJson(std::string_view text) {
  constexpr int kDeepest = 64;
  if (isNestedDeeper(text, kDeepest))
    throw std::invalid_argument("it is nested deeper than " + std::to_string(kDeepest) + " levels");
  try {
    return json::parse(text);
  } catch (const json::parse_error& failure) {
    if (failure.byte > text.size()) throw std::invalid_argument("it is cut off: its JSON has no end");
    throw std::invalid_argument("it is not valid JSON at byte " + std::to_string(failure.byte));
  } catch (const json::out_of_range&) {
    throw std::invalid_argument("it has a number larger than any that can be stored");
  }
}

json parsedJson(std::span<const std::uint8_t> bytes) {
  return parsedJson(std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
}

std::string shownJson(const json& value) {
  if (value.is_array()) return "a list";
  if (value.is_object()) return "an object";
  constexpr std::size_t kMost = 40;
  std::string text = value.dump(-1, ' ', false, json::error_handler_t::replace);
  if (text.size() <= kMost) return text;
  std::size_t end = kMost;
  while (end > 0 && (text[end] & 0xC0) == 0x80) --end;  // not within a character
  return text.substr(0, end) + "...";
}

bool flagFrom(const json& value, const std::string& what) {
  if (!value.is_boolean())
    throw std::invalid_argument(what + " has the wrong type: " + shownJson(value) +
                                " is neither true nor false");
  return value.get<bool>();
}

const std::string& textFrom(const json& value, const std::string& what) {
  if (!value.is_string())
    throw std::invalid_argument(what + " has the wrong type: " + shownJson(value) + " is no text");
  return value.get_ref<const std::string&>();
}

const json& listFrom(const json& value, std::size_t most, const std::string& what) {
  if (!value.is_array())
    throw std::invalid_argument(what + " has the wrong type: " + shownJson(value) + " is no list");
  if (value.size() > most)
    throw std::invalid_argument(what + " has " + std::to_string(value.size()) + " entries, more than " +
                                std::to_string(most));
  return value;
}

bool isUtf8(std::string_view text) {
  try {
    (void)json(text).dump();
    return true;
  } catch (const json::type_error&) {
    return false;
  }
}

json pathJson(const fs::path& path) {
  const std::u8string generic = path.generic_u8string();
  std::string text(generic.begin(), generic.end());
  if (isUtf8(text)) return text;
  return {{kPercentKey, percentEncoded(text)}};
}

fs::path pathFrom(const json& value, const std::string& what) {
  std::string text;
  if (value.is_object()) {
    JsonObject object(value, what);
    text = percentDecoded(textFrom(object.at(kPercentKey), what), what);
    object.refuseUnknownKeys();
  } else {
    text = textFrom(value, what);
  }
  if (text.find('\0') != std::string::npos)
    throw std::invalid_argument(what + " has a zero byte, which no file name has");
  return fs::path(std::u8string(text.begin(), text.end()));
}

JsonObject::JsonObject(const json& object, std::string name) : object_(object), name_(std::move(name)) {
  if (!object.is_object()) throw std::invalid_argument(name_ + " must be an object");
}

const json* JsonObject::find(std::string_view key) {
  const auto found = object_.find(*known_.emplace(key).first);
  return found == object_.end() ? nullptr : &*found;
}

const json& JsonObject::at(std::string_view key) {
  const json* found = find(key);
  if (!found) throw std::invalid_argument(nameOf(key) + " is missing");
  return *found;
}

std::string JsonObject::nameOf(std::string_view key) const {
  std::string text(1, '"');
  return text.append(key).append("\" in ").append(name_);
}

void JsonObject::refuseUnknownKeys() const {
  for (const auto& [key, value] : object_.items())
    if (!known_.contains(key)) throw std::invalid_argument(nameOf(key) + " is unknown");
}

}  // namespace orator
