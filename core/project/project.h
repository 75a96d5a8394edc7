#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "core/base/frame_rate.h"
#include "core/media/audio_reader.h"
#include "core/motion/motion_model.h"
#include "core/pipeline/animate.h"
#include "core/project/track_edits.h"
#include "core/render/face_renderer.h"

namespace orator::project {

/// Newest version of the JSON that this program reads: 2 counts blinks in seconds, 3 knows idle seconds,
/// 4 knows blinks by hand beside generated ones.
/// Files of a higher version are refused, lower ones are read; a project is written as the lowest version
/// that says all of it, so that older programs open what they understand.
inline constexpr int kProjectVersion = 4;

/// The part of a voice that is used, and how loud (-24..24 dB).
using VoiceEdit = media::VoiceCut;

/// What a rendered film looks like as a file.
struct OutputSettings {
  std::filesystem::path path;   ///< empty: asked for, or beside the project
  int constantRateFactor = 18;  ///< 0..51, smaller is better and larger on disk
  bool operator==(const OutputSettings&) const = default;
};

/// The document of the studio: everything the user has chosen and done. A plain value; a copy of it is the
/// snapshot that workers receive. Paths are absolute in memory and relative to the project file on disk.
struct Project {
  std::filesystem::path portrait;
  std::filesystem::path voice;
  std::filesystem::path track;  ///< imported coefficients that replace the generated motion; empty: generate
  std::optional<int> face;      ///< 0 = largest; empty: the largest
  VoiceEdit voiceEdit;
  double idleSeconds = 0;  ///< 0..3600: the person waits so long where there is neither a voice nor a track
  std::string pack = "studio";
  std::string renderer = render::kDefaultRenderer;
  FrameRate frameRate;
  motion::MotionSettings motion;
  render::RenderSettings render;
  TrackEdits edits;
  std::optional<FrameRange> range;  ///< in and out point
  OutputSettings output;
};

bool operator==(const Project& a, const Project& b);

/// Whether the person waits without a voice.
inline bool isIdle(const Project& project) {
  return project.idleSeconds > 0 && project.voice.empty() && project.track.empty();
}

/// The film of a project as the pipeline and the command line make it: everything but the edits, which a
/// track carries.
pipeline::AnimateRequest toRequest(const Project& project);

/// The file ending, with its dot.
inline constexpr const char* kProjectEnding = ".orator";
/// What the file says it is.
inline constexpr const char* kProjectFormat = "orator-project";

/// JSON text of a project. @param folder paths below or beside it are written relative to it; empty: absolute
/// paths
std::string toJson(const Project& project, const std::filesystem::path& folder);
/// @param subject named in errors. Unknown keys are ignored, missing ones keep their default, values outside
/// their range are refused. @throws Error unreadableProject
Project fromJson(const std::string& text, const std::filesystem::path& folder, const std::string& subject);

}  // namespace orator::project
