#include "core/training/held_out.h"

#include <cstdint>
#include <fstream>

#include "core/base/files.h"

namespace orator::training {

HeldOut::HeldOut(const std::filesystem::path& list) {
  if (list.empty()) return;
  requireFile(list);
  std::ifstream file(list);
  for (std::string line; std::getline(file, line);)
    if (!line.empty()) names_.insert(line);
}

bool HeldOut::contains(const std::string& speaker) const {
  if (!names_.empty()) return names_.contains(speaker);
  std::uint64_t hash = 0xCBF29CE484222325ull;
  for (const char c : speaker) hash = (hash ^ std::uint8_t(c)) * 0x100000001B3ull;
  return hash % 6 == 0;
}

}  // namespace orator::training
