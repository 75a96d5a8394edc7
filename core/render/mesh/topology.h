#pragma once

#include <array>

/// Indices of the face mesh that the mesh renderer speaks of, left and right as seen in the picture.
namespace orator::render::mesh {

inline constexpr int kForehead = 10, kChin = 152, kNoseTip = 1;
inline constexpr int kMouthLeft = 61, kMouthRight = 291;

/// Inner lip line from the left to the right corner, upper and lower.
inline constexpr std::array<int, 11> kInnerUpperLip{78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308};
inline constexpr std::array<int, 11> kInnerLowerLip{78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308};

/// Lip vertices that belong to one side of the slit alone (corners excluded), from the inner line outwards.
inline constexpr std::array<int, 36> kUpperLip{191, 80,  81,  82,  13,  312, 311, 310, 415, 74,  73,  72,
                                               11,  302, 303, 304, 408, 184, 42,  41,  38,  12,  268, 271,
                                               272, 407, 183, 185, 40,  39,  37,  0,   267, 269, 270, 409};
inline constexpr std::array<int, 36> kLowerLip{95,  88,  178, 87,  14,  317, 402, 318, 324, 77,  90,  180,
                                               85,  16,  315, 404, 320, 307, 96,  89,  179, 86,  15,  316,
                                               403, 319, 325, 146, 91,  181, 84,  17,  314, 405, 321, 375};

/// Skin over the front of the mandible: moves with the lower teeth.
inline constexpr std::array<int, 6> kJaw{152, 148, 377, 175, 199, 200};
inline constexpr std::array<int, 3> kLowerLipMiddle{87, 14, 317};
/// Skin between the nose and the upper lip's red, where a moustache grows.
inline constexpr std::array<int, 5> kMoustache{164, 167, 393, 165, 391};
inline constexpr std::array<int, 5> kUnderMoustache{0, 37, 267, 39, 269};  ///< border of the red below each
inline constexpr std::array<int, 4> kLeftCheek{50, 101, 205, 187};
inline constexpr std::array<int, 4> kRightCheek{280, 330, 425, 411};

inline constexpr std::array<int, 36> kFaceOval{10,  338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288,
                                               397, 365, 379, 378, 400, 377, 152, 148, 176, 149, 150, 136,
                                               172, 58,  132, 93,  234, 127, 162, 21,  54,  103, 67,  109};

/// One eye: corners and lids from the left to the right end in the picture, and the lower edge of its brow.
struct EyeTopology {
  std::array<int, 9> upper;
  std::array<int, 9> lower;
  std::array<int, 5> brow;
};
inline constexpr std::array<EyeTopology, 2> kEyes{{
    {{33, 246, 161, 160, 159, 158, 157, 173, 133},
     {33, 7, 163, 144, 145, 153, 154, 155, 133},
     {46, 53, 52, 65, 55}},
    {{362, 398, 384, 385, 386, 387, 388, 466, 263},
     {362, 382, 381, 380, 374, 373, 390, 249, 263},
     {285, 295, 282, 283, 276}},
}};

/// Vertices of the lids and of the skin that folds with them: the lid layer moves these, not the face field.
inline constexpr std::array<int, 58> kLidRegion{
    33,  246, 161, 160, 159, 158, 157, 173, 133, 7,   163, 144, 145, 153, 154, 155, 130, 247, 30,  29,
    27,  28,  56,  190, 243, 25,  110, 24,  23,  22,  26,  112, 362, 398, 384, 385, 386, 387, 388, 466,
    263, 382, 381, 380, 374, 373, 390, 249, 359, 467, 260, 259, 257, 258, 286, 414, 463, 255};

}  // namespace orator::render::mesh
