#include "core/media/film/film_encoder.h"

#include <algorithm>
#include <cerrno>
#include <opencv2/imgproc.hpp>

#include "core/base/error.h"
#include "core/media/film/encoding_failure.h"

namespace orator::media {
namespace {

/// How many frames choose the colours of a GIF: 32, or as many as 64 MB hold.
std::size_t paletteFrames(cv::Size size) {
  constexpr std::size_t kBytes = std::size_t(64) << 20;
  return std::clamp<std::size_t>(kBytes / (std::size_t(size.area()) * 4 + 1), 4, 32);
}

int even(int side) {
  return side + side % 2;
}

}  // namespace

FilmEncoder::FilmEncoder(const std::filesystem::path& file, const std::filesystem::path& target,
                         const FilmWriterSettings& settings)
    : target_(target),
      size_(settings.size),
      frameRate_(settings.frameRate),
      alpha_(settings.form.alpha),
      pass_(settings.pass),
      passLog_(settings.passLog) {
  libav::quiet();
  const bool hasPicture = settings.form.hasPicture();
  if (frameRate_.numerator <= 0 || frameRate_.denominator <= 0 ||
      (hasPicture && (size_.width < 2 || size_.height < 2)))
    throw Error(ErrorCode::invalidArgument, pathText(target), "a video needs a size and a frame rate");
  if (pass_ == 1) {
    openVideo(settings);
    return;
  }
  AVFormatContext* made = nullptr;
  const char* muxer = settings.form.isSequence() ? "wav" : traitsOf(settings.form.container).muxer;
  check(avformat_alloc_output_context2(&made, nullptr, muxer, libav::url(file).c_str()));
  output_.reset(made);
  output_->flags |= AVFMT_FLAG_BITEXACT;
  if (hasPicture) openVideo(settings);
  if (!settings.voice.empty() && settings.form.hasSound())
    sound_.emplace(settings, target_, *output_, [this](AVPacket& packet) { write(packet); });
  for (const auto& [name, text] : settings.tags)
    check(av_dict_set(&output_->metadata, name.c_str(), text.c_str(), 0));
  openFile(file, settings);
}

void FilmEncoder::openVideo(const FilmWriterSettings& settings) {
  VideoSettings video{.form = settings.form,
                      .size = size_,
                      .frameRate = frameRate_,
                      .constantRateFactor = settings.constantRateFactor,
                      .bitRateKbit = settings.bitRateKbit,
                      .preset = settings.preset,
                      .pass = pass_,
                      .passLog = passLog_};
  const bool odd = size_.width % 2 != 0 || size_.height % 2 != 0;
  int status = 0;
  if (odd) {  // only the encoder's pictures tell whether that matters
    video.size = {even(size_.width), even(size_.height)};
    video_ = openVideoEncoder(video, status);
    if (video_->codec && !needsEvenSides(video_->pixels)) {
      video.size = size_;
      video_ = openVideoEncoder(video, status);
    }
  } else {
    video_ = openVideoEncoder(video, status);
  }
  if (!video_->codec) check(std::min(status, -1));
  encodedSize_ = video.size;
  AVCodecContext& codec = *video_->codec;

  picture_ = pictureFor(*video_);
  if (!picture_) check(AVERROR(ENOMEM));
  openScaler();
  if (pass_ == 1) return;
  videoStream_ = avformat_new_stream(output_.get(), nullptr);
  if (!videoStream_) check(AVERROR(ENOMEM));
  videoStream_->time_base = codec.time_base;
  videoStream_->avg_frame_rate = codec.framerate;
  check(avcodec_parameters_from_context(videoStream_->codecpar, &codec));
  // Tells players of WebM that a second picture in each block is the alpha.
  if (alpha_ && settings.form.codec == VideoCodec::vp9)
    av_dict_set(&videoStream_->metadata, "alpha_mode", "1", 0);
}

void FilmEncoder::openScaler() {
  if (video_->pixels == AV_PIX_FMT_PAL8 || video_->pixels == AV_PIX_FMT_RGB32 ||
      video_->pixels == AV_PIX_FMT_YUV420P)
    return;
  scaler_.reset(sws_getContext(encodedSize_.width, encodedSize_.height,
                               alpha_ ? AV_PIX_FMT_RGBA : AV_PIX_FMT_RGB24, encodedSize_.width,
                               encodedSize_.height, video_->pixels, SWS_BILINEAR | SWS_ACCURATE_RND, nullptr,
                               nullptr, nullptr));
  if (!scaler_) check(AVERROR(ENOMEM));
  const int* bt709 = sws_getCoefficients(SWS_CS_ITU709);
  sws_setColorspaceDetails(scaler_.get(), bt709, 1, bt709, 0, 0, 1 << 16, 1 << 16);
}

void FilmEncoder::openFile(const std::filesystem::path& file, const FilmWriterSettings& settings) {
  if (const int status = avio_open(&output_->pb, libav::url(file).c_str(), AVIO_FLAG_WRITE); status < 0)
    throw writeError(target_, AVUNERROR(status));
  AVDictionary* options = nullptr;
  // Options that a muxer does not know are left alone by it.
  av_dict_set(&options, "movflags", "+faststart+use_metadata_tags", 0);
  av_dict_set(&options, "cues_to_front", "1", 0);
  if (settings.form.container == Container::gif)
    av_dict_set(&options, "loop", settings.loops ? "0" : "-1", 0);
  if (settings.form.container == Container::webp)
    av_dict_set(&options, "loop", settings.loops ? "0" : "1", 0);
  const int status = avformat_write_header(output_.get(), &options);
  av_dict_free(&options);
  check(status);
}

void FilmEncoder::encode(const cv::Mat& frame) {
  if (frame.type() != (alpha_ ? CV_8UC4 : CV_8UC3) || frame.size() != size_ || !video_)
    throw Error(ErrorCode::internal, pathText(target_), "a frame has another size or type than the video");
  if (video_->pixels != AV_PIX_FMT_PAL8 || palette_) return encodePicture(frame);
  waiting_.push_back(frame);
  if (waiting_.size() == paletteFrames(size_)) encodeWaiting();
}

void FilmEncoder::encodeWaiting() {
  palette_.emplace(waiting_);
  for (const cv::Mat& frame : waiting_) encodePicture(frame);
  waiting_.clear();
}

void FilmEncoder::encodePicture(const cv::Mat& frame) {
  check(av_frame_make_writable(picture_.get()));
  fillPicture(frame);
  picture_->pts = frames_++;
  send(picture_.get());
  if (sound_) sound_->writeUntil(frames_, video_->codec->time_base);
}

void FilmEncoder::fillPicture(const cv::Mat& frame) {
  cv::Mat padded = frame;
  if (encodedSize_ != size_)
    cv::copyMakeBorder(frame, padded, 0, encodedSize_.height - size_.height, 0,
                       encodedSize_.width - size_.width, cv::BORDER_REPLICATE);
  if (video_->pixels == AV_PIX_FMT_PAL8) {
    cv::Mat indices;
    palette_->map(padded, indices);
    indices.copyTo(cv::Mat(encodedSize_, CV_8UC1, picture_->data[0], std::size_t(picture_->linesize[0])));
    std::copy(palette_->colours().begin(), palette_->colours().end(),
              reinterpret_cast<std::uint32_t*>(picture_->data[1]));
  } else if (video_->pixels == AV_PIX_FMT_RGB32) {
    cv::Mat target(encodedSize_, CV_8UC4, picture_->data[0], std::size_t(picture_->linesize[0]));
    cv::cvtColor(padded, target, alpha_ ? cv::COLOR_RGBA2BGRA : cv::COLOR_RGB2BGRA);
  } else if (video_->pixels == AV_PIX_FMT_YUV420P) {
    yuv420_.convert(padded, {picture_->data[0], picture_->data[1], picture_->data[2]},
                    {picture_->linesize[0], picture_->linesize[1], picture_->linesize[2]});
  } else {
    const std::uint8_t* const source[] = {padded.data};
    const int stride[] = {int(padded.step)};
    sws_scale(scaler_.get(), source, stride, 0, padded.rows, picture_->data, picture_->linesize);
  }
}

void FilmEncoder::send(const AVFrame* frame) {
  AVCodecContext& codec = *video_->codec;
  check(video_->send(frame));
  for (;;) {
    const int status = avcodec_receive_packet(&codec, packet_.get());
    if (pass_ == 1) keepStatistics(codec, statistics_);
    if (status == AVERROR(EAGAIN) || status == AVERROR_EOF) return;
    check(status);
    if (pass_ == 1) {
      av_packet_unref(packet_.get());
      continue;
    }
    packet_->stream_index = videoStream_->index;
    if (video_->pixels != AV_PIX_FMT_RGB32) packet_->duration = 1;  // a WebP is one packet
    av_packet_rescale_ts(packet_.get(), codec.time_base, videoStream_->time_base);
    write(*packet_);
  }
}

void FilmEncoder::write(AVPacket& packet) {
  check(av_interleaved_write_frame(output_.get(), &packet));
  if (output_->pb->error < 0) check(output_->pb->error);
}

void FilmEncoder::finish() {
  if (video_) {
    if (!waiting_.empty()) encodeWaiting();
    if (frames_ == 0) throw Error(ErrorCode::internal, pathText(target_), "the video has no frames");
    send(nullptr);
  }
  if (pass_ == 1) return keepPassLog();
  if (sound_) sound_->finish();
  check(av_write_trailer(output_.get()));
  avio_flush(output_->pb);
  if (output_->pb->error < 0) check(output_->pb->error);
  check(avio_closep(&output_->pb));
}

/// x264 and x265 have written it when they are closed.
void FilmEncoder::keepPassLog() {
  video_->codec.reset();
  if (!statistics_.empty()) writeFile(passLog_, statistics_);
}

void FilmEncoder::check(int status) const {
  requireEncoded(status, target_);
}

}  // namespace orator::media
