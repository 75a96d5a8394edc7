#include "core/learning/finish/make_pairs.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <numeric>
#include <opencv2/imgproc.hpp>
#include <random>
#include <set>

#include "core/face/face_mesh.h"
#include "core/motion/coefficient_row.h"
#include "core/render/mesh/mesh_renderer.h"

namespace orator::learning {
namespace {

using render::finish::Crop;
using render::finish::cropSide;
using render::finish::Feature;

/// What is looked at when frames are chosen; over the height of the face and the width of the eyes.
struct Look {
  float mouth = 0, eyes = 0, turn = 0;
};

float distance(const face::FaceLandmarks& face, int a, int b) {
  return std::hypot(face.points[a].x - face.points[b].x, face.points[a].y - face.points[b].y);
}

Look lookOf(const FilmedFrame& frame) {
  const face::FaceLandmarks& f = frame.landmarks;
  return {distance(f, 13, 14) / std::max(1.f, distance(f, face::kForeheadTop, face::kChin)),
          (distance(f, 159, 145) / std::max(1.f, distance(f, 33, 133)) +
           distance(f, 386, 374) / std::max(1.f, distance(f, 362, 263))) /
              2,
          std::hypot(frame.pose.anglesRadians[0], frame.pose.anglesRadians[1])};
}

motion::CoefficientRow rowOf(const FilmedFrame& frame) {
  return motion::rowOf(frame.expression, frame.pose);
}

/// The calmest frame, and others at random.
std::vector<std::size_t> chosenSources(const std::vector<Look>& looks, const PairOptions& options,
                                       std::mt19937_64& random) {
  std::vector<float> eyes;
  for (const Look& look : looks) eyes.push_back(look.eyes);
  std::nth_element(eyes.begin(), eyes.begin() + std::ptrdiff_t(eyes.size() * 3 / 4), eyes.end());
  const float open = eyes[eyes.size() * 3 / 4];
  const auto unrest = [&](const Look& look) {
    return 8 * look.mouth + 2 * std::max(0.f, 0.9f - look.eyes / std::max(open, 0.01f)) + look.turn;
  };
  std::size_t calmest = 0;
  for (std::size_t i = 0; i < looks.size(); ++i)
    if (unrest(looks[i]) < unrest(looks[calmest])) calmest = i;
  std::vector<std::size_t> sources{options.portrait < 0 ? calmest : std::size_t(options.portrait)};
  while (int(sources.size()) < options.sources) {
    // Portraits show open eyes far more often than shut ones.
    const std::size_t other = std::uniform_int_distribution<std::size_t>(0, looks.size() - 1)(random);
    if (looks[other].eyes > 0.7f * open || random() % 8 == 0) sources.push_back(other);
  }
  return sources;
}

std::vector<std::size_t> chosenTargets(const std::vector<Look>& looks, int count) {
  std::vector<std::size_t> order(looks.size());
  std::iota(order.begin(), order.end(), 0);
  std::set<std::size_t> chosen;
  const auto spread = [&](std::size_t from, std::size_t to, int some) {
    for (int k = 0; k < some && from < to; ++k)
      chosen.insert(order[from + (2 * std::size_t(k) + 1) * (to - from) / (2 * std::size_t(some))]);
  };
  spread(0, order.size(), count / 4);
  std::sort(order.begin(), order.end(), [&](auto a, auto b) { return looks[a].mouth < looks[b].mouth; });
  spread(0, order.size(), count / 4);
  spread(order.size() * 3 / 4, order.size(), count / 4);
  std::sort(order.begin(), order.end(), [&](auto a, auto b) { return looks[a].eyes < looks[b].eyes; });
  spread(0, order.size() / 8, count / 4);
  return {chosen.begin(), chosen.end()};
}

/// Skin around the feature: what a warp does well, so that it tells place and light.
cv::Mat1b ringOf(Feature feature) {
  const int side = cropSide(feature);
  cv::Mat1b ring(side, side, uchar(255));
  const cv::Point middle(side / 2, cvRound(side * (feature == Feature::mouth ? 0.5 : 0.55)));
  cv::ellipse(ring, middle, {cvRound(side * 0.36), cvRound(side * (feature == Feature::mouth ? 0.36 : 0.25))},
              0, 0, 360, cv::Scalar(0), cv::FILLED);
  return ring;
}

cv::Mat blurred(const cv::Mat& crop) {
  cv::Mat soft;
  cv::GaussianBlur(crop, soft, {}, 1.5);
  soft.convertTo(soft, CV_32F);
  return soft;
}

struct Aligned {
  cv::Mat real;
  double difference = 1e9;  ///< of the ring, 8 bits
};

cv::Matx23f shifted(cv::Matx23f m, cv::Point2f by) {
  m(0, 2) += m(0, 0) * by.x + m(0, 1) * by.y;
  m(1, 2) += m(1, 0) * by.x + m(1, 1) * by.y;
  return m;
}

Aligned alignedTo(const cv::Mat& warped, const cv::Mat& frame, const Crop& crop, const cv::Mat1b& ring) {
  const int side = cropSide(crop.feature);
  const cv::Mat wanted = blurred(warped);
  const cv::Scalar mean = cv::mean(wanted, ring);
  Aligned best;
  cv::Point2f at;
  const auto attempt = [&](cv::Point2f shift) {
    const cv::Mat real = render::finish::cutCrop(frame, shifted(crop.pictureFromCrop, shift), side);
    cv::Mat soft = blurred(real);
    const cv::Scalar own = cv::mean(soft, ring);
    for (int c = 0; c < 3; ++c)
      soft.reshape(1, side * side).col(c) *= std::clamp(mean[c] / std::max(own[c], 1.0), 0.75, 1.33);
    const double difference = cv::norm(soft, wanted, cv::NORM_L1, ring) / cv::countNonZero(ring) / 3;
    if (difference < best.difference) best = {real, difference}, at = shift;
  };
  for (const float step : {2.f, 1.f, 0.5f}) {
    const cv::Point2f around = at;
    const int reach = step == 2.f ? 2 : 1;
    for (int y = -reach; y <= reach; ++y)
      for (int x = -reach; x <= reach; ++x) attempt(around + cv::Point2f(float(x), float(y)) * step);
  }
  const cv::Scalar own = cv::mean(best.real, ring);
  cv::Mat lit = best.real.clone();
  std::vector<cv::Mat> channels;
  cv::split(lit, channels);
  for (int c = 0; c < 3; ++c)
    channels[std::size_t(c)].convertTo(channels[std::size_t(c)], CV_8U,
                                       std::clamp(mean[c] / std::max(own[c], 1.0), 0.75, 1.33));
  cv::merge(channels, best.real);
  return best;
}

class Collector {
 public:
  /// @param octaves by which the pictures were reduced
  Collector(Feature feature, float octaves) : feature_(feature), octaves_(octaves), ring_(ringOf(feature)) {}

  void add(const cv::Mat& unfinished, const cv::Mat& real, const Crop& crop) {
    constexpr double kFits = 14;
    const int side = cropSide(feature_), cells = side / render::finish::kMapStep;
    const cv::Mat warped = render::finish::cutCrop(unfinished, crop.pictureFromCrop, side);
    const Aligned aligned = alignedTo(warped, real, crop, ring_);
    if (aligned.difference > kFits) return;
    warped_.push_back(planes(warped));
    rest_.push_back(planes(crop.rest));
    real_.push_back(planes(aligned.real));
    at::Tensor maps = at::from_blob(crop.maps.data, {render::finish::kMapCount, cells, cells}).clone();
    maps[render::finish::kOctavesChannel] += octaves_;
    maps_.push_back(maps.to(at::kHalf));
    share_.push_back(crop.share);
    moved_.push_back(feature_ == Feature::mouth ? crop.maps(9 * cells, 0)
                                                : std::abs(crop.maps(4 * cells, 0)));
  }

  FeaturePairs pairs() const {
    if (share_.empty()) return {};
    return {at::stack(warped_), at::stack(rest_),   at::stack(real_),
            at::stack(maps_),   at::tensor(share_), at::tensor(moved_)};
  }

 private:
  static at::Tensor planes(const cv::Mat& rgb) {
    return at::from_blob(rgb.data, {rgb.rows, rgb.cols, 3}, at::kByte).permute({2, 0, 1}).contiguous();
  }

  const Feature feature_;
  const float octaves_;
  const cv::Mat1b ring_;
  std::vector<at::Tensor> warped_, rest_, real_, maps_;
  std::vector<float> share_, moved_;
};

}  // namespace

FinishPairs makePairs(const FilmedPerson& person, std::shared_ptr<const face::FaceModel> model,
                      const PairOptions& options, const RunContext& context) {
  std::vector<Look> looks;
  for (const FilmedFrame& frame : person.frames) looks.push_back(lookOf(frame));
  std::mt19937_64 random(options.seed);
  const std::vector<std::size_t> targets = chosenTargets(looks, options.targets);
  Collector mouth(Feature::mouth, options.octaves), eye(Feature::eye, options.octaves);
  for (const std::size_t source : chosenSources(looks, options, random)) {
    const FilmedFrame& from = person.frames[source];
    face::Portrait portrait;
    portrait.rgb = from.rgb;
    portrait.faces = {from.landmarks};
    portrait.landmarks = from.landmarks;
    portrait.fit = person.fit;
    portrait.fit.expression = from.expression;
    portrait.fit.pose = from.pose;
    portrait.model = model;
    motion::MotionTrack track;
    track.source = rowOf(from);
    for (const std::size_t target : targets) track.rows.push_back(rowOf(person.frames[target]));
    render::mesh::renderUnfinished(
        portrait, track,
        [&](std::int64_t i, const render::mesh::UnfinishedFrame& unfinished) {
          for (const Crop& crop : unfinished.crops)
            (crop.feature == Feature::mouth ? mouth : eye)
                .add(unfinished.rgb, person.frames[targets[std::size_t(i)]].rgb, crop);
        },
        context);
  }
  return {person.name,
          person.speaker,
          person.licence,
          {{Feature::mouth, mouth.pairs()}, {Feature::eye, eye.pairs()}}};
}

}  // namespace orator::learning
