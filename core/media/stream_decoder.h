#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "core/media/libav.h"

namespace orator::media {

/// Opens a container and reads its stream list. Nothing but this very file is read: formats that name other
/// files or addresses (playlists, numbered pictures) are refused, and no demuxer may open anything.
/// @throws Error fileNotFound, notAFile, unreadableMedia
libav::Input openInput(const std::filesystem::path& path);

/// True for a packet whose contents are encrypted (MP4 with common encryption).
bool isEncrypted(const AVPacket& packet);

/// Sound streams of a container, in its order.
std::vector<const AVStream*> soundTracks(const AVFormatContext& container);

/// Largest picture of a video, pixels; a decoder that meets a larger one refuses it.
inline constexpr std::int64_t kMostVideoPixels = std::int64_t(1) << 26;

/// Decodes one stream and goes on behind damaged packets. Internal to core/media. Not thread-safe.
class StreamDecoder {
 public:
  /// @param soundTrack of a file with several, counted from 1; 0: the one FFmpeg takes for the main one
  /// @throws Error fileNotFound, notAFile, unreadableMedia, noSound (when `type` is audio and there is none),
  /// invalidArgument (no such sound track)
  StreamDecoder(const std::filesystem::path& path, AVMediaType type, int soundTrack = 0);

  /// The next frame; false at the end. @throws Error unreadableMedia (encrypted)
  bool next(AVFrame& frame);

  const AVFormatContext& container() const { return *input_; }
  AVStream& stream() const { return *stream_; }
  const AVCodecContext& codec() const { return *codec_; }
  bool sawDamage() const { return sawDamage_; }

 private:
  int streamOf(AVMediaType type, int soundTrack, const AVCodec** decoder) const;
  void feed();

  std::filesystem::path path_;
  libav::Input input_;
  libav::Codec codec_;
  libav::Packet packet_ = libav::makePacket();
  AVStream* stream_ = nullptr;
  bool sawDamage_ = false;
  bool drained_ = false;
};

}  // namespace orator::media
