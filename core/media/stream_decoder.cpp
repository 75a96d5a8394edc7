#include "core/media/stream_decoder.h"

#include "core/base/error.h"

namespace orator::media {
namespace {

const char* const kMediaRemedy = "Choose a sound or video file such as WAV, MP3, M4A, FLAC, OGG or MP4";

Error unreadable(const std::filesystem::path& path, const std::string& reason) {
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

}  // namespace

libav::Input openInput(const std::filesystem::path& path) {
  libav::quiet();
  requireFile(path);
  AVFormatContext* opened = nullptr;
  int status = avformat_open_input(&opened, libav::url(path).c_str(), nullptr, nullptr);
  if (status < 0)
    throw unreadable(path, "this is not a sound or video file, or its header is damaged beyond repair (" +
                               libav::errorText(status) + ")");
  libav::Input input(opened);
  status = avformat_find_stream_info(input.get(), nullptr);
  if (status < 0)
    throw unreadable(path, "its streams cannot be recognised (" + libav::errorText(status) + ")");
  return input;
}

StreamDecoder::StreamDecoder(const std::filesystem::path& path, AVMediaType type) : input_(openInput(path)) {
  const AVCodec* decoder = nullptr;
  const int index = av_find_best_stream(input_.get(), type, -1, -1, &decoder, 0);
  if (index == AVERROR_DECODER_NOT_FOUND) throw unreadable(path, "this FFmpeg has no decoder for its format");
  const bool found = index >= 0 && !isPlainText(*input_->streams[index]);
  if (!found && type == AVMEDIA_TYPE_AUDIO && hasVideo(*input_))
    throw Error(ErrorCode::noSound, pathText(path), "the file has pictures but no sound",
                "Choose a file with a voice in it");
  if (!found)
    throw unreadable(path,
                     type == AVMEDIA_TYPE_AUDIO ? "there is no sound in it" : "there is no video in it");
  stream_ = input_->streams[index];
  for (unsigned i = 0; i < input_->nb_streams; ++i)
    if (int(i) != index) input_->streams[i]->discard = AVDISCARD_ALL;

  codec_.reset(avcodec_alloc_context3(decoder));
  avcodec_parameters_to_context(codec_.get(), stream_->codecpar);
  codec_->pkt_timebase = stream_->time_base;
  codec_->thread_count = type == AVMEDIA_TYPE_VIDEO ? 0 : 1;
  const int status = avcodec_open2(codec_.get(), decoder, nullptr);
  if (status < 0) throw unreadable(path, "its decoder does not start (" + libav::errorText(status) + ")");
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
