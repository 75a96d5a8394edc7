#include <map>

#include "core/render/face_renderer.h"
#include "core/render/facevid2vid/facevid2vid_renderer.h"
#include "core/render/mesh/mesh_renderer.h"

namespace orator::render {

namespace {

using Maker = std::unique_ptr<FaceRenderer> (*)(const packs::Pack&, std::shared_ptr<const face::Portrait>,
                                                const RenderSettings&, const RunContext&);

/// To add a renderer, add its line here; the contract tests then run over it.
const std::map<std::string, Maker>& makers() {
  static const std::map<std::string, Maker> all{
      {"facevid2vid", facevid2vid::makeNeuralRenderer},
      {"mesh",
       [](const packs::Pack&, std::shared_ptr<const face::Portrait> portrait, const RenderSettings& settings,
          const RunContext&) { return mesh::makeMeshRenderer(std::move(portrait), settings); }},
  };
  return all;
}

}  // namespace

std::vector<std::string> rendererNames() {
  std::vector<std::string> names;
  for (const auto& [name, maker] : makers()) names.push_back(name);
  return names;
}

std::unique_ptr<FaceRenderer> makeRenderer(const std::string& name, const packs::Pack& pack,
                                           std::shared_ptr<const face::Portrait> portrait,
                                           const RenderSettings& settings, const RunContext& context) {
  const auto maker = makers().find(name);
  if (maker == makers().end()) {
    std::string known;
    for (const auto& other : rendererNames()) known += (known.empty() ? "" : ", ") + other;
    throw Error(ErrorCode::invalidArgument, "renderer " + name, "there is no such renderer",
                "Choose one of: " + known);
  }
  return maker->second(pack, std::move(portrait), settings, context);
}

}  // namespace orator::render
