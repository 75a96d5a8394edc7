// By itself: this file alone needs what networks are made of.
#include "core/packs/pack.h"
#include "core/render/restore/esrgan_net.h"
#include "stored_readers.h"
#include "tests/support/files.h"

namespace orator::fuzz {

Reader esrganReader() {
  return {"esrgan", ".bin",
          [](const std::filesystem::path& file) { render::restore::EsrganNet(2).load(file); },
          [](const std::filesystem::path&) {
            return std::vector<Bytes>{test::readBytes(packs::openPack("studio").file("esrgan_x2"))};
          }};
}

}  // namespace orator::fuzz
