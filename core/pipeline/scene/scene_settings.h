#pragma once

#include <filesystem>
#include <opencv2/core.hpp>

#include "core/render/face_renderer.h"
#include "core/words/caption_look.h"

namespace orator::pipeline {

/// Width to height of a film; 0 and 0: as the part of the portrait that it shows.
struct Aspect {
  int width = 0, height = 0;
  bool isOwn() const { return width == 0 && height == 0; }
  double ratio() const { return double(width) / height; }
  bool operator==(const Aspect&) const = default;
};

/// What becomes of a picture of another aspect: as much of it is cut off as leaves the face in safe distance
/// from the edges, or all of it is shown.
enum class Fit { crop, pad };

/// What is behind a transparent picture and beside one that does not fill the frame. `automatic`: nothing
/// where the film is transparent, else the picture, blurred.
enum class Behind { automatic, blur, colour };

/// A sign in the picture that says that the film is synthetic.
enum class Mark { off, on };

/// How the pictures of a renderer are put into the frame of a film.
struct SceneSettings {
  render::Transparency alpha = render::Transparency::off;
  Aspect aspect;
  Fit fit = Fit::crop;
  Behind behind = Behind::automatic;
  cv::Vec3b behindColour{0, 0xB1, 0x40};  ///< R G B
  std::filesystem::path behindFile;       ///< a picture or a video in its place; empty: none
  Mark mark = Mark::off;
  std::filesystem::path captions;  ///< words that are drawn into the film, with times or without; empty: none
  words::CaptionLook captionLook;
  bool operator==(const SceneSettings&) const = default;

  /// The film itself is transparent.
  bool isTransparent() const {
    return alpha != render::Transparency::off && behind == Behind::automatic && behindFile.empty();
  }
};

}  // namespace orator::pipeline
