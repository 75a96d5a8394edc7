#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "core/base/frame_rate.h"

namespace orator::media {

/// What `orator info` prints of a picture, sound or video file. `frames` is the container's word, else
/// computed from the duration; 1 for a still picture, whose duration is 0. Width and height are as displayed.
struct MediaInfo {
  std::string container;
  double durationSeconds = 0;
  bool hasVideo = false;
  std::string videoCodec, pixelFormat, colourSpace;
  int width = 0, height = 0;
  FrameRate frameRate;
  std::int64_t frames = 0;
  bool hasAudio = false;
  std::string audioCodec;
  int sampleRateHz = 0, channels = 0;
  int soundTracks = 0;             ///< streams of sound; the fields above are of the main one
  bool encrypted = false;          ///< its first packets are; nothing of it can be decoded
  bool fastStart = false;          ///< the index stands before the data
  double pictureDelaySeconds = 0;  ///< the first frame's time less the sound's; 0 without both
};

/// @throws Error fileNotFound, notAFile, unreadableMedia
MediaInfo readMediaInfo(const std::filesystem::path& path);

}  // namespace orator::media
