// libFuzzer's way in: built by clang with -DORATOR_FUZZ=ON.
#include <cstddef>
#include <cstdint>

#include "read_checkpoint.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  orator::fuzz::readCheckpoint({data, size});
  return 0;
}
