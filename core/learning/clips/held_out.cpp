#include "core/learning/clips/held_out.h"

#include <cstdint>
#include <fstream>

#include "core/base/files.h"

namespace orator::learning {
namespace {

/// FNV-1a.
std::uint64_t hash(const std::string& name) {
  std::uint64_t value = 0xCBF29CE484222325ull;
  for (const char c : name) value = (value ^ std::uint8_t(c)) * 0x100000001B3ull;
  return value;
}

}  // namespace

double nameHash(const std::string& name) {
  // The low bits decide about being held out; neighbouring names differ in the middle ones.
  return double(hash(name) * 0x9E3779B97F4A7C15ull >> 11) * 0x1p-53;
}

HeldOut::HeldOut(const std::filesystem::path& list) {
  if (list.empty()) return;
  requireFile(list);
  std::ifstream file(list);
  for (std::string line; std::getline(file, line);)
    if (!line.empty()) names_.insert(line);
}

bool HeldOut::contains(const std::string& speaker) const {
  return names_.empty() ? hash(speaker) % 6 == 0 : names_.contains(speaker);
}

}  // namespace orator::learning
