#include "core/media/clean_voice.h"

extern "C" {
#include <libavfilter/avfilter.h>
#include <libavfilter/buffersink.h>
#include <libavfilter/buffersrc.h>
}

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <memory>
#include <string>

#include "core/media/libav.h"

namespace orator::media {
namespace {

constexpr std::int64_t kBlockFrames = 4096;
constexpr std::uint32_t kHeadBytes = 44;
constexpr std::uint64_t kMostDataBytes = 0xFFFF'FFFFu - kHeadBytes;

struct GraphDeleter {
  void operator()(AVFilterGraph* graph) const { avfilter_graph_free(&graph); }
};
struct InOutDeleter {
  void operator()(AVFilterInOut* ends) const { avfilter_inout_free(&ends); }
};

[[noreturn]] void failFilter(int status) {
  throw Error(
      ErrorCode::internal, "FFmpeg", "its filters cannot clean this voice (" + libav::errorText(status) + ")",
      "Leave out --clean, or install libavfilter with the filters afftdn, loudnorm and silenceremove");
}

void requireDone(int status) {
  if (status < 0) failFilter(status);
}

/// The filters one after another; the last one gives what WAV files hold.
std::string filtersOf(const Cleaning& cleaning, const AudioFormat& format, const char* layout) {
  std::string text;
  if (cleaning.denoise) text += "highpass=f=60,afftdn=nr=14:nf=-45:tn=1,";
  if (cleaning.silence)
    text +=
        "silenceremove=start_periods=1:start_threshold=-45dB:start_silence=0.15:stop_periods=-1:stop_"
        "duration=0.7:"
        "stop_threshold=-45dB:detection=rms,";
  if (cleaning.loudness) text += "loudnorm=I=-16:TP=-1.5:LRA=11,";
  return text + "aresample=" + std::to_string(format.sampleRateHz) +
         ",aformat=sample_fmts=s16:channel_layouts=" + layout;
}

/// Filters with a way in and a way out.
class FilterChain {
 public:
  FilterChain(const Cleaning& cleaning, const AudioFormat& format)
      : graph_(avfilter_graph_alloc()), channels_(format.channels), rateHz_(format.sampleRateHz) {
    if (!graph_) throw std::bad_alloc();
    const char* layout = format.channels == 1 ? "mono" : "stereo";
    const std::string rate = std::to_string(format.sampleRateHz);
    const std::string in =
        "time_base=1/" + rate + ":sample_rate=" + rate + ":sample_fmt=flt:channel_layout=" + layout;
    requireDone(avfilter_graph_create_filter(&source_, avfilter_get_by_name("abuffer"), "in", in.c_str(),
                                             nullptr, graph_.get()));
    requireDone(avfilter_graph_create_filter(&sink_, avfilter_get_by_name("abuffersink"), "out", nullptr,
                                             nullptr, graph_.get()));
    std::unique_ptr<AVFilterInOut, InOutDeleter> begin(avfilter_inout_alloc()), end(avfilter_inout_alloc());
    if (!begin || !end) throw std::bad_alloc();
    *begin = {av_strdup("in"), source_, 0, nullptr};
    *end = {av_strdup("out"), sink_, 0, nullptr};
    AVFilterInOut *from = begin.release(), *to = end.release();
    const int status = avfilter_graph_parse_ptr(graph_.get(), filtersOf(cleaning, format, layout).c_str(),
                                                &to, &from, nullptr);
    begin.reset(from);
    end.reset(to);
    requireDone(status);
    requireDone(avfilter_graph_config(graph_.get(), nullptr));
  }

  /// @param samples interleaved; none: that was all
  void put(const std::vector<float>& samples) {
    if (samples.empty()) return requireDone(av_buffersrc_add_frame(source_, nullptr));
    const libav::Frame frame = libav::makeFrame();
    frame->format = AV_SAMPLE_FMT_FLT;
    frame->sample_rate = rateHz_;
    frame->nb_samples = int(samples.size()) / channels_;
    frame->pts = put_;
    put_ += frame->nb_samples;
    av_channel_layout_default(&frame->ch_layout, channels_);
    requireDone(av_frame_get_buffer(frame.get(), 0));
    std::copy(samples.begin(), samples.end(), reinterpret_cast<float*>(frame->data[0]));
    requireDone(av_buffersrc_add_frame(source_, frame.get()));
  }

  /// What has come out so far, 16 bits a sample. @return false where there is nothing for now
  bool take(std::vector<std::uint8_t>& bytes) {
    const libav::Frame frame = libav::makeFrame();
    const int status = av_buffersink_get_frame(sink_, frame.get());
    if (status == AVERROR(EAGAIN) || status == AVERROR_EOF) return false;
    requireDone(status);
    bytes.assign(frame->data[0], frame->data[0] + std::ptrdiff_t(frame->nb_samples) * channels_ * 2);
    return true;
  }

 private:
  std::unique_ptr<AVFilterGraph, GraphDeleter> graph_;
  AVFilterContext *source_ = nullptr, *sink_ = nullptr;
  int channels_, rateHz_;
  std::int64_t put_ = 0;
};

void addNumber(std::vector<std::uint8_t>& bytes, std::uint32_t value, int size) {
  for (int i = 0; i < size; ++i) bytes.push_back(std::uint8_t(value >> 8 * i));
}

std::vector<std::uint8_t> waveHead(const AudioFormat& format, std::uint32_t dataBytes) {
  std::vector<std::uint8_t> head;
  const auto addText = [&](const char* text) { head.insert(head.end(), text, text + 4); };
  const auto channels = std::uint32_t(format.channels), rateHz = std::uint32_t(format.sampleRateHz);
  addText("RIFF"), addNumber(head, kHeadBytes - 8 + dataBytes, 4), addText("WAVE");
  addText("fmt "), addNumber(head, 16, 4), addNumber(head, 1, 2), addNumber(head, channels, 2);
  addNumber(head, rateHz, 4), addNumber(head, rateHz * channels * 2, 4), addNumber(head, channels * 2, 2);
  addNumber(head, 16, 2), addText("data"), addNumber(head, dataBytes, 4);
  return head;
}

/// How long it has become stands at the front.
void finishHead(const PartialFile& file, const std::vector<std::uint8_t>& head) {
  std::fstream stream(file.path(), std::ios::binary | std::ios::in | std::ios::out);
  stream.write(reinterpret_cast<const char*>(head.data()), std::streamsize(head.size()));
  stream.flush();
  if (!stream) throw writeError(file.target(), errno);
}

}  // namespace

std::optional<Cleaning> cleaningFrom(std::string_view text) {
  Cleaning cleaning;
  for (bool isLast = false; !isLast;) {
    const std::size_t comma = text.find(',');
    isLast = comma == std::string_view::npos;
    const std::string_view name = text.substr(0, comma);
    bool* wanted = name == "denoise"    ? &cleaning.denoise
                   : name == "loudness" ? &cleaning.loudness
                   : name == "silence"  ? &cleaning.silence
                                        : nullptr;
    if (!wanted) return std::nullopt;
    *wanted = true;
    text.remove_prefix(isLast ? text.size() : comma + 1);
  }
  return cleaning;
}

void writeCleanVoice(const std::filesystem::path& voice, const VoiceCut& cut, const Cleaning& cleaning,
                     const std::filesystem::path& wav, const RunContext& context) {
  libav::quiet();
  AudioFormat wanted;
  if (const auto lone = loneChannel(voice, cut, context)) {
    wanted.channels = 1;
    wanted.onlyChannel = *lone;
  } else if (AudioReader(voice, {}, cut).format().channels > 2) {
    wanted.channels = 2;
  }
  AudioReader reader(voice, wanted, cut);
  const AudioFormat format = reader.format();
  FilterChain chain(cleaning, format);
  PartialFile file(wav);
  file.write(waveHead(format, 0));
  std::uint64_t dataBytes = 0;
  std::vector<float> block;
  std::vector<std::uint8_t> bytes;
  for (bool isLast = false; !isLast; block.clear()) {
    context.throwIfCancelled();
    isLast = reader.read(block, kBlockFrames) == 0;
    chain.put(block);
    for (; chain.take(bytes); dataBytes += bytes.size()) file.write(bytes);
    if (dataBytes > kMostDataBytes)
      throw Error(ErrorCode::unreadableMedia, pathText(voice), "it is longer than a WAV file holds",
                  "Use a part of it: --voice-begin and --voice-end");
  }
  if (dataBytes == 0)
    throw Error(ErrorCode::silentVoice, pathText(voice), "nothing of it is left without its silence",
                "Leave out silence, or give a louder recording");
  finishHead(file, waveHead(format, std::uint32_t(dataBytes)));
  file.commit();
}

}  // namespace orator::media
