#include "core/media/audio_reader.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <iterator>
#include <limits>
#include <string>

#include "core/base/error.h"
#include "core/media/media_info.h"
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

}  // namespace

struct AudioReader::State {
  State(const std::filesystem::path& source, AudioFormat wanted, const VoiceCut& cut)
      : path(source), decoder(source, AVMEDIA_TYPE_AUDIO), format(wanted) {
    // Some headers are wrong or silent about the format: what the decoder puts out is the truth.
    haveFrame = decoder.next(*frame);
    const AVCodecContext& codec = decoder.codec();
    const int rate = haveFrame ? frame->sample_rate : codec.sample_rate;
    const int channels = haveFrame ? frame->ch_layout.nb_channels : codec.ch_layout.nb_channels;
    if (rate <= 0 || channels <= 0)
      throw Error(ErrorCode::unreadableMedia, pathText(path), "no sound could be decoded from it",
                  "Save the recording again, for example as WAV");
    if (format.sampleRateHz == 0) format.sampleRateHz = rate;
    if (format.channels == 0) format.channels = channels;
    if (haveFrame && format.channels == channels && isNative(frame->ch_layout))
      format.channelMask = frame->ch_layout.u.mask;
    gain = float(std::pow(10.0, cut.gainDecibel / 20));
    if (cut.endSeconds > 0) end = std::llround(cut.endSeconds * format.sampleRateHz);
    skipTo(std::llround(cut.beginSeconds * format.sampleRateHz));
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
    if (format.channels != sourceChannels && !(isNative(*from.get()) && isNative(*to.get()))) {
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

std::vector<float> readVoice16k(const std::filesystem::path& path, const RunContext& context,
                                const VoiceCut& cut) {
  constexpr int kRateHz = 16000;
  constexpr std::size_t kShortest = kRateHz / 5;
  constexpr float kQuietest = 1e-3f;  // -60 dBFS
  const auto tooShort = [&](const std::string& reason) {
    return Error(ErrorCode::voiceTooShort, pathText(path), reason,
                 "Choose a recording of at least 0.2 seconds");
  };
  requireFile(path);
  if (std::filesystem::file_size(path) == 0) throw tooShort("the file is empty");
  AudioReader reader(path, {kRateHz, 1}, cut);
  std::vector<float> voice;
  // Room for the whole at once: growing step by step would hold up to twice of it for a moment.
  const double seconds = std::min(readMediaInfo(path).durationSeconds, 3600.0);
  voice.reserve(std::size_t(std::max(0.0, seconds - cut.beginSeconds) * kRateHz) + kRateHz);
  while (reader.read(voice, 10 * kRateHz) > 0) context.throwIfCancelled();
  for (float& sample : voice)
    if (!std::isfinite(sample)) sample = 0;
  if (voice.size() < kShortest)
    throw tooShort("the voice is only " + std::to_string(voice.size() * 1000 / kRateHz) + " ms long");
  const bool heard =
      std::any_of(voice.begin(), voice.end(), [](float v) { return std::abs(v) >= kQuietest; });
  if (!heard)
    throw Error(ErrorCode::silentVoice, pathText(path), "the recording is silent",
                "Check the microphone, or choose another recording");
  if (reader.sawDamage())
    context.note(pathText(path) + ": damaged or missing parts of the recording were skipped");
  return voice;
}

}  // namespace orator::media
