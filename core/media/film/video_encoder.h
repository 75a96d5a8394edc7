#pragma once

#include <opencv2/core.hpp>
#include <string>

#include "core/base/frame_rate.h"
#include "core/media/film/film_form.h"
#include "core/media/libav.h"

namespace orator::media {

/// How pictures are compressed. Internal to core/media.
struct VideoSettings {
  FilmForm form;
  cv::Size size;  ///< of the encoded picture
  FrameRate frameRate;
  int constantRateFactor = 18;  ///< in the measure of x264, 0..51; other codecs get what looks alike
  int bitRateKbit = 0;          ///< kbit/s on average in place of that; 0: by constantRateFactor
  const char* preset = "veryfast";
  int pass = 0;                   ///< 1 or 2 of two; 0: the only one
  std::filesystem::path passLog;  ///< what pass 1 tells pass 2
};

/// An encoder that is open, and the pictures that it takes.
struct VideoEncoder {
  VideoEncoder() = default;
  VideoEncoder(VideoEncoder&&) noexcept = default;
  VideoEncoder& operator=(VideoEncoder&&) noexcept = default;
  ~VideoEncoder();

  /// @param picture of `pixels` in memory, or null at the end @return FFmpeg's status
  int send(const AVFrame* picture);

  libav::Codec codec;
  AVPixelFormat pixels = AV_PIX_FMT_NONE;  ///< of the pictures that are handed over
  bool isOnCard = false;                   ///< they go to the card's memory first
  bool closesAfterPictures = false;  ///< it waits for ever when it is closed before it had one (SVT-AV1)
};

/// An empty picture for an encoder; none where memory is short.
libav::Frame pictureFor(const VideoEncoder& encoder);

/// The first of the encoders of a codec that works here, by FFmpeg's name; empty: none does.
std::string workingEncoder(VideoCodec codec, EncoderDevice device);

/// @param status FFmpeg's, of a failed opening
/// @return without a codec where it cannot be opened
VideoEncoder openVideoEncoder(const VideoSettings& settings, int& status);

/// Whether the chroma of these pictures needs sides that are even.
bool needsEvenSides(AVPixelFormat pixels);

/// Takes what an encoder has found out in its first pass and does not write down by itself.
void keepStatistics(const AVCodecContext& codec, std::string& statistics);

}  // namespace orator::media
