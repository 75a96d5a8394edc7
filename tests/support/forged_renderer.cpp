#include "tests/support/forged_renderer.h"

#include "core/packs/forged_network.h"
#include "core/render/facevid2vid/facevid2vid_renderer.h"
#include "core/render/facevid2vid/neural_face.h"
#include "core/tensor/weight_store.h"

namespace orator::test {

namespace fv = render::facevid2vid;

std::unique_ptr<render::FaceRenderer> forgedNeuralRenderer(const face::Portrait& portrait,
                                                           const render::RenderSettings& settings,
                                                           std::optional<bool> ahead) {
  constexpr std::uint64_t kSeed = 3;
  constexpr int kSide = 128;
  const bool whole =
      settings.cropMode == render::CropMode::full || settings.cropMode == render::CropMode::extfull;
  const auto networks = fv::NeuralFaceNetworks::load(
      packs::forgeNetwork("kp_extractor", kSeed),
      packs::forgeNetwork(whole ? "mapping73" : "mapping70", kSeed), packs::forgeNetwork("generator", kSeed));
  return fv::makeNeuralRenderer(fv::NeuralFace(networks, at::kCPU, render::Precision::exact), portrait,
                                settings, kSide, ahead);
}

}  // namespace orator::test
