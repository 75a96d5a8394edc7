#include "core/media/video_reader.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "core/base/error.h"
#include "core/media/display_matrix.h"
#include "core/media/stream_decoder.h"

namespace orator::media {

struct VideoReader::State {
  explicit State(const std::filesystem::path& source)
      : path(source), decoder(source, AVMEDIA_TYPE_VIDEO), turns(quarterTurns(decoder.stream())) {
    const AVCodecContext& codec = decoder.codec();
    if (codec.width <= 0 || codec.height <= 0)
      throw Error(ErrorCode::unreadableMedia, pathText(path), "its video has no size",
                  "Save the video again");
    const AVRational aspect = av_guess_sample_aspect_ratio(&const_cast<AVFormatContext&>(decoder.container()),
                                                           &decoder.stream(), nullptr);
    stored = {codec.width, codec.height};
    // A shape that no film has is a mistake of the header.
    constexpr double kFarthestFromSquare = 8;
    const double shape = aspect.num > 0 && aspect.den > 0 ? av_q2d(aspect) : 1;
    if (shape <= kFarthestFromSquare && shape >= 1 / kFarthestFromSquare)
      stored.width = std::max(1, int(std::lround(codec.width * shape)));
    if (std::int64_t(stored.width) * stored.height > kMostVideoPixels)
      throw Error(ErrorCode::unreadableMedia, pathText(path),
                  "its pictures of " + std::to_string(stored.width) + " x " + std::to_string(stored.height) +
                      " pixels are larger than those of any film",
                  "Save the video again with at most 8192 x 8192 pixels");
  }

  void convert(cv::Mat& rgb) {
    scaler.reset(sws_getCachedContext(scaler.release(), frame->width, frame->height,
                                      AVPixelFormat(frame->format), stored.width, stored.height,
                                      AV_PIX_FMT_RGB24, SWS_BICUBIC | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT,
                                      nullptr, nullptr, nullptr));
    if (!scaler)
      throw Error(ErrorCode::unreadableMedia, pathText(path), "its pixel format cannot be converted",
                  "Save the video again as H.264");
    // An untagged video follows the custom that high definition is bt709 and the rest bt601.
    const int untagged = frame->height >= 720 ? SWS_CS_ITU709 : SWS_CS_ITU601;
    const int matrix = frame->colorspace == AVCOL_SPC_UNSPECIFIED ? untagged : frame->colorspace;
    const int fullRange = frame->color_range == AVCOL_RANGE_JPEG;
    sws_setColorspaceDetails(scaler.get(), sws_getCoefficients(matrix), fullRange,
                             sws_getCoefficients(SWS_CS_ITU709), 1, 0, 1 << 16, 1 << 16);
    cv::Mat picture(stored, CV_8UC3);
    std::uint8_t* const destination[] = {picture.data};
    const int stride[] = {int(picture.step)};
    sws_scale(scaler.get(), frame->data, frame->linesize, 0, frame->height, destination, stride);
    switch (turns) {
      case 1:
        cv::rotate(picture, rgb, cv::ROTATE_90_CLOCKWISE);
        break;
      case 2:
        cv::rotate(picture, rgb, cv::ROTATE_180);
        break;
      case 3:
        cv::rotate(picture, rgb, cv::ROTATE_90_COUNTERCLOCKWISE);
        break;
      default:
        rgb = picture;
    }
  }

  std::filesystem::path path;
  StreamDecoder decoder;
  int turns;        ///< clockwise quarter turns from the stored to the displayed picture
  cv::Size stored;  ///< square pixels, before the turn
  libav::Frame frame = libav::makeFrame();
  libav::Scaler scaler;
  std::int64_t index = 0;
};

VideoReader::VideoReader(const std::filesystem::path& path) : state_(std::make_unique<State>(path)) {}
VideoReader::~VideoReader() = default;
VideoReader::VideoReader(VideoReader&&) noexcept = default;
VideoReader& VideoReader::operator=(VideoReader&&) noexcept = default;

cv::Size VideoReader::size() const {
  const cv::Size stored = state_->stored;
  return state_->turns % 2 ? cv::Size(stored.height, stored.width) : stored;
}

FrameRate VideoReader::frameRate() const {
  const StreamDecoder& decoder = state_->decoder;
  return libav::toFrameRate(
      av_guess_frame_rate(&const_cast<AVFormatContext&>(decoder.container()), &decoder.stream(), nullptr));
}

std::int64_t VideoReader::frameCountHint() const {
  return std::max<std::int64_t>(state_->decoder.stream().nb_frames, 0);
}

bool VideoReader::read(cv::Mat& rgb, double& timeSeconds) {
  State& s = *state_;
  if (!s.decoder.next(*s.frame)) return false;
  s.convert(rgb);
  const std::int64_t stamp = s.frame->best_effort_timestamp;
  const AVStream& stream = s.decoder.stream();
  const std::int64_t start = stream.start_time == AV_NOPTS_VALUE ? 0 : stream.start_time;
  timeSeconds = stamp == AV_NOPTS_VALUE ? frameRate().secondsAt(s.index)
                                        : (double(stamp) - double(start)) * av_q2d(stream.time_base);
  ++s.index;
  av_frame_unref(s.frame.get());
  return true;
}

}  // namespace orator::media
