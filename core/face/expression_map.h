#pragma once

#include <filesystem>
#include <map>
#include <opencv2/core.hpp>
#include <string>

#include "core/face/face_model.h"

namespace orator::face {

/// Linear maps between SadTalker's expression coefficients (64 of the Basel face model in the form of
/// Deep3DFaceReconstruction, basis "bfm") and those of the studio face model. Learned from people who were
/// measured in both (core/lab/face_model/fit_expression_map.h), so that either drives the other without the
/// BFM's files. What a basis cannot express is lost: bfm says nothing of gaze. Immutable; shared between
/// threads.
struct ExpressionMap {
  cv::Mat1f studioFromBfm;    ///< [64, 64]: studio change = matrix * bfm change
  cv::Mat1f bfmFromStudio;    ///< [64, 64]
  cv::Mat1f studioAtBfmZero;  ///< [64, 1], of the people measured, in the mean
  cv::Mat1f bfmAtStudioZero;  ///< [64, 1]

  /// Absolute coefficients. The resting face differs from person to person more than the map can know: to
  /// drive a portrait, use studioChange().
  ExpressionCoefficients toStudio(const ExpressionCoefficients& bfm) const;
  ExpressionCoefficients toBfm(const ExpressionCoefficients& studio) const;
  /// What changes on a studio face when a bfm face goes from `from` to `to`.
  ExpressionCoefficients studioChange(const ExpressionCoefficients& from,
                                      const ExpressionCoefficients& to) const;
};

/// @throws Error packMissing, packDamaged (malformed, other shapes, not finite)
ExpressionMap loadExpressionMap(const std::filesystem::path& file);

/// The same map gives the same bytes. @param about metadata: what it was learned from and its error
/// @throws Error outputUnwritable
void saveExpressionMap(const ExpressionMap& map, const std::map<std::string, std::string>& about,
                       const std::filesystem::path& file);

}  // namespace orator::face
