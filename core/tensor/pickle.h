#pragma once

#include <c10/core/ScalarType.h>

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace orator::tensor {

/// One value a pickle describes. Values refer to each other by index, so that neither cycles nor depth can
/// hurt.
struct PickleValue {
  enum class Kind { none, boolean, integer, real, text, list, dictionary, global, storage, tensor };
  Kind kind = Kind::none;
  std::int64_t integer = 0;     ///< boolean, integer; storage: element count; tensor: first element
  std::string text = {};        ///< text; global: "module.name"; storage: its key
  std::vector<int> items = {};  ///< list; dictionary: key, value, key, value, ...; tensor: its storage
  at::ScalarType type = at::ScalarType::Float;       ///< storage and storage classes
  std::vector<std::int64_t> size = {}, stride = {};  ///< tensor
};

struct Pickle {
  std::vector<PickleValue> values;
  int root = 0;
  std::size_t bytesRead = 0;
  const PickleValue& at(int index) const { return values[std::size_t(index)]; }
};

/// Reads one pickle from the front of `bytes`: dictionaries, lists, tuples, numbers, texts, and tensors as
/// torch.save writes them. Nothing is ever called; whatever else the pickle asks for is refused by name.
/// @param subject the file, for messages
/// @throws Error checkpointRefused
Pickle readPickle(std::span<const std::uint8_t> bytes, const std::string& subject);

}  // namespace orator::tensor
