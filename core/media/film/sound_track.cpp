#include "core/media/film/sound_track.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <string>

#include "core/base/error.h"
#include "core/media/film/encoding_failure.h"
#include "core/media/stream_decoder.h"

namespace orator::media {
namespace {

constexpr std::array kAacRatesHz = {96000, 88200, 64000, 48000, 44100, 32000, 24000,
                                    22050, 16000, 12000, 11025, 8000,  7350};
constexpr int kMaximumChannels = 8, kMp3Channels = 2;
constexpr int kBitRatePerChannel = 96000;
constexpr int kFreeBlock = 1024;  // samples at once where the encoder leaves it to us

struct SoundEncoder {
  SoundCodec codec;
  const char* name;
  const char* package;
  bool hasBitRate;
};
constexpr SoundEncoder kSoundEncoders[] = {{SoundCodec::aac, "aac", "libavcodec59", true},
                                           {SoundCodec::opus, "libopus", "libavcodec59", true},
                                           {SoundCodec::pcm16, "pcm_s16le", "libavcodec59", false},
                                           {SoundCodec::pcm24, "pcm_s24le", "libavcodec59", false},
                                           {SoundCodec::mp3, "libmp3lame", "libavcodec59", true},
                                           {SoundCodec::flac, "flac", "libavcodec59", false}};

const SoundEncoder& entryOf(SoundCodec codec) {
  return *std::find_if(std::begin(kSoundEncoders), std::end(kSoundEncoders),
                       [&](const SoundEncoder& one) { return one.codec == codec; });
}

/// The rate of an encoder that holds all of a sound, or the highest; those that know every rate keep it.
int rateFor(const AVCodec& encoder, SoundCodec codec, int sampleRateHz) {
  if (codec == SoundCodec::aac) return nearestAacRateHz(sampleRateHz);
  if (!encoder.supported_samplerates) return sampleRateHz;
  int best = 0;
  for (const int* rate = encoder.supported_samplerates; *rate; ++rate) {
    const bool holds = *rate >= sampleRateHz, held = best >= sampleRateHz;
    if (best == 0 || (holds ? !held || *rate < best : !held && *rate > best)) best = *rate;
  }
  return best;
}

template <typename Sample>
Sample asWhole(float value) {
  const double full = double(std::numeric_limits<Sample>::max()) + 1;
  return Sample(std::llround(std::clamp(double(value) * full, -full, full - 1)));
}

/// Interleaved samples in the layout of the encoder.
template <typename Sample, typename Convert>
void fill(AVFrame& frame, const std::vector<float>& samples, int channels, bool planar, Convert convert) {
  for (int channel = 0; channel < channels; ++channel) {
    auto* out = reinterpret_cast<Sample*>(frame.extended_data[planar ? channel : 0]) + (planar ? 0 : channel);
    const int step = planar ? 1 : channels;
    for (int i = 0; i < frame.nb_samples; ++i)
      out[std::ptrdiff_t(i) * step] =
          convert(samples[std::size_t(i) * std::size_t(channels) + std::size_t(channel)]);
  }
}

void fillFrame(AVFrame& frame, const std::vector<float>& samples, int channels) {
  const auto format = AVSampleFormat(frame.format);
  const bool planar = av_sample_fmt_is_planar(format) == 1;
  switch (av_get_packed_sample_fmt(format)) {
    case AV_SAMPLE_FMT_S16:
      return fill<std::int16_t>(frame, samples, channels, planar, asWhole<std::int16_t>);
    case AV_SAMPLE_FMT_S32:
      return fill<std::int32_t>(frame, samples, channels, planar, asWhole<std::int32_t>);
    default:
      return fill<float>(frame, samples, channels, planar, [](float value) { return value; });
  }
}

/// Floating point where the encoder takes it, else its first.
AVSampleFormat sampleFormatOf(const AVCodec& encoder) {
  const AVSampleFormat* formats = encoder.sample_fmts;
  for (const AVSampleFormat* one = formats; one && *one != AV_SAMPLE_FMT_NONE; ++one)
    if (*one == AV_SAMPLE_FMT_FLTP || *one == AV_SAMPLE_FMT_FLT) return *one;
  return formats ? formats[0] : AV_SAMPLE_FMT_FLTP;
}

}  // namespace

int nearestAacRateHz(int sampleRateHz) {
  return *std::min_element(kAacRatesHz.begin(), kAacRatesHz.end(), [&](int a, int b) {
    return std::abs(a - sampleRateHz) < std::abs(b - sampleRateHz);
  });
}

SoundTrack::SoundTrack(const FilmWriterSettings& settings, const std::filesystem::path& target,
                       AVFormatContext& container, Sink sink)
    : target_(target), container_(container), sink_(std::move(sink)) {
  stream_ = avformat_new_stream(&container_, nullptr);
  if (!stream_) requireEncoded(AVERROR(ENOMEM), target_);
  if (!takesOver(settings)) openEncoder(settings);
}

/// Whether the voice goes into the film as it is; its stream is ready then.
bool SoundTrack::takesOver(const FilmWriterSettings& settings) {
  const VoiceCut whole{.track = settings.voiceCut.track};
  if (settings.voiceFrames || !(settings.voiceCut == whole)) return false;
  const auto& held = traitsOf(settings.form.container).copied;
  if (held.empty() || settings.form.soundCodec() == SoundCodec::pcm24) return false;
  // What a decoder makes of it is not to be copied unheard: a track must be readable, and no channel missing.
  const AudioReader reader(settings.voice, {}, whole);
  libav::Input source = openInput(settings.voice);
  const AVStream* stream = soundTracks(*source)[std::size_t(reader.track() - 1)];
  const AVCodecParameters& codec = *stream->codecpar;
  const bool isHeld = std::find(held.begin(), held.end(), avcodec_get_name(codec.codec_id)) != held.end();
  const bool isSelfContained = codec.extradata_size > 0 || codec.codec_id == AV_CODEC_ID_MP3;
  if (!isHeld || !isSelfContained || loneChannel(settings.voice, settings.voiceCut)) return false;
  source_ = std::move(source);
  sourceStream_ = stream->index;
  sourceBegin_ = stream->start_time == AV_NOPTS_VALUE ? 0 : stream->start_time;
  stream_->time_base = stream->time_base;
  requireEncoded(avcodec_parameters_copy(stream_->codecpar, &codec), target_);
  stream_->codecpar->codec_tag = 0;
  return true;
}

void SoundTrack::openEncoder(const FilmWriterSettings& settings) {
  const SoundCodec wantedCodec = settings.form.soundCodec();
  const SoundEncoder& entry = entryOf(wantedCodec);
  const AVCodec* encoder = avcodec_find_encoder_by_name(entry.name);
  if (!encoder)
    throw Error(ErrorCode::internal, entry.name, "this FFmpeg was built without the encoder",
                std::string("Install a complete FFmpeg (Debian: ") + entry.package + ")");
  AudioFormat format = AudioReader(settings.voice, {}, {.track = settings.voiceCut.track}).format();
  const int most = wantedCodec == SoundCodec::mp3 ? kMp3Channels : kMaximumChannels;
  AudioFormat wanted = {rateFor(*encoder, wantedCodec, format.sampleRateHz), std::min(format.channels, most)};
  // Channels that cancel each other would be silent on one loudspeaker: what is heard is what is shown.
  if (const auto channel = loneChannel(settings.voice, settings.voiceCut))
    wanted = {.sampleRateHz = wanted.sampleRateHz, .channels = 1, .onlyChannel = *channel};
  voice_ = std::make_unique<AudioReader>(settings.voice, wanted, settings.voiceCut);
  format = voice_->format();

  const auto open = [&](std::uint64_t channelMask) {
    codec_.reset(avcodec_alloc_context3(encoder));
    codec_->sample_fmt = sampleFormatOf(*encoder);
    codec_->sample_rate = format.sampleRateHz;
    codec_->time_base = {1, format.sampleRateHz};
    if (entry.hasBitRate) codec_->bit_rate = std::int64_t(kBitRatePerChannel) * format.channels;
    codec_->flags |= AV_CODEC_FLAG_GLOBAL_HEADER | AV_CODEC_FLAG_BITEXACT;
    if (channelMask)
      av_channel_layout_from_mask(&codec_->ch_layout, channelMask);
    else
      av_channel_layout_default(&codec_->ch_layout, format.channels);
    return avcodec_open2(codec_.get(), encoder, nullptr);
  };
  // Encoders know fewer speaker arrangements than files have; the usual one for the count always works.
  if (open(format.channelMask) < 0) requireEncoded(open(0), target_);
  stream_->time_base = codec_->time_base;
  requireEncoded(avcodec_parameters_from_context(stream_->codecpar, codec_.get()), target_);

  voiceLeft_ = std::numeric_limits<std::int64_t>::max();
  if (settings.voiceFrames) {
    const AVRational perFrame = {settings.frameRate.denominator, settings.frameRate.numerator};
    const AVRational perSample = {1, format.sampleRateHz};
    const std::int64_t begin = av_rescale_q(settings.voiceFrames->begin, perFrame, perSample);
    const std::int64_t end = av_rescale_q(settings.voiceFrames->end, perFrame, perSample);
    if (end > begin)
      voiceLeft_ = end - begin;  // an end past 64 bits comes back negative: up to the voice's end
    skip(begin);
  }
}

void SoundTrack::skip(std::int64_t samples) {
  std::vector<float> dropped;
  while (samples > 0) {
    dropped.clear();
    const std::int64_t got =
        voice_->read(dropped, std::min<std::int64_t>(samples, voice_->format().sampleRateHz));
    if (got == 0) return;
    samples -= got;
  }
}

void SoundTrack::writeUntil(std::int64_t moment, AVRational unit) {
  if (codec_) {
    while (av_compare_ts(samples_, codec_->time_base, moment, unit) < 0)
      if (!encodeBlock()) return;
  } else {
    while (av_compare_ts(copied_, stream_->time_base, moment, unit) < 0)
      if (!copyPacket()) return;
  }
}

void SoundTrack::finish() {
  if (!codec_) {
    while (copyPacket()) {
    }
    return;
  }
  while (encodeBlock()) {
  }
  send(nullptr);
}

bool SoundTrack::copyPacket() {
  const AVStream& from = *source_->streams[sourceStream_];
  for (;;) {
    libav::renewBudget(*source_);
    if (av_read_frame(source_.get(), packet_.get()) < 0) return false;
    if (packet_->stream_index == sourceStream_) break;
    av_packet_unref(packet_.get());
  }
  if (packet_->pts == AV_NOPTS_VALUE) packet_->pts = packet_->dts;
  for (std::int64_t* time : {&packet_->pts, &packet_->dts})
    if (*time != AV_NOPTS_VALUE) *time -= sourceBegin_;
  av_packet_rescale_ts(packet_.get(), from.time_base, stream_->time_base);
  packet_->stream_index = stream_->index;
  packet_->pos = -1;
  if (packet_->pts != AV_NOPTS_VALUE) copied_ = packet_->pts + packet_->duration;
  sink_(*packet_);
  return true;
}

bool SoundTrack::encodeBlock() {
  block_.clear();
  const std::int64_t size = codec_->frame_size > 0 ? codec_->frame_size : kFreeBlock;
  const std::int64_t wanted = std::min(size, voiceLeft_);
  const std::int64_t got = wanted > 0 ? voice_->read(block_, wanted) : 0;
  if (got == 0) return false;
  voiceLeft_ -= got;
  const libav::Frame block = libav::makeFrame();
  block->format = codec_->sample_fmt;
  block->sample_rate = codec_->sample_rate;
  requireEncoded(av_channel_layout_copy(&block->ch_layout, &codec_->ch_layout), target_);
  block->nb_samples = int(got);
  block->pts = samples_;
  requireEncoded(av_frame_get_buffer(block.get(), 0), target_);
  fillFrame(*block, block_, voice_->format().channels);
  samples_ += got;
  send(block.get());
  return true;
}

void SoundTrack::send(const AVFrame* block) {
  requireEncoded(avcodec_send_frame(codec_.get(), block), target_);
  for (;;) {
    const int status = avcodec_receive_packet(codec_.get(), packet_.get());
    if (status == AVERROR(EAGAIN) || status == AVERROR_EOF) return;
    requireEncoded(status, target_);
    packet_->stream_index = stream_->index;
    av_packet_rescale_ts(packet_.get(), codec_->time_base, stream_->time_base);
    sink_(*packet_);
  }
}

}  // namespace orator::media
