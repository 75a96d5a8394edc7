#include "core/media/mp4_encoder.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <limits>
#include <opencv2/imgproc.hpp>

#include "core/base/error.h"

namespace orator::media {
namespace {

constexpr std::array kAacRatesHz = {96000, 88200, 64000, 48000, 44100, 32000, 24000,
                                    22050, 16000, 12000, 11025, 8000,  7350};
constexpr int kMaximumChannels = 8;
constexpr int kBitRatePerChannel = 96000;
/// Frame threads: sliced threads would cost quality. Fixed, so that every machine writes the same bytes.
constexpr int kVideoThreads = 2;

Error encoderMissing(const char* name, const char* package) {
  return Error(ErrorCode::internal, name, "this FFmpeg was built without the encoder",
               std::string("Install a complete FFmpeg (Debian: ") + package + ")");
}

int even(int side) {
  return side + side % 2;
}

}  // namespace

int nearestAacRateHz(int sampleRateHz) {
  return *std::min_element(kAacRatesHz.begin(), kAacRatesHz.end(), [&](int a, int b) {
    return std::abs(a - sampleRateHz) < std::abs(b - sampleRateHz);
  });
}

Mp4Encoder::Mp4Encoder(const std::filesystem::path& file, const std::filesystem::path& target,
                       const Mp4Settings& settings)
    : target_(target), size_(settings.size), frameRate_(settings.frameRate) {
  libav::quiet();
  if (size_.width < 2 || size_.height < 2 || frameRate_.numerator <= 0 || frameRate_.denominator <= 0)
    throw Error(ErrorCode::invalidArgument, pathText(target), "a video needs a size and a frame rate");
  AVFormatContext* made = nullptr;
  check(avformat_alloc_output_context2(&made, nullptr, "mp4", libav::url(file).c_str()));
  output_.reset(made);
  output_->flags |= AVFMT_FLAG_BITEXACT;
  openVideo(settings);
  if (!settings.voice.empty()) openAudio(settings);
  openFile(file);
}

void Mp4Encoder::openVideo(const Mp4Settings& settings) {
  const AVCodec* encoder = avcodec_find_encoder_by_name("libx264");
  if (!encoder) throw encoderMissing("libx264", "libavcodec-extra59 or libavcodec59");
  video_.reset(avcodec_alloc_context3(encoder));
  video_->width = even(size_.width);
  video_->height = even(size_.height);
  video_->pix_fmt = AV_PIX_FMT_YUV420P;
  video_->sample_aspect_ratio = {1, 1};
  video_->framerate = {frameRate_.numerator, frameRate_.denominator};
  video_->time_base = {frameRate_.denominator, frameRate_.numerator};
  video_->color_range = AVCOL_RANGE_MPEG;
  video_->colorspace = AVCOL_SPC_BT709;
  video_->color_primaries = AVCOL_PRI_BT709;
  video_->color_trc = AVCOL_TRC_BT709;
  video_->chroma_sample_location = AVCHROMA_LOC_LEFT;
  video_->thread_count = kVideoThreads;
  video_->thread_type = FF_THREAD_FRAME;
  video_->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
  av_opt_set(video_->priv_data, "preset", settings.preset, 0);
  av_opt_set_double(video_->priv_data, "crf", settings.constantRateFactor, 0);
  check(avcodec_open2(video_.get(), encoder, nullptr));

  videoStream_ = avformat_new_stream(output_.get(), nullptr);
  videoStream_->time_base = video_->time_base;
  videoStream_->avg_frame_rate = video_->framerate;
  check(avcodec_parameters_from_context(videoStream_->codecpar, video_.get()));

  picture_->width = video_->width;
  picture_->height = video_->height;
  picture_->format = video_->pix_fmt;
  check(av_frame_get_buffer(picture_.get(), 0));
  scaler_.reset(sws_getContext(video_->width, video_->height, AV_PIX_FMT_RGB24, video_->width, video_->height,
                               AV_PIX_FMT_YUV420P, SWS_BILINEAR | SWS_ACCURATE_RND, nullptr, nullptr,
                               nullptr));
  if (!scaler_) check(AVERROR(ENOMEM));
  const int* bt709 = sws_getCoefficients(SWS_CS_ITU709);
  sws_setColorspaceDetails(scaler_.get(), bt709, 1, bt709, 0, 0, 1 << 16, 1 << 16);
}

void Mp4Encoder::openAudio(const Mp4Settings& settings) {
  const AVCodec* encoder = avcodec_find_encoder_by_name("aac");
  if (!encoder) throw encoderMissing("aac", "libavcodec59");
  AudioFormat format = AudioReader(settings.voice, {}, {.track = settings.voiceCut.track}).format();
  AudioFormat wanted = {nearestAacRateHz(format.sampleRateHz), std::min(format.channels, kMaximumChannels)};
  // Channels that cancel each other would be silent on one loudspeaker: what is heard is what is shown.
  if (const auto channel = loneChannel(settings.voice, settings.voiceCut))
    wanted = {.sampleRateHz = wanted.sampleRateHz, .channels = 1, .onlyChannel = *channel};
  voice_ = std::make_unique<AudioReader>(settings.voice, wanted, settings.voiceCut);
  format = voice_->format();

  const auto open = [&](std::uint64_t channelMask) {
    audio_.reset(avcodec_alloc_context3(encoder));
    audio_->sample_fmt = AV_SAMPLE_FMT_FLTP;
    audio_->sample_rate = format.sampleRateHz;
    audio_->time_base = {1, format.sampleRateHz};
    audio_->bit_rate = std::int64_t(kBitRatePerChannel) * format.channels;
    audio_->flags |= AV_CODEC_FLAG_GLOBAL_HEADER | AV_CODEC_FLAG_BITEXACT;
    if (channelMask)
      av_channel_layout_from_mask(&audio_->ch_layout, channelMask);
    else
      av_channel_layout_default(&audio_->ch_layout, format.channels);
    return avcodec_open2(audio_.get(), encoder, nullptr);
  };
  // AAC knows fewer speaker arrangements than other formats; the usual one for the count always works.
  if (open(format.channelMask) < 0) check(open(0));

  audioStream_ = avformat_new_stream(output_.get(), nullptr);
  audioStream_->time_base = audio_->time_base;
  check(avcodec_parameters_from_context(audioStream_->codecpar, audio_.get()));

  voiceLeft_ = std::numeric_limits<std::int64_t>::max();
  if (settings.voiceFrames) {
    const AVRational perFrame = {frameRate_.denominator, frameRate_.numerator};
    const AVRational perSample = {1, format.sampleRateHz};
    const std::int64_t begin = av_rescale_q(settings.voiceFrames->begin, perFrame, perSample);
    const std::int64_t end = av_rescale_q(settings.voiceFrames->end, perFrame, perSample);
    if (end > begin)
      voiceLeft_ = end - begin;  // an end past 64 bits comes back negative: up to the voice's end
    skipVoice(begin);
  }
}

void Mp4Encoder::openFile(const std::filesystem::path& file) {
  if (const int status = avio_open(&output_->pb, libav::url(file).c_str(), AVIO_FLAG_WRITE); status < 0)
    throw writeError(target_, AVUNERROR(status));
  AVDictionary* options = nullptr;
  av_dict_set(&options, "movflags", "+faststart", 0);
  const int status = avformat_write_header(output_.get(), &options);
  av_dict_free(&options);
  check(status);
}

void Mp4Encoder::skipVoice(std::int64_t samples) {
  std::vector<float> dropped;
  while (samples > 0) {
    dropped.clear();
    const std::int64_t got =
        voice_->read(dropped, std::min<std::int64_t>(samples, voice_->format().sampleRateHz));
    if (got == 0) return;
    samples -= got;
  }
}

void Mp4Encoder::encode(const cv::Mat& rgb) {
  if (rgb.type() != CV_8UC3 || rgb.size() != size_)
    throw Error(ErrorCode::internal, pathText(target_), "a frame has another size or type than the video");
  cv::Mat padded = rgb;
  if (size_.width % 2 || size_.height % 2)
    cv::copyMakeBorder(rgb, padded, 0, size_.height % 2, 0, size_.width % 2, cv::BORDER_REPLICATE);
  check(av_frame_make_writable(picture_.get()));
  const std::uint8_t* const source[] = {padded.data};
  const int stride[] = {int(padded.step)};
  sws_scale(scaler_.get(), source, stride, 0, padded.rows, picture_->data, picture_->linesize);
  picture_->pts = frames_++;
  send(*video_, *videoStream_, picture_.get());
  encodeVoiceUntil(frames_);
}

void Mp4Encoder::encodeVoiceUntil(std::int64_t frame) {
  if (!voice_) return;
  while (av_compare_ts(samples_, audio_->time_base, frame, video_->time_base) < 0)
    if (!encodeVoiceBlock()) return;
}

bool Mp4Encoder::encodeVoiceBlock() {
  block_.clear();
  const std::int64_t wanted = std::min<std::int64_t>(audio_->frame_size, voiceLeft_);
  const std::int64_t got = wanted > 0 ? voice_->read(block_, wanted) : 0;
  if (got == 0) return false;
  voiceLeft_ -= got;
  const libav::Frame block = libav::makeFrame();
  block->format = audio_->sample_fmt;
  block->sample_rate = audio_->sample_rate;
  check(av_channel_layout_copy(&block->ch_layout, &audio_->ch_layout));
  block->nb_samples = int(got);
  block->pts = samples_;
  check(av_frame_get_buffer(block.get(), 0));
  const int channels = voice_->format().channels;
  for (int channel = 0; channel < channels; ++channel) {
    auto* plane = reinterpret_cast<float*>(block->extended_data[channel]);
    for (std::int64_t i = 0; i < got; ++i) plane[i] = block_[std::size_t(i * channels + channel)];
  }
  samples_ += got;
  send(*audio_, *audioStream_, block.get());
  return true;
}

void Mp4Encoder::send(AVCodecContext& codec, const AVStream& stream, const AVFrame* frame) {
  check(avcodec_send_frame(&codec, frame));
  for (;;) {
    const int status = avcodec_receive_packet(&codec, packet_.get());
    if (status == AVERROR(EAGAIN) || status == AVERROR_EOF) return;
    check(status);
    packet_->stream_index = stream.index;
    if (&codec == video_.get()) packet_->duration = 1;
    av_packet_rescale_ts(packet_.get(), codec.time_base, stream.time_base);
    check(av_interleaved_write_frame(output_.get(), packet_.get()));
    if (output_->pb->error < 0) check(output_->pb->error);
  }
}

void Mp4Encoder::finish() {
  if (frames_ == 0) throw Error(ErrorCode::internal, pathText(target_), "the video has no frames");
  send(*video_, *videoStream_, nullptr);
  if (voice_) {
    while (encodeVoiceBlock()) {
    }
    send(*audio_, *audioStream_, nullptr);
  }
  check(av_write_trailer(output_.get()));
  avio_flush(output_->pb);
  if (output_->pb->error < 0) check(output_->pb->error);
  check(avio_closep(&output_->pb));
}

/// FFmpeg's status as our error: system errors come from writing, the rest is ours to answer for.
void Mp4Encoder::check(int status) const {
  if (status >= 0) return;
  switch (status) {
    case AVERROR_EXTERNAL:  // x264, whose settings are ours, fails for want of memory or threads alone
    case AVERROR(EAGAIN):   // a thread that cannot be started
    case AVERROR(ENOMEM):
      throw Error(ErrorCode::outOfMemory, pathText(target_), "there is not enough memory to encode the video",
                  "Choose a smaller size");
    case AVERROR(ENOSPC):
    case AVERROR(EFBIG):
    case AVERROR(EDQUOT):
    case AVERROR(EIO):
    case AVERROR(EACCES):
    case AVERROR(EPERM):
    case AVERROR(EROFS):
    case AVERROR(ENOENT):
      throw writeError(target_, AVUNERROR(status));
    default:
      throw Error(ErrorCode::internal, pathText(target_),
                  "the video cannot be encoded (" + libav::errorText(status) + ")");
  }
}

}  // namespace orator::media
