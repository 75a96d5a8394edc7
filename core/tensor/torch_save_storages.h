#pragma once

#include <ATen/core/Tensor.h>

#include <memory>
#include <string>

#include "core/base/error.h"
#include "core/tensor/mapped_file.h"
#include "core/tensor/pickle.h"

namespace orator::tensor {

/// The raw numbers of a torch.save file. May be used from several threads.
class StorageReader {
 public:
  virtual ~StorageReader() = default;
  /// A one-dimensional copy. @param storage one the file's pickle declares @throws Error checkpointRefused
  virtual at::Tensor read(const PickleValue& storage) const = 0;
};

/// The description and the numbers, apart.
struct TorchSaveParts {
  Pickle pickle;
  std::unique_ptr<const StorageReader> storages;
};

/// What is said of a file that is refused.
Error refusal(const std::string& subject, const std::string& reason);

/// Takes a file of either format apart and checks that every storage the pickle declares is there in its
/// size. Reads no numbers. @throws Error checkpointRefused
TorchSaveParts openTorchSave(const Bytes& file);

}  // namespace orator::tensor
