#pragma once

#include <filesystem>

#include "core/pipeline/film_settings.h"
#include "core/project/track_edits.h"

namespace orator::project {
struct Project;
}

namespace orator::session {

/// Everything that decides the frames of a session. A plain value; a session is given another one and finds
/// out itself what has to be done again.
struct Inputs : pipeline::FilmSettings {
  project::TrackEdits edits;
  int maximumSide =
      0;  ///< above 0: longer side of the frames, whatever render.outputSide says; never enlarged
  double maximumSeconds = 0;  ///< above 0: motion is generated for the beginning only
  bool operator==(const Inputs&) const = default;
};

/// What a film of the project is made of.
Inputs inputsOf(const project::Project& project);

/// A file as it was when it was last looked at.
struct FileStamp {
  std::filesystem::path file;
  std::filesystem::file_time_type written{};
  bool operator==(const FileStamp&) const = default;
};
/// Asks the disk: not for a thread that must not wait. An empty path and a file that is not there have no
/// time.
FileStamp stampOf(const std::filesystem::path& file);
/// Asks nobody.
FileStamp nameOf(const std::filesystem::path& file);
using Stamp = FileStamp (*)(const std::filesystem::path& file);

// What each part depends on: files, and the settings that the table of parameters
// (core/pipeline/parameters.h) gives to it, all others at their default. A part is made again where its key
// is another one.

struct PortraitKey {
  FileStamp picture;
  pipeline::FilmSettings settings;
  bool operator==(const PortraitKey&) const = default;
};

struct VoiceKey {
  FileStamp file;
  pipeline::FilmSettings settings;
  bool operator==(const VoiceKey&) const = default;
};

/// Of one run of the motion model.
struct GenerationKey {
  PortraitKey portrait;
  VoiceKey voice;
  pipeline::FilmSettings settings;
  FileStamp poseReference, blinkReference;
  double maximumSeconds = 0;
  bool operator==(const GenerationKey&) const = default;
};

/// Of the track that is shown: generation or file, settings, edits.
struct TrackKey {
  GenerationKey generation;
  FileStamp imported;
  pipeline::FilmSettings settings;
  project::TrackEdits edits;
  bool operator==(const TrackKey&) const = default;
};

struct RendererKey {
  PortraitKey portrait;
  pipeline::FilmSettings settings;  ///< and the size, where no maximumSide takes its place
  int maximumSide = 0;
  bool operator==(const RendererKey&) const = default;
};

PortraitKey portraitKey(const Inputs& inputs, Stamp stamp);
VoiceKey voiceKey(const Inputs& inputs, Stamp stamp);
/// @param seed takes the place of the settings' own
GenerationKey generationKey(const Inputs& inputs, std::uint64_t seed, Stamp stamp);
TrackKey trackKey(const Inputs& inputs, Stamp stamp);
RendererKey rendererKey(const Inputs& inputs, Stamp stamp);

/// Whether the person waits without a voice.
inline bool isIdle(const Inputs& inputs) {
  return inputs.idleSeconds > 0 && inputs.voice.empty() && inputs.track.empty();
}

}  // namespace orator::session
