#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/media/film/film_writer.h"
#include "core/media/film/frame_encoder.h"
#include "core/media/film/gif_palette.h"
#include "core/media/film/sound_track.h"
#include "core/media/film/video_encoder.h"
#include "core/media/film/yuv420.h"
#include "core/media/libav.h"

namespace orator::media {

/// Colour conversion, compression and the container, through FFmpeg. Internal to core/media.
class FilmEncoder : public FrameEncoder {
 public:
  /// Writes to `file`; errors name `target`. @throws Error outputUnwritable, diskFull, what AudioReader
  /// throws
  FilmEncoder(const std::filesystem::path& file, const std::filesystem::path& target,
              const FilmWriterSettings& settings);

  void encode(const cv::Mat& frame) override;
  void finish() override;

 private:
  void openVideo(const FilmWriterSettings& settings);
  void openScaler();
  void openFile(const std::filesystem::path& file, const FilmWriterSettings& settings);
  void encodePicture(const cv::Mat& frame);
  void fillPicture(const cv::Mat& frame);
  void encodeWaiting();
  void send(const AVFrame* frame);
  void write(AVPacket& packet);
  void keepPassLog();
  void check(int status) const;

  std::filesystem::path target_;
  cv::Size size_, encodedSize_;
  FrameRate frameRate_;
  bool alpha_ = false;
  int pass_ = 0;
  std::filesystem::path passLog_;
  std::string statistics_;  ///< of pass 1, from an encoder that does not keep them itself
  libav::Output output_;
  std::optional<VideoEncoder> video_;
  AVStream* videoStream_ = nullptr;
  libav::Scaler scaler_;
  Yuv420Converter yuv420_;
  libav::Frame picture_;
  libav::Packet packet_ = libav::makePacket();
  std::vector<cv::Mat> waiting_;  ///< frames of a GIF whose colours are not chosen yet
  std::optional<GifPalette> palette_;
  std::optional<SoundTrack> sound_;
  std::int64_t frames_ = 0;
};

}  // namespace orator::media
