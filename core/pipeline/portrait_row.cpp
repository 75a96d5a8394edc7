#include "core/pipeline/portrait_row.h"

#include "core/face/sadtalker/portrait_coefficients.h"
#include "core/motion/coefficient_row.h"
#include "core/render/facevid2vid/frame_layout.h"

namespace orator::pipeline {
namespace {

constexpr const char* kBfm = "bfm";
constexpr int kUsualPictureSide = 256;

}  // namespace

motion::CoefficientRow sourceRow(const face::FaceFit& fit) {
  return motion::rowOf(fit.expression, fit.pose);
}

motion::CoefficientRow portraitRow(const packs::Pack& pack, const face::Portrait& portrait,
                                   const render::RenderSettings& settings) {
  if (pack.coefficientBasis != kBfm) return sourceRow(portrait.fit);
  return face::sadtalker::motionOf(bfmCoefficients(pack, portrait, settings));
}

std::array<float, 257> bfmCoefficients(const packs::Pack& pack, const face::Portrait& portrait,
                                       const render::RenderSettings& settings) {
  return face::sadtalker::faceCoefficients(pack, portrait.rgb, portrait.landmarks,
                                           render::facevid2vid::framingOf(settings.cropMode),
                                           pack.pictureSizePx > 0 ? pack.pictureSizePx : kUsualPictureSide);
}

std::string coefficientBasis(const packs::Pack& pack, const face::Portrait& portrait) {
  return pack.coefficientBasis == kBfm || !portrait.model ? pack.coefficientBasis : portrait.model->id;
}

bool rowDependsOnCrop(const packs::Pack& pack) {
  return pack.coefficientBasis == kBfm;
}

void requireRenderer(const packs::Pack& pack, const std::string& renderer) {
  const auto& known = pack.renderers;
  if (known.empty() || std::find(known.begin(), known.end(), renderer) != known.end()) return;
  std::string names;
  for (const std::string& name : known) names += (names.empty() ? "" : ", ") + name;
  throw Error(ErrorCode::invalidArgument, "renderer " + renderer,
              "the pack " + pack.id + " is not made for it", "Choose " + names + ", or another pack");
}

}  // namespace orator::pipeline
