#include "ui/views/overlay/imgui_raster.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>

namespace orator::ui {
namespace {

/// Twice the signed area of a, b, p: positive when p lies to the right of a→b on a screen with y down.
float edge(const ImVec2& a, const ImVec2& b, float x, float y) {
  return (b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x);
}

/// Of two triangles that share an edge exactly one owns the pixels on it: the one for which it is a top or a
/// left edge.
bool ownsEdge(const ImVec2& a, const ImVec2& b) {
  return (a.y == b.y && b.x > a.x) || b.y < a.y;
}

void blend(QRgb& pixel, float red, float green, float blue, float alpha) {
  const float keep = 1 - alpha;
  const auto mix = [&](int below, float above) {
    return int(std::lround(float(below) * keep + above * alpha));
  };
  pixel = qRgba(mix(qRed(pixel), red), mix(qGreen(pixel), green), mix(qBlue(pixel), blue),
                std::min(255, int(std::lround(float(qAlpha(pixel)) * keep + 255 * alpha))));
}

float channel(ImU32 colour, int shift) {
  return float((colour >> shift) & 0xff);
}

void fillTriangle(ImDrawVert a, ImDrawVert b, ImDrawVert c, const QRect& clip, const QImage& atlas,
                  QImage& target) {
  float area = edge(a.pos, b.pos, c.pos.x, c.pos.y);
  if (area == 0) return;
  if (area < 0) std::swap(b, c), area = -area;
  const auto low = [](float x, float y, float z) { return int(std::floor(std::min({x, y, z}))); };
  const auto high = [](float x, float y, float z) { return int(std::ceil(std::max({x, y, z}))); };
  const int left = std::max(clip.left(), low(a.pos.x, b.pos.x, c.pos.x));
  const int right = std::min(clip.right(), high(a.pos.x, b.pos.x, c.pos.x));
  const int top = std::max(clip.top(), low(a.pos.y, b.pos.y, c.pos.y));
  const int bottom = std::min(clip.bottom(), high(a.pos.y, b.pos.y, c.pos.y));
  const bool ownA = ownsEdge(b.pos, c.pos), ownB = ownsEdge(c.pos, a.pos), ownC = ownsEdge(a.pos, b.pos);
  for (int y = top; y <= bottom; ++y) {
    auto* line = reinterpret_cast<QRgb*>(target.scanLine(y));
    for (int x = left; x <= right; ++x) {
      const float px = float(x) + 0.5f, py = float(y) + 0.5f;
      float wa = edge(b.pos, c.pos, px, py), wb = edge(c.pos, a.pos, px, py), wc = edge(a.pos, b.pos, px, py);
      if (wa < 0 || wb < 0 || wc < 0) continue;
      if ((wa == 0 && !ownA) || (wb == 0 && !ownB) || (wc == 0 && !ownC)) continue;
      wa /= area, wb /= area, wc /= area;
      const auto mix = [&](float va, float vb, float vc) { return wa * va + wb * vb + wc * vc; };
      const auto colour = [&](int shift) {
        return mix(channel(a.col, shift), channel(b.col, shift), channel(c.col, shift));
      };
      const int u = std::clamp(int(mix(a.uv.x, b.uv.x, c.uv.x) * float(atlas.width())), 0, atlas.width() - 1);
      const int v =
          std::clamp(int(mix(a.uv.y, b.uv.y, c.uv.y) * float(atlas.height())), 0, atlas.height() - 1);
      const float alpha = colour(IM_COL32_A_SHIFT) / 255 * float(atlas.constScanLine(v)[u]) / 255;
      if (alpha <= 0) continue;
      blend(line[x], colour(IM_COL32_R_SHIFT), colour(IM_COL32_G_SHIFT), colour(IM_COL32_B_SHIFT), alpha);
    }
  }
}

}  // namespace

void rasteriseImGui(const ImDrawData& data, const QImage& atlas, QImage& target) {
  for (int n = 0; n < data.CmdListsCount; ++n) {
    const ImDrawList& list = *data.CmdLists[n];
    for (const ImDrawCmd& command : list.CmdBuffer) {
      const QRect clip = QRect(QPoint(int(command.ClipRect.x), int(command.ClipRect.y)),
                               QPoint(int(command.ClipRect.z) - 1, int(command.ClipRect.w) - 1))
                             .intersected(target.rect());
      if (clip.isEmpty() || command.UserCallback) continue;
      for (unsigned i = 0; i + 2 < command.ElemCount; i += 3) {
        const auto vertex = [&](unsigned k) {
          return list.VtxBuffer[int(command.VtxOffset) + list.IdxBuffer[int(command.IdxOffset + i + k)]];
        };
        fillTriangle(vertex(0), vertex(1), vertex(2), clip, atlas, target);
      }
    }
  }
}

}  // namespace orator::ui
