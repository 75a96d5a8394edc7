#pragma once

#include <filesystem>
#include <vector>

#include "core/base/run_context.h"
#include "core/capture/face_track.h"

namespace orator::lab {

/// What capture::trackFace() gives, from what `orator landmarks` wrote of this video; the video is read for
/// its times alone.
/// @throws Error as trackFace; unreadableMedia when the landmarks are not those of this video
capture::FaceTrack readFaceTrack(const std::filesystem::path& video, const std::filesystem::path& landmarks,
                                 const RunContext& context);

/// readFaceTrack() where LANDMARKS/<path of the video below `clips`>.json exists, else trackFace().
/// @param landmarks may be empty
capture::FaceTrack trackOrRead(const std::filesystem::path& video, const std::filesystem::path& clips,
                               const std::filesystem::path& landmarks, face::FaceTracker& tracker,
                               const RunContext& context);

/// Videos of a folder and its subfolders, sorted. @throws Error fileNotFound when there is none
std::vector<std::filesystem::path> videosIn(const std::filesystem::path& folder);

/// At most `limit` of the files, evenly spread; all of them when it is 0.
std::vector<std::filesystem::path> spreadOver(std::vector<std::filesystem::path> files, std::int64_t limit);

/// The samples of `frames` frames from `beginSeconds` on, with silence where the file has none.
std::vector<float> cutVoice(const std::vector<float>& voice16k, double beginSeconds, std::size_t frames);

}  // namespace orator::lab
