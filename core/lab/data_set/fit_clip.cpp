#include "core/lab/data_set/fit_clip.h"

#include <algorithm>
#include <cmath>

namespace orator::lab {
namespace {

constexpr std::size_t kCandidates = 15, kUsed = 9;
constexpr float kCameraDistance = 10;  // of face::PortraitCamera

float turn(const face::FaceFit& fit) {
  return std::hypot(fit.pose.anglesRadians[0], fit.pose.anglesRadians[1]);
}

}  // namespace

face::FaceFit fitPerson(const face::FaceModel& model, std::span<const face::FaceLandmarks> frames,
                        cv::Size picture) {
  CV_Assert(!frames.empty());
  std::vector<face::FaceFit> fits;
  const std::size_t count = std::min(kCandidates, frames.size());
  for (std::size_t i = 0; i < count; ++i)
    fits.push_back(face::fitFaceModel(model, frames[(2 * i + 1) * frames.size() / (2 * count)], picture));
  std::sort(fits.begin(), fits.end(), [](const auto& a, const auto& b) { return turn(a) < turn(b); });
  fits.resize(std::min(kUsed, fits.size()));

  const auto median = [&](const auto& value) {
    std::vector<float> values;
    for (const auto& fit : fits) values.push_back(value(fit));
    return learning::percentile(std::move(values), 0.5);
  };
  face::FaceFit person;
  person.identity.resize(std::size_t(model.identity.rows));
  for (std::size_t k = 0; k < person.identity.size(); ++k)
    person.identity[k] = median([k](const face::FaceFit& fit) { return fit.identity[k]; });
  // Camera and resting face stand for one place of the head: the frame of medium distance.
  std::nth_element(fits.begin(), fits.begin() + std::ptrdiff_t(fits.size() / 2), fits.end(),
                   [](const auto& a, const auto& b) { return a.camera.focalPixels < b.camera.focalPixels; });
  person.camera = fits[fits.size() / 2].camera;
  return person;
}

FittedFrame fitFrame(const face::FaceModel& model, const face::FaceFit& person, float height,
                     const face::FaceLandmarks& landmarks, cv::Size picture) {
  const face::FaceFit fit = face::fitFaceModel(model, landmarks, picture, &person);
  FittedFrame out;
  out.expression = fit.expression;
  out.pose = fit.pose;
  const float heightPixels = height * fit.camera.focalPixels / (kCameraDistance - fit.pose.translation[2]);
  out.residual = fit.residualPixels / heightPixels;
  const cv::Matx33f rotation = face::rotationMatrix(fit.pose.anglesRadians);
  const auto points = model.shape(fit.identity, fit.expression);
  out.head.reserve(points.size());
  for (std::size_t i = 0; i < points.size(); ++i) {
    const cv::Vec3f placed =
        rotation * cv::Vec3f(points[i].x, points[i].y, points[i].z) + fit.pose.translation;
    const float perPixel = (kCameraDistance - placed[2]) / fit.camera.focalPixels;
    const cv::Vec3f seen((landmarks.points[i].x - fit.camera.centre.x) * perPixel,
                         (fit.camera.centre.y - landmarks.points[i].y) * perPixel, placed[2]);
    const cv::Vec3f head = rotation.t() * (seen - fit.pose.translation);
    out.head.push_back({head[0], head[1], head[2]});
  }
  return out;
}

std::vector<float> FittedStretch::lipOpening() const {
  std::vector<float> values;
  for (const learning::FaceMeasures& m : measures) values.push_back(m.lipOpening);
  return values;
}

double FittedStretch::residual() const {
  double sum = 0;
  for (const FittedFrame& frame : frames) sum += double(frame.residual) * frame.residual;
  return std::sqrt(sum / double(frames.size()));
}

float FittedStretch::medianTurn() const {
  std::vector<float> turns;
  for (const FittedFrame& frame : frames)
    turns.push_back(std::hypot(frame.pose.anglesRadians[0], frame.pose.anglesRadians[1]));
  return learning::percentile(std::move(turns), 0.5);
}

FittedPerson fitStretches(const face::FaceModel& model, std::span<const FaceStretch> stretches,
                          cv::Size picture, const RunContext& context) {
  std::vector<face::FaceLandmarks> all;
  for (const FaceStretch& stretch : stretches)
    all.insert(all.end(), stretch.frames.begin(), stretch.frames.end());
  FittedPerson person;
  person.fit = fitPerson(model, all, picture);
  person.height = learning::faceHeight(model, person.fit.identity);
  for (const FaceStretch& stretch : stretches) {
    FittedStretch fitted{stretch.beginSeconds, {}, {}};
    for (const face::FaceLandmarks& landmarks : stretch.frames) {
      context.throwIfCancelled();
      fitted.frames.push_back(fitFrame(model, person.fit, person.height, landmarks, picture));
      fitted.measures.push_back(learning::measureFace(fitted.frames.back().head, person.height));
    }
    person.stretches.push_back(std::move(fitted));
  }
  return person;
}

}  // namespace orator::lab
