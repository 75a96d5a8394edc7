#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace orator::test {

/// A folder laid out as the published BFM_Fitting, with a bent grid of few vertices for a face and numbers
/// that follow formulas, so that a test can say what must come out.
struct SyntheticBfm {
  static constexpr int kAllVertices = 60, kTrimmed = 52, kSide = 6, kFront = kSide * kSide;
  static constexpr int kShapes = 90, kExpressions = 70;

  explicit SyntheticBfm(std::filesystem::path folder);
  std::filesystem::path folder;

  static int trimmed(int i) { return i + 5; }  ///< vertex of all that the trimmed vertex i is, from 0
  static int front(int i) { return (7 * i) % kTrimmed; }  ///< trimmed vertex that the front's vertex i is
  static double meanOf(int vertex, int axis);             ///< micrometres
  static double shapeOf(int vertex, int axis, int component);
  static double deviationOf(int component) { return 100.0 + component; }
  static double textureMeanOf(int vertex, int axis) { return 100 + vertex + 10 * axis; }
  static float expressionOf(int trimmedVertex, int axis, int component);
  static double expressionDeviationOf(int component) { return 2.0 + 0.5 * component; }

  void writeMorphable(int shapes = kShapes, bool notFinite = false) const;
  void writeExpressions(int count = kExpressions) const;
  void writeDeviations(const std::string& more = "") const;
  void writeFront(int shift = 0) const;
  void writeTrim() const;
  void writeInfo(const std::string& triangles = "tri") const;
};

}  // namespace orator::test
