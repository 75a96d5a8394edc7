#pragma once

#include "core/media/libav.h"

namespace orator::media {

/// Opens a container and reads its stream list. @throws Error fileNotFound, notAFile, unreadableMedia
libav::Input openInput(const std::filesystem::path& path);

/// Decodes the best stream of one type and goes on behind damaged packets. Internal to core/media. Not
/// thread-safe.
class StreamDecoder {
 public:
  /// @throws Error fileNotFound, notAFile, unreadableMedia, noSound (when `type` is audio and there is none)
  StreamDecoder(const std::filesystem::path& path, AVMediaType type);

  /// The next frame; false at the end.
  bool next(AVFrame& frame);

  const AVFormatContext& container() const { return *input_; }
  AVStream& stream() const { return *stream_; }
  const AVCodecContext& codec() const { return *codec_; }
  bool sawDamage() const { return sawDamage_; }

 private:
  void feed();

  libav::Input input_;
  libav::Codec codec_;
  libav::Packet packet_ = libav::makePacket();
  AVStream* stream_ = nullptr;
  bool sawDamage_ = false;
  bool drained_ = false;
};

}  // namespace orator::media
