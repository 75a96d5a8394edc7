#pragma once

#include <memory>
#include <opencv2/core.hpp>
#include <string>

#include "core/words/caption_look.h"
#include "core/words/captions.h"
#include "core/words/transcript.h"

namespace orator::words {

/// Draws captions into the frames of a film, by libass: any script, with the fonts that the machine has. The
/// same fonts give the same pictures. One thread.
class CaptionPainter {
 public:
  /// @param transcript timed
  /// @param film size of the frames, pixels
  /// @param mouth where in them the mouth is; empty: nowhere
  /// @throws Error invalidArgument (no times), internal (libass cannot start)
  CaptionPainter(const Transcript& transcript, const CaptionLook& look, cv::Size film, cv::Rect mouth);
  ~CaptionPainter();

  /// Where captions are drawn: bottom or top.
  CaptionPlace place() const;
  /// @param frame of the film: CV_8UC3 RGB, or CV_8UC4 whose colour is not multiplied by its alpha
  void draw(cv::Mat& frame, double seconds);
  /// Letters that no font has and that were to be drawn so far, each once; they are drawn as boxes.
  const std::string& missingLetters() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// How captions break in a film of this size with letters of this size.
CaptionRules rulesFor(cv::Size film, const CaptionLook& look);

}  // namespace orator::words
