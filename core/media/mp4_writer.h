#pragma once

#include <filesystem>
#include <memory>
#include <opencv2/core.hpp>
#include <optional>

#include "core/base/frame_rate.h"
#include "core/media/audio_reader.h"

namespace orator::media {

struct Mp4Settings {
  cv::Size size;  ///< of the frames; odd sizes are padded by one replicated row or column
  FrameRate frameRate;
  int constantRateFactor = 18;      ///< x264 CRF, 0..51
  const char* preset = "veryfast";  ///< x264 preset
  /// Sound to mux, at its own sample rate and channel count, cut by voiceCut; empty: a silent video.
  std::filesystem::path voice = {};
  VoiceCut voiceCut = {};
  /// Only the sound of these frames of the whole video, counted behind voiceCut; an end beyond the voice
  /// means up to its end.
  std::optional<FrameRange> voiceFrames = {};
};

/// Sample rate AAC supports that is nearest to the given one (7350..96000 Hz).
int nearestAacRateHz(int sampleRateHz);

/// Encodes H.264 (yuv420p, bt709, faststart) and AAC once, on its own thread behind a queue
/// bounded to 16 frames or 64 MB; memory does not grow with the length. The same frames give the same bytes.
/// The file has its name from finish() on; without finish() nothing remains (PartialFile).
/// write() and finish() are called from one thread.
class Mp4Writer {
 public:
  /// @throws Error outputUnwritable, and what AudioReader throws for the voice
  Mp4Writer(std::filesystem::path path, const Mp4Settings& settings);
  ~Mp4Writer();
  Mp4Writer(const Mp4Writer&) = delete;
  Mp4Writer& operator=(const Mp4Writer&) = delete;

  /// Queues one frame, CV_8UC3 RGB of the size given; blocks while the queue is full. The Mat must not be
  /// changed after.
  /// @throws Error diskFull, outputUnwritable (an earlier encoding failure surfaces here or in finish())
  void write(const cv::Mat& rgb);
  /// Drains the queue, muxes the rest of the voice, moves the file into place.
  void finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace orator::media
