#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/run_context.h"
#include "core/face/expression_map.h"

namespace orator::lab {

/// One person's frames in both bases, row by row.
struct MatchedSequence {
  std::string name;
  cv::Mat1f bfm;     ///< [T, 64]
  cv::Mat1f studio;  ///< [T, 64]
};

inline constexpr int kLargestSequenceLag = 5;  ///< frames, both ways

/// Coefficients and videos that were cut apart may be some frames out of step. Shifts the bfm rows of every
/// sequence to where the map of the other sequences explains its lips best, and cuts off what has no partner.
/// @return the frames each was shifted by; positive: its bfm rows came too late
std::vector<int> alignSequences(std::vector<MatchedSequence>& sequences, const face::FaceModel& model);

struct ExpressionMapFit {
  face::ExpressionMap map;
  double ridge = 0;  ///< the weight chosen by cross-validation
  /// Share of the motion of the 478 points that the map explains on sequences it was not fitted to, and what
  /// remains, root mean square over points and frames in decimetre. Whole-sequence leave-one-out.
  double explained = 0, errorDecimetre = 0;
  double explainedLips = 0, openingCorrelation = 0;  ///< the same for the lips; Pearson of the lip opening
  double explainedBfm = 0;  ///< share of the variance of the bfm coefficients, the other way round
};

/// Ridge regression both ways, every sequence taken around its own mean, so that the resting face of a person
/// does not count as expression. The ridge weight is the one that predicts left-out sequences best.
/// @throws Error invalidArgument (fewer than two sequences, sizes that disagree)
ExpressionMapFit fitExpressionMap(const std::vector<MatchedSequence>& sequences,
                                  const face::FaceModel& model);

struct ExpressionMapOptions {
  std::filesystem::path clips;  ///< videos; those with a sequence of the same name are used
  std::filesystem::path
      coefficients;  ///< STEM.mat: `coeff` [T, 257] of Deep3DFaceReconstruction, 80..143 = expression
  std::filesystem::path landmarks;  ///< optional, as in BuildOptions
  std::string pack = "studio";
};

/// Tracks and fits the videos that have a sequence. Stage "match" counts videos.
/// @throws Error fileNotFound (nothing matches), checkpointRefused (a sequence that cannot be read),
/// unreadableMedia (one of another length than its video), packMissing, packDamaged, cancelled
std::vector<MatchedSequence> readMatchedSequences(const ExpressionMapOptions& options,
                                                  const RunContext& context);

}  // namespace orator::lab
