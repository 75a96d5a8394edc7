#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace orator::fuzz {

using Bytes = std::vector<std::uint8_t>;

/// One way in for foreign bytes. It takes a file or refuses it with an orator::Error; anything else it throws
/// is a mistake of ours.
struct Reader {
  std::string name;
  std::string ending;  ///< of the file's name
  std::function<void(const std::filesystem::path&)> read;
  /// Small intact files to start from. @param folder an empty one to make them in
  std::function<std::vector<Bytes>(const std::filesystem::path& folder)> seeds;
};

/// Every reader but those of checkpoints, which input_forge.h serves.
const std::vector<Reader>& readers();

/// Gives the bytes to the reader under a name in `folder`. @return the refusal; empty when they were taken
std::string give(const Reader& reader, std::span<const std::uint8_t> bytes,
                 const std::filesystem::path& folder);

/// Breaks a file in a few places: bits, numbers that programs get wrong, holes, repetitions, an early end.
/// Texts also get digits and words that do not belong. The same state gives the same changes.
Bytes mutated(const std::vector<Bytes>& seeds, std::uint64_t& state);

}  // namespace orator::fuzz
