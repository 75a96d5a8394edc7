#include "core/lab/face_model/fit_expression_map.h"

#include <algorithm>
#include <cmath>

#include "core/face/face_mesh.h"
#include "core/learning/measures/speech_measures.h"

namespace orator::lab {
namespace {

constexpr int kCount = face::kExpressionCount;

cv::Mat1d centred(const cv::Mat1f& rows) {
  cv::Mat1d out, mean;
  rows.convertTo(out, CV_64F);
  cv::reduce(out, mean, 0, cv::REDUCE_AVG);
  return out - cv::repeat(mean, out.rows, 1);
}

/// Sums of products of one sequence: what a regression needs of it.
struct Moments {
  cv::Mat1d bfmBfm, bfmStudio, studioStudio;
};

Moments momentsOf(const MatchedSequence& sequence) {
  const cv::Mat1d bfm = centred(sequence.bfm), studio = centred(sequence.studio);
  return {bfm.t() * bfm, bfm.t() * studio, studio.t() * studio};
}

/// W with x W = y: [from, to]. The ridge is a share of each predictor's own power, so that units do not
/// count.
cv::Mat1d regression(const cv::Mat1d& xx, const cv::Mat1d& xy, double ridge) {
  cv::Mat1d normal = xx.clone();
  const double floor = 1e-6 * cv::trace(xx)[0] / kCount;
  for (int k = 0; k < kCount; ++k) normal(k, k) += ridge * xx(k, k) + floor;
  cv::Mat1d weights;
  cv::solve(normal, xy, weights, cv::DECOMP_CHOLESKY);
  return weights;
}

Moments sumExcept(const std::vector<Moments>& all, std::size_t left) {
  Moments sum{cv::Mat1d::zeros(kCount, kCount), cv::Mat1d::zeros(kCount, kCount),
              cv::Mat1d::zeros(kCount, kCount)};
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (i == left) continue;
    sum.bfmBfm += all[i].bfmBfm;
    sum.bfmStudio += all[i].bfmStudio;
    sum.studioStudio += all[i].studioStudio;
  }
  return sum;
}

cv::Mat1d directions(const face::FaceModel& model, bool lipsOnly) {
  cv::Mat1d all;
  model.expression.convertTo(all, CV_64F);
  if (!lipsOnly) return all;
  cv::Mat1d lips(kCount, 0);
  std::vector<cv::Mat> columns;
  for (const auto* rings : {&face::kUpperLipRings, &face::kLowerLipRings})
    for (const auto& ring : *rings)
      for (const int vertex : ring) columns.push_back(all.colRange(3 * vertex, 3 * vertex + 3));
  cv::hconcat(columns, lips);
  return lips;
}

struct Power {
  double signal = 0, rest = 0;
  double frames = 0;
  double explained() const { return signal > 0 ? 1 - rest / signal : 0; }
};

void addPower(const cv::Mat1d& truth, const cv::Mat1d& error, Power& power) {
  power.signal += cv::norm(truth, cv::NORM_L2SQR);
  power.rest += cv::norm(error, cv::NORM_L2SQR);
  power.frames += truth.rows;
}

std::vector<float> openingOf(const cv::Mat1d& coefficients, const face::FaceModel& model) {
  std::vector<float> opening;
  for (int t = 0; t < coefficients.rows; ++t) {
    double sum = 0;
    for (int k = 0; k < kCount; ++k)
      sum += coefficients(t, k) * (model.expression(k, 3 * face::kUpperLipMiddle + 1) -
                                   model.expression(k, 3 * face::kLowerLipMiddle + 1));
    opening.push_back(float(sum));
  }
  return opening;
}

/// The quality of one ridge weight on left-out sequences.
ExpressionMapFit crossValidated(const std::vector<MatchedSequence>& sequences,
                                const std::vector<Moments>& moments, const face::FaceModel& model,
                                double ridge) {
  const cv::Mat1d points = directions(model, false), lips = directions(model, true);
  Power whole, mouth, back;
  ExpressionMapFit fit;
  fit.ridge = ridge;
  for (std::size_t left = 0; left < sequences.size(); ++left) {
    const Moments others = sumExcept(moments, left);
    const cv::Mat1d bfm = centred(sequences[left].bfm), studio = centred(sequences[left].studio);
    const cv::Mat1d made = bfm * regression(others.bfmBfm, others.bfmStudio, ridge);
    const cv::Mat1d error = studio - made;
    addPower(studio * points, error * points, whole);
    addPower(studio * lips, error * lips, mouth);
    addPower(bfm, bfm - studio * regression(others.studioStudio, others.bfmStudio.t(), ridge), back);
    fit.openingCorrelation += learning::correlationAt(openingOf(studio, model), openingOf(made, model), 0) /
                              double(sequences.size());
  }
  fit.explained = whole.explained();
  fit.errorDecimetre = std::sqrt(whole.rest / (whole.frames * face::kLandmarkCount));
  fit.explainedLips = mouth.explained();
  fit.explainedBfm = back.explained();
  return fit;
}

MatchedSequence shifted(const MatchedSequence& s, int lag) {
  const int from = std::max(0, -lag), to = s.bfm.rows - std::max(0, lag);
  return {s.name, s.bfm.rowRange(from + lag, to + lag), s.studio.rowRange(from, to)};
}

constexpr double kAligningRidge = 0.03;

/// How well others explain the lips of one sequence.
double explainedBy(const cv::Mat1d& map, const MatchedSequence& sequence, const cv::Mat1d& lips) {
  const cv::Mat1d studio = centred(sequence.studio) * lips;
  Power power;
  addPower(studio, studio - centred(sequence.bfm) * map * lips, power);
  return power.explained();
}

/// One round: every sequence looks for its best lag against the others at theirs. @return whether any moved
bool improveLags(const std::vector<MatchedSequence>& sequences, const cv::Mat1d& lips,
                 std::vector<int>& lags) {
  bool moved = false;
  for (std::size_t i = 0; i < sequences.size(); ++i) {
    std::vector<Moments> moments;
    for (std::size_t k = 0; k < sequences.size(); ++k)
      moments.push_back(momentsOf(shifted(sequences[k], lags[k])));
    const Moments others = sumExcept(moments, i);
    const cv::Mat1d map = regression(others.bfmBfm, others.bfmStudio, kAligningRidge);
    int best = lags[i];
    double most = explainedBy(map, shifted(sequences[i], best), lips);
    for (int lag = -kLargestSequenceLag; lag <= kLargestSequenceLag; ++lag)
      if (const double value = explainedBy(map, shifted(sequences[i], lag), lips); value > most)
        most = value, best = lag;
    moved |= best != lags[i];
    lags[i] = best;
  }
  return moved;
}

cv::Mat1f column(const cv::Mat1d& row) {
  cv::Mat1f out;
  cv::Mat(row.t()).convertTo(out, CV_32F);
  return out;
}

}  // namespace

std::vector<int> alignSequences(std::vector<MatchedSequence>& sequences, const face::FaceModel& model) {
  constexpr int kRounds = 5;
  const cv::Mat1d lips = directions(model, true);
  // One lag for all first: the sequences of one source often share it.
  std::vector<int> lags;
  double most = -1e9;
  for (int lag = -kLargestSequenceLag; lag <= kLargestSequenceLag; ++lag) {
    std::vector<Moments> moments;
    for (const MatchedSequence& s : sequences) moments.push_back(momentsOf(shifted(s, lag)));
    double sum = 0;
    for (std::size_t i = 0; i < sequences.size(); ++i) {
      const Moments others = sumExcept(moments, i);
      sum += explainedBy(regression(others.bfmBfm, others.bfmStudio, kAligningRidge),
                         shifted(sequences[i], lag), lips);
    }
    if (sum > most) most = sum, lags.assign(sequences.size(), lag);
  }
  for (int round = 0; round < kRounds && improveLags(sequences, lips, lags); ++round) {
  }
  for (std::size_t i = 0; i < sequences.size(); ++i) sequences[i] = shifted(sequences[i], lags[i]);
  return lags;
}

ExpressionMapFit fitExpressionMap(const std::vector<MatchedSequence>& sequences,
                                  const face::FaceModel& model) {
  if (sequences.size() < 2)
    throw Error(ErrorCode::invalidArgument, "expression map", "it takes two matched sequences or more");
  std::vector<Moments> moments;
  for (const MatchedSequence& s : sequences) {
    if (s.bfm.rows != s.studio.rows || s.bfm.cols != kCount || s.studio.cols != kCount || s.bfm.rows < 2)
      throw Error(ErrorCode::invalidArgument, s.name, "its two sequences disagree in size");
    moments.push_back(momentsOf(s));
  }
  ExpressionMapFit best;
  best.explained = -1e9;
  for (const double ridge : {0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0})
    if (const ExpressionMapFit fit = crossValidated(sequences, moments, model, ridge);
        fit.explained > best.explained)
      best = fit;

  const Moments all = sumExcept(moments, moments.size());
  const cv::Mat1d toStudio = regression(all.bfmBfm, all.bfmStudio, best.ridge);
  const cv::Mat1d toBfm = regression(all.studioStudio, all.bfmStudio.t(), best.ridge);
  cv::Mat1d studioRest = cv::Mat1d::zeros(1, kCount), bfmRest = cv::Mat1d::zeros(1, kCount);
  for (const MatchedSequence& s : sequences) {
    cv::Mat1d bfm, studio;
    cv::reduce(s.bfm, bfm, 0, cv::REDUCE_AVG, CV_64F);
    cv::reduce(s.studio, studio, 0, cv::REDUCE_AVG, CV_64F);
    studioRest += (studio - bfm * toStudio) / double(sequences.size());
    bfmRest += (bfm - studio * toBfm) / double(sequences.size());
  }
  cv::Mat(toStudio.t()).convertTo(best.map.studioFromBfm, CV_32F);
  cv::Mat(toBfm.t()).convertTo(best.map.bfmFromStudio, CV_32F);
  best.map.studioAtBfmZero = column(studioRest);
  best.map.bfmAtStudioZero = column(bfmRest);
  return best;
}

}  // namespace orator::lab
