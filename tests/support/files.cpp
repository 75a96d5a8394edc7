#include "tests/support/files.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <numbers>
#include <stdexcept>

namespace orator::test {
namespace fs = std::filesystem;

TemporaryFolder::TemporaryFolder() {
  std::string name = (fs::temp_directory_path() / "orator-test-XXXXXX").string();
  if (!mkdtemp(name.data())) throw std::runtime_error("no temporary folder can be made");
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

std::vector<std::string> TemporaryFolder::names() const {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(path_)) names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

FileSizeLimit::FileSizeLimit(std::uint64_t bytes) {
  rlimit limit{};
  getrlimit(RLIMIT_FSIZE, &limit);
  previous_ = limit.rlim_cur;
  limit.rlim_cur = bytes;
  setrlimit(RLIMIT_FSIZE, &limit);
  previousHandler_ = std::signal(SIGXFSZ, SIG_IGN);
}

FileSizeLimit::~FileSizeLimit() {
  rlimit limit{};
  getrlimit(RLIMIT_FSIZE, &limit);
  limit.rlim_cur = previous_;
  setrlimit(RLIMIT_FSIZE, &limit);
  std::signal(SIGXFSZ, previousHandler_);
}

std::vector<float> tone(double seconds, int sampleRateHz, int channels) {
  std::vector<float> samples;
  const auto count = std::int64_t(std::llround(seconds * sampleRateHz));
  samples.reserve(std::size_t(count * channels));
  for (std::int64_t i = 0; i < count; ++i)
    for (int channel = 0; channel < channels; ++channel)
      samples.push_back(float(0.5 * std::sin(2 * std::numbers::pi * 220 * double(i) / sampleRateHz)));
  return samples;
}

void writeWav(const fs::path& path, const std::vector<float>& interleaved, int sampleRateHz, int channels) {
  std::vector<std::uint8_t> bytes;
  const auto text = [&](const char* four) { bytes.insert(bytes.end(), four, four + 4); };
  const auto number = [&](std::uint32_t value, int size) {
    for (int i = 0; i < size; ++i) bytes.push_back(std::uint8_t(value >> 8 * i));
  };
  const auto dataBytes = std::uint32_t(interleaved.size() * 2);
  text("RIFF"), number(36 + dataBytes, 4), text("WAVE"), text("fmt "), number(16, 4), number(1, 2);
  number(std::uint32_t(channels), 2), number(std::uint32_t(sampleRateHz), 4);
  number(std::uint32_t(sampleRateHz) * std::uint32_t(channels) * 2, 4),
      number(std::uint32_t(channels * 2), 2), number(16, 2);
  text("data"), number(dataBytes, 4);
  for (const float sample : interleaved)
    number(std::uint32_t(std::int32_t(std::lround(std::clamp(sample, -1.f, 1.f) * 32767))) & 0xFFFF, 2);
  writeBytes(path, bytes);
}

std::string quoted(const fs::path& path) {
  std::string text = "'";
  for (const char c : path.string()) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return text + "'";
}

void ffmpeg(const std::string& arguments) {
  const std::string command = "ffmpeg -nostdin -hide_banner -loglevel error -y " + arguments + " 2>&1";
  std::FILE* pipe = popen(command.c_str(), "r");
  if (!pipe) throw std::runtime_error("ffmpeg cannot be started");
  std::string output;
  std::array<char, 512> part{};
  while (std::fgets(part.data(), int(part.size()), pipe)) output += part.data();
  if (pclose(pipe) != 0) throw std::runtime_error(command + "\n" + output);
}

void writeBytes(const fs::path& path, const std::vector<std::uint8_t>& bytes) {
  std::ofstream file(path, std::ios::binary);
  file.write(reinterpret_cast<const char*>(bytes.data()), std::streamsize(bytes.size()));
  if (!file.flush()) throw std::runtime_error("cannot write " + path.string());
}

std::vector<std::uint8_t> readBytes(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read " + path.string());
  return {std::istreambuf_iterator<char>(file), {}};
}

void truncate(const fs::path& from, const fs::path& to, double fraction) {
  std::vector<std::uint8_t> bytes = readBytes(from);
  bytes.resize(std::size_t(double(bytes.size()) * fraction));
  writeBytes(to, bytes);
}

Error errorOf(const std::function<void()>& call) {
  try {
    call();
  } catch (const Error& error) {
    EXPECT_FALSE(error.reason().empty());
    return error;
  }
  ADD_FAILURE() << "no error was thrown";
  return Error(ErrorCode::internal, "", "no error was thrown");
}

}  // namespace orator::test
