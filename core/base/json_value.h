#pragma once

#include <cstdint>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

#include "core/base/number.h"

namespace orator {

// The one way from a JSON value to ours: kind, range, nothing narrowed, nothing that is not finite. All throw
// std::invalid_argument, which says what is wrong with `what`; the reader of a file makes an Error of it.

/// The value of a text, or of a file's bytes. Libraries copy, print and compare what is nested by calls
/// within calls, which would use up the stack: more than 64 levels are refused.
/// @throws std::invalid_argument (nested deeper, no JSON, cut off, a number that no double holds)
nlohmann::json parsedJson(std::string_view text);
nlohmann::json parsedJson(std::span<const std::uint8_t> bytes);

/// "12" for 12, cut when it is long; "a list" and "an object" for what holds others.
std::string shownJson(const nlohmann::json& value);

/// @throws std::invalid_argument another kind, or outside [minimum, maximum]
template <typename Number>
Number numberFrom(const nlohmann::json& value, Number minimum, Number maximum, const std::string& what) {
  constexpr bool whole = std::is_integral_v<Number>;
  if (whole ? !value.is_number_integer() : !value.is_number())
    throw std::invalid_argument(what + " has the wrong type: " + shownJson(value) + " is no " +
                                (whole ? "whole number" : "number"));
  const std::optional<Number> number =
      value.is_number_unsigned()  ? sameNumber<Number>(value.get<std::uint64_t>())
      : value.is_number_integer() ? sameNumber<Number>(value.get<std::int64_t>())
                                  : sameNumber<Number>(value.get<double>());
  if (!number || !(*number >= minimum && *number <= maximum))
    throw std::invalid_argument(what + " is out of range: " + shownJson(value) + " is not within " +
                                numberText(minimum) + ".." + numberText(maximum));
  return *number;
}

/// @throws std::invalid_argument another kind
bool flagFrom(const nlohmann::json& value, const std::string& what);
/// @throws std::invalid_argument another kind
const std::string& textFrom(const nlohmann::json& value, const std::string& what);
/// The value itself, when it is a list of at most `most` entries. @throws std::invalid_argument
const nlohmann::json& listFrom(const nlohmann::json& value, std::size_t most, const std::string& what);

/// Of the object that a path becomes whose bytes are not UTF-8.
inline constexpr const char* kPercentKey = "percent_encoded";

/// A path as a JSON string; one that is not UTF-8, which JSON cannot hold, as {"percent_encoded": TEXT}, with
/// its bytes beyond ASCII, "%" and control characters as %XX. pathFrom() reads both, to the very same bytes.
nlohmann::json pathJson(const std::filesystem::path& path);
/// @throws std::invalid_argument another kind, or no path
std::filesystem::path pathFrom(const nlohmann::json& value, const std::string& what);

/// Whether a text can stand in JSON as it is.
bool isUtf8(std::string_view text);

/// A JSON object that remembers which of its keys were asked for: a mistyped name must not silently mean the
/// default. Refers to the JSON it is made of.
class JsonObject {
 public:
  /// @throws std::invalid_argument when it is no object
  JsonObject(const nlohmann::json& object, std::string name);
  /// Null where there is no such key.
  const nlohmann::json* find(std::string_view key);
  /// @throws std::invalid_argument where there is no such key
  const nlohmann::json& at(std::string_view key);
  /// How the value of a key is called in messages: "\"still\" in motion".
  std::string nameOf(std::string_view key) const;
  /// Call after every key was asked for. @throws std::invalid_argument naming the first one that was not
  void refuseUnknownKeys() const;

 private:
  const nlohmann::json& object_;
  std::string name_;
  std::set<std::string, std::less<>> known_;
};

}  // namespace orator
