// By themselves: this file alone needs what networks are made of.
#include "core/packs/pack.h"
#include "core/render/restore/esrgan_net.h"
#include "core/tensor/tfjs_weights.h"
#include "stored_readers.h"
#include "tests/support/files.h"

namespace orator::fuzz {

Reader esrganReader() {
  return {"esrgan", ".bin",
          [](const std::filesystem::path& file) { render::restore::EsrganNet(2).loadPublished(file); },
          [](const std::filesystem::path&) {
            return std::vector<Bytes>{test::readBytes(packs::openPack("studio").file("esrgan_x2"))};
          }};
}

Reader tfjsReader() {
  const std::filesystem::path data = packs::openPack("studio").file("recognition");
  return {
      "tfjs", ".json", [data](const std::filesystem::path& file) { tensor::readTfjsWeights(file, data); },
      [](const std::filesystem::path&) {
        return std::vector<Bytes>{test::readBytes(packs::openPack("studio").file("recognition_manifest"))};
      }};
}

}  // namespace orator::fuzz
