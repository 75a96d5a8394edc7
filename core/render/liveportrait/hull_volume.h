#pragma once

#include <opencv2/core.hpp>
#include <vector>

namespace orator::render::liveportrait {

/// Volume of the convex hull of a few points (all triples are looked at: 1330 of 21 points). 0 for points of
/// one plane.
double hullVolume(const std::vector<cv::Point3d>& points);

}  // namespace orator::render::liveportrait
