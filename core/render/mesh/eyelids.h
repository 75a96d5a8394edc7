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
  float drop = 0;      ///< by how much the lower lid goes down with the eye, pixels; see lowerLidWith()
  float raise = 0;     ///< what of the closure the lower lid does
  bool lidsRest() const { return closure == 0 && drop == 0 && raise == 0; }
  bool rests() const { return lidsRest() && gaze == cv::Point2f(); }
};

/// One eye's lids: skin that slides over an eyeball.
class Eyelids {
 public:
  /// @param pixels landmarks in the picture
  /// @param rgb the portrait, CV_8UC3: lids stop below what is no lid (brow, rim of glasses); empty for none
  Eyelids(const face::EyeLines& eye, const std::vector<cv::Point2f>& pixels, const cv::Mat& rgb = {});

  cv::Rect reach() const { return reach_; }  ///< part of the portrait the lids can touch
  /// Part of the portrait that the state changes.
  cv::Rect reach(const EyeState& state) const { return state.lidsRest() ? opening_ : reach_; }
  const SlitFrame& frame() const { return frame_; }

  /// Edges of the lids in frame(), as far along as u; a lower lid that is shut does not drop.
  struct Edges {
    float upper, lower;
  };
  Edges edges(float u, const EyeState& state) const;

  /// Where the lids and the eyeball at one position of the open-eyed portrait are taken from.
  struct Sample {
    cv::Point2f upper, lower, eyeball;
    float upperShare = 1, lowerShare = 0;  ///< 0..1; the rest is eyeball
    float across = 0;                      ///< -1..1 from corner to corner
    float height = 1;    ///< 0 at the moved edge of the upper lid, 1 at its crease and above
    float above = 0;     ///< pixels above the moved edge of the upper lid
    float below = 0;     ///< pixels below the moved edge of the lower lid
    float shift = 0;     ///< pixels that the edge of the upper lid has come down
    float drawnOut = 0;  ///< 0..1: how far the upper lid's skin is stretched
    float rest = 0;      ///< 0..1: towards the skin above the corners, which stays
    float toCrease = 1;  ///< 0 at the moved edge of the upper lid .. 1 where the skin no longer stretches
  };
  Sample sample(cv::Point2f position, const EyeState& state) const;

  /// Whether that state changes what is seen at a position.
  bool moves(cv::Point2f position, const EyeState& state) const;

  /// What the eye shows at one position of the open-eyed portrait. @return R G B
  cv::Vec3f colour(const cv::Mat& rgb, cv::Point2f position, const EyeState& state) const;

  bool showsIris() const { return eyeball_.showsIris(); }

  /// The closure, or 0 where nobody would see it, as on a portrait whose eye is shut: what is behind its lids
  /// is not known, so that they neither open nor have anything to cover.
  float visibleClosure(float closure) const;

  /// The nearest way of the iris that the eye has room for, with its pupil between the lids; none where the
  /// portrait shows no iris. @param eyeWidths along the eye and down the face @param closure of lids that
  /// have gone with the gaze, without a blink @return pixels
  cv::Point2f possibleGaze(cv::Point2f eyeWidths, float closure = 0) const;

  /// How far the lower lid goes down with that way of the iris. @return pixels
  float lowerLidWith(cv::Point2f gaze) const;

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
  /// What stays of the upper lid's picture at a place of a shut eye, without the open eye's lashes and folds.
  void takeLashesAway(cv::Vec3f& upper, const cv::Vec3f& skin, const Sample& from, float closure) const;

  cv::Vec3f lashesAt(const Sample& from) const;
  float shadowOf(const Sample& from) const;

  float lashLine_ = 0;               ///< thickness of the line of lashes of a shut eye, pixels
  std::array<Curve, 3> lashColour_;  ///< R G B of the upper lashes' line, as a share of the skin behind it
};

}  // namespace orator::render::mesh
