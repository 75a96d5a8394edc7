#include "core/media/audio_reader.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <iterator>
#include <limits>
#include <new>
#include <string>

#include "core/base/error.h"
#include "core/media/stream_decoder.h"

namespace orator::media {
namespace {

/// An AVChannelLayout that frees itself.
class ChannelLayout {
 public:
  ChannelLayout() = default;
  ~ChannelLayout() { av_channel_layout_uninit(&layout_); }
  ChannelLayout(const ChannelLayout&) = delete;
  ChannelLayout& operator=(const ChannelLayout&) = delete;
  AVChannelLayout* get() { return &layout_; }

 private:
  AVChannelLayout layout_ = {};
};

/// Speaker positions that FFmpeg can mix by itself.
bool isNative(const AVChannelLayout& layout) {
  return layout.order == AV_CHANNEL_ORDER_NATIVE;
}

/// Seconds as an index of samples, for any number. Nothing lies behind the longest recording.
std::int64_t samplesIn(double seconds, int sampleRateHz) {
  constexpr double kFarthestSeconds = 1e6;
  return std::llround(std::clamp(seconds, 0.0, kFarthestSeconds) * sampleRateHz);
}

/// What is no number becomes silence, what no recording means is limited. @return whether there was any
template <typename Sample>
bool cleaned(Sample* samples, std::int64_t count) {
  constexpr Sample kLoudest = 4;
  bool found = false;
  for (std::int64_t i = 0; i < count; ++i) {
    if (samples[i] >= -kLoudest && samples[i] <= kLoudest) continue;
    samples[i] = std::isfinite(samples[i]) ? std::clamp(samples[i], -kLoudest, kLoudest) : Sample(0);
    found = true;
  }
  return found;
}

/// Only floating-point samples can leave the range.
bool cleaned(AVFrame& frame) {
  const auto format = AVSampleFormat(frame.format);
  const bool single = format == AV_SAMPLE_FMT_FLT || format == AV_SAMPLE_FMT_FLTP;
  if (!single && format != AV_SAMPLE_FMT_DBL && format != AV_SAMPLE_FMT_DBLP) return false;
  if (av_frame_make_writable(&frame) < 0) throw std::bad_alloc();
  const int channels = frame.ch_layout.nb_channels;
  const bool planar = av_sample_fmt_is_planar(format) == 1;
  const std::int64_t count = std::int64_t(frame.nb_samples) * (planar ? 1 : channels);
  bool found = false;
  for (int plane = 0; plane < (planar ? channels : 1); ++plane) {
    std::uint8_t* data = frame.extended_data[plane];
    found |= single ? cleaned(reinterpret_cast<float*>(data), count)
                    : cleaned(reinterpret_cast<double*>(data), count);
  }
  return found;
}

}  // namespace

struct AudioReader::State {
  State(const std::filesystem::path& source, AudioFormat wanted, const VoiceCut& cut)
      : path(source), decoder(source, AVMEDIA_TYPE_AUDIO, cut.track), format(wanted) {
    // Some headers are wrong or silent about the format: what the decoder puts out is the truth.
    haveFrame = decoder.next(*frame);
    const AVCodecContext& codec = decoder.codec();
    const int rate = haveFrame ? frame->sample_rate : codec.sample_rate;
    const int channels = haveFrame ? frame->ch_layout.nb_channels : codec.ch_layout.nb_channels;
    if (rate <= 0 || channels <= 0)
      throw Error(ErrorCode::unreadableMedia, pathText(path), "no sound could be decoded from it",
                  "Save the recording again, for example as WAV");
    requireUsual(rate, channels);
    if (format.sampleRateHz == 0) format.sampleRateHz = rate;
    if (format.channels == 0) format.channels = channels;
    if (haveFrame && format.channels == channels && isNative(frame->ch_layout))
      format.channelMask = frame->ch_layout.u.mask;
    gain = float(std::pow(10.0, cut.gainDecibel / 20));
    if (cut.endSeconds > 0) end = samplesIn(cut.endSeconds, format.sampleRateHz);
    skipTo(samplesIn(cut.beginSeconds, format.sampleRateHz));
  }

  void requireUsual(int rate, int channels) const {
    if (rate >= kLowestRateHz && rate <= kHighestRateHz && channels <= kMostChannels) return;
    throw Error(ErrorCode::unreadableMedia, pathText(path),
                "its sound has " + std::to_string(rate) + " Hz and " + std::to_string(channels) +
                    " channels, which no recording of a voice has",
                "Save the recording again with 8000 to 192000 Hz, for example as a mono WAV");
  }

  /// Drops output samples up to an index, without seeking: seeking is inexact in many formats.
  void skipTo(std::int64_t index) {
    while (delivered < index) {
      if (position == pending.size() && !refill()) return;
      const auto ready = std::int64_t(pending.size() - position) / format.channels;
      const std::int64_t drop = std::min(ready, index - delivered);
      position += std::size_t(drop * format.channels);
      delivered += drop;
    }
  }

  /// Decodes until at least one sample is in `pending`; false at the end.
  bool refill() {
    pending.clear();
    position = 0;
    while (pending.empty() && !ended) {
      if (haveFrame || decoder.next(*frame)) {
        haveFrame = false;
        wild |= cleaned(*frame);
        convert(frame.get());
        av_frame_unref(frame.get());
      } else {
        convert(nullptr);
        ended = true;
        if (made < announcedFrames() * 0.95 - 0.1 * format.sampleRateHz) cutShort = true;
      }
    }
    return !pending.empty();
  }

  void convert(const AVFrame* input) {
    if (input && (!resampler || changed(*input))) {
      convert(nullptr);
      startResampler(*input);
    }
    if (!resampler) return;
    const int count = input ? input->nb_samples : 0;
    const std::int64_t room = swr_get_out_samples(resampler.get(), count);
    if (room <= 0) return;
    const std::size_t before = pending.size();
    pending.resize(before + std::size_t(room) * format.channels);
    auto* destination = reinterpret_cast<std::uint8_t*>(pending.data() + before);
    const std::uint8_t** source = input ? const_cast<const std::uint8_t**>(input->extended_data) : nullptr;
    const int converted = swr_convert(resampler.get(), &destination, int(room), source, count);
    if (converted < 0) fail(converted);
    pending.resize(before + std::size_t(converted) * format.channels);
    made += converted;
  }

  /// Length by the header's word in output sample frames; 0 when it is only guessed from the bit rate.
  double announcedFrames() const {
    const AVStream& stream = decoder.stream();
    const bool guessed = decoder.container().duration_estimation_method == AVFMT_DURATION_FROM_BITRATE;
    if (guessed || stream.duration == AV_NOPTS_VALUE) return 0;
    return double(stream.duration) * av_q2d(stream.time_base) * format.sampleRateHz;
  }

  bool changed(const AVFrame& input) const {
    return input.sample_rate != sourceRate || input.format != sourceFormat ||
           input.ch_layout.nb_channels != sourceChannels;
  }

  void startResampler(const AVFrame& input) {
    requireUsual(input.sample_rate, input.ch_layout.nb_channels);
    sourceRate = input.sample_rate;
    sourceFormat = input.format;
    sourceChannels = input.ch_layout.nb_channels;
    ChannelLayout from, to;
    if (isNative(input.ch_layout))
      av_channel_layout_copy(from.get(), &input.ch_layout);
    else
      av_channel_layout_default(from.get(), sourceChannels);
    if (format.channels == sourceChannels)
      av_channel_layout_copy(to.get(), from.get());
    else
      av_channel_layout_default(to.get(), format.channels);

    SwrContext* allocated = nullptr;
    int status = swr_alloc_set_opts2(&allocated, to.get(), AV_SAMPLE_FMT_FLT, format.sampleRateHz, from.get(),
                                     AVSampleFormat(input.format), input.sample_rate, 0, nullptr);
    if (status < 0) fail(status);
    resampler.reset(allocated);
    // Mixing channels must never clip: the default lets floating-point output exceed 1.
    av_opt_set_double(allocated, "rematrix_maxval", 1.0, 0);
    std::vector<double> matrix;
    if (format.onlyChannel >= 0 && format.onlyChannel < sourceChannels && format.channels == 1) {
      matrix.assign(std::size_t(sourceChannels), 0.0);
      matrix[std::size_t(format.onlyChannel)] = 1;
      swr_set_matrix(allocated, matrix.data(), sourceChannels);
    } else if (format.channels != sourceChannels && !(isNative(*from.get()) && isNative(*to.get()))) {
      matrix = plainMatrix(sourceChannels, format.channels);
      swr_set_matrix(allocated, matrix.data(), sourceChannels);
    }
    status = swr_init(allocated);
    if (status < 0) fail(status);
  }

  /// For channels without known positions: mono is their mean, otherwise the first ones are kept.
  static std::vector<double> plainMatrix(int from, int to) {
    std::vector<double> matrix(std::size_t(from) * to, 0.0);
    for (int row = 0; row < to; ++row)
      for (int column = 0; column < from; ++column)
        matrix[std::size_t(row) * from + column] = to == 1 ? 1.0 / from : double(row == column);
    return matrix;
  }

  [[noreturn]] void fail(int status) const {
    throw Error(ErrorCode::unreadableMedia, pathText(path),
                "its sound cannot be converted (" + libav::errorText(status) + ")",
                "Save the recording again, for example as a mono WAV");
  }

  std::filesystem::path path;
  StreamDecoder decoder;
  AudioFormat format;
  libav::Frame frame = libav::makeFrame();
  libav::Resampler resampler;
  int sourceRate = 0, sourceFormat = -1, sourceChannels = 0;
  std::vector<float> pending;
  std::int64_t delivered = 0;  ///< sample frames handed out or dropped
  std::int64_t end = std::numeric_limits<std::int64_t>::max();
  float gain = 1;
  std::size_t position = 0;  ///< floats of `pending` already handed out
  std::int64_t made = 0;     ///< sample frames converted so far
  bool haveFrame = false, ended = false, cutShort = false;
  bool wild = false;  ///< samples were cleaned
};

AudioReader::AudioReader(const std::filesystem::path& path, AudioFormat resampleTo, const VoiceCut& cut)
    : state_(std::make_unique<State>(path, resampleTo, cut)) {}
AudioReader::~AudioReader() = default;
AudioReader::AudioReader(AudioReader&&) noexcept = default;
AudioReader& AudioReader::operator=(AudioReader&&) noexcept = default;

AudioFormat AudioReader::format() const {
  return state_->format;
}
bool AudioReader::sawDamage() const {
  return state_->decoder.sawDamage() || state_->cutShort;
}
bool AudioReader::sawWildSamples() const {
  return state_->wild;
}
int AudioReader::trackCount() const {
  return int(soundTracks(state_->decoder.container()).size());
}
int AudioReader::track() const {
  const auto tracks = soundTracks(state_->decoder.container());
  return int(std::find(tracks.begin(), tracks.end(), &state_->decoder.stream()) - tracks.begin()) + 1;
}
double AudioReader::lateSeconds() const {
  const AVStream& stream = state_->decoder.stream();
  const std::int64_t first = state_->decoder.container().start_time;
  if (stream.start_time == AV_NOPTS_VALUE || first == AV_NOPTS_VALUE) return 0;
  return double(stream.start_time) * av_q2d(stream.time_base) - double(first) / AV_TIME_BASE;
}

std::int64_t AudioReader::read(std::vector<float>& out, std::int64_t frames) {
  State& s = *state_;
  const std::int64_t channels = s.format.channels;
  std::int64_t done = 0;
  frames = std::min(frames, s.end - s.delivered);
  while (done < frames) {
    if (s.position == s.pending.size() && !s.refill()) break;
    const std::int64_t ready = std::int64_t(s.pending.size() - s.position) / channels;
    const std::int64_t take = std::min(ready, frames - done);
    const auto first = s.pending.begin() + std::ptrdiff_t(s.position);
    std::transform(first, first + take * channels, std::back_inserter(out),
                   [&s](float v) { return v * s.gain; });
    s.position += std::size_t(take * channels);
    s.delivered += take;
    done += take;
  }
  return done;
}

}  // namespace orator::media
