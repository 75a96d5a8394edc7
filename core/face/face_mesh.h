#pragma once

#include <array>

#include "core/face/landmarks.h"

/// Vertex indices of the face mesh by what they are: the one place that knows its topology. Left and right
/// are those of the picture. (The mesh is that of MediaPipe's canonical face model; its 468 vertices are the
/// first landmarks.)
namespace orator::face {

inline constexpr int kMeshVertexCount = kLandmarkCount - 10;                    ///< without the irises
inline constexpr int kLeftIris = kMeshVertexCount, kRightIris = kLeftIris + 5;  ///< first of five: the centre

inline constexpr int kForeheadTop = 10, kChin = 152, kNoseTip = 1;
inline constexpr int kFaceLeft = 234, kFaceRight = 454;  ///< of the outline, at the height of the ears
inline constexpr int kLeftEyeOuter = 33, kLeftEyeInner = 133, kRightEyeInner = 362, kRightEyeOuter = 263;
inline constexpr int kLeftMouthCorner = 61, kRightMouthCorner = 291;
inline constexpr int kUpperLipMiddle = 13, kLowerLipMiddle = 14;  ///< of the inner lip lines

/// The lips as 4 rings from the opening (0) to the rim of the red (3). Each row runs from the left corner to
/// the right one; the corners are shared by the upper and the lower lip.
inline constexpr int kLipColumns = 11;
inline constexpr std::array<std::array<int, kLipColumns>, 4> kUpperLipRings = {{
    {78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308},
    {62, 183, 42, 41, 38, 12, 268, 271, 272, 407, 292},
    {76, 184, 74, 73, 72, 11, 302, 303, 304, 408, 306},
    {61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291},
}};
inline constexpr std::array<std::array<int, kLipColumns>, 4> kLowerLipRings = {{
    {78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308},
    {62, 96, 89, 179, 86, 15, 316, 403, 319, 325, 292},
    {76, 77, 90, 180, 85, 16, 315, 404, 320, 307, 306},
    {61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291},
}};

/// Inner lip lines.
inline constexpr auto kInnerUpperLip = kUpperLipRings[0], kInnerLowerLip = kLowerLipRings[0];

/// The lips without their corners, which both share, as lists. The order is that in which the mesh renderer
/// sums over them, and so part of its frames' bytes.
inline constexpr std::array<int, 36> kUpperLipVertices{
    191, 80, 81, 82, 13,  312, 311, 310, 415, 74,  73, 72, 11, 302, 303, 304, 408, 184,
    42,  41, 38, 12, 268, 271, 272, 407, 183, 185, 40, 39, 37, 0,   267, 269, 270, 409};
inline constexpr std::array<int, 36> kLowerLipVertices{
    95, 88, 178, 87, 14, 317, 402, 318, 324, 77,  90, 180, 85, 16, 315, 404, 320, 307,
    96, 89, 179, 86, 15, 316, 403, 319, 325, 146, 91, 181, 84, 17, 314, 405, 321, 375};
inline constexpr std::array<int, 8> kLipCorners{61, 291, 78, 308, 76, 306, 62, 292};

/// Margins of the lids between the corners, from the left to the right end for the left eye and mirrored for
/// the right one, so that equal positions belong together.
struct EyeCurves {
  std::array<int, 2> corners;   ///< outer, inner
  std::array<int, 7> upperLid;  ///< from the outer to the inner corner
  std::array<int, 7> lowerLid;
  std::array<int, 7> upperCrease;  ///< next row of vertices above the upper lid
  std::array<int, 7> lowerCrease;
  std::array<int, 5> brow;  ///< lower edge, from the outer to the inner end
  std::array<int, 5> iris;  ///< centre, right, top, left, bottom
};
inline constexpr EyeCurves kLeftEye = {{kLeftEyeOuter, kLeftEyeInner},    {246, 161, 160, 159, 158, 157, 173},
                                       {7, 163, 144, 145, 153, 154, 155}, {247, 30, 29, 27, 28, 56, 190},
                                       {25, 110, 24, 23, 22, 26, 112},    {46, 53, 52, 65, 55},
                                       {468, 469, 470, 471, 472}};
inline constexpr EyeCurves kRightEye = {{kRightEyeOuter, kRightEyeInner},
                                        {466, 388, 387, 386, 385, 384, 398},
                                        {249, 390, 373, 374, 380, 381, 382},
                                        {467, 260, 259, 257, 258, 286, 414},
                                        {255, 339, 254, 253, 252, 256, 341},
                                        {276, 283, 282, 295, 285},
                                        {473, 474, 475, 476, 477}};

/// The lids of one eye as lines from the left to the right corner in the picture, corners included.
struct EyeLines {
  std::array<int, 9> upper, lower;
  std::array<int, 5> brow;  ///< lower edge
  int iris;                 ///< its centre
};
constexpr EyeLines leftToRight(const EyeCurves& eye, bool startsOutside) {
  EyeLines lines{};
  const auto place = [&](std::size_t i, std::size_t count) { return startsOutside ? i : count - 1 - i; };
  for (auto* line : {&lines.upper, &lines.lower}) {
    (*line)[place(0, 9)] = eye.corners[0];
    (*line)[place(8, 9)] = eye.corners[1];
  }
  for (std::size_t i = 0; i < 7; ++i) {
    lines.upper[place(i + 1, 9)] = eye.upperLid[i];
    lines.lower[place(i + 1, 9)] = eye.lowerLid[i];
  }
  for (std::size_t i = 0; i < 5; ++i) lines.brow[place(i, 5)] = eye.brow[i];
  lines.iris = eye.iris[0];
  return lines;
}
inline constexpr std::array<EyeLines, 2> kEyes{leftToRight(kLeftEye, true), leftToRight(kRightEye, false)};

/// Vertices of the lids and of the skin that folds with them. (Below the right eye fewer than below the
/// left.)
inline constexpr std::array<int, 58> kLidRegion{
    33,  246, 161, 160, 159, 158, 157, 173, 133, 7,   163, 144, 145, 153, 154, 155, 130, 247, 30,  29,
    27,  28,  56,  190, 243, 25,  110, 24,  23,  22,  26,  112, 362, 398, 384, 385, 386, 387, 388, 466,
    263, 382, 381, 380, 374, 373, 390, 249, 359, 467, 260, 259, 257, 258, 286, 414, 463, 255};

/// Skin over the front of the mandible: moves with the lower teeth.
inline constexpr std::array<int, 6> kJaw{152, 148, 377, 175, 199, 200};
inline constexpr std::array<int, 3> kLowerLipFront{87, 14, 317};  ///< middle of the inner lower lip
/// Skin between the nose and the upper lip's red, where a moustache grows.
inline constexpr std::array<int, 5> kMoustache{164, 167, 393, 165, 391};
inline constexpr std::array<int, 5> kUnderMoustache{0, 37, 267, 39, 269};  ///< border of the red below each
inline constexpr std::array<int, 4> kLeftCheek{50, 101, 205, 187};
inline constexpr std::array<int, 4> kRightCheek{280, 330, 425, 411};
inline constexpr std::array<int, 4> kNoseRidge{8, 168, 6, 197};  ///< downwards, from between the brows

/// Outline of the face, clockwise in the picture from the top of the forehead.
inline constexpr std::array<int, 36> kFaceOval = {10,  338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288,
                                                  397, 365, 379, 378, 400, 377, 152, 148, 176, 149, 150, 136,
                                                  172, 58,  132, 93,  234, 127, 162, 21,  54,  103, 67,  109};

}  // namespace orator::face
