#pragma once

#include <filesystem>
#include <fstream>
#include <string>

#include "core/base/file_system.h"

namespace orator {

/// The first bytes of a file, fewer where it has fewer, none where there is no file: what tells whose it is.
inline std::string headOf(const std::filesystem::path& file, std::size_t bytes) {
  std::string head(bytes, '\0');
  std::ifstream stream;
  if (isFile(file)) stream.open(file, std::ios::binary);
  stream.read(head.data(), std::streamsize(bytes));
  head.resize(std::size_t(stream.gcount()));
  return head;
}

}  // namespace orator
