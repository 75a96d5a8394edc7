#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <opencv2/core.hpp>
#include <span>
#include <string_view>
#include <type_traits>

namespace orator::pipeline {

/// 128 bits that tell whether two things are the same. Not against forgers. The order of adding counts.
class Fingerprint {
 public:
  using Value = std::array<std::uint64_t, 2>;

  void add(std::span<const std::uint8_t> bytes) {
    mix(bytes.size());
    std::size_t at = 0;
    for (; at + 8 <= bytes.size(); at += 8) {
      std::uint64_t word = 0;
      std::memcpy(&word, bytes.data() + at, 8);
      mix(word);
    }
    std::uint64_t rest = 0;
    for (; at < bytes.size(); ++at) rest = rest << 8 | bytes[at];
    mix(rest);
  }
  void add(std::string_view text) {
    add(std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
  }
  template <typename Number>
  requires std::is_arithmetic_v<Number>
  void add(Number number) {
    if constexpr (std::is_floating_point_v<Number>)
      mix(std::bit_cast<std::uint64_t>(double(number)));
    else
      mix(std::uint64_t(number));
  }
  void add(const Value& other) {
    for (const std::uint64_t word : other) mix(word);
  }
  /// Size, type and pixels.
  void add(const cv::Mat& picture) {
    add(picture.rows);
    add(picture.cols);
    add(picture.type());
    for (int y = 0; y < picture.rows; ++y)
      add(std::span(picture.ptr(y), picture.elemSize() * std::size_t(picture.cols)));
  }
  const Value& value() const { return state_; }

 private:
  void mix(std::uint64_t word) {
    state_[0] = scrambled(state_[0] ^ word);
    state_[1] = scrambled(state_[1] + word * 0xD1342543DE82EF95u + 1);
  }
  /// The finaliser of splitmix64.
  static std::uint64_t scrambled(std::uint64_t z) {
    z += 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
  }
  Value state_{0x243F6A8885A308D3u, 0x13198A2E03707344u};
};

}  // namespace orator::pipeline
