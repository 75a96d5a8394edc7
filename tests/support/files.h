#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "core/base/error.h"

namespace orator::test {

/// An empty folder that goes away with its owner.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  std::filesystem::path operator/(const std::filesystem::path& name) const { return path_ / name; }
  const std::filesystem::path& path() const { return path_; }
  /// Names of everything inside, sorted.
  std::vector<std::string> names() const;

 private:
  std::filesystem::path path_;
};

/// While it lives no file can grow beyond `bytes`: what a full disk looks like to a program, on every
/// machine.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(std::uint64_t bytes);
  ~FileSizeLimit();
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;

 private:
  std::uint64_t previous_;
  void (*previousHandler_)(int);
};

/// A sine of 220 Hz, amplitude 0.5, interleaved.
std::vector<float> tone(double seconds, int sampleRateHz, int channels);

/// 16-bit PCM WAV.
void writeWav(const std::filesystem::path& path, const std::vector<float>& interleaved, int sampleRateHz,
              int channels);

/// Runs `ffmpeg <arguments>` and throws std::runtime_error with its output when that fails.
void ffmpeg(const std::string& arguments);
/// A path for a command line.
std::string quoted(const std::filesystem::path& path);

void writeBytes(const std::filesystem::path& path, const std::vector<std::uint8_t>& bytes);
std::vector<std::uint8_t> readBytes(const std::filesystem::path& path);
/// Keeps the first part of a file only.
void truncate(const std::filesystem::path& from, const std::filesystem::path& to, double fraction);

/// The error a call throws; the test fails when it throws none.
Error errorOf(const std::function<void()>& call);

}  // namespace orator::test
