#include "core/media/stream_decoder.h"

#include <algorithm>
#include <cctype>
#include <new>

#include "core/base/error.h"

namespace orator::media {
namespace {

const char* const kMediaRemedy = "Choose a sound or video file such as WAV, MP3, M4A, FLAC, OGG or MP4";

Error unreadableStream(const std::filesystem::path& path, const std::string& reason) {
  return Error(ErrorCode::unreadableMedia, pathText(path), reason, kMediaRemedy);
}

/// FFmpeg shows plain text as ANSI art; for us that is no video.
bool isPlainText(const AVStream& stream) {
  return stream.codecpar->codec_id == AV_CODEC_ID_ANSI;
}

bool hasVideo(const AVFormatContext& container) {
  for (unsigned i = 0; i < container.nb_streams; ++i) {
    const AVStream& stream = *container.streams[i];
    if (stream.codecpar->codec_type == AVMEDIA_TYPE_VIDEO && !isPlainText(stream)) return true;
  }
  return false;
}

/// Formats that say where the sound is instead of holding it.
const char* const kFormatsOfOtherFiles =
    "hls,applehttp,concat,dash,sdp,rtsp,rtp,image2,vobsub,imf,avisynth,vapoursynth,mlv";

bool namesOtherFiles(const AVInputFormat& format) {
  return (format.flags & AVFMT_NOFILE) || av_match_list(format.name, kFormatsOfOtherFiles, ',') > 0;
}

int refuseToOpen(AVFormatContext*, AVIOContext**, const char*, int, AVDictionary**) {
  return AVERROR(EPERM);
}

/// A name for guessing the format that is no pattern and no address, whatever the file is called.
std::string guessingName(const std::filesystem::path& path) {
  const std::string ending = pathText(path.extension());
  const bool plain =
      ending.size() > 1 && ending.size() <= 8 &&
      std::all_of(ending.begin() + 1, ending.end(), [](unsigned char c) { return std::isalnum(c); });
  return "file" + (plain ? ending : std::string());
}

/// By content and ending. A picture is taken for one of a numbered series by its ending: its content decides.
const AVInputFormat* guessFormat(AVIOContext& file, const std::filesystem::path& path) {
  const AVInputFormat* format = nullptr;
  for (const std::string& name : {guessingName(path), std::string()}) {
    format = nullptr;
    if (av_probe_input_buffer2(&file, &format, name.c_str(), nullptr, 0, 0) < 0) format = nullptr;
    avio_seek(&file, 0, SEEK_SET);
    if (format && !(format->flags & AVFMT_NOFILE)) break;
  }
  return format;
}

/// FFmpeg looks into the first packets; its decoders get our limits for that too.
int findStreams(AVFormatContext& input) {
  std::vector<AVDictionary*> options(input.nb_streams, nullptr);
  for (AVDictionary*& option : options) av_dict_set_int(&option, "max_pixels", kMostVideoPixels, 0);
  const int status = avformat_find_stream_info(&input, options.empty() ? nullptr : options.data());
  for (AVDictionary*& option : options) av_dict_free(&option);
  return status;
}

struct FileCloser {
  void operator()(AVIOContext* file) const { avio_closep(&file); }
};

}  // namespace

libav::Input openInput(const std::filesystem::path& path) {
  libav::quiet();
  requireFile(path);
  auto budget = std::make_unique<libav::ReadBudget>();
  const AVIOInterruptCB interrupt{libav::ReadBudget::isSpent, budget.get()};
  AVIOContext* handle = nullptr;
  int status = avio_open2(&handle, libav::url(path).c_str(), AVIO_FLAG_READ, &interrupt, nullptr);
  if (status < 0) throw unreadableStream(path, "the file cannot be read: " + libav::errorText(status));
  std::unique_ptr<AVIOContext, FileCloser> file(handle);
  const auto noMedia = [&](int code) {
    return unreadableStream(path,
                            "this is not a sound or video file, or its header is damaged beyond repair (" +
                                libav::errorText(code) + ")");
  };
  const AVInputFormat* format = guessFormat(*file, path);
  if (!format) throw noMedia(AVERROR_INVALIDDATA);
  if (namesOtherFiles(*format))
    throw unreadableStream(
        path, std::string("it is no recording but a list that names other files or addresses (") +
                  format->name + ")");
  AVFormatContext* opened = avformat_alloc_context();
  if (!opened) throw std::bad_alloc();
  opened->pb = file.get();
  opened->io_open = refuseToOpen;
  opened->opaque = budget.get();
  AVDictionary* options = nullptr;
  av_dict_set(&options, "protocol_whitelist", "none", 0);
  status = avformat_open_input(&opened, "", format, &options);
  av_dict_free(&options);
  if (status < 0) throw noMedia(status);
  static_cast<void>(file.release());  // the container closes both
  static_cast<void>(budget.release());
  libav::Input input(opened);
  libav::renewBudget(*input);
  status = findStreams(*input);
  if (status < 0)
    throw unreadableStream(path, "its streams cannot be recognised (" + libav::errorText(status) + ")");
  return input;
}

bool isEncrypted(const AVPacket& packet) {
  std::size_t size = 0;
  return av_packet_get_side_data(&packet, AV_PKT_DATA_ENCRYPTION_INFO, &size) != nullptr;
}

std::vector<const AVStream*> soundTracks(const AVFormatContext& container) {
  std::vector<const AVStream*> tracks;
  for (unsigned i = 0; i < container.nb_streams; ++i)
    if (container.streams[i]->codecpar->codec_type == AVMEDIA_TYPE_AUDIO)
      tracks.push_back(container.streams[i]);
  return tracks;
}

/// Index of the stream that is decoded; negative when there is none.
int StreamDecoder::streamOf(AVMediaType type, int soundTrack, const AVCodec** decoder) const {
  int wanted = -1;
  const auto tracks = soundTracks(*input_);
  if (type == AVMEDIA_TYPE_AUDIO && soundTrack > 0 && !tracks.empty()) {
    if (std::size_t(soundTrack) > tracks.size())
      throw Error(
          ErrorCode::invalidArgument, pathText(path_),
          "it has no sound track " + std::to_string(soundTrack) + ", only " + std::to_string(tracks.size()),
          "Choose a track from 1 to " + std::to_string(tracks.size()));
    wanted = tracks[std::size_t(soundTrack - 1)]->index;
  }
  return av_find_best_stream(input_.get(), type, wanted, -1, decoder, 0);
}

StreamDecoder::StreamDecoder(const std::filesystem::path& path, AVMediaType type, int soundTrack)
    : path_(path), input_(openInput(path)) {
  const AVCodec* decoder = nullptr;
  const int index = streamOf(type, soundTrack, &decoder);
  if (index == AVERROR_DECODER_NOT_FOUND)
    throw unreadableStream(path, "this FFmpeg has no decoder for its format");
  const bool found = index >= 0 && !isPlainText(*input_->streams[index]);
  if (!found && type == AVMEDIA_TYPE_AUDIO && hasVideo(*input_))
    throw Error(ErrorCode::noSound, pathText(path), "the file has pictures but no sound",
                "Choose a file with a voice in it");
  if (!found)
    throw unreadableStream(
        path, type == AVMEDIA_TYPE_AUDIO ? "there is no sound in it" : "there is no video in it");
  stream_ = input_->streams[index];
  for (unsigned i = 0; i < input_->nb_streams; ++i)
    if (int(i) != index) input_->streams[i]->discard = AVDISCARD_ALL;

  codec_.reset(avcodec_alloc_context3(decoder));
  avcodec_parameters_to_context(codec_.get(), stream_->codecpar);
  codec_->pkt_timebase = stream_->time_base;
  codec_->max_pixels = kMostVideoPixels;
  codec_->thread_count = type == AVMEDIA_TYPE_VIDEO ? 0 : 1;
  const int status = avcodec_open2(codec_.get(), decoder, nullptr);
  if (status < 0)
    throw unreadableStream(path, "its decoder does not start (" + libav::errorText(status) + ")");
}

/// Hands the decoder one packet, or the end of the stream.
void StreamDecoder::feed() {
  constexpr int kMaximumErrors = 64;
  for (int errors = 0; errors < kMaximumErrors;) {
    const int status = av_read_frame(input_.get(), packet_.get());
    if (status == AVERROR_EOF) break;
    if (status < 0) {
      sawDamage_ = true;
      ++errors;
      continue;
    }
    if (packet_->stream_index == stream_->index) {
      if (isEncrypted(*packet_))
        throw Error(ErrorCode::unreadableMedia, pathText(path_), "it is encrypted",
                    "Choose a recording without copy protection");
      if (packet_->flags & AV_PKT_FLAG_CORRUPT) sawDamage_ = true;
      if (avcodec_send_packet(codec_.get(), packet_.get()) < 0) sawDamage_ = true;
      av_packet_unref(packet_.get());
      return;
    }
    av_packet_unref(packet_.get());
  }
  drained_ = true;
  avcodec_send_packet(codec_.get(), nullptr);
}

bool StreamDecoder::next(AVFrame& frame) {
  libav::renewBudget(*input_);
  for (;;) {
    const int status = avcodec_receive_frame(codec_.get(), &frame);
    if (status == 0) {
      if (frame.decode_error_flags || (frame.flags & AV_FRAME_FLAG_CORRUPT)) sawDamage_ = true;
      return true;
    }
    if (status == AVERROR_EOF) return false;
    if (status != AVERROR(EAGAIN)) sawDamage_ = true;
    if (drained_) return false;
    feed();
  }
}

}  // namespace orator::media
