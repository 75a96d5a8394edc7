#include "core/render/face3d/mouth_parts.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/face/face_mesh.h"

namespace orator::render::face3d {
namespace {

constexpr int kInnerUpperLip = 13, kMouthLeft = 61, kMouthRight = 291;

// One side of a row from the middle, shares of the row's half width along the arch.
constexpr std::array<float, 7> kUpperWidths{0.17f, 0.135f, 0.145f, 0.13f, 0.125f, 0.15f, 0.145f};
constexpr std::array<float, 7> kLowerWidths{0.11f, 0.12f, 0.14f, 0.145f, 0.145f, 0.17f, 0.17f};
constexpr int kColumnsPerTooth = 8, kCrownRows = 7, kGumRows = 3;

struct Row {
  const std::array<float, 7>& widths;
  float halfWidth, front, depth;  ///< the arch: half an ellipse, decimetre
  float edge, height;             ///< y of the biting edge, height of the crowns; negative: downwards
};

/// x z on the arch at an angle from its front.
cv::Point2f onArch(const Row& row, float angle) {
  return {row.halfWidth * std::sin(angle), row.front - row.depth * (1 - std::cos(angle))};
}

Surface makeRow(const Row& row) {
  constexpr float kReachRadians = 1.35f;
  const cv::Vec3f ivory(0.72f, 0.67f, 0.57f), gum(0.36f, 0.11f, 0.1f);
  Surface out;
  out.material = Material::tooth;
  const int columns = 2 * 7 * kColumnsPerTooth + 1, rows = kCrownRows + kGumRows;
  for (int c = 0; c < columns; ++c) {
    const int side = c < columns / 2 ? -1 : 1;
    const int step = std::abs(c - columns / 2);  // from the middle outwards
    const int tooth = std::min(6, step / kColumnsPerTooth);
    const float inTooth = float(step - tooth * kColumnsPerTooth) / kColumnsPerTooth;
    float before = 0;
    for (int t = 0; t < tooth; ++t) before += row.widths[std::size_t(t)];
    const float along = before + inTooth * row.widths[std::size_t(tooth)];
    const float angle = float(side) * along * kReachRadians;
    const float fromMiddle = 2 * std::abs(inTooth - 0.5f);  // 0 in the middle of a tooth, 1 in a gap
    const float round = std::pow(fromMiddle, 4.f);
    const cv::Point2f base = onArch(row, angle);
    const cv::Point2f outward(std::sin(angle), std::cos(angle));
    for (int r = 0; r < rows; ++r) {
      const float up = float(r) / (kCrownRows - 1);
      const float edge = row.edge + row.height * 0.1f * round * (1 - std::min(1.f, up)) +
                         row.height * (tooth == 1 ? 0.06f : 0.f) * (1 - std::min(1.f, up));
      const float bulge =
          r < kCrownRows
              ? 0.014f * std::sin(float(CV_PI) * (0.15f + 0.7f * std::min(1.f, up))) * (1 - 0.9f * round)
              : 0.012f;
      const cv::Point2f at = base + bulge * outward;
      out.points.emplace_back(at.x, edge + row.height * up * (r < kCrownRows ? 1.f : 1.02f), at.y);
      // Gums reach down between the teeth.
      const float gumShare =
          r >= kCrownRows ? 1.f : std::clamp((up - 0.98f + 0.22f * round) / 0.08f, 0.f, 1.f);
      out.colours.push_back(ivory + gumShare * (gum - ivory));
      const float back = std::abs(angle) / kReachRadians;
      out.openness.push_back((1 - 0.55f * round * (1 - gumShare)) * (1 - 0.75f * back * back) *
                             (0.9f - 0.25f * std::min(1.f, up)));
    }
  }
  const bool upwards = row.height > 0;
  for (int c = 0; c + 1 < columns; ++c)
    for (int r = 0; r + 1 < rows; ++r) {
      const int a = c * rows + r, b = a + rows;
      for (cv::Vec3i t : {cv::Vec3i(a, b, b + 1), cv::Vec3i(a, b + 1, a + 1)}) {
        if (!upwards) std::swap(t[1], t[2]);
        out.triangles.push_back(t);
      }
    }
  out.normals = normalsOf(out.points, out.triangles);
  return out;
}

/// A dome behind the lower teeth, flattened towards its tip.
/// @param tip of the tongue @param halfWidth, length decimetre
Surface makeTongue(const cv::Point3f& tip, float halfWidth, float length) {
  constexpr int kColumns = 17, kRows = 13;
  Surface out;
  out.material = Material::tooth;
  for (int r = 0; r < kRows; ++r)
    for (int c = 0; c < kColumns; ++c) {
      const float back = float(r) / (kRows - 1), across = 2 * float(c) / (kColumns - 1) - 1;
      const float width = halfWidth * std::sqrt(std::min(1.f, 0.12f + 2.2f * back));
      const float groove = 0.12f * std::exp(-40 * across * across);
      const float rise =
          (1 - std::pow(std::abs(across), 3.f) - groove) * (0.35f + 0.65f * std::sin(2.2f * back));
      out.points.emplace_back(tip.x + width * across, tip.y + 0.3f * halfWidth * rise, tip.z - length * back);
      out.colours.emplace_back(0.42f, 0.15f, 0.14f);
      out.openness.push_back(0.75f * std::exp(-1.6f * back) * (0.6f + 0.4f * rise));
    }
  for (int r = 0; r + 1 < kRows; ++r)
    for (int c = 0; c + 1 < kColumns; ++c) {
      const int a = r * kColumns + c, b = a + kColumns;
      out.triangles.emplace_back(a, a + 1, b + 1);
      out.triangles.emplace_back(a, b + 1, b);
    }
  out.normals = normalsOf(out.points, out.triangles);
  return out;
}

}  // namespace

MouthParts::MouthParts(const std::vector<cv::Point3f>& neutral) : neutral_(neutral) {
  const cv::Point3f lip = neutral[kInnerUpperLip];
  const float mouth = 0.5f * float(cv::norm(neutral[kMouthRight] - neutral[kMouthLeft]));
  const float scale = mouth / 0.236f;  // a mouth of usual width
  upper_ = makeRow({kUpperWidths, 1.12f * mouth, lip.z - 0.055f * scale, 1.75f * mouth,
                    lip.y - 0.022f * scale, 0.1f * scale});
  lower_ = makeRow({kLowerWidths, 1.04f * mouth, lip.z - 0.075f * scale, 1.7f * mouth, lip.y - 0.03f * scale,
                    -0.085f * scale});
  tongue_ = makeTongue({lip.x, lip.y - 0.06f * scale, lip.z - 0.13f * scale}, 0.72f * mouth, 1.5f * mouth);
}

std::vector<Surface> MouthParts::pose(const std::vector<cv::Point3f>& expressive) const {
  // The jaw turns about the axis through the ears, where the head's origin lies, and slides a little.
  float turn = 0, arm = 0, aside = 0;
  for (const int v : face::kJaw) {
    const cv::Point3f at = neutral_[std::size_t(v)], moved = expressive[std::size_t(v)] - at;
    turn += at.y * moved.z - at.z * moved.y;
    arm += at.y * at.y + at.z * at.z;
    aside += moved.x / float(face::kJaw.size());
  }
  const float angle = turn / arm;
  std::vector<Surface> parts{upper_, lower_, tongue_};
  for (std::size_t part = 1; part < parts.size(); ++part) {
    for (cv::Point3f& p : parts[part].points) {
      const float y = p.y, z = p.z;
      p.x += aside;
      p.y = y * std::cos(angle) - z * std::sin(angle);
      p.z = y * std::sin(angle) + z * std::cos(angle);
    }
    parts[part].normals = normalsOf(parts[part].points, parts[part].triangles);
  }
  return parts;
}

}  // namespace orator::render::face3d
