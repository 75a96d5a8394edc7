#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "core/media/film/film_writer.h"
#include "core/media/film/frame_encoder.h"

namespace orator::media {

/// A film as a folder: "000000.png", "000001.png", ... and "sound.wav". Internal to core/media.
class PictureSequence : public FrameEncoder {
 public:
  /// Writes into `folder`, which is there; errors name `target`. @throws Error what AudioReader throws
  PictureSequence(std::filesystem::path folder, std::filesystem::path target,
                  const FilmWriterSettings& settings);
  ~PictureSequence() override;

  void encode(const cv::Mat& frame) override;
  void finish() override;

 private:
  std::filesystem::path folder_, target_;
  cv::Size size_;
  bool alpha_;
  FilmTags tags_;
  std::unique_ptr<FrameEncoder> sound_;
  std::int64_t frames_ = 0;
};

}  // namespace orator::media
