#pragma once

#include <array>
#include <opencv2/core.hpp>
#include <vector>

#include "core/face/face_mesh.h"
#include "core/render/mesh/curve.h"
#include "core/render/mesh/eyeball.h"

namespace orator::render::mesh {

/// What an eye does.
struct EyeState {
  float closure = 0;   ///< of the lids: 0 as in the portrait, 1 closed, negative wider
  cv::Point2f gaze{};  ///< of the iris: pixels along the eye and down the face; see Eyelids::possibleGaze()
  bool rests() const { return closure == 0 && gaze == cv::Point2f(); }
};

/// One eye's lids: skin that slides over an eyeball. The upper lid does most of the way, as lids do.
class Eyelids {
 public:
  /// @param pixels landmarks in the picture
  /// @param rgb the portrait, CV_8UC3: lids stop below what is no lid (brow, rim of glasses); empty for none
  Eyelids(const face::EyeLines& eye, const std::vector<cv::Point2f>& pixels, const cv::Mat& rgb = {});

  cv::Rect reach() const { return reach_; }  ///< part of the portrait the lids can touch
  /// Part of the portrait that the state changes.
  cv::Rect reach(const EyeState& state) const { return state.closure == 0 ? opening_ : reach_; }
  const SlitFrame& frame() const { return frame_; }

  /// Edges of the lids in frame(), as far along as u. @param closure 0 as in the portrait, 1 closed, negative
  /// wider
  struct Edges {
    float upper, lower;
  };
  Edges edges(float u, float closure) const;

  /// Where the lids and the eyeball at one position of the open-eyed portrait are taken from.
  struct Sample {
    cv::Point2f upper, lower, eyeball;
    float upperShare = 1, lowerShare = 0;  ///< 0..1; the rest is eyeball
    float across = 0;                      ///< -1..1 from corner to corner
    float height = 1;    ///< 0 at the moved edge of the upper lid, 1 at its crease and above
    float above = 0;     ///< pixels above the moved edge of the upper lid
    float below = 0;     ///< pixels below the moved edge of the lower lid
    float drawnOut = 0;  ///< 0..1: how far the upper lid's skin is stretched
    float rest = 0;      ///< 0..1: towards the skin above the corners, which stays
  };
  /// @param closure 0 as in the portrait, 1 closed, negative wider
  Sample sample(cv::Point2f position, float closure) const;

  /// Whether that state changes what is seen at a position.
  bool moves(cv::Point2f position, const EyeState& state) const;

  /// What the eye shows at one position of the open-eyed portrait. @return R G B
  cv::Vec3f colour(const cv::Mat& rgb, cv::Point2f position, const EyeState& state) const;

  bool showsIris() const { return eyeball_.showsIris(); }

  /// The closure, or 0 where nobody would see it.
  float visibleClosure(float closure) const;

  /// The nearest way of the iris that the eye has room for; none where the portrait shows no iris.
  /// @param eyeWidths along the eye and down the face @return pixels
  cv::Point2f possibleGaze(cv::Point2f eyeWidths) const;

 private:
  SlitFrame frame_;
  /// Where the skin `out` pixels above the moved edge of the upper lid is taken from: pixels above its edge
  /// at rest. @param crease skin that may stretch @param shift how far the edge has come down
  float lidSkin(float out, float crease, float shift, float closure) const;
  cv::Vec2f usualLuma(const cv::Mat& rgb) const;
  float saturationBelow(const cv::Mat& rgb) const;
  void findCrease(const cv::Mat& rgb, float usual, bool rimmed);
  void findSkin(const cv::Mat& rgb, cv::Vec2f usual);
  void findLashes(const cv::Mat& rgb);
  cv::Vec3f skinAt(cv::Point2f position) const;
  cv::Vec3f eyeballAt(const cv::Mat& rgb, cv::Point2f position, cv::Point2f gaze) const;

  Curve upper_, lower_, crease_;  ///< crease_: pixels of skin above the upper lid that may stretch
  cv::Rect reach_, opening_;      ///< opening_: between the open lids
  float widest_ = 0;              ///< opening, pixels
  cv::Mat3f skin_;  ///< over skinArea_ in coarse steps: the skin around the eye continued over it
  cv::Rect skinArea_;
  Eyeball eyeball_;
  std::array<Curve, 3> lashColour_;  ///< R G B of the upper lashes' line, as a share of the skin behind it
};

}  // namespace orator::render::mesh
