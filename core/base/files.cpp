#include "core/base/files.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <system_error>

namespace orator {
namespace fs = std::filesystem;

namespace {
using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

File openFile(const fs::path& path, bool forWriting) {
#ifdef _WIN32
  return {_wfopen(path.c_str(), forWriting ? L"wb" : L"rb"), std::fclose};
#else
  return {std::fopen(path.c_str(), forWriting ? "wb" : "rb"), std::fclose};
#endif
}
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
  const auto unreadable = [&] {
    return Error(whenUnreadable, pathText(path),
                 std::string("the file cannot be read: ") + std::strerror(errno),
                 "Check the permissions of the file");
  };
  const File file = openFile(path, false);
  if (!file) throw unreadable();
  std::vector<std::uint8_t> bytes(fs::file_size(path));
  bytes.resize(std::fread(bytes.data(), 1, bytes.size(), file.get()));
  if (std::ferror(file.get())) throw unreadable();
  return bytes;
}

Error writeError(const fs::path& path, int errorNumber) {
  const bool full = errorNumber == ENOSPC || errorNumber == EFBIG
#ifdef EDQUOT
                    || errorNumber == EDQUOT
#endif
      ;
  if (full)
    return Error(ErrorCode::diskFull, pathText(path), "there is no space left to write this file",
                 "Free some space or choose another disk");
  return Error(ErrorCode::outputUnwritable, pathText(path),
               std::string("the file cannot be written: ") + std::strerror(errorNumber),
               "Choose a folder that exists and that you may write to");
}

PartialFile::PartialFile(fs::path target) : target_(std::move(target)), partial_(target_) {
  std::error_code failure;
  if (target_.filename().empty() || fs::is_directory(target_, failure)) throw writeError(target_, EISDIR);
  const fs::path folder = target_.has_parent_path() ? target_.parent_path() : fs::path(".");
  if (!fs::is_directory(folder, failure)) throw writeError(target_, fs::exists(folder) ? ENOTDIR : ENOENT);
  partial_ += ".part";
  if (!openFile(partial_, true)) throw writeError(target_, errno);
}

PartialFile::~PartialFile() {
  if (committed_) return;
  std::error_code ignored;  // nothing more can be done about a file that does not go away
  fs::remove(partial_, ignored);
}

void PartialFile::commit() {
  std::error_code failure;
  fs::rename(partial_, target_, failure);
  if (failure) throw writeError(target_, failure.value());
  committed_ = true;
}

void writeFile(const fs::path& path, std::span<const std::uint8_t> bytes) {
  PartialFile partial(path);
  File file = openFile(partial.path(), true);
  if (!file) throw writeError(path, errno);
  if (std::fwrite(bytes.data(), 1, bytes.size(), file.get()) != bytes.size()) throw writeError(path, errno);
  if (std::fclose(file.release()) != 0) throw writeError(path, errno);
  partial.commit();
}

void writeFile(const fs::path& path, const std::string& text) {
  writeFile(path, std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
}

}  // namespace orator
