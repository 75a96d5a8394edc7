#include "core/face/sadtalker/landmarks68.h"

namespace orator::face::sadtalker {

const std::array<int, 68> kMeshPoint68 = {
    // jaw, from the left ear along the outline and the chin to the right ear
    127, 234, 93, 132, 58, 172, 150, 176, 152, 400, 379, 397, 288, 361, 323, 454, 356,
    // left brow from outside in, right brow from inside out
    70, 63, 105, 66, 107, 336, 296, 334, 293, 300,
    // bridge of the nose down to the tip, then below the nostrils from left to right
    168, 197, 5, 1, 98, 97, 2, 326, 327,
    // left eye: outer corner, upper lid, inner corner, lower lid back
    33, 160, 158, 133, 153, 144,
    // right eye: inner corner, upper lid, outer corner, lower lid back
    362, 385, 387, 263, 373, 380,
    // rim of the lips: left corner, upper lip, right corner, lower lip back
    61, 40, 37, 0, 267, 270, 291, 321, 314, 17, 84, 91,
    // opening of the lips, the same way round
    78, 81, 13, 311, 308, 402, 14, 178};

Landmarks68 landmarks68(const FaceLandmarks& landmarks) {
  Landmarks68 points;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const cv::Point3f& p = landmarks.points[std::size_t(kMeshPoint68[i])];
    points[i] = {p.x, p.y};
  }
  return points;
}

}  // namespace orator::face::sadtalker
