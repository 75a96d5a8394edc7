#pragma once

// FFmpeg's C structures with owners. Internal to core/media.

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/avstring.h>
#include <libavutil/channel_layout.h>
#include <libavutil/opt.h>
#include <libswresample/swresample.h>
#include <libswscale/swscale.h>
}

#include <filesystem>
#include <memory>
#include <string>

#include "core/base/files.h"
#include "core/base/frame_rate.h"

namespace orator::media::libav {

struct Deleter {
  void operator()(AVCodecContext* p) const { avcodec_free_context(&p); }
  void operator()(AVFrame* p) const { av_frame_free(&p); }
  void operator()(AVPacket* p) const { av_packet_free(&p); }
  void operator()(SwsContext* p) const { sws_freeContext(p); }
  void operator()(SwrContext* p) const { swr_free(&p); }
};
/// How often a file may be read, 32 kB a time, until its streams are known and from each frame to the next:
/// demuxers walk to the end of whatever has no end in sight, and a file of holes can be as long as its maker
/// likes.
struct ReadBudget {
  int reads = 0;
  static int isSpent(void* budget) {
    constexpr int kMostReads = 4096;
    return ++static_cast<ReadBudget*>(budget)->reads > kMostReads;
  }
};
/// Before streams are looked for, and before each frame.
inline void renewBudget(const AVFormatContext& input) {
  static_cast<ReadBudget*>(input.opaque)->reads = 0;
}

struct InputDeleter {
  /// The file and the budget are ours, see openInput(): FFmpeg leaves them alone.
  void operator()(AVFormatContext* p) const {
    AVIOContext* file = p->pb;
    const std::unique_ptr<ReadBudget> budget(static_cast<ReadBudget*>(p->opaque));
    avformat_close_input(&p);
    avio_closep(&file);
  }
};
struct OutputDeleter {
  void operator()(AVFormatContext* p) const {
    if (p->pb) avio_closep(&p->pb);
    avformat_free_context(p);
  }
};

using Input = std::unique_ptr<AVFormatContext, InputDeleter>;
using Output = std::unique_ptr<AVFormatContext, OutputDeleter>;
using Codec = std::unique_ptr<AVCodecContext, Deleter>;
using Frame = std::unique_ptr<AVFrame, Deleter>;
using Packet = std::unique_ptr<AVPacket, Deleter>;
using Scaler = std::unique_ptr<SwsContext, Deleter>;
using Resampler = std::unique_ptr<SwrContext, Deleter>;

inline Frame makeFrame() {
  return Frame(av_frame_alloc());
}
inline Packet makePacket() {
  return Packet(av_packet_alloc());
}

inline std::string errorText(int code) {
  char text[AV_ERROR_MAX_STRING_SIZE] = {};
  av_strerror(code, text, sizeof text);
  return text;
}

/// The path as an URL, so that a colon in a file name is not taken for a protocol.
inline std::string url(const std::filesystem::path& path) {
  return "file:" + pathText(path);
}

/// Keeps FFmpeg's own messages off the terminal; ours say what to do instead.
inline void quiet() {
  av_log_set_level(AV_LOG_QUIET);
}

/// A header's word; 25 frames a second for a rate that no film has.
inline FrameRate toFrameRate(AVRational rate) {
  constexpr int kLargestTerm = 1'000'000;
  if (rate.num <= 0 || rate.den <= 0) return {};
  int numerator = 0, denominator = 1;
  av_reduce(&numerator, &denominator, rate.num, rate.den, kLargestTerm);
  const double perSecond = denominator > 0 ? double(numerator) / denominator : 0;
  return perSecond >= 0.01 && perSecond <= 1000 ? FrameRate{numerator, denominator} : FrameRate{};
}

}  // namespace orator::media::libav
