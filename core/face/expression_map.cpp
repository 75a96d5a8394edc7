#include "core/face/expression_map.h"

#include "core/base/error.h"
#include "core/face/tensor_file.h"

namespace orator::face {
namespace {

cv::Mat1f column(const ExpressionCoefficients& values) {
  return cv::Mat1f(kExpressionCount, 1, const_cast<float*>(values.data()));
}

ExpressionCoefficients coefficients(const cv::Mat1f& values) {
  ExpressionCoefficients out;
  for (int k = 0; k < kExpressionCount; ++k) out[std::size_t(k)] = values(k, 0);
  return out;
}

}  // namespace

ExpressionCoefficients ExpressionMap::toStudio(const ExpressionCoefficients& bfm) const {
  return coefficients(studioFromBfm * column(bfm) + studioAtBfmZero);
}

ExpressionCoefficients ExpressionMap::toBfm(const ExpressionCoefficients& studio) const {
  return coefficients(bfmFromStudio * column(studio) + bfmAtStudioZero);
}

ExpressionCoefficients ExpressionMap::studioChange(const ExpressionCoefficients& from,
                                                   const ExpressionCoefficients& to) const {
  return coefficients(studioFromBfm * (column(to) - column(from)));
}

ExpressionMap loadExpressionMap(const std::filesystem::path& file) {
  const TensorFile contents = readTensorFile(file);
  const auto read = [&](const char* name, int columns) -> cv::Mat1f {
    const auto found = contents.tensors.find(name);
    if (found == contents.tensors.end() || found->second.type() != CV_32F ||
        found->second.rows != kExpressionCount || found->second.cols != columns ||
        !cv::checkRange(found->second))
      throw Error(ErrorCode::packDamaged, file.string(), std::string(name) + " is missing or not valid",
                  "Run the set-up again to restore the pack");
    return found->second;
  };
  return {read("studio_from_bfm", kExpressionCount), read("bfm_from_studio", kExpressionCount),
          read("studio_at_bfm_zero", 1), read("bfm_at_studio_zero", 1)};
}

void saveExpressionMap(const ExpressionMap& map, const std::map<std::string, std::string>& about,
                       const std::filesystem::path& file) {
  writeTensorFile(file, {{{"studio_from_bfm", map.studioFromBfm},
                          {"bfm_from_studio", map.bfmFromStudio},
                          {"studio_at_bfm_zero", map.studioAtBfmZero},
                          {"bfm_at_studio_zero", map.bfmAtStudioZero}},
                         about});
}

}  // namespace orator::face
