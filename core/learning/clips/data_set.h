#pragma once

#include <ATen/core/Tensor.h>

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/frame_rate.h"
#include "core/learning/measures/time_base.h"

namespace orator::learning {

/// Layout of a data set folder SET:
///   SET/clips/NAME.safetensors   one unbroken stretch of one face with its voice; written by writeClip()
///   SET/records/NAME.json        what became of each source file: its stretches, or why it was rejected
///   SET/report.json, report.txt    the records counted
/// NAME is the source's path relative to the folder of clips without its ending; a second stretch of the
/// same source ends in "~2", and so on.

inline constexpr const char* kDataSetFormat = "1";

/// One stretch. T frames; frame i is the instant i / 25 s, sample 640 i of `voice`.
/// Head coordinates are those of core/face/face_model.h (decimetre, pose taken out); H is the height of this
/// person's neutral face from the top of the forehead (10) to the chin (152), so that measures are
/// comparable between people and do not change with the jaw.
struct Clip {
  std::string name;          ///< as above
  std::string speaker;       ///< from the table beside the folder, else the name
  std::string language;      ///< may be empty
  std::string source;        ///< where the footage comes from, may be empty
  std::string licence;       ///< as the source states it, may be empty
  std::string file;          ///< the source's path relative to the folder of clips
  double beginSeconds = 0;   ///< of frame 0 in the source, on the clock of its sound
  double offsetSeconds = 0;  ///< the voice was this late in the source (negative: early) and has been moved
  double offsetClarity = 0;  ///< z-score of that measurement, 0 when it was not measured
  double sourceFramesPerSecond = 0;
  float faceHeight = 0;  ///< H, decimetre

  at::Tensor points;      ///< f16 [T, 478, 3] head coordinates
  at::Tensor expression;  ///< f32 [T, 64] coefficients of the studio face model, absolute
  at::Tensor pose;        ///< f32 [T, 6] pitch yaw roll (radians), x y z (decimetre)
  at::Tensor identity;    ///< f32 [K] of the whole source file
  at::Tensor eyeOpening;  ///< f32 [T] 1 = this person's open eyes (90th percentile), 0 = shut
  at::Tensor lipOpening;  ///< f32 [T] inner lips, point 13 above point 14, over H; about 0 when closed
  at::Tensor lipWidth;    ///< f32 [T] corners, points 61 to 291, over H
  at::Tensor mel;         ///< f32 [80, 1 + 3.2 T], values -4..4; empty [80, 0] when there is no sound
  at::Tensor voice;       ///< i16 [640 T], 16 000 Hz; empty when there is no sound

  std::int64_t frames() const { return expression.size(0); }
  bool hasVoice() const { return voice.numel() > 0; }
};

/// Mel windows of frames [begin, end) of a clip: f32 [n, 1, 80, 16], as MelSpectrogram::windows() cuts them.
/// @param mel f32 [80, N]; columns outside repeat the nearest
/// @param tempo how fast the words are said: a window takes in this many times its length, read between
/// columns
at::Tensor melWindows(const at::Tensor& mel, FrameRange frames, double tempo = 1);

/// Gives the clip a voice and its mel spectrogram; an empty one for none. @param voice16k 640 T samples
void setVoice(Clip& clip, const std::vector<float>& voice16k);

/// @throws Error outputUnwritable, diskFull
void writeClip(const std::filesystem::path& set, const Clip& clip);

/// @throws Error fileNotFound, checkpointRefused (not a clip of this format, shapes that disagree)
Clip readClip(const std::filesystem::path& file);

/// The clip files of a set in the order of their names. @throws Error fileNotFound when it is not a set
std::vector<std::filesystem::path> clipFiles(const std::filesystem::path& set);

}  // namespace orator::learning
