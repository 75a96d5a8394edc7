#include "core/lab/data_set/clip_files.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/audio/mel_spectrogram.h"
#include "core/base/file_system.h"
#include "core/base/files.h"
#include "core/base/json_value.h"
#include "core/base/voice_rate.h"
#include "core/media/media_info.h"
#include "core/media/video_reader.h"

namespace orator::lab {
namespace {

float pixels(const nlohmann::json& value) {
  constexpr float kFarthest = 1e6f;
  return numberFrom(value, -kFarthest, kFarthest, "a point of a face");
}

face::FaceLandmarks faceFrom(const nlohmann::json& stored) {
  face::FaceLandmarks face;
  const auto& box = stored.at("box");
  face.box = {pixels(box.at(0)), pixels(box.at(1)), pixels(box.at(2)), pixels(box.at(3))};
  face.presence = numberFrom(stored.at("presence"), 0.f, 1.f, "presence");
  const auto& points = stored.at("points");
  for (std::size_t i = 0; i < face.points.size(); ++i) {
    const auto& point = points.at(i);
    face.points[i] = {pixels(point.at(0)), pixels(point.at(1)), pixels(point.at(2))};
  }
  return face;
}

}  // namespace

capture::FaceTrack readFaceTrack(const std::filesystem::path& video, const std::filesystem::path& landmarks,
                                 const RunContext& context) {
  const auto refuse = [&](const std::string& reason) {
    return Error(ErrorCode::unreadableMedia, pathText(landmarks), reason, "Make it with orator landmarks");
  };
  requireFile(landmarks);
  std::vector<double> seconds;
  const double late = media::readMediaInfo(video).pictureDelaySeconds;
  media::VideoReader reader(video);
  capture::FaceTrack track;
  track.size = reader.size();
  track.framesPerSecond = reader.frameRate().perSecond();
  cv::Mat rgb;
  for (double at = 0; reader.read(rgb, at); seconds.push_back(at + late)) context.throwIfCancelled();
  track.framesInFile = std::int64_t(seconds.size());
  if (!seconds.empty()) {
    track.firstSeconds = seconds.front();
    track.lastSeconds = seconds.back();
  }
  try {
    const auto stored = parsedJson(readFile(landmarks, ErrorCode::unreadableMedia));
    const auto& frames = stored.at("frames");
    if (stored.at("width") != track.size.width || stored.at("height") != track.size.height ||
        frames.size() != seconds.size())
      throw refuse("these are not the landmarks of " + pathText(video));
    for (std::size_t i = 0; i < frames.size(); ++i)
      if (const auto& faces = frames[i].at("faces"); !faces.empty())
        track.frames.push_back({seconds[i], faceFrom(faces.at(0)), 0, false});
  } catch (const nlohmann::json::exception& error) {
    throw refuse(std::string("it cannot be understood: ") + error.what());
  } catch (const std::invalid_argument& error) {
    throw refuse(std::string("it cannot be understood: ") + error.what());
  }
  return track;
}

capture::FaceTrack trackOrRead(const std::filesystem::path& video, const std::filesystem::path& clips,
                               const std::filesystem::path& landmarks, face::FaceTracker& tracker,
                               const RunContext& context) {
  if (!landmarks.empty()) {
    std::filesystem::path known = landmarks / video.lexically_relative(clips);
    if (known.replace_extension(".json"); isThere(known)) return readFaceTrack(video, known, context);
  }
  return capture::trackFace(video, tracker, context);
}

std::vector<std::filesystem::path> videosIn(const std::filesystem::path& folder) {
  static const std::array<std::string, 7> endings{".mp4", ".mov", ".mkv", ".webm", ".avi", ".mpg", ".m4v"};
  std::vector<std::filesystem::path> files;
  std::error_code failed;
  for (std::filesystem::recursive_directory_iterator i(folder, failed), end; !failed && i != end;
       i.increment(failed))
    if (std::find(endings.begin(), endings.end(), i->path().extension().string()) != endings.end())
      files.push_back(i->path());
  if (failed)
    throw Error(ErrorCode::fileNotFound, pathText(folder), "it cannot be listed: " + failed.message(),
                "Check the name and the permissions of the folders in it");
  std::sort(files.begin(), files.end());
  if (files.empty())
    throw Error(ErrorCode::fileNotFound, pathText(folder), "there is no video in this folder",
                "Give a folder of .mp4, .mov, .mkv, .webm, .avi, .mpg or .m4v files");
  return files;
}

std::vector<std::filesystem::path> spreadOver(std::vector<std::filesystem::path> files, std::int64_t limit) {
  const auto count = std::int64_t(files.size());
  if (limit <= 0 || limit >= count) return files;
  std::vector<std::filesystem::path> some;
  for (std::int64_t i = 0; i < limit; ++i) some.push_back(files[std::size_t(i * count / limit)]);
  return some;
}

std::vector<float> cutVoice(const std::vector<float>& voice16k, double beginSeconds, std::size_t frames) {
  std::vector<float> cut(frames * audio::kSamplesPerMelFrame, 0.f);
  const auto begin = std::int64_t(std::llround(beginSeconds * kVoiceRateHz));
  for (std::int64_t i = 0; i < std::int64_t(cut.size()); ++i)
    if (begin + i >= 0 && begin + i < std::int64_t(voice16k.size()))
      cut[std::size_t(i)] = voice16k[std::size_t(begin + i)];
  return cut;
}

}  // namespace orator::lab
