#include "core/media/film/video_encoder.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <mutex>
#include <string_view>

#include "core/base/file_system.h"

extern "C" {
#include <libavutil/hwcontext.h>
#include <libavutil/pixdesc.h>
}

namespace orator::media {
namespace {

/// Frame threads: sliced threads would cost quality. Fixed, so that every machine writes the same bytes.
constexpr int kVideoThreads = 2;

void set(AVCodecContext& codec, const char* name, const std::string& value) {
  av_opt_set(codec.priv_data, name, value.c_str(), 0);
}

bool byBitRate(const VideoSettings& settings) {
  return settings.bitRateKbit > 0;
}

/// The factor on the scale of AV1 and VP9, 0..63.
int factorOf63(const VideoSettings& settings) {
  return int(std::lround(settings.constantRateFactor * 63.0 / 51));
}

void takeRate(AVCodecContext& codec, const VideoSettings& settings, int factor) {
  codec.bit_rate = std::int64_t(settings.bitRateKbit) * 1000;
  if (!byBitRate(settings)) set(codec, "crf", std::to_string(factor));
}

void setX264(AVCodecContext& codec, const VideoSettings& settings) {
  set(codec, "preset", settings.preset);
  takeRate(codec, settings, settings.constantRateFactor);
  if (settings.pass > 0) set(codec, "stats", settings.passLog.string());
}

/// As a value in a list "name=value:name=value" of FFmpeg's.
std::string listed(const std::string& value) {
  std::string text;
  for (const char c : value) {
    if (std::string_view(":=\\' ").find(c) != std::string_view::npos) text += '\\';
    text += c;
  }
  return text;
}

void setX265(AVCodecContext& codec, const VideoSettings& settings) {
  set(codec, "preset", settings.preset);
  takeRate(codec, settings, settings.constantRateFactor);
  std::string text = "log-level=none:info=0:pools=2:frame-threads=1";
  if (settings.pass > 0)
    text += ":pass=" + std::to_string(settings.pass) + ":stats=" + listed(settings.passLog.string());
  set(codec, "x265-params", text);
  // The name by which Apple's players know it.
  codec.codec_tag = MKTAG('h', 'v', 'c', '1');
}

void setSvtAv1(AVCodecContext& codec, const VideoSettings& settings) {
  // It talks to the terminal of its own accord, and listens to this alone.
  static std::once_flag once;
  std::call_once(once, [] { ::setenv("SVT_LOG", "0", 0); });
  set(codec, "preset", "9");
  takeRate(codec, settings, std::max(1, factorOf63(settings)));
  set(codec, "svtav1-params", "lp=2");
}

void setAom(AVCodecContext& codec, const VideoSettings& settings) {
  set(codec, "cpu-used", "7");
  set(codec, "usage", "realtime");
  takeRate(codec, settings, factorOf63(settings));
}

/// Transparent films are encoded twice, picture and alpha, and without frames that are never shown.
void setVp9(AVCodecContext& codec, const VideoSettings& settings) {
  const bool alpha = settings.form.alpha;
  set(codec, "deadline", alpha ? "realtime" : "good");
  set(codec, "cpu-used", alpha ? "8" : "5");
  set(codec, "tile-columns", "2");
  if (alpha) set(codec, "auto-alt-ref", "0");
  takeRate(codec, settings, factorOf63(settings));
}

void setProRes(AVCodecContext& codec, const VideoSettings& settings) {
  const bool full = settings.form.codec == VideoCodec::prores4444;
  codec.profile = full ? FF_PROFILE_PRORES_4444 : FF_PROFILE_PRORES_HQ;
  set(codec, "profile", full ? "4" : "3");
  set(codec, "vendor", "apl0");
}

void setWebp(AVCodecContext& codec, const VideoSettings& settings) {
  codec.compression_level = 2;
  set(codec, "quality", std::to_string(100 - settings.constantRateFactor));
}

void setGif(AVCodecContext&, const VideoSettings&) {}

void setNvenc(AVCodecContext& codec, const VideoSettings& settings) {
  codec.bit_rate = std::int64_t(settings.bitRateKbit) * 1000;
  set(codec, "rc", "vbr");
  if (!byBitRate(settings)) set(codec, "cq", std::to_string(settings.constantRateFactor));
}

void setQuality(AVCodecContext& codec, const VideoSettings& settings) {
  codec.bit_rate = std::int64_t(settings.bitRateKbit) * 1000;
  if (!byBitRate(settings)) codec.global_quality = settings.constantRateFactor;
}

struct Entry {
  const char* name;
  VideoCodec codec;
  EncoderDevice device;
  AVPixelFormat pixels, alphaPixels;
  void (*configure)(AVCodecContext&, const VideoSettings&);
};

using enum VideoCodec;
constexpr auto kSoftware = EncoderDevice::software, kHardware = EncoderDevice::hardware;

/// The better ones of a codec first.
constexpr Entry kEncoders[] = {
    {"libx264", h264, kSoftware, AV_PIX_FMT_YUV420P, AV_PIX_FMT_NONE, setX264},
    {"libx265", h265, kSoftware, AV_PIX_FMT_YUV420P, AV_PIX_FMT_NONE, setX265},
    {"libsvtav1", av1, kSoftware, AV_PIX_FMT_YUV420P, AV_PIX_FMT_NONE, setSvtAv1},
    {"libaom-av1", av1, kSoftware, AV_PIX_FMT_YUV420P, AV_PIX_FMT_NONE, setAom},
    {"prores_aw", prores, kSoftware, AV_PIX_FMT_YUV422P10, AV_PIX_FMT_NONE, setProRes},
    {"prores_ks", prores, kSoftware, AV_PIX_FMT_YUV422P10, AV_PIX_FMT_NONE, setProRes},
    {"prores_aw", prores4444, kSoftware, AV_PIX_FMT_YUV444P10, AV_PIX_FMT_YUVA444P10, setProRes},
    {"prores_ks", prores4444, kSoftware, AV_PIX_FMT_YUV444P10, AV_PIX_FMT_YUVA444P10, setProRes},
    {"libvpx-vp9", vp9, kSoftware, AV_PIX_FMT_YUV420P, AV_PIX_FMT_YUVA420P, setVp9},
    {"gif", gif, kSoftware, AV_PIX_FMT_PAL8, AV_PIX_FMT_PAL8, setGif},
    {"libwebp_anim", webp, kSoftware, AV_PIX_FMT_RGB32, AV_PIX_FMT_RGB32, setWebp},
    {"h264_nvenc", h264, kHardware, AV_PIX_FMT_YUV420P, AV_PIX_FMT_NONE, setNvenc},
    {"h264_qsv", h264, kHardware, AV_PIX_FMT_NV12, AV_PIX_FMT_NONE, setQuality},
    {"h264_vaapi", h264, kHardware, AV_PIX_FMT_NV12, AV_PIX_FMT_NONE, setQuality},
    {"hevc_nvenc", h265, kHardware, AV_PIX_FMT_YUV420P, AV_PIX_FMT_NONE, setNvenc},
    {"hevc_qsv", h265, kHardware, AV_PIX_FMT_NV12, AV_PIX_FMT_NONE, setQuality},
    {"hevc_vaapi", h265, kHardware, AV_PIX_FMT_NV12, AV_PIX_FMT_NONE, setQuality},
    {"av1_nvenc", av1, kHardware, AV_PIX_FMT_YUV420P, AV_PIX_FMT_NONE, setNvenc},
    {"av1_qsv", av1, kHardware, AV_PIX_FMT_NV12, AV_PIX_FMT_NONE, setQuality},
    {"av1_vaapi", av1, kHardware, AV_PIX_FMT_NV12, AV_PIX_FMT_NONE, setQuality},
    {"vp9_qsv", vp9, kHardware, AV_PIX_FMT_NV12, AV_PIX_FMT_NONE, setQuality},
    {"vp9_vaapi", vp9, kHardware, AV_PIX_FMT_NV12, AV_PIX_FMT_NONE, setQuality},
};

struct BufferDeleter {
  void operator()(AVBufferRef* p) const { av_buffer_unref(&p); }
};
using Buffer = std::unique_ptr<AVBufferRef, BufferDeleter>;

/// Pictures in the memory of a card that VAAPI knows. @return FFmpeg's status
int prepareCard(AVCodecContext& codec) {
  AVBufferRef* made = nullptr;
  if (const int status = av_hwdevice_ctx_create(&made, AV_HWDEVICE_TYPE_VAAPI, nullptr, nullptr, 0);
      status < 0)
    return status;
  const Buffer device(made);
  Buffer frames(av_hwframe_ctx_alloc(device.get()));
  if (!frames) return AVERROR(ENOMEM);
  auto& context = *reinterpret_cast<AVHWFramesContext*>(frames->data);
  context.format = AV_PIX_FMT_VAAPI;
  context.sw_format = AV_PIX_FMT_NV12;
  context.width = codec.width;
  context.height = codec.height;
  context.initial_pool_size = 20;
  if (const int status = av_hwframe_ctx_init(frames.get()); status < 0) return status;
  codec.pix_fmt = AV_PIX_FMT_VAAPI;
  codec.hw_frames_ctx = frames.release();
  return 0;
}

/// What pass 1 has told, for libvpx, which takes it as a text.
void takeStatistics(AVCodecContext& codec, const std::filesystem::path& log) {
  std::ifstream file(log, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  codec.stats_in = av_strdup(text.c_str());
}

VideoEncoder opened(const Entry& entry, const VideoSettings& settings, int& status) {
  const AVCodec* found = avcodec_find_encoder_by_name(entry.name);
  status = AVERROR_ENCODER_NOT_FOUND;
  if (!found) return {};
  VideoEncoder encoder;
  encoder.pixels = settings.form.alpha ? entry.alphaPixels : entry.pixels;
  encoder.codec.reset(avcodec_alloc_context3(found));
  status = AVERROR(ENOMEM);
  if (!encoder.codec) return {};
  AVCodecContext& codec = *encoder.codec;
  codec.width = settings.size.width;
  codec.height = settings.size.height;
  codec.pix_fmt = encoder.pixels;
  codec.sample_aspect_ratio = {1, 1};
  codec.framerate = {settings.frameRate.numerator, settings.frameRate.denominator};
  codec.time_base = {settings.frameRate.denominator, settings.frameRate.numerator};
  if (encoder.pixels != AV_PIX_FMT_PAL8 && encoder.pixels != AV_PIX_FMT_RGB32) {
    codec.color_range = AVCOL_RANGE_MPEG;
    codec.colorspace = AVCOL_SPC_BT709;
    codec.color_primaries = AVCOL_PRI_BT709;
    codec.color_trc = AVCOL_TRC_BT709;
    codec.chroma_sample_location = AVCHROMA_LOC_LEFT;
  }
  codec.thread_count = kVideoThreads;
  codec.thread_type = FF_THREAD_FRAME;
  codec.flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
  if (settings.pass > 0) codec.flags |= settings.pass == 1 ? AV_CODEC_FLAG_PASS1 : AV_CODEC_FLAG_PASS2;
  entry.configure(codec, settings);
  if (settings.pass == 2 && entry.codec == vp9) takeStatistics(codec, settings.passLog);
  const std::string_view name = entry.name;
  encoder.isOnCard = name.ends_with("_vaapi");
  if (encoder.isOnCard)
    if (status = prepareCard(codec); status < 0) return {};
  status = avcodec_open2(&codec, found, nullptr);
  if (status < 0) return {};
  encoder.closesAfterPictures = name == "libsvtav1";
  return encoder;
}

/// Brings a picture to the memory of the card. @return FFmpeg's status
int upload(const AVCodecContext& codec, const AVFrame& picture, AVFrame& onCard) {
  if (const int status = av_hwframe_get_buffer(codec.hw_frames_ctx, &onCard, 0); status < 0) return status;
  onCard.pts = picture.pts;
  return av_hwframe_transfer_data(&onCard, &picture, 0);
}

/// Whether an encoder gives a packet for a grey picture.
bool encodesAPicture(const Entry& entry) {
  const cv::Size tried(320, 240);
  int status = 0;
  VideoEncoder encoder = opened(entry,
                                {.form = {Container::mkv, entry.codec, false, entry.device},
                                 .size = tried,
                                 .frameRate = {25, 1},
                                 .passLog = {}},
                                status);
  if (!encoder.codec) return false;
  const libav::Frame picture = pictureFor(encoder);
  if (!picture) return false;
  for (int plane = 0; plane < 3 && picture->buf[plane]; ++plane)
    std::fill_n(picture->buf[plane]->data, picture->buf[plane]->size, std::uint8_t(128));
  picture->pts = 0;
  if (encoder.send(picture.get()) < 0) return false;
  encoder.send(nullptr);
  return avcodec_receive_packet(encoder.codec.get(), libav::makePacket().get()) >= 0;
}

}  // namespace

std::string workingEncoder(VideoCodec codec, EncoderDevice device) {
  libav::quiet();
  for (const Entry& entry : kEncoders) {
    if (entry.codec != codec || entry.device != device || !avcodec_find_encoder_by_name(entry.name)) continue;
    if (device == EncoderDevice::software || encodesAPicture(entry)) return entry.name;
  }
  return {};
}

VideoEncoder openVideoEncoder(const VideoSettings& settings, int& status) {
  const std::string name = encoderName(settings.form);
  for (const Entry& entry : kEncoders)
    if (entry.name == name && entry.codec == settings.form.codec) return opened(entry, settings, status);
  status = AVERROR_ENCODER_NOT_FOUND;
  return {};
}

VideoEncoder::~VideoEncoder() {
  if (!codec || !closesAfterPictures) return;
  if (const libav::Frame picture = pictureFor(*this)) {
    picture->pts = 0;
    send(picture.get());
  }
}

int VideoEncoder::send(const AVFrame* picture) {
  closesAfterPictures = false;
  if (!picture || !isOnCard) return avcodec_send_frame(codec.get(), picture);
  const libav::Frame onCard = libav::makeFrame();
  if (const int status = upload(*codec, *picture, *onCard); status < 0) return status;
  return avcodec_send_frame(codec.get(), onCard.get());
}

libav::Frame pictureFor(const VideoEncoder& encoder) {
  libav::Frame picture = libav::makeFrame();
  if (!picture) return nullptr;
  const AVCodecContext& codec = *encoder.codec;
  picture->width = codec.width;
  picture->height = codec.height;
  picture->format = encoder.pixels;
  picture->color_range = codec.color_range;  // ProRes takes them from each picture
  picture->color_primaries = codec.color_primaries;
  picture->color_trc = codec.color_trc;
  picture->colorspace = codec.colorspace;
  if (av_frame_get_buffer(picture.get(), 0) < 0) return nullptr;
  return picture;
}

bool needsEvenSides(AVPixelFormat pixels) {
  const AVPixFmtDescriptor* layout = av_pix_fmt_desc_get(pixels);
  return layout && (layout->log2_chroma_w > 0 || layout->log2_chroma_h > 0);
}

void keepStatistics(const AVCodecContext& codec, std::string& statistics) {
  if (codec.stats_out) statistics = codec.stats_out;
}

}  // namespace orator::media
