#include "core/render/face3d/surface.h"

#include <algorithm>
#include <map>

namespace orator::render::face3d {

std::vector<cv::Vec3f> normalsOf(const std::vector<cv::Point3f>& points,
                                 const std::vector<cv::Vec3i>& triangles) {
  std::vector<cv::Vec3f> normals(points.size());
  for (const cv::Vec3i& t : triangles) {
    const cv::Point3f a = points[std::size_t(t[0])];
    const cv::Vec3f normal((points[std::size_t(t[1])] - a).cross(points[std::size_t(t[2])] - a));
    for (const int vertex : t.val) normals[std::size_t(vertex)] += normal;
  }
  for (cv::Vec3f& normal : normals) normal = cv::normalize(normal);
  return normals;
}

std::vector<std::vector<int>> neighboursOf(const std::vector<cv::Vec3i>& triangles, std::size_t points) {
  std::vector<std::vector<int>> neighbours(points);
  for (const cv::Vec3i& t : triangles)
    for (int k = 0; k < 3; ++k) {
      neighbours[std::size_t(t[k])].push_back(t[(k + 1) % 3]);
      neighbours[std::size_t(t[k])].push_back(t[(k + 2) % 3]);
    }
  for (std::vector<int>& list : neighbours) {
    std::sort(list.begin(), list.end());
    list.erase(std::unique(list.begin(), list.end()), list.end());
  }
  return neighbours;
}

std::vector<float> opennessOf(const std::vector<cv::Point3f>& points, const std::vector<cv::Vec3f>& normals,
                              const std::vector<std::vector<int>>& neighbours, float depth) {
  constexpr int kSmoothings = 12;
  std::vector<cv::Point3f> smooth = points, next(points.size());
  for (int i = 0; i < kSmoothings; ++i) {
    for (std::size_t v = 0; v < points.size(); ++v) {
      cv::Point3f sum{};
      for (const int n : neighbours[v]) sum += smooth[std::size_t(n)];
      next[v] = neighbours[v].empty() ? smooth[v] : sum * (1.f / float(neighbours[v].size()));
    }
    smooth.swap(next);
  }
  std::vector<float> openness(points.size());
  for (std::size_t v = 0; v < points.size(); ++v) {
    const float below = cv::Vec3f(smooth[v] - points[v]).dot(normals[v]) / depth;
    openness[v] = below > 0 ? 1 / (1 + below) : std::min(1.15f, 1 - 0.15f * below);
  }
  return openness;
}

std::vector<std::vector<int>> borderLoops(const std::vector<cv::Vec3i>& triangles) {
  std::map<std::pair<int, int>, int> edges;
  for (const cv::Vec3i& t : triangles)
    for (int k = 0; k < 3; ++k) ++edges[{t[k], t[(k + 1) % 3]}];
  std::map<int, int> after;
  for (const auto& [edge, count] : edges)
    if (!edges.count({edge.second, edge.first})) after[edge.first] = edge.second;
  std::vector<std::vector<int>> loops;
  while (!after.empty()) {
    std::vector<int> loop;
    for (auto step = after.begin(); step != after.end(); step = after.find(loop.back())) {
      if (loop.empty()) loop.push_back(step->first);
      const int next = step->second;
      after.erase(step);
      if (next == loop.front()) break;
      loop.push_back(next);
    }
    loops.push_back(std::move(loop));
  }
  return loops;
}

}  // namespace orator::render::face3d
