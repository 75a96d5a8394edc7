#pragma once

#include <array>
#include <opencv2/core.hpp>

#include "core/base/smooth_step.h"

/// The numbers of the mesh renderer, by what they shape. Where no source is named a number was set by eye on
/// films of photographs and paintings: it is where the fault that its comment speaks of is no longer seen,
/// and neither is the one on the other side. A range is mostly where a smooth step begins and ends.
namespace orator::render::mesh {

struct Range {
  float from, to;
};
using orator::smoothStep;
constexpr float smoothStep(Range range, float x) {
  return orator::smoothStep(range.from, range.to, x);
}

struct Rgb {
  float r, g, b;
  operator cv::Vec3f() const { return {r, g, b}; }  // NOLINT(google-explicit-constructor)
};

/// Brightness of R G B by ITU-R BT.709.
inline constexpr Rgb kLumaWeights{0.2126f, 0.7152f, 0.0722f};

/// The motion field, in face heights (forehead to chin) where nothing else is said.
namespace field {

constexpr int kNodesAcrossFace = 44;    ///< finer shows nothing more, coarser bends the lips
constexpr float kNarrowestFace = 0.5f;  ///< a face in profile gets no finer lattice than one this wide

/// Part of the picture that can move: beside the chin, from below it to above the hair.
constexpr float kBeside = 1.35f;
constexpr Range kBelowToAbove{-2.35f, 0.8f};  ///< above the chin and below it: v upwards is negative
/// Part in which the skin above and below the lip line moves apart, in half mouth widths.
constexpr float kMouthBeside = 1.9f;
constexpr Range kMouthAboveToBelow{-1.1f, 2.2f};
constexpr float kMouthFadeCells = 4;  ///< over which the two become one field again

// Depth.
constexpr int kDepthVertices = 150;   ///< that the face's depth is interpolated from
constexpr float kSteepest = 1.7f;     ///< depth per width: turned by half a radian nothing folds over itself
constexpr float kSkullSlope = 0.55f;  ///< decimetres that the skull recedes per decimetre outside the face
constexpr float kSkullDepth = 0.45f;  ///< decimetres behind the outline's farthest point
constexpr float kOutlineBlend = 0.06f;    ///< decimetres on each side of the outline
constexpr float kNearestOutline = 1e-4f;  ///< dm^4, keeps the weights 1 / distance^4 finite on the outline
constexpr double kDepthBlurNodes = 2;
constexpr float kTeethBehindLips = 0.08f;  ///< decimetres: front teeth behind the lips' skin

// Expression.
constexpr std::size_t kSkinVertices = 120;  ///< that steer the expression besides the lips
constexpr float kStillRing = 1.28f;         ///< of the outline's radius: where hair, ears and neck rest
constexpr float kStillRingBelow = 0.32f;    ///< farther below the chin, whose skin draws the throat along
constexpr float kStillFade = 0.1f;          ///< the expression fades out over it inside that ring
/// Of a jaw's shift, what the skin of the chin tells: it lags behind the bone, the lip runs a little ahead of
/// it.
constexpr float kChinShare = 0.3f;

// Where the two sides of the lip line meet.
constexpr float kSeamPixels = 0.75f;   ///< half the width of the passage at the corners
constexpr float kPastCorners = 1.02f;  ///< half mouth widths: the slit's corners and their antialiasing
constexpr float kLipAreaCells = 2.5f;  ///< around the slit that are drawn as lips

// Lids.
/// A blink closes every eye, also one that is wider than the model's blink travels.
constexpr float kLeastBlinkTravel = 0.6f;  ///< of the opening
constexpr float kAllButClosed =
    0.12f;  ///< decimetres over three lid points: a blink has nothing left to cover
constexpr Range kLidClosure{-0.3f, 1.f};  ///< widest eye, shut eye
constexpr Range kLidRaise{-0.2f, 0.4f};   ///< of the opening: lower lid of a wide eye, of a squinting one
constexpr float kLidsRest = 0.04f;        ///< of the opening: lids do not follow every dart
/// Lids go up and down with the gaze up to here: narrow eyes do not shut over it.
constexpr float kMostLidGaze = 0.32f;

// How far the neck and what is around the head go along.
constexpr float kShortestNeck = 0.15f;     ///< above the border of a picture that ends below the chin
constexpr float kMostTilted = 0.3f;        ///< cosine of a head on its side: keeps the neck's length finite
constexpr float kNeckBegins = 0.02f;       ///< below the chin
constexpr float kCollar = 0.6f;            ///< below the chin: the neck bends down to here
constexpr float kShouldersHigher = 0.35f;  ///< shoulders begin that much above the collar
constexpr Range kShoulders{0.4f, 0.9f};    ///< beside the middle
/// Beside and above the chin the motion fades out: outside the hair where the person is a layer, else through
/// it.
constexpr Range kBesideLayer{0.95f, 1.3f}, kBesidePicture{0.55f, 1.25f};
constexpr Range kAboveLayer{1.9f, 2.3f}, kAbovePicture{1.2f, 2.1f};
constexpr float kHeldAtBorder = 0.25f;  ///< hair that a border cuts is held back up to here
constexpr float kBorderBlur = 0.1f;     ///< along the border: half the window that decides what is cut
/// Nearness to another face, as a share of the way to this one, at which a place is theirs and at which ours.
constexpr Range kTheirsToOurs{0.45f, 0.8f};

}  // namespace field

/// How far a motion is followed. Level heads are seen a little from above; beyond these angles of the
/// portrait its hidden side would come into view.
namespace limits {

constexpr float kLevelPitchDegrees = 5;
constexpr float kFreeDegrees = 16;       ///< from the front: nothing is held back
constexpr float kNoFurtherDegrees = 28;  ///< no further into the hidden side
constexpr float kStillDegrees = 50;      ///< the head does not turn
constexpr float kWidestAway = 0.5f;      ///< radians, more than any motion takes
constexpr float kLeastAway = 0.002f;     ///< radians, a tenth of a degree
constexpr float kTurnedLoses = 0.75f;    ///< of the expression, where the head is still
constexpr float kCutLeaves = 0.25f;      ///< of the motion, where the border cuts the head

}  // namespace limits

/// Person and background. `reach` is how far a head moves against the background.
namespace layering {

constexpr float kReach = 0.14f;  ///< face heights
constexpr double kLeastPerson = 0.02,
                 kMostPerson = 0.97;  ///< of the picture: less is no person, more leaves no background
constexpr int kFaintestMatte = 3;     ///< of 255: what a matte network leaves in plain background
constexpr int kSolidMatte = 40;       ///< of 255: what hangs together at it is one person
constexpr int kOvalSoftness = 40;     ///< the solid face's edge is 1/40 of its width soft

constexpr int kFillSide = 640;      ///< pixels: the fill is smooth, more would cost seconds and show nothing
constexpr int kContinuedSide = 96;  ///< pixels: of the wide averages behind the person
inline constexpr std::array kContinuedSigmas{1.5, 4.0, 12.0,
                                             40.0};  ///< of them, pixels: each reaches what the last did not
constexpr double kContinuedImportance = 0.05;        ///< of each wider average against the one before
constexpr double kFillRadius = 0.2, kLeastFillRadius = 3;  ///< reach, pixels: of the inpainting
constexpr double kFillBlur = 0.08, kLeastFillBlur = 1;     ///< reach, pixels: takes its streaks away
constexpr float kSpill = 0.2f;                             ///< reach: the rim that stray hair contaminates
constexpr int kLeastSpill = 3, kLeastRim = 2;              ///< pixels

/// Mean deviation in 8 bits: details of a smoother background are stray hair and go with the head, those of a
/// rougher one are its pattern and stay.
constexpr Range kPattern{5, 14};
constexpr double kPatternFine = 0.15, kLeastPatternFine = 1.5;  ///< reach, pixels: of the mean
constexpr double kPatternWide = 0.6, kLeastPatternWide = 3;     ///< reach, pixels: of its neighbourhood

}  // namespace layering

/// The lids. Widths are half the distance of the eye's corners; brightness is relative to the skin around the
/// eye.
namespace lids {

// Geometry of a blink.
constexpr float kLowerReach = 0.8f;  ///< width: skin below the eye that goes with the lower lid
constexpr float kOverlap = 0.10f;    ///< of the opening: lashes of a shut lid lie over the lower lid's rim
constexpr float kMostRaised = 0.5f;  ///< of the crease: a wide eye folds no more skin away
constexpr float kFolds = 0.5f;       ///< width: lashes and folds of an open eye reach no higher
constexpr float kLashes = 0.16f;     ///< width: length of the upper lashes as the camera sees them
constexpr float kLashesOfCrease = 0.4f;   ///< of the skin up to the crease, where that is short
constexpr float kForeshortened = 0.5f;    ///< by which lashes shorten as they turn down with a shut lid
constexpr float kCornerRest = 0.02f;      ///< -1..1 across: beside the corners the skin rests ...
constexpr float kCornerRestAbove = 0.6f;  ///< ... the wider the higher above the lid, per width
constexpr Range kDrawnOut{0.08f,
                          0.4f};  ///< lid's way by the skin above it: when its skin counts as stretched
constexpr float kDrawnOutCorner = 0.7f;   ///< of 1 - across^2: not at the corners
constexpr float kLeastMotion = 1.f / 64;  ///< pixels: the sampler's step
constexpr float kShutOpening = 0.16f;     ///< eye widths: one without an iris that is open no farther is shut
/// A moved lid begins with its lashes: the white of the eye at its edge stays behind. Width above the edge,
/// and the lid's way over which that begins.
constexpr float kRimOfLid = 0.035f;
constexpr Range kRimBegins{0, 0.08f};

// The eye's surroundings.
constexpr float kBesideEye = 1.1f;              ///< width
constexpr Range kAboveToBelowEye{-1.6f, 1.3f};  ///< width
constexpr float kUpToBrow = 0.9f;       ///< of the way from the lid to the brow: skin that may stretch
constexpr float kLeastUpToBrow = 0.2f;  ///< width
constexpr float kLeastCrease = 0.12f;   ///< width

// Glasses: the darkest twentieth of the ridge of the nose against its lighter quarter.
constexpr std::size_t kRidgeDarkest = 20;
constexpr float kRimDarker = 0.32f;  ///< less is a rim, more the shadow of the nose

// What ends the lid: a brow or the rim of glasses.
constexpr float kBrowDarker = 0.62f;   ///< darker ends the lid
constexpr float kFoldsNearLid = 0.5f;  ///< of the room above: what begins below may be a fold or long lashes
constexpr float kSkinBehindFold = 0.1f;                  ///< width: and is, if skin follows within it
constexpr float kSearchStep = 0.03f, kLeastStep = 0.5f;  ///< width, pixels
constexpr float kSearchStart = 1.1f;                     ///< lashes' lengths above the lid
constexpr int kColumns = 25;                             ///< across the eye that are searched
constexpr int kColumnsNear = 5;  ///< on each side that a column's crease is evened with
constexpr int kLashesNear = 2;   ///< on each side that a column's lashes are evened with

// Usual skin: the brightest fifth of samples every 0.1 width.
constexpr float kSampleStep = 0.1f;
constexpr Range kSkinBelow{0.3f, 0.9f};  ///< width below the lower lid
constexpr float kSkinAboveFrom = 0.4f;   ///< of the way to the crease
constexpr float kDarkestAbove = 0.5f;    ///< of the skin below: more shadow than a brow casts

// The smooth skin that a drawn-out lid shows, relaxed on a coarse grid.
constexpr float kStepsAcross = 24;          ///< grid cells in a width: smooth things need no finer
constexpr int kSweeps = 240;                ///< of the relaxation
constexpr float kShadowWeight = 0.01f;      ///< of dark wider than lashes and folds: it darkens the lid
constexpr Range kSkinBright{0.85f, 1.05f};  ///< brightness from which a pixel counts as skin
/// White of an eye: at least as bright as usual skin and paler than it, by brightness and saturation of it.
constexpr Range kWhiteBright{0.85f, 1.f}, kWhitePale{0.6f, 0.95f};
constexpr float kGrey = 0.05f;       ///< saturation: a grey picture has nothing paler than its skin
constexpr float kWithinEye = 1.05f;  ///< across
constexpr float kLashesAbove = 1.2f, kLashesBelow = 0.2f;  ///< lashes' lengths, width: hidden by lashes
constexpr float kAboveCrease = 0.1f;                       ///< weight of what lies above the crease
constexpr float kLeastWeight = 1e-5f;                      ///< so that every place has a colour

// The line of the upper lashes.
constexpr Range kLashDark{0.15f, 0.72f};     ///< darkest and faintest line
constexpr float kLashSearchStep = 0.02f;     ///< width
constexpr float kLashColumns = 0.92f;        ///< across: -0.92 to 0.92
constexpr Range kLashSearch{-0.12f, 0.04f};  ///< width: around the upper lid's edge
constexpr float kLashSum = -0.32f;           ///< width above the edge up to which dark is counted as lashes
constexpr Range kLashLine{0.07f, 0.15f};     ///< width: thickness of a shut eye's line of lashes
constexpr float kThinnestLine = 1.4f;        ///< pixels
constexpr float kLineAtCorners = 0.4f;       ///< of its thickness
constexpr float kLineCore = 0.3f;            ///< of its thickness above the edge that is all dark
constexpr float kLineBelow = 0.6f;           ///< of its thickness that hangs below the edge
constexpr float kLidShade = 0.12f;           ///< a shut lid is darker at its edge, where it turns inwards
constexpr float kLidShadeReach = 0.3f;       ///< width
constexpr Range kSmoothSkin{0.6f, 1.f};      ///< height on the lid: above, its own skin is shown again
/// The lower lid's wet rim disappears under a shut upper one: by closure, by 1 - across^2, by width below.
constexpr Range kRimClosure{0.5f, 1}, kRimCorner{0, 0.3f}, kRimBelow{0.05f, 0.12f};
/// So does white of the eye that lies below the measured edge: by luma of the skin, by width below.
constexpr Range kWhiteBelow{1.02f, 1.2f}, kWhiteBelowReach{0.12f, 0.26f};
/// Lashes, make-up and folds of the open eye do not stay where they were: by closure, by luma of the smooth
/// skin, by width above the moved edge, by 1 - |across|, by the way up to the crease.
constexpr Range kGoneClosure{0.35f, 0.8f}, kGoneDark{0.74f, 0.94f}, kGoneAbove{0.05f, 0.14f},
    kGoneCorner{0.01f, 0.1f}, kGoneBelowCrease{0.8f, 1.f};

}  // namespace lids

/// The eyeball. Widths are half the distance of the eye's corners, radii those of the iris.
namespace eyeball {

constexpr Range kRadius{0.25f, 0.6f};  ///< width: of an iris; one of 11.7 mm in an eye of 30 mm has 0.39
constexpr float kInEye = 0.8f;         ///< across: farther out no iris is measured rightly
/// Where the edge of an iris is looked for, radii of the landmarks' one, and how much brighter, of 255, it is
/// outside.
constexpr Range kEdgeSearch{0.7f, 1.6f};
constexpr float kLeastEdge = 14;
constexpr float kReach = 0.8f;  ///< width above and below the corners that is continued
/// Width inside the lids over which what the portrait shows takes the place of what is continued: lashes and
/// the wet rim are no eyeball.
constexpr Range kRimAlong{0.02f, 0.06f}, kRimUpDown{0.06f, 0.16f};
constexpr float kLifted = 0.35f;                    ///< radii up or down, from which no rim is taken along
constexpr float kLearnInside = 0.08f;               ///< width inside the lids: what is continued
constexpr float kIrisTo = 1.f, kWhiteFrom = 1.15f;  ///< radii: surely iris, surely white
constexpr std::array kIrisRings{0.3f, 0.45f, 0.6f, 0.75f};  ///< radii: one of them differs from the white
constexpr float kWhiteAcross = 0.9f;                        ///< -0.9 to 0.9: beyond lie the corners' red
constexpr int kLeastWhite = 4;                              ///< pixels
constexpr float kBrightWhite = 0.75f;           ///< of it is darker than what it is measured by ...
constexpr float kLeastBright = 0.4f;            ///< of the brighter side of the eye
constexpr Range kAsBrightAsWhite{0.6f, 0.85f};  ///< ... and counts from this share of that on
/// Share of the iris's way, and width, from which what moves takes the place of the portrait.
constexpr Range kMovesShare{0, 0.5f}, kMoves{0, 0.02f};
constexpr float kLeastContrast = 24;      ///< R G B distance of white and iris: less is no eye to move
constexpr Range kIrisEdge{0.97f, 1.12f};  ///< radii: how soft the edge of a continued iris is
constexpr std::array kContinuedSigmas{0.05f, 0.15f, 0.4f, 1.2f};  ///< width: each reaches on where one ends
constexpr Range kContinuedWeight{0.f, 0.2f};  ///< of what is known around a place, for a mean to be taken
constexpr float kDisc = 1.12f;                ///< radii that move as one
constexpr float kMostRoom = 0.85f;            ///< of the white beside the iris that may be drawn together
constexpr float kMostUpDown = 0.8f;           ///< radii
/// Width under the upper lid and over the lower one over which what moves comes in; where the iris goes up or
/// down, it would be seen twice under a wide one.
constexpr Range kUnderUpperLid{0.f, 0.12f}, kOverLowerLid{0.f, 0.035f}, kUnderLiftedLid{0.f, 0.045f};
constexpr float kShadeReach = 0.2f;  ///< width: of the lids' shadow
/// What it leaves of the light at the lids' edges where a portrait does not tell, and at least.
constexpr float kShadeUnderUpper = 0.5f, kShadeOverLower = 0.8f, kDarkestShade = 0.45f;
constexpr float kPupil = 0.45f;         ///< radii: it stays between the lids
constexpr float kLowerLidGoes = 0.35f;  ///< of the iris's way up or down

}  // namespace eyeball

/// The opening between the lips, drawn from the portrait or from the model of a mouth. In mouth widths where
/// nothing else is said.
namespace slit {

constexpr float kPixelsAcross = 90;  ///< a "pixel" below is 1/90 of the mouth, at least one of the picture
constexpr float kEndsBegin = 0.9f;   ///< half widths: the slit ends between here and the corners
constexpr float kLeastOpeningPixels = 0.3f;  ///< of the picture

// The portrait's own opening, opened further.
constexpr float kMovedPixels = 1.5f;  ///< off its rest by that much it is taken without its rim ...
constexpr float kRimPixels = 1.3f;    ///< ... where lips shine through
constexpr float kMostRim = 0.3f;      ///< of the opening
constexpr float kReflected = 0.4f;    ///< what is pulled out above is mirrored, drawn together
constexpr float kApartPixels = 0.5f, kApart = 0.05f;  ///< teeth drawn apart by it show the dark behind
constexpr Range kThinPixels{1.2f, 3};                 ///< openings that have no inside to show

// From the portrait's own opening to the model.
constexpr float kPartsPixels = 0.4f;  ///< lips parting by it begin to show the model ...
constexpr float kSoonPixels = 1.8f;   ///< ... and by this show nothing else
constexpr float kOwnOpening = 0.5f;   ///< of the portrait's own opening, if that is more

}  // namespace slit

/// The model of a mouth: in mouth widths, x right, y down the face, brightness and colours of 255.
namespace interior {

constexpr float kWiderThanSlit = 1.12f;      ///< a mouth by the slit between its inner corners
constexpr Range kWidthOfFace{0.26f, 0.42f};  ///< of the face's height: mouths are not smaller or wider
constexpr float kPatch = 0.02f;              ///< of the face's height: radius of patches of skin
constexpr Rgb kSkinUnseen{150, 120, 105};    ///< skin where the picture shows none

// Light.
constexpr float kCheeksApart = 2.6f;          ///< mouth widths between the cheeks' patches
constexpr float kMostSlope = 0.3f;            ///< of light across the mouth
constexpr float kLeastLuma = 20;              ///< of skin whose slope can be told
constexpr Range kGreyToColour{0.03f, 0.22f};  ///< chroma of skin: a grey picture has a grey mouth
/// Skin is darker than teeth by nature: the square root takes half of its darkness for dim light.
constexpr float kFairSkinLuma = 165;
constexpr Range kDim{0.15f, 1.1f};
constexpr float kDimSkinLuma = 75;  ///< below it the light is dim: the cavity sinks into the dark
constexpr Range kCavityLight{0.3f, 1.f};
constexpr Rgb kUsualSkin{1.18f, 0.96f, 0.84f};  ///< mean skin in white light, luma 1
constexpr Range kTint{0.5f, 1.8f}, kReflectedTint{0.5f, 1.6f};
constexpr float kTintShare = 0.4f;        ///< of the skin's hue that is the light's
constexpr float kReflectedShare = 0.25f;  ///< of it that lips and skin throw into the mouth
constexpr float kLeastLight = 0.2f;       ///< of a channel that own teeth are divided by
constexpr float kSlopeReach = 0.5f;       ///< x up to which the light slopes

// Shadow of lips and cheeks: what is left of the light at the start, and where it is whole.
constexpr float kEnteringLeft = 0.5f, kLipLeft = 0.55f, kFloorLeft = 0.7f;
constexpr Range kEntering{0.01f, 0.15f};  ///< the less the lips are apart, the less light falls between them
constexpr Range kLipShadow{0, 0.06f}, kFloorShadow{0, 0.04f};  ///< below the upper lip, above the lower one
constexpr float kLeastShadow = 0.25f;                          ///< that own teeth are divided by

// Cavity and tongue.
constexpr Rgb kDeep{28, 10, 10};    ///< where no light comes
constexpr Rgb kCavity{70, 27, 25};  ///< beside the lips
constexpr float kCavityDepth = 0.10f;
constexpr float kTongueTop = -0.11f, kTongueArch = 0.9f;  ///< y of its back in the middle, per x^2
constexpr Range kTongueEdge{-0.04f, 0.06f};               ///< about that
constexpr Range kTongueSides{0.22f, 0.36f};
constexpr float kTongueRise = 0.20f;  ///< y from its dark to its light part
constexpr Rgb kTongueDark{88, 36, 35}, kTongueLight{158, 84, 80};
constexpr float kGroove = 0.12f, kGrooveWidth = 0.0016f;  ///< darker by, variance (2 sigma^2) across

// Teeth.
/// Crowns from the middle outwards as the camera sees them, in mouths of 50 mm: 8, 6.1, 5.6, ...
/// and 5.1, 5.4, 5.4,
/// ... mm. Crowns measure 8.5, 6.5, 7.5 and 5, 5.5, 7 mm (Wheeler's Dental Anatomy); the arch foreshortens
/// them.
constexpr std::array<float, 6> kUpperTeeth{0.160f, 0.122f, 0.112f, 0.085f, 0.07f, 0.06f};
constexpr std::array<float, 6> kLowerTeeth{0.102f, 0.108f, 0.108f, 0.09f, 0.075f, 0.06f};
constexpr Rgb kEnamel{208, 200, 184}, kGum{150, 82, 80};
constexpr float kUpperEdge = 0.05f;                        ///< of the front teeth below the closed lips' line
constexpr float kLowerEdge = 0.004f;                       ///< the lower ones end a little below it
constexpr float kUpperArch = 0.16f, kLowerArch = 0.10f;    ///< y per x^2 of the rows' edges
constexpr float kUpperCrown = 0.20f, kLowerCrown = 0.16f;  ///< lengths
constexpr float kUpperBulge = 0.010f, kLowerBulge = 0.008f;  ///< roundness of an edge; exponent 4 of across
constexpr float kUpperShade = 0.95f, kLowerShade = 0.55f;    ///< lower teeth stand in the shadow
constexpr float kLateralShorter = 0.5f;                      ///< of the bulge: the second tooth
constexpr float kFinest = 0.6f;  ///< pixels: nothing is drawn finer than the picture can show
constexpr float kEdgeSoft = 0.008f, kGumSoft = 0.012f, kSeam = 0.008f;
constexpr float kGumArch = 0.12f;           ///< of the crown, across^2
constexpr float kSeamDark = 0.22f;          ///< between two teeth
constexpr float kFormDark = 0.08f;          ///< towards a tooth's sides
constexpr Range kIntoCheeks{0.10f, 0.44f};  ///< x: the row curves back into the dark of the cheeks ...
constexpr float kCheeksLeft = 0.15f;        ///< ... and keeps that much of its light

// The portrait's own mouth.
constexpr float kPartedLips = 0.045f;  ///< opening that shows the colour of the teeth, but too little of them
constexpr float kWholeTeeth = 0.15f;   ///< opening with enough of them to be opened further
constexpr float kMostlyTeeth = 0.6f;   ///< share of a smaller opening that is white from lip to lip
constexpr int kRows = 24, kColumns = 31;  ///< samples of the opening
constexpr float kMeasuredPart = 0.6f;     ///< half widths: corners are in the shadow
constexpr float kDeepestShare = 0.15f;    ///< of the brightest row: a shallower dip is no gap between teeth
constexpr float kToothLuma = 0.85f, kToothWhiteness = 0.97f;  ///< by the skin's
constexpr float kFromLipsToSkin = 0.6f;  ///< of whiteness: teeth between red lips have at least so much of it
constexpr std::size_t kRedRing = 2;      ///< of the lower lip's rings: in the middle of its red
constexpr int kWhitestShare = 8;         ///< the whitest eighth of the own mouth is a tooth, if anything is
constexpr float kSkullShare = 0.6f;      ///< of an opening that nothing is known of

// Hair over the upper lip is rough where skin is smooth, and darker or of another hue: a stubble, a grain or
// brush strokes alone are no moustache.
constexpr float kToRed = 0.6f;             ///< of the way to the red of the lips, whose edge is rough as well
constexpr double kRoughBlur = 0.5;         ///< of the patch
constexpr Range kRough{0.03f, 0.055f};     ///< deviation by brightness
constexpr Range kDarker{0.85f, 0.65f};     ///< luma by the skin's
constexpr Range kOtherHue{0.06f, 0.15f};   ///< whiteness by the skin's
constexpr float kMoustacheHides = 0.055f;  ///< of the upper teeth

}  // namespace interior

}  // namespace orator::render::mesh
