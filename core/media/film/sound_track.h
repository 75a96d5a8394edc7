#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

#include "core/media/audio_reader.h"
#include "core/media/film/film_writer.h"
#include "core/media/libav.h"

namespace orator::media {

/// The sound of a film, packet by packet: taken over as it is where the container holds it and nothing of it
/// is changed, else encoded. Internal to core/media.
class SoundTrack {
 public:
  /// Gets packets in the time of their stream.
  using Sink = std::function<void(AVPacket&)>;

  /// Adds its stream to the container. @throws Error what AudioReader throws; as requireEncoded()
  SoundTrack(const FilmWriterSettings& settings, const std::filesystem::path& target,
             AVFormatContext& container, Sink sink);
  /// Hands out what is heard before a moment. @param unit of the moment, seconds
  void writeUntil(std::int64_t moment, AVRational unit);
  /// Hands out the rest.
  void finish();

 private:
  bool takesOver(const FilmWriterSettings& settings);
  void openEncoder(const FilmWriterSettings& settings);
  void skip(std::int64_t samples);
  bool encodeBlock();
  bool copyPacket();
  void send(const AVFrame* block);

  std::filesystem::path target_;
  AVFormatContext& container_;
  Sink sink_;
  AVStream* stream_ = nullptr;
  libav::Packet packet_ = libav::makePacket();
  // Taken over:
  libav::Input source_;
  int sourceStream_ = -1;
  std::int64_t sourceBegin_ = 0;  ///< in the source's time
  std::int64_t copied_ = 0;       ///< end of the last packet, in the stream's time
  // Encoded:
  std::unique_ptr<AudioReader> voice_;
  libav::Codec codec_;
  std::vector<float> block_;    ///< interleaved samples of one frame of the encoder
  std::int64_t voiceLeft_ = 0;  ///< sample frames still to be encoded
  std::int64_t samples_ = 0;
};

}  // namespace orator::media
