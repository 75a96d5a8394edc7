#include "core/media/media_info.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <fstream>
#include <utility>

#include "core/base/file_system.h"
#include "core/base/files.h"
#include "core/media/display_matrix.h"
#include "core/media/picture.h"
#include "core/media/picture_header.h"
#include "core/media/stream_decoder.h"

extern "C" {
#include <libavutil/pixdesc.h>
}

namespace orator::media {
namespace {

std::string orEmpty(const char* text) {
  return text ? text : "";
}

/// Walks the top-level boxes of an MP4 or QuickTime file. What is not clear within a thousand is no.
bool indexBeforeData(const std::filesystem::path& path) {
  constexpr int kMostBoxes = 1000;
  const std::uint64_t fileSize = sizeOfFile(path);
  std::ifstream file(path, std::ios::binary);
  std::array<unsigned char, 16> head{};
  const auto bigEndian = [&](int at, int size) {
    std::uint64_t value = 0;
    for (int i = 0; i < size; ++i) value = value << 8 | head.at(std::size_t(at) + std::size_t(i));
    return value;
  };
  std::uint64_t at = 0;
  for (int box = 0; box < kMostBoxes; ++box) {
    if (!file.seekg(std::streamoff(at)) || !file.read(reinterpret_cast<char*>(head.data()), 8)) return false;
    if (std::memcmp(head.data() + 4, "moov", 4) == 0) return true;
    if (std::memcmp(head.data() + 4, "mdat", 4) == 0) return false;
    std::uint64_t size = bigEndian(0, 4);
    if (size == 1) {
      if (!file.read(reinterpret_cast<char*>(head.data() + 8), 8)) return false;
      size = bigEndian(8, 8);
    }
    if (size < 8 || size > fileSize - at) return false;
    at += size;
  }
  return false;
}

void describeVideo(const AVFormatContext& container, AVStream& stream, MediaInfo& info) {
  const AVCodecParameters& codec = *stream.codecpar;
  info.hasVideo = true;
  info.videoCodec = avcodec_get_name(codec.codec_id);
  info.pixelFormat = orEmpty(av_get_pix_fmt_name(AVPixelFormat(codec.format)));
  if (codec.color_space != AVCOL_SPC_UNSPECIFIED)
    info.colourSpace = orEmpty(av_color_space_name(codec.color_space));
  info.width = codec.width;
  info.height = codec.height;
  if (quarterTurns(stream) % 2) std::swap(info.width, info.height);
  info.frameRate =
      libav::toFrameRate(av_guess_frame_rate(&const_cast<AVFormatContext&>(container), &stream, nullptr));
  const bool stillPicture = info.container == "image2" || info.container.ends_with("_pipe");
  info.frames = stillPicture ? 1 : std::max<std::int64_t>(stream.nb_frames, 0);
  if (stillPicture) info.durationSeconds = 0;
  if (info.frames == 0) info.frames = std::llround(info.durationSeconds * info.frameRate.perSecond());
}

/// Looks at the first packets: headers do not always say it.
bool startsEncrypted(AVFormatContext& input) {
  constexpr int kLookedAt = 8;
  const libav::Packet packet = libav::makePacket();
  libav::renewBudget(input);
  for (int i = 0; i < kLookedAt && av_read_frame(&input, packet.get()) >= 0; ++i) {
    const bool encrypted = isEncrypted(*packet);
    av_packet_unref(packet.get());
    if (encrypted) return true;
  }
  return false;
}

bool isHeif(const std::filesystem::path& path) {
  requireFile(path);
  std::array<std::uint8_t, 12> head{};
  std::ifstream(path, std::ios::binary).read(reinterpret_cast<char*>(head.data()), head.size());
  return pictureFormat(head) == PictureFormat::heif;
}

/// FFmpeg does not know these; libheif tells their size when it reads them.
MediaInfo describeHeif(const std::filesystem::path& path) {
  const cv::Size size = readPicture(path).rgb.size();
  MediaInfo info;
  info.container = "heif";
  info.hasVideo = true;
  info.videoCodec = "heif";
  info.width = size.width;
  info.height = size.height;
  info.frames = 1;
  return info;
}

double startSeconds(const AVStream& stream) {
  return stream.start_time == AV_NOPTS_VALUE ? 0 : double(stream.start_time) * av_q2d(stream.time_base);
}

}  // namespace

MediaInfo readMediaInfo(const std::filesystem::path& path) {
  if (isHeif(path)) return describeHeif(path);
  const libav::Input input = openInput(path);
  MediaInfo info;
  info.container = input->iformat->name;
  if (input->duration != AV_NOPTS_VALUE && input->duration > 0)
    info.durationSeconds = double(input->duration) / AV_TIME_BASE;
  const int video = av_find_best_stream(input.get(), AVMEDIA_TYPE_VIDEO, -1, -1, nullptr, 0);
  const bool coverOnly = video >= 0 && (input->streams[video]->disposition & AV_DISPOSITION_ATTACHED_PIC);
  if (video >= 0 && !coverOnly) describeVideo(*input, *input->streams[video], info);
  const int audio = av_find_best_stream(input.get(), AVMEDIA_TYPE_AUDIO, -1, -1, nullptr, 0);
  if (audio >= 0) {
    const AVCodecParameters& codec = *input->streams[audio]->codecpar;
    info.hasAudio = true;
    info.audioCodec = avcodec_get_name(codec.codec_id);
    info.sampleRateHz = codec.sample_rate;
    info.channels = codec.ch_layout.nb_channels;
  }
  if (info.hasVideo && info.hasAudio)
    info.pictureDelaySeconds = startSeconds(*input->streams[video]) - startSeconds(*input->streams[audio]);
  info.soundTracks = int(soundTracks(*input).size());
  info.encrypted = startsEncrypted(*input);
  info.fastStart = info.container.starts_with("mov,mp4") && indexBeforeData(path);
  return info;
}

}  // namespace orator::media
