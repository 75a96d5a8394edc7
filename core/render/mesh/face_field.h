#pragma once

#include <array>
#include <functional>
#include <opencv2/core.hpp>
#include <vector>

#include "core/face/expression_names.h"
#include "core/face/face_mesh.h"
#include "core/face/portrait.h"
#include "core/motion/motion_track.h"
#include "core/render/mesh/curve.h"
#include "core/render/mesh/lattice.h"
#include "core/render/mesh/motion_limits.h"

namespace orator::render::mesh {

/// What one coefficient row does to the picture: backward displacements (source position minus output
/// position).
struct FieldFrame {
  Lattice base;    ///< over FaceField::roi(), pixels; the two sides of the mouth joined smoothly
  Lattice upper;   ///< the skin above the lip line, continued below it
  Lattice lower;   ///< around the mouth: the skin below the lip line, continued above it
  cv::Rect mouth;  ///< where `base` is not one of the other two: around the lip line, inside roi()
  cv::Matx23f sourceFromOutputSkull;  ///< where skull-fixed parts of the mouth (upper teeth) come from
  std::array<cv::Matx23f, 2>
      sourceFromOutputEye;         ///< where the sockets of the eyes come from; left and right
  cv::Point2f jawShift;            ///< how far the mandible has moved in the source picture, pixels
  std::array<float, 11> lipGap{};  ///< opening at the inner lip pairs, pixels of the source picture
  std::array<cv::Point2f, 2>
      gaze{};  ///< how far each iris has moved in its eye, eye widths in the eye's frame
  std::array<float, 2> lidClosure{};   ///< 0 as in the portrait, 1 closed, negative wider; left and right eye
  std::array<float, 2> gazeClosure{};  ///< what of it goes with the gaze
  std::array<float, 2> lidRaise{};     ///< what of it the lower lid does
  bool moves = true;                   ///< false: the row shows the portrait as it is
};

/// The geometry of one portrait: a lattice over the head with depth, head weight and smooth interpolation of
/// the face model's motion. Immutable; evaluate() may be called from several threads.
class FaceField {
 public:
  /// @param layered the person is a layer of its own, so the field may move everything above the neck;
  ///        otherwise it fades out around the head
  FaceField(const face::Portrait& portrait, bool layered);

  /// @param source the track's own reference row: the portrait rests where row == source
  void evaluate(const motion::CoefficientRow& source, const motion::CoefficientRow& row,
                FieldFrame& frame) const;

  cv::Rect roi() const { return roi_; }  ///< part of the picture that can move
  const SlitFrame& mouth() const { return mouth_; }
  const Curve& upperLip() const { return upperLip_; }  ///< inner lip lines of the portrait in mouth()
  const Curve& lowerLip() const { return lowerLip_; }
  const std::array<float, 11>& restGap() const { return restGap_; }
  float faceHeight() const { return faceHeight_; }  ///< forehead to chin, pixels

  /// Part of the picture over which FieldFrame::lower is given.
  cv::Rect mouthArea() const {
    return (cv::Rect(mouthCells_.tl() * step_, mouthCells_.size() * step_) + roi_.tl()) & roi_;
  }
  bool blinks(int eye) const { return limits_.blinks(eye); }  ///< false: it is not seen
  bool opensMouth() const { return limits_.opensMouth(); }    ///< false: lips are not seen, there is no slit

  /// Share of the upper field at a source position in mouth() coordinates, for positions beyond the corners.
  float upperShare(cv::Point2f local) const;

 private:
  void placeLattice(cv::Rect shown);
  void weighNodes(bool layered);
  void holdAtBorders(const cv::Mat& matte, cv::Rect shown);
  void holdOthers(const face::Portrait& portrait);
  void interpolateDepth();
  void interpolateExpression();
  cv::Point3f unproject(cv::Point2f pixel, float z) const;
  cv::Point2f nodePosition(int index) const;
  void closeLips(std::vector<cv::Point3f>& displacement, std::array<float, 11>& gap,
                 const std::array<float, 11>& modelGap) const;
  std::array<float, 11> modelLipGap(const std::vector<cv::Point3f>& shape) const;
  /// Lids and irises of a frame, by the face model's shapes and coefficients at rest and in it.
  void moveEyes(const std::vector<cv::Point3f>& shapeFrom, const std::vector<cv::Point3f>& shapeTo,
                const face::ExpressionCoefficients& from, const face::ExpressionCoefficients& to,
                FieldFrame& frame) const;
  /// By how much lids close because the gaze goes down, as eyeOpening() counts, and what of it the lower lid
  /// does, decimetre.
  cv::Vec2f lidsWithGaze(const face::EyeLines& eye, const face::ExpressionCoefficients& from,
                         const face::ExpressionCoefficients& to) const;
  /// What a change of the gaze does to an iris, whatever else the face does. @return eye widths in the eye's
  /// frame
  cv::Point2f irisShift(const face::EyeLines& eye, const SlitFrame& slit,
                        const face::ExpressionCoefficients& from,
                        const face::ExpressionCoefficients& to) const;
  /// How a plane through the slit, fixed to the skull, comes from the portrait into the frame and back.
  /// @param turned where the head's motion takes a point of the portrait
  cv::Matx23f sourceOf(const SlitFrame& slit, float z,
                       const std::function<cv::Point2f(cv::Point3f)>& turned) const;
  cv::Rect lipArea(const cv::Mat2f& upper, const cv::Mat2f& lower) const;

  std::shared_ptr<const face::FaceModel> model_;
  face::FaceFit fit_;
  MotionLimits limits_;
  face::GazeColumns gazeColumns_;
  std::vector<cv::Point2f> pixels_;  ///< landmarks
  std::vector<cv::Point3f> rest_;    ///< landmarks in camera coordinates, decimetre
  float faceHeight_ = 0;
  cv::Point2f faceUp_, faceRight_;
  cv::Rect roi_;
  cv::Rect mouthCells_;  ///< of the lattice, where the lips' two sides differ
  int step_ = 1;
  cv::Size nodes_;
  std::vector<cv::Point2f> headWeight_;      ///< per node, 0..1 across and down the picture
  std::vector<float> ownShare_;              ///< per node, 0 where another person begins
  std::vector<cv::Point3f> nodeRest_;        ///< per node, camera coordinates
  std::vector<int> controls_;                ///< vertices that steer the expression
  std::vector<int> faceNodes_, mouthNodes_;  ///< nodes the expression reaches; those in mouthCells_
  cv::Mat1f upperMatrix_, lowerMatrix_;      ///< [face nodes, controls], [mouth nodes, controls]
  SlitFrame mouth_;
  std::array<SlitFrame, 2> eyes_;
  Curve upperLip_, lowerLip_;
  std::array<float, 11> restGap_{};
  std::array<float, 2> blinkTravel_{};  ///< by how much the model's blink closes each eye, decimetre
};

}  // namespace orator::render::mesh
