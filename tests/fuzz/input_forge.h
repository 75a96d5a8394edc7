#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace orator::fuzz {

/// Makes checkpoints that are almost right: it knows the structure of the formats (lengths, JSON, pickle
/// instructions, zip entries and their checksums) and breaks it in one or a few places, so that inputs get
/// past the first checks. The same seed makes the same inputs everywhere.
class InputForge {
 public:
  /// @param goldens folder of small_zip.pth and small_legacy.pth.tar, which it starts from
  InputForge(std::uint64_t seed, const std::filesystem::path& goldens);
  std::vector<std::uint8_t> next();

 private:
  std::uint64_t random();
  std::uint64_t below(std::uint64_t limit) { return random() % limit; }
  bool chance(int percent) { return below(100) < std::uint64_t(percent); }
  std::uint64_t integer();    ///< one that programs get wrong
  std::string smallNumber();  ///< of a shape or offset, in digits

  std::string safetensors();
  std::string headerEntry(std::uint64_t& offset);
  std::string legacy();
  std::string zip();
  std::string brokenPickle(std::string pickle);
  std::string pickleSnippet();
  void breakBytes(std::string& text);
  void breakDigits(std::string& text);

  std::uint64_t state_;
  std::vector<std::string> legacyPickles_;  ///< magic, version, system, object, keys
  std::string legacyStorages_;
  std::string zipPickle_;
  std::vector<std::string> wholes_;  ///< the golden files as they are
};

}  // namespace orator::fuzz
