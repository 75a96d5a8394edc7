#include "core/face/model_builder/expression_actions.h"

#include <cmath>

#include "core/face/expression_names.h"
#include "core/face/face_mesh.h"
#include "core/face/model_builder/action.h"

namespace orator::face {
namespace {

using cv::Vec3d;
using Field = SurfaceField::Field;

/// 1 at the left corner, falling to 0 at the right one; `power` says how fast.
double towardsLeft(const LipPlace& place, double power) {
  return std::pow((1 - place.across) / 2, power);
}
/// 1 in the middle of the lip, 0 at the corners.
double middle(const LipPlace& place) {
  return 1 - place.across * place.across;
}
/// A bump over the left half of a lip.
double leftHalf(const LipPlace& place) {
  const double distance = (place.across + 0.42) / 0.42;
  return std::exp(-distance * distance) * std::min(1., 4 * (1 + place.across));
}

/// Draws the actions one by one; see core/face/expression_names.h for what each is.
class ActionBook {
 public:
  ActionBook(const SurfaceField& surface, const std::vector<int>& mirrored)
      : surface_(surface), mirrored_(mirrored), fields_(kFirstMode) {
    drawJaw();
    drawLips();
    drawLipSides();
    drawCheeksAndNose();
    drawEyes();
    drawBrows();
    for (Field& field : fields_) field.resize(kLandmarkCount);
    drawGaze();
  }
  std::vector<Field> take() { return std::move(fields_); }

 private:
  Action action() const { return {surface_, mirrored_}; }
  void set(int expression, Field field) { fields_[std::size_t(expression)] = std::move(field); }
  /// Left and, directly after it, its mirror image.
  void setBoth(int left, const Field& field) {
    set(left, field);
    set(left + 1, mirroredField(field, mirrored_));
  }
  const Vec3d& at(int vertex) const { return surface_.vertices()[std::size_t(vertex)]; }
  Vec3d& of(int expression, int vertex) { return fields_[std::size_t(expression)][std::size_t(vertex)]; }

  void drawJaw();
  void drawLips();
  void drawLipSides();
  void drawCheeksAndNose();
  void drawEyes();
  void drawBrows();
  void drawGaze();

  const SurfaceField& surface_;
  const std::vector<int>& mirrored_;
  std::vector<Field> fields_;
};

void ActionBook::drawJaw() {
  // How far each vertex follows the bone: x of a field. The columns of the lower lip part from the upper one
  // the more the nearer they are to the middle.
  constexpr double kLowerLipFollows[6] = {0.42, 0.70, 0.87, 0.95, 0.99, 1};
  constexpr double kUpperLipFollows[6] = {0.42, 0.19, 0.07, 0.02, 0, 0};
  Action bone = action();
  bone.lips([&](const LipPlace& place) {
    const int column = int(std::lround((1 - std::abs(place.across)) * 5));
    return Vec3d((place.upper ? kUpperLipFollows : kLowerLipFollows)[column], 0, 0);
  });
  bone.move({152, 148, 176, 149, 150, 199, 175, 200, 18, 171, 140, 170, 194, 201}, {1, 0, 0})
      .move({136, 169}, {0.95, 0, 0})
      .move({172}, {0.85, 0, 0})
      .move({58}, {0.6, 0, 0})
      .move({132}, {0.3, 0, 0})
      .move({93}, {0.08, 0, 0})
      .hold({234, 127, 2, 164, 98, 64, 36, 50, 1, 4})
      .holdLidMargins();
  const auto left = bone.handles();
  for (const auto& [vertex, share] : left) bone.move({mirrored_[std::size_t(vertex)]}, share);
  const Field follows = bone.within(100);

  const Vec3d hinge = Vec3d(kJawHinge.x, kJawHinge.y, kJawHinge.z) * 10;
  const cv::Matx33f turn = rotationMatrix({kJawOpenRadians, 0, 0});
  const auto fromBone = [&](const auto& displacement) {
    Field field;
    for (std::size_t i = 0; i < follows.size(); ++i)
      field.push_back(std::clamp(follows[i][0], 0., 1.) * displacement(at(int(i))));
    return field;
  };
  set(kJawOpen,
      fromBone([&](const Vec3d& p) { return Vec3d(cv::Matx33d(turn) * (p - hinge)) - (p - hinge); }));
  setBoth(kJawLeft, fromBone([](const Vec3d&) { return Vec3d(-0.6, 0, 0); }));
  set(kJawForward, fromBone([](const Vec3d&) { return Vec3d(0, -0.05, 0.5); }));
}

void ActionBook::drawLips() {
  constexpr double kRingFollows[4] = {1, 0.97, 0.88, 0.72};
  set(kMouthClose, action()
                       .lips([&](const LipPlace& place) -> std::optional<Vec3d> {
                         const auto column = std::size_t(std::lround((place.across + 1) * 5));
                         const Vec3d gap = of(kJawOpen, kLowerLipRings[0][column]) -
                                           of(kJawOpen, kUpperLipRings[0][column]);
                         return gap * kRingFollows[place.ring] * (place.upper ? 0.35 : -0.65);
                       })
                       .hold({2, 98, 327, 152, 175})
                       .within(3));
  set(kMouthPucker,
      action()
          .lips([&](const LipPlace& place) {
            const double s2 = place.across * place.across;
            const double thicker = 0.05 * place.ring * middle(place) * (place.upper ? 0.6 : -0.8);
            return Vec3d(-0.4 * at(place.vertex)[0], thicker, 0.5 + 0.4 * s2 - 0.06 * place.ring);
          })
          .hold({2, 98, 327})
          .within(3.4));
  set(kMouthFunnel, action()
                        .lips([&](const LipPlace& place) {
                          const double s2 = place.across * place.across;
                          const double apart = middle(place) * (place.upper ? 0.32 : -0.5);
                          return Vec3d(-0.24 * at(place.vertex)[0], apart,
                                       0.5 + 0.25 * s2 - 0.08 * place.ring);
                        })
                        .hold({2, 98, 327})
                        .within(3.2));
  const auto roll = [&](bool upper) {
    const double up = upper ? 1 : -1;
    return action()
        .lips([&](const LipPlace& place) -> std::optional<Vec3d> {
          if (place.upper != upper || place.isCorner()) return Vec3d();
          constexpr double kHeight[4] = {0.02, -0.04, -0.15, -0.24}, kDepth[4] = {-0.26, -0.32, -0.3, -0.14};
          const double strength = 1 - std::pow(place.across, 4);
          return strength * Vec3d(0, up * kHeight[place.ring], kDepth[place.ring]);
        })
        .within(2);
  };
  set(kLipRollUpper, roll(true));
  set(kLipRollLower, roll(false));
  const auto turnOut = [&](bool upper) {
    const double up = upper ? 1 : -1;
    return action()
        .lips([&](const LipPlace& place) -> std::optional<Vec3d> {
          if (place.upper != upper || place.isCorner()) return Vec3d();
          constexpr double kHeight[4] = {0.16, 0.16, 0.13, 0.1}, kDepth[4] = {0.16, 0.26, 0.28, 0.16};
          return middle(place) * Vec3d(0, up * kHeight[place.ring], kDepth[place.ring]);
        })
        .within(2);
  };
  set(kLipOutUpper, turnOut(true));
  set(kLipOutLower, turnOut(false));
  set(kChinRaise, action()
                      .lips([](const LipPlace& place) {
                        const double share =
                            place.upper ? 0.14 * middle(place) : 0.24 * (1 - std::pow(place.across, 4));
                        return Vec3d(0, share, 0.6 * share);
                      })
                      .move({199, 175}, {0, 0.42, 0.06})
                      .move({200, 18}, {0, 0.36, 0.16})
                      .move({201, 171}, {0, 0.28, 0.05})
                      .hold({2})
                      .mirrorToRight()
                      .within(2.4));
}

void ActionBook::drawLipSides() {
  setBoth(kMouthLeft, action()
                          .lips([](const LipPlace& place) { return Vec3d(-0.6, 0, 0.12 * place.across); })
                          .hold({2, 98, 327, 1})
                          .within(3.6));
  const auto corner = [&](const Vec3d& moved, double power, double radius) {
    return action()
        .lips([&](const LipPlace& place) { return moved * towardsLeft(place, power); })
        .hold({2, 98, 327})
        .within(radius);
  };
  setBoth(kMouthStretchLeft, corner({-0.65, -0.08, -0.4}, 2, 3.4));
  setBoth(kMouthFrownLeft, corner({-0.12, -0.5, -0.1}, 3.5, 2.8));
  setBoth(kMouthDimpleLeft, corner({-0.28, 0.08, -0.35}, 4, 2));
  setBoth(kMouthSmileLeft, action()
                               .lips([](const LipPlace& place) {
                                 const double wide = towardsLeft(place, 2), high = towardsLeft(place, 3.5);
                                 return Vec3d(-0.6 * wide, 0.62 * high, -0.42 * wide);
                               })
                               .move({216}, {-0.4, 0.45, -0.05})
                               .move({205}, {-0.12, 0.38, 0.12})
                               .move({50}, {-0.05, 0.3, 0.1})
                               .hold({2, 98, 327, 1})
                               .holdLidMargins()
                               .within(3.2));
  const auto half = [&](bool upper, double height) {
    return action()
        .lips([&](const LipPlace& place) -> std::optional<Vec3d> {
          if (place.upper != upper || place.isCorner()) return Vec3d();
          return leftHalf(place) * Vec3d(0, height, 0.04);
        })
        .within(2.6);
  };
  setBoth(kUpperLipRaiseLeft, half(true, 0.46));
  setBoth(kLowerLipDepressLeft, half(false, -0.55));
  setBoth(kMouthPressLeft, action()
                               .lips([](const LipPlace& place) {
                                 constexpr double kHeight[4] = {0, -0.05, -0.12, -0.17};
                                 const double height = kHeight[place.ring] * (place.upper ? 1 : -1);
                                 return towardsLeft(place, 1) *
                                        Vec3d(0, place.isCorner() ? 0 : height, -0.14);
                               })
                               .within(1.8));
}

void ActionBook::drawCheeksAndNose() {
  setBoth(kCheekPuffLeft,
          action()
              .move({207}, {-0.42, 0, 0.4})
              .move({187}, {-0.42, 0, 0.25})
              .move({216, 212}, {-0.2, 0, 0.3})
              .lips([](const LipPlace& place) { return Vec3d(-0.04, 0, 0.1) * towardsLeft(place, 1); })
              .within(2.8));
  setBoth(kCheekRaiseLeft,
          action()
              .move({50}, {-0.04, 0.38, 0.12})
              .move({205}, {-0.04, 0.3, 0.1})
              .move({23}, {0, 0.1, 0.04})
              .lips([](const LipPlace& place) { return Vec3d(0, 0.08, 0) * towardsLeft(place, 4); })
              .holdLidMargins()
              .hold({1, 2, 64, 98})
              .within(2.2));
  setBoth(kNoseWrinkleLeft, action()
                                .move({64, 48, 98, 102, 49}, {0, 0.26, 0.02})
                                .move({55, 107}, {0.04, -0.15, 0.05})
                                .lips([](const LipPlace& place) -> std::optional<Vec3d> {
                                  if (!place.upper || place.isCorner()) return Vec3d();
                                  return Vec3d(0, 0.18, 0) * leftHalf(place);
                                })
                                .holdLidMargins()
                                .hold({1, 4, 2, 168})
                                .within(1.8));
  set(kNostrilFlare,
      action().move({64, 48, 98, 102}, {-0.12, 0.03, 0}).hold({1, 4, 2}).mirrorToRight().within(1.1));
}

void ActionBook::drawEyes() {
  const EyeCurves& eye = kLeftEye;
  // Both lids meet on one curve, for the most part by the upper one coming down.
  constexpr double kLowerLidShare = 0.12;
  Action blink = action(), squint = action(), wide = action();
  for (std::size_t i = 0; i < eye.upperLid.size(); ++i) {
    const Vec3d opening = at(eye.upperLid[i]) - at(eye.lowerLid[i]);
    blink.move({eye.upperLid[i]}, -(1 - kLowerLidShare) * opening);
    blink.move({eye.lowerLid[i]}, kLowerLidShare * opening);
    blink.move({eye.upperCrease[i]}, -0.32 * opening + Vec3d(0, 0, 0.02));
    blink.move({eye.lowerCrease[i]}, 0.08 * opening);
    squint.move({eye.lowerLid[i]}, 0.34 * opening);
    squint.move({eye.upperLid[i]}, -0.12 * opening);
    squint.move({eye.lowerCrease[i]}, 0.3 * opening + Vec3d(0, 0, 0.04));
    squint.move({eye.upperCrease[i]}, -0.06 * opening);
    wide.move({eye.upperLid[i]}, 0.28 * opening);
    wide.move({eye.lowerLid[i]}, -0.06 * opening);
    wide.move({eye.upperCrease[i]}, 0.24 * opening);
  }
  for (Action* lids : {&blink, &squint, &wide}) lids->hold({eye.corners[0], eye.corners[1]});
  setBoth(kBlinkLeft, blink.within(1.1));
  setBoth(kSquintLeft, squint.within(1.2));
  setBoth(kEyeWideLeft, wide.within(1.2));
}

void ActionBook::drawBrows() {
  const auto brow = [&] { return action().holdLidMargins(); };
  setBoth(kBrowInnerRaiseLeft, brow()
                                   .move({107, 55}, {0, 0.65, 0.05})
                                   .move({66, 65}, {0, 0.46, 0.04})
                                   .move({105, 52}, {0, 0.18, 0})
                                   .hold({46, 70, 168})
                                   .within(2.6));
  setBoth(kBrowOuterRaiseLeft, brow()
                                   .move({70, 46}, {-0.02, 0.42, -0.05})
                                   .move({63, 53}, {0, 0.6, 0})
                                   .move({105, 52}, {0, 0.48, 0.02})
                                   .move({66, 65}, {0, 0.2, 0.02})
                                   .hold({107, 55})
                                   .within(2.6));
  setBoth(kBrowLowerLeft, brow()
                              .move({107, 55}, {0.1, -0.42, 0.1})
                              .move({66, 65}, {0.05, -0.4, 0.08})
                              .move({105, 52}, {0, -0.32, 0.05})
                              .move({63, 53}, {0, -0.18, 0.02})
                              .within(2.2));
  set(kBrowTogether, brow()
                         .move({107, 55}, {0.26, -0.06, 0.08})
                         .move({66, 65}, {0.17, -0.03, 0.04})
                         .move({105, 52}, {0.06, 0, 0})
                         .mirrorToRight()
                         .within(2.2));
}

void ActionBook::drawGaze() {
  for (const EyeCurves* eye : {&kLeftEye, &kRightEye}) {
    for (const int vertex : eye->iris) {
      of(kGazeHorizontal, vertex) = {0.4, 0, 0};
      of(kGazeVertical, vertex) = {0, 0.3, 0};
    }
  }
  // The upper lid rests on the cornea and follows it up and down.
  Field lids = fields_[kEyeWideLeft];
  for (std::size_t i = 0; i < lids.size(); ++i)
    fields_[kGazeVertical][i] += 0.9 * (lids[i] + fields_[kEyeWideRight][i]);
}

}  // namespace

std::vector<Field> expressionActions(const SurfaceField& surface, const std::vector<int>& mirrored) {
  return ActionBook(surface, mirrored).take();
}

}  // namespace orator::face
