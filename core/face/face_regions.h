#pragma once

#include <array>

namespace orator::face {

/// Vertex indices of the named curves of the face mesh. Left and right are those of the picture.

/// The lips as 4 rings from the opening (0) to the rim of the red (3). Each row runs from the left corner to
/// the right one; the corners are shared by the upper and the lower lip.
inline constexpr int kLipColumns = 11;
inline constexpr std::array<std::array<int, kLipColumns>, 4> kUpperLip = {{
    {78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308},
    {62, 183, 42, 41, 38, 12, 268, 271, 272, 407, 292},
    {76, 184, 74, 73, 72, 11, 302, 303, 304, 408, 306},
    {61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291},
}};
inline constexpr std::array<std::array<int, kLipColumns>, 4> kLowerLip = {{
    {78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308},
    {62, 96, 89, 179, 86, 15, 316, 403, 319, 325, 292},
    {76, 77, 90, 180, 85, 16, 315, 404, 320, 307, 306},
    {61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291},
}};

/// Margins of the lids between the corners, from the left to the right end for the left eye and mirrored for
/// the right one, so that equal positions belong together.
struct EyeCurves {
  std::array<int, 2> corners;   ///< outer, inner
  std::array<int, 7> upperLid;  ///< from the outer to the inner corner
  std::array<int, 7> lowerLid;
  std::array<int, 7> upperCrease;  ///< next row of vertices above the upper lid
  std::array<int, 7> lowerCrease;
  std::array<int, 5> iris;  ///< centre, right, top, left, bottom
};
inline constexpr EyeCurves kLeftEye = {{33, 133},
                                       {246, 161, 160, 159, 158, 157, 173},
                                       {7, 163, 144, 145, 153, 154, 155},
                                       {247, 30, 29, 27, 28, 56, 190},
                                       {25, 110, 24, 23, 22, 26, 112},
                                       {468, 469, 470, 471, 472}};
inline constexpr EyeCurves kRightEye = {{263, 362},
                                        {466, 388, 387, 386, 385, 384, 398},
                                        {249, 390, 373, 374, 380, 381, 382},
                                        {467, 260, 259, 257, 258, 286, 414},
                                        {255, 339, 254, 253, 252, 256, 341},
                                        {473, 474, 475, 476, 477}};

/// Outline of the face, clockwise in the picture from the top of the forehead.
inline constexpr std::array<int, 36> kFaceOval = {10,  338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288,
                                                  397, 365, 379, 378, 400, 377, 152, 148, 176, 149, 150, 136,
                                                  172, 58,  132, 93,  234, 127, 162, 21,  54,  103, 67,  109};

inline constexpr int kChin = 152, kForeheadTop = 10, kNoseTip = 1;

}  // namespace orator::face
