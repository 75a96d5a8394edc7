#include "core/base/files.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <system_error>

#include "core/base/file_system.h"

namespace orator {
namespace fs = std::filesystem;

namespace {
using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;
}  // namespace

std::string pathText(const fs::path& path) {
  const std::u8string text = path.u8string();
  return {text.begin(), text.end()};
}

void requireFile(const fs::path& path) {
  std::error_code failure;
  const fs::file_status status = fs::status(path, failure);
  if (status.type() == fs::file_type::not_found || path.empty())
    throw Error(ErrorCode::fileNotFound, pathText(path), "there is no such file",
                "Check the name and the folder");
  if (status.type() == fs::file_type::directory)
    throw Error(ErrorCode::notAFile, pathText(path), "this is a folder, not a file",
                "Choose a file inside it");
  if (failure || status.type() == fs::file_type::none)
    throw Error(ErrorCode::fileNotFound, pathText(path), "the file cannot be reached: " + failure.message(),
                "Check the permissions of its folder");
  if (status.type() != fs::file_type::regular)
    throw Error(ErrorCode::notAFile, pathText(path), "this is a device, not a file", "Choose a file");
}

std::vector<std::uint8_t> readFile(const fs::path& path, ErrorCode whenUnreadable) {
  requireFile(path);
  // A file of holes costs its maker nothing, and would take all memory here.
  constexpr std::uintmax_t kMostBytes = std::uintmax_t(2) << 30;
  const std::uintmax_t size = sizeOfFile(path);
  if (size > kMostBytes)
    throw Error(whenUnreadable, pathText(path),
                "it has " + std::to_string(size >> 20) + " MB, more than any file of its kind needs",
                "Choose another file");
  const auto unreadable = [&] {
    return Error(whenUnreadable, pathText(path),
                 std::string("the file cannot be read: ") + std::strerror(errno),
                 "Check the permissions of the file");
  };
  const File file(std::fopen(path.c_str(), "rb"), std::fclose);
  if (!file) throw unreadable();
  std::vector<std::uint8_t> bytes(size);
  bytes.resize(std::fread(bytes.data(), 1, bytes.size(), file.get()));
  if (std::ferror(file.get())) throw unreadable();
  return bytes;
}

Error writeError(const fs::path& path, int errorNumber) {
  const bool full = errorNumber == ENOSPC || errorNumber == EFBIG || errorNumber == EDQUOT;
  if (full)
    return Error(ErrorCode::diskFull, pathText(path), "there is no space left to write this file",
                 "Free some space or choose another disk");
  return Error(ErrorCode::outputUnwritable, pathText(path),
               std::string("the file cannot be written: ") + std::strerror(errorNumber),
               "Choose a folder that exists and that you may write to");
}

void writeFile(const fs::path& path, std::span<const std::uint8_t> bytes) {
  // Who writes in one go is finished in a moment.
  constexpr std::chrono::seconds kPatience{2};
  PartialFile partial(path, kPatience);
  partial.write(bytes);
  partial.commit();
}

void writeFile(const fs::path& path, const std::string& text) {
  writeFile(path, std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
}

}  // namespace orator
