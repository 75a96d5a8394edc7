#include "core/capture/fit_person.h"

#include <algorithm>
#include <cmath>

#include "core/base/percentile.h"
#include "core/face/camera_distance.h"

namespace orator::capture {
namespace {

constexpr std::size_t kCandidates = 15, kUsed = 9;

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
    return percentile(std::move(values), 0.5);
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

float residualOf(const face::FaceFit& fit, float height) {
  const float pixels = height * fit.camera.focalPixels / (face::kCameraDistance - fit.pose.translation[2]);
  return fit.residualPixels / pixels;
}

std::vector<cv::Point3f> headPoints(const face::FaceModel& model, const face::FaceFit& fit,
                                    const face::FaceLandmarks& landmarks) {
  const cv::Matx33f rotation = face::rotationMatrix(fit.pose.anglesRadians);
  const auto points = model.shape(fit.identity, fit.expression);
  std::vector<cv::Point3f> head;
  head.reserve(points.size());
  for (std::size_t i = 0; i < points.size(); ++i) {
    const cv::Vec3f placed =
        rotation * cv::Vec3f(points[i].x, points[i].y, points[i].z) + fit.pose.translation;
    const float perPixel = (face::kCameraDistance - placed[2]) / fit.camera.focalPixels;
    const cv::Vec3f seen((landmarks.points[i].x - fit.camera.centre.x) * perPixel,
                         (fit.camera.centre.y - landmarks.points[i].y) * perPixel, placed[2]);
    const cv::Vec3f at = rotation.t() * (seen - fit.pose.translation);
    head.push_back({at[0], at[1], at[2]});
  }
  return head;
}

}  // namespace orator::capture
