#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "core/media/audio_reader.h"
#include "core/media/libav.h"
#include "core/media/mp4_writer.h"

namespace orator::media {

/// The single-threaded half of Mp4Writer: colour conversion, H.264, AAC and the container. Internal to
/// core/media.
class Mp4Encoder {
 public:
  /// Writes to `file`; errors name `target`. @throws Error outputUnwritable, diskFull, what AudioReader
  /// throws
  Mp4Encoder(const std::filesystem::path& file, const std::filesystem::path& target,
             const Mp4Settings& settings);

  /// @param rgb CV_8UC3 RGB of Mp4Settings::size
  void encode(const cv::Mat& rgb);
  /// Drains the encoders, muxes the rest of the voice and writes the index in front.
  void finish();

 private:
  void openVideo(const Mp4Settings& settings);
  void openAudio(const Mp4Settings& settings);
  void openFile(const std::filesystem::path& file);
  void skipVoice(std::int64_t samples);
  /// Encodes the voice up to a frame's end.
  void encodeVoiceUntil(std::int64_t frame);
  bool encodeVoiceBlock();
  void send(AVCodecContext& codec, const AVStream& stream, const AVFrame* frame);
  void check(int status) const;

  std::filesystem::path target_;
  cv::Size size_;
  FrameRate frameRate_;
  libav::Codec video_, audio_;
  libav::Output output_;
  AVStream* videoStream_ = nullptr;
  AVStream* audioStream_ = nullptr;
  libav::Scaler scaler_;
  libav::Frame picture_ = libav::makeFrame();
  libav::Packet packet_ = libav::makePacket();
  std::unique_ptr<AudioReader> voice_;
  std::vector<float> block_;    ///< interleaved samples of one AAC frame
  std::int64_t voiceLeft_ = 0;  ///< sample frames still to be muxed
  std::int64_t frames_ = 0, samples_ = 0;
};

}  // namespace orator::media
