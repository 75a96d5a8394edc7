#include "core/render/face3d/subdivision.h"

#include <map>
#include <utility>

namespace orator::render::face3d {
namespace {

using Edge = std::pair<int, int>;
using Stencil = std::map<int, float>;  // coarse vertex -> weight

struct Level {
  std::vector<cv::Vec3i> triangles;
  std::vector<Stencil> stencils;
};

Edge edgeOf(int a, int b) {
  return a < b ? Edge(a, b) : Edge(b, a);
}

void add(Stencil& target, const Stencil& source, float weight) {
  for (const auto& [vertex, w] : source) target[vertex] += weight * w;
}

struct Neighbourhood {
  std::vector<int> ring, border;
};

/// The neighbours of every vertex; those along a border apart.
std::vector<Neighbourhood> neighbourhoods(const std::map<Edge, std::vector<int>>& opposite,
                                          std::size_t count) {
  std::vector<Neighbourhood> around(count);
  for (const auto& [edge, corners] : opposite)
    for (const auto& [from, to] : {edge, Edge(edge.second, edge.first)}) {
      around[std::size_t(from)].ring.push_back(to);
      if (corners.size() == 1) around[std::size_t(from)].border.push_back(to);
    }
  return around;
}

Level refined(const Level& coarse) {
  std::map<Edge, std::vector<int>> opposite;
  for (const cv::Vec3i& t : coarse.triangles)
    for (int k = 0; k < 3; ++k) opposite[edgeOf(t[k], t[(k + 1) % 3])].push_back(t[(k + 2) % 3]);

  const std::size_t count = coarse.stencils.size();
  Level fine;
  fine.stencils.resize(count);
  const auto around = neighbourhoods(opposite, count);
  for (std::size_t v = 0; v < count; ++v) {
    const Neighbourhood& here = around[v];
    Stencil& out = fine.stencils[v];
    if (here.border.size() == 2) {
      add(out, coarse.stencils[v], 0.75f);
      for (const int n : here.border) add(out, coarse.stencils[std::size_t(n)], 0.125f);
    } else if (here.ring.empty() || !here.border.empty()) {
      out = coarse.stencils[v];
    } else {
      const auto n = float(here.ring.size());
      const float beta = here.ring.size() == 3 ? 3.f / 16 : 3 / (8 * n);
      add(out, coarse.stencils[v], 1 - n * beta);
      for (const int i : here.ring) add(out, coarse.stencils[std::size_t(i)], beta);
    }
  }
  std::map<Edge, int> middle;
  for (const auto& [edge, corners] : opposite) {
    middle[edge] = int(fine.stencils.size());
    const bool inner = corners.size() == 2;
    Stencil stencil;
    add(stencil, coarse.stencils[std::size_t(edge.first)], inner ? 0.375f : 0.5f);
    add(stencil, coarse.stencils[std::size_t(edge.second)], inner ? 0.375f : 0.5f);
    if (inner)
      for (const int corner : corners) add(stencil, coarse.stencils[std::size_t(corner)], 0.125f);
    fine.stencils.push_back(std::move(stencil));
  }
  for (const cv::Vec3i& t : coarse.triangles) {
    const int ab = middle[edgeOf(t[0], t[1])], bc = middle[edgeOf(t[1], t[2])],
              ca = middle[edgeOf(t[2], t[0])];
    for (const cv::Vec3i& small :
         {cv::Vec3i(t[0], ab, ca), cv::Vec3i(ab, t[1], bc), cv::Vec3i(ca, bc, t[2]), cv::Vec3i(ab, bc, ca)})
      fine.triangles.push_back(small);
  }
  return fine;
}

}  // namespace

SubdivisionSurface::SubdivisionSurface(const std::vector<cv::Vec3i>& triangles, int vertexCount, int levels) {
  Level level;
  std::vector<int> used(std::size_t(vertexCount), -1);
  for (cv::Vec3i t : triangles) {
    for (int& vertex : t.val) {
      int& index = used[std::size_t(vertex)];
      if (index < 0) {
        index = int(level.stencils.size());
        level.stencils.push_back({{vertex, 1.f}});
      }
      vertex = index;
    }
    level.triangles.push_back(t);
  }
  for (int i = 0; i < levels; ++i) level = refined(level);
  triangles_ = std::move(level.triangles);
  begin_.push_back(0);
  for (const Stencil& stencil : level.stencils) {
    for (const auto& [vertex, weight] : stencil) {
      source_.push_back(vertex);
      weight_.push_back(weight);
    }
    begin_.push_back(int(source_.size()));
  }
}

template <typename Value>
std::vector<Value> SubdivisionSurface::weightedSums(const std::vector<Value>& coarse) const {
  auto fine = std::vector<Value>(begin_.size() - 1);
  for (std::size_t v = 0; v < fine.size(); ++v) {
    Value sum{};
    for (int i = begin_[v]; i < begin_[v + 1]; ++i)
      sum += weight_[std::size_t(i)] * coarse[std::size_t(source_[std::size_t(i)])];
    fine[v] = sum;
  }
  return fine;
}

std::vector<cv::Point3f> SubdivisionSurface::apply(const std::vector<cv::Point3f>& coarse) const {
  return weightedSums(coarse);
}

std::vector<cv::Vec2f> SubdivisionSurface::apply(const std::vector<cv::Vec2f>& coarse) const {
  return weightedSums(coarse);
}

}  // namespace orator::render::face3d
