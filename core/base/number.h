#pragma once

#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace orator {

/// The same number in another type; empty where it would become another: a fraction or a number beyond the
/// type for whole numbers, one that is not finite or beyond the type for fractions. Fractions may be rounded
/// to the type's digits.
template <typename To, typename From>
std::optional<To> sameNumber(From value) {
  static_assert(std::is_arithmetic_v<To> && std::is_arithmetic_v<From> && !std::is_same_v<From, bool>);
  if constexpr (std::is_floating_point_v<From>) {
    if (!std::isfinite(value)) return std::nullopt;
    if constexpr (std::is_integral_v<To>) {
      // Powers of two are exact in every fraction type, the largest whole number is not.
      const From beyond = std::ldexp(From(1), std::numeric_limits<To>::digits);
      if (value != std::floor(value) || value >= beyond || value < (std::is_signed_v<To> ? -beyond : From(0)))
        return std::nullopt;
    } else if (std::abs(static_cast<long double>(value)) > std::numeric_limits<To>::max()) {
      return std::nullopt;
    }
  } else if constexpr (std::is_integral_v<To>) {
    if (!std::in_range<To>(value)) return std::nullopt;
  }
  return static_cast<To>(value);
}

/// The number that the whole text is, in plain decimal notation; empty for anything else, for "nan" and "inf"
/// and for numbers beyond the type.
template <typename To>
std::optional<To> numberFromText(std::string_view text) {
  To value{};
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return sameNumber<To>(value);
}

/// A short text that numberFromText() reads as this very number; whole numbers up to 10^15 without an
/// exponent.
template <typename Number>
std::string numberText(Number value) {
  if constexpr (std::is_floating_point_v<Number>)
    if (std::abs(value) < Number(1e15) && value == std::floor(value)) return numberText(std::int64_t(value));
  char text[32];
  return {text, std::to_chars(text, text + sizeof text, value).ptr};
}

}  // namespace orator
