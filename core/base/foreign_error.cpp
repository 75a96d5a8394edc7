#include "core/base/foreign_error.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <new>
#include <stdexcept>
#include <string_view>
#include <system_error>

#include "core/base/files.h"

namespace orator {
namespace {

/// Libraries have types of their own for memory and threads that they do not get, but the same few words.
bool speaksOfMemory(std::string_view text) {
  static constexpr std::array<std::string_view, 8> kWords{
      "allocate memory", "Insufficient memory", "insufficient memory", "Failed to allocate",
      "out of memory",   "not enough memory",   "bad_alloc",           "Resource temporarily unavailable"};
  return std::any_of(kWords.begin(), kWords.end(),
                     [&](std::string_view words) { return text.find(words) != text.npos; });
}

bool isOutOfMemory(const std::exception& exception) {
  if (dynamic_cast<const std::bad_alloc*>(&exception) || dynamic_cast<const std::length_error*>(&exception))
    return true;
  if (const auto* failure = dynamic_cast<const std::system_error*>(&exception))
    return failure->code() == std::errc::not_enough_memory ||
           failure->code() == std::errc::resource_unavailable_try_again;  // a thread that cannot be started
  return speaksOfMemory(exception.what());
}

}  // namespace

Error asError(const std::exception& exception) {
  if (const auto* error = dynamic_cast<const Error*>(&exception)) return *error;
  if (isOutOfMemory(exception))
    return {ErrorCode::outOfMemory, "", "there is not enough memory",
            "Close other programs, or choose a smaller size"};
  if (const auto* failure = dynamic_cast<const std::filesystem::filesystem_error*>(&exception))
    return {ErrorCode::fileNotFound, pathText(failure->path1()),
            "it cannot be reached: " + failure->code().message(), "Check the name and the permissions"};
  return {ErrorCode::internal, "", std::string("a library failed: ") + exception.what(),
          "This is a mistake of Orator's; please report it"};
}

}  // namespace orator
