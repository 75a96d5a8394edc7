#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "core/base/frame_rate.h"
#include "core/media/audio_reader.h"
#include "core/media/film/film_form.h"
#include "core/motion/motion_settings.h"
#include "core/pipeline/scene/scene_settings.h"
#include "core/render/enlarging.h"
#include "core/render/face_renderer.h"

namespace orator::pipeline {

/// Stands for the frame rate of the given track.
inline constexpr FrameRate kTrackFrameRate{0, 1};

/// How a track that is given is meant: `on`, as changes of the performer at rest (its source row), which are
/// added to the portrait's own row; `off`, as rows that the portrait takes over as they are, the performer's
/// resting face and pose included. Rows of the BFM are always the latter.
enum class Relative { off, on };

/// Whether a film that plays again and again is cut where its end leads back to its begin.
enum class Looping { off, on };

/// A part of a film.
struct TimeRange {
  double beginSeconds = 0, endSeconds = 0;
  bool operator==(const TimeRange&) const = default;
};

/// Everything that decides a film: the same settings give the same frames, in every program of Orator. Each
/// field is declared, with its range and its names, in parameters.cpp; these are its defaults.
struct FilmSettings {
  std::filesystem::path portrait;
  std::filesystem::path voice;  ///< may be empty with a track or idle seconds: the film is silent then
  media::VoiceCut voiceCut;     ///< the part of the voice that is spoken
  std::filesystem::path output;
  std::string pack = "studio";
  std::string renderer = render::kDefaultRenderer;
  motion::MotionSettings motion;
  render::RenderSettings render;
  FrameRate frameRate;          ///< one of frameRates(): a given track is read at it; or kTrackFrameRate
  media::FormatChoice format;   ///< of the film's file; by the name of `output` where it leaves that open
  int constantRateFactor = 18;  ///< of the H.264 encoder, smaller is better and larger on disk
  int bitRateKbit = 0;          ///< kbit/s on average in place of that; 0: by constantRateFactor
  bool twoPass = false;  ///< the bits of a bit rate go where a first pass has found that they are needed
  Looping loop = Looping::on;   ///< of GIF and WebP
  double soundGainDecibel = 0;  ///< of the film's sound; the mouth moves as without it
  SceneSettings scene;
  std::optional<int> face;                         ///< 0 = largest; empty: the largest
  face::Rotation rotation = face::Rotation::none;  ///< of the portrait, before anything is looked for in it
  cv::Vec3b background{255, 255, 255};             ///< R G B under a transparent portrait
  render::Enlarging enlarging = render::Enlarging::off;  ///< of the portrait, before it is looked at
  std::optional<FrameRange> frames;                      ///< only these frames (and their sound)
  std::optional<TimeRange> trim;                         ///< the same in seconds
  std::filesystem::path track;       ///< render these coefficients instead of generating them
  Relative relative = Relative::on;  ///< of the track
  double idleSeconds = 0;            ///< above 0: the person waits that long, without a voice
  bool operator==(const FilmSettings&) const = default;
};

}  // namespace orator::pipeline
