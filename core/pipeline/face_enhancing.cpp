#include "core/pipeline/face_enhancing.h"

#include "core/base/number.h"

namespace orator::pipeline {
namespace {
constexpr std::string_view kGfpgan = "gfpgan";
}

std::optional<render::FaceEnhancing> faceEnhancingFrom(std::string_view text) {
  if (text == "off") return render::FaceEnhancing{};
  if (text == kGfpgan) return render::FaceEnhancing{.on = true};
  if (!text.starts_with(kGfpgan) || text.size() <= kGfpgan.size() || text[kGfpgan.size()] != ':')
    return std::nullopt;
  const auto strength = numberFromText<double>(std::string(text.substr(kGfpgan.size() + 1)));
  if (!strength || !(*strength >= 0 && *strength <= 1)) return std::nullopt;
  return render::FaceEnhancing{true, *strength};
}

std::string faceEnhancingText(const render::FaceEnhancing& enhancing) {
  if (!enhancing.on) return "off";
  return std::string(kGfpgan) + (enhancing.strength == 1 ? "" : ":" + numberText(enhancing.strength));
}

}  // namespace orator::pipeline
