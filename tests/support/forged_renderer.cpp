#include "tests/support/forged_renderer.h"

#include "core/packs/forged_network.h"
#include "core/render/facevid2vid/facevid2vid_renderer.h"
#include "core/render/facevid2vid/neural_face.h"
#include "core/render/framing.h"
#include "core/render/liveportrait/liveportrait_renderer.h"
#include "core/render/mesh/mesh_renderer.h"
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

std::unique_ptr<render::FaceRenderer> forgedLivePortrait(std::shared_ptr<const face::Portrait> portrait,
                                                         const render::RenderSettings& settings) {
  namespace lp = render::liveportrait;
  constexpr int kSide = 128;
  static const std::shared_ptr<const lp::Networks> networks = lp::forgedNetworks(5);
  render::RenderSettings driving = settings;
  driving.cropMode = render::CropMode::full;
  driving.outputSide = 0;
  auto driver = render::mesh::makeMeshRenderer(portrait, driving);
  const cv::Rect shown = render::shownPart(*portrait, settings.cropMode);
  return lp::makeLivePortraitRenderer(networks, std::move(portrait), settings, std::move(driver), shown,
                                      kSide);
}

}  // namespace orator::test
