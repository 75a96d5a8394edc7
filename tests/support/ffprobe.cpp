#include "tests/support/ffprobe.h"

#include <array>
#include <cstdio>
#include <stdexcept>

#include "tests/support/files.h"

namespace orator::test {

std::string ffprobe(const std::filesystem::path& file, const std::string& entries) {
  const std::string command = "ffprobe -v error -of default=noprint_wrappers=1 -show_entries " + entries +
                              " " + quoted(file) + " 2>&1";
  std::FILE* pipe = popen(command.c_str(), "r");
  if (!pipe) throw std::runtime_error("ffprobe cannot be started");
  std::string output;
  std::array<char, 4096> part{};
  while (std::fgets(part.data(), int(part.size()), pipe)) output += part.data();
  if (pclose(pipe) != 0) throw std::runtime_error(command + "\n" + output);
  return output;
}

}  // namespace orator::test
