#pragma once

#include <array>
#include <opencv2/core.hpp>
#include <vector>

namespace orator::face {

struct Portrait;

/// Turns of a picture before anything is looked for in it.
enum class Rotation {
  none,
  clockwise,         ///< by 90 degrees
  half,              ///< by 180 degrees
  counterclockwise,  ///< by 90 degrees
  upright,           ///< by as many quarters as set the face upright
};

enum class PictureKind { photo, drawing, animal };

/// How far a portrait can follow a motion, measured once when it is analysed; renderers, notes and the studio
/// read the same values. Left and right are those of the picture. What is not said otherwise is a plain
/// portrait, in which nothing is held back.
struct PortraitQuality {
  // The head as it is shown.
  float yawDegrees = 0;    ///< positive looks to the right
  float pitchDegrees = 0;  ///< positive looks down; level heads lie between 0 and 10
  float rollDegrees = 0;   ///< of the line of the eyes, -180..180; positive counter-clockwise, 0 upright
  Rotation toUpright = Rotation::none;  ///< sets a face upright that lies on its side or upside down
  float faceHeightPixels = 0;           ///< forehead to chin
  float sharpness = 0;                  ///< variance of the Laplacian of the face at 160 x 160, 8 bits

  // What is seen of it, 0..1.
  float lipsVisible = 1;                   ///< a mask, paper or a hand before them gives 0
  std::array<float, 2> eyesVisible{1, 1};  ///< left, right; dark glasses, hair or the turn of the head hide
  float eyeOpening = 0.3f;                 ///< mean height by width of both eyes
  float mouthOpening = 0;                  ///< between the inner lips, in face heights

  // The picture around it.
  PictureKind kind = PictureKind::photo;
  std::array<float, 4> cut{};      ///< left, top, right, bottom: 0 room enough, 1 the border cuts the head
  cv::Rect innerFrame;             ///< pixels; the part inside straight bars or a frame, empty without one
  std::vector<cv::Rect2f> others;  ///< bounds of the faces that do not speak, pixels
  bool transparent = false;        ///< the file has transparency

  bool showsLips() const { return lipsVisible >= kSeen; }
  bool showsEye(int eye) const { return eyesVisible[std::size_t(eye)] >= kSeen; }

  static constexpr float kSeen = 0.5f;
};

/// Variance of the Laplacian of a face at 160 x 160, 8 bits; 0 where it is too small to tell.
/// @param rgb CV_8UC3 RGB @param face its box, pixels
float faceSharpness(const cv::Mat& rgb, cv::Rect2f face);

/// @param portrait with everything but its quality
PortraitQuality measureQuality(const Portrait& portrait);

}  // namespace orator::face
