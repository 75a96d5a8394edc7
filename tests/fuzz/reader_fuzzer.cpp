// libFuzzer's way in to one reader, named by ORATOR_READER: built by clang with -DORATOR_FUZZ=ON.
#include <cstdlib>

#include "readers.h"
#include "tests/support/files.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const orator::test::TemporaryFolder folder;
  for (const orator::fuzz::Reader& reader : orator::fuzz::readers())
    if (reader.name == ORATOR_READER && give(reader, {data, size}, folder.path()).starts_with("internal"))
      std::abort();
  return 0;
}
