#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>

namespace orator::packs {

/// SHA-256 of bytes that come in pieces.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  void update(std::span<const std::uint8_t> bytes);
  /// 64 lower-case hexadecimal digits; to be called once.
  std::string finish();

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

/// SHA-256 of a file's bytes as 64 lower-case hexadecimal digits. Reads in blocks; about 1 GB/s. Thread-safe.
/// @param onBytes told how many bytes each block had; may throw to stop
/// @throws Error fileNotFound, notAFile
std::string fileSha256(const std::filesystem::path& file,
                       const std::function<void(std::size_t)>& onBytes = {});

}  // namespace orator::packs
