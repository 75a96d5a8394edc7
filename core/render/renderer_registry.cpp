#include <algorithm>
#include <limits>
#include <map>

#include "core/packs/network_weights.h"
#include "core/render/face_renderer.h"
#include "core/render/facevid2vid/facevid2vid_renderer.h"
#include "core/render/facevid2vid/row_reach.h"
#include "core/render/framing.h"
#include "core/render/liveportrait/liveportrait_renderer.h"
#include "core/render/mesh/mesh_renderer.h"
#include "core/render/restore/enhanced_renderer.h"

namespace orator::render {

namespace {

constexpr double kMebibyte = 1 << 20;

using Maker = std::unique_ptr<FaceRenderer> (*)(const packs::Pack&, std::shared_ptr<const face::Portrait>,
                                                const RenderSettings&, const RunContext&);

/// Empty where it is not wanted, or the pack has none: frames then stay as they are warped.
std::shared_ptr<const finish::Finish> finishOf(const packs::Pack& pack, const RenderSettings& settings) {
  if (settings.finish == Finishing::off) return nullptr;
  finish::Finish::Weights weights;
  if (pack.has("finish_mouth")) weights.mouth = pack.file("finish_mouth");
  if (pack.has("finish_eye")) weights.eye = pack.file("finish_eye");
  if (weights.mouth.empty() && weights.eye.empty()) return nullptr;
  return std::make_shared<const finish::Finish>(weights);
}

struct Entry {
  RendererTraits traits;
  Maker make;
};

/// To add a renderer, add its entry here; the contract tests then run over it.
const std::map<std::string, Entry, std::less<>>& entries() {
  static const std::map<std::string, Entry, std::less<>> all{
      {"facevid2vid",
       {{.label = "Neural (face-vid2vid)",
         .shortLabel = "Neural",
         .rowReach = facevid2vid::kRowReach,
         .devices = {"cpu", "cuda"},
         .precisions = {Precision::exact, Precision::fast},
         .networks = {"kp_extractor", "generator"},
         // Measured: transformed weights on a CPU; half-precision weights and activations on a card.
         .cpuBytes = 2500 * kMebibyte,
         .hostBytes = 1500 * kMebibyte,
         .deviceBytes = 3000 * kMebibyte},
        facevid2vid::makeNeuralRenderer}},
      {"liveportrait",
       {{.label = "LivePortrait",
         .shortLabel = "LivePortrait",
         .devices = {"cpu", "cuda"},
         .precisions = {Precision::exact},
         .networks = {"lp_F", "lp_M", "lp_W", "lp_G", "lp_stitching", "lp_lip", "lp_eye"},
         .cpuBytes = 2500 * kMebibyte,
         .hostBytes = 1500 * kMebibyte,
         .deviceBytes = 3000 * kMebibyte},
        [](const packs::Pack& pack, std::shared_ptr<const face::Portrait> portrait,
           const RenderSettings& settings, const RunContext&) {
          RenderSettings driving = settings;
          driving.cropMode = CropMode::full;
          driving.outputSide = 0;
          auto driver = mesh::makeMeshRenderer(portrait, driving, finishOf(pack, settings));
          const cv::Rect shown = shownPart(*portrait, settings.cropMode);
          return liveportrait::makeLivePortraitRenderer(pack, std::move(portrait), settings,
                                                        std::move(driver), shown);
        }}},
      {"mesh",
       {{.label = "Mesh (fast)",
         .shortLabel = "Mesh",
         .live = true,
         .transparent = true,
         .devices = {"cpu"},
         .precisions = {Precision::exact}},
        [](const packs::Pack& pack, std::shared_ptr<const face::Portrait> portrait,
           const RenderSettings& settings, const RunContext&) {
          return mesh::makeMeshRenderer(std::move(portrait), settings, finishOf(pack, settings));
        }}},
  };
  return all;
}

}  // namespace

bool RendererTraits::offers(Precision precision) const {
  return std::find(precisions.begin(), precisions.end(), precision) != precisions.end();
}

const RendererTraits& rendererTraits(std::string_view name) {
  static const RendererTraits unknown{.rowReach = std::numeric_limits<int>::max() / 2,
                                      .devices = {"cpu", "cuda"},
                                      .precisions = {Precision::exact, Precision::fast}};
  const auto entry = entries().find(name);
  return entry == entries().end() ? unknown : entry->second.traits;
}

std::vector<std::string> rendererNames() {
  std::vector<std::string> names;
  for (const auto& [name, entry] : entries()) names.push_back(name);
  return names;
}

void requireRendererName(std::string_view name) {
  if (entries().contains(name)) return;
  std::string known;
  for (const auto& other : rendererNames()) known += (known.empty() ? "" : ", ") + other;
  throw Error(ErrorCode::invalidArgument, "renderer " + std::string(name), "there is no such renderer",
              "Choose one of: " + known);
}

std::unique_ptr<FaceRenderer> makeRenderer(const std::string& name, const packs::Pack& pack,
                                           std::shared_ptr<const face::Portrait> portrait,
                                           const RenderSettings& settings, const RunContext& context) {
  requireRendererName(name);
  const Entry& entry = entries().at(name);
  if (settings.transparency != Transparency::off && !entry.traits.transparent)
    throw Error(ErrorCode::invalidArgument, "alpha", "the renderer " + name + " leaves nothing transparent",
                "Choose the renderer mesh, or leave out --alpha");
  for (const std::string_view network : entry.traits.networks) packs::requireNetwork(pack, network);
  auto made = entry.make(pack, std::move(portrait), settings, context);
  const bool restores = settings.enhanceFace.on && settings.enhanceFace.strength > 0;
  return restores ? restore::withRestoredFaces(std::move(made), pack, settings) : std::move(made);
}

}  // namespace orator::render
