#include "core/pipeline/film_parts.h"

#include <algorithm>
#include <cmath>
#include <exception>
#include <opencv2/imgproc.hpp>
#include <utility>

#include "core/base/files.h"
#include "core/base/foreign_error.h"
#include "core/base/largest_side.h"
#include "core/base/voice_rate.h"
#include "core/motion/gaze.h"
#include "core/motion/resample.h"
#include "core/motion/track_basis.h"
#include "core/motion/track_io.h"
#include "core/pipeline/stage_progress.h"

namespace orator::pipeline {
namespace {

/// How a pack of the studio's basis shows a track of SadTalker's, where it has a map.
std::optional<face::ExpressionMap> mapFor(const std::string& trackBasis, const std::string& packBasis,
                                          const packs::Pack& pack) {
  constexpr const char* kRole = "expression_map";
  if (packBasis != "studio" || !pack.has(kRole) || !motion::isBfmBasis(trackBasis)) return std::nullopt;
  return face::loadExpressionMap(pack.file(kRole));
}

/// Every row's change from the track's own source row, on top of `row`. A track of this very row stays as it
/// is, to the bit.
void addToRow(const motion::CoefficientRow& row, motion::MotionTrack& track) {
  for (std::size_t k = 0; k < row.size(); ++k) {
    const float change = row[k] - track.source[k];
    if (change == 0) continue;
    for (motion::CoefficientRow& moved : track.rows) moved[k] += change;
    if (const int axis = int(k) - motion::kAngleColumn; axis >= 0 && axis < 3)
      for (float& angle : track.replacedAngles[std::size_t(axis)]) angle += change;
  }
}

media::Picture enlarged(const Stages& stages, media::Picture picture, render::Enlarging enlarging,
                        const RunContext& context) {
  const int factor = render::enlargingFactor(enlarging);
  if (factor == 1) return picture;
  const int side = std::max(picture.rgb.cols, picture.rgb.rows);
  if (side * factor > kLargestSide) {
    context.note("the portrait has " + std::to_string(side) +
                 " pixels on its longer side, which is large enough: " + "it is not enlarged");
    return picture;
  }
  picture.rgb = stages.enlargePicture(picture.rgb, enlarging, context);
  if (!picture.alpha.empty())
    cv::resize(picture.alpha, picture.alpha, picture.rgb.size(), 0, 0, cv::INTER_CUBIC);
  return picture;
}

}  // namespace

Analysed analyse(const Stages& stages, const std::string& pack, const std::filesystem::path& picture,
                 const face::PortraitOptions& options, render::Enlarging enlarging,
                 std::shared_ptr<const face::Portrait> portrait, const RunContext& context) {
  StageProgress progress(context, "analyse", 3);
  Analysed result{stages.openPack(pack), std::move(portrait)};
  progress.done(1);
  if (!result.portrait) {
    const media::Picture read = enlarged(stages, stages.readPicture(picture), enlarging, context);
    progress.done(2);
    try {
      result.portrait = stages.analysePortrait(read, result.pack, options, progress.context());
    } catch (const Error& error) {
      // The analysis knows the picture, not its file.
      if (error.code() != ErrorCode::noFace && error.code() != ErrorCode::faceCutOff) throw;
      throw Error(error.code(), pathText(picture), error.reason(), error.remedy());
    }
  }
  progress.done(3);
  return result;
}

Analysed analyse(const Stages& stages, const AnimateRequest& request,
                 std::shared_ptr<const face::Portrait> portrait, const RunContext& context) {
  face::PortraitOptions options;
  options.face = request.face;
  options.rotation = request.rotation;
  options.background = request.background;
  return analyse(stages, request.pack, request.portrait, options, request.enlarging, std::move(portrait),
                 context);
}

motion::MotionInput motionInput(std::span<const float> voice16k, double idleSeconds, FrameRate frameRate,
                                const motion::CoefficientRow& source) {
  const bool waits = voice16k.empty();
  const auto samples = waits ? std::llround(idleSeconds * kVoiceRateHz) : std::int64_t(voice16k.size());
  return {voice16k, source, frameRate, frameRate.framesCovering(samples, kVoiceRateHz)};
}

motion::GeneratedMotion portraitAlone(const face::Portrait& portrait, FrameRate frameRate,
                                      const motion::CoefficientRow& source) {
  motion::GeneratedMotion still;
  still.frameRate = frameRate;
  still.basis = portrait.model->id;
  still.source = source;
  still.rows = {source};
  still.blinkDirection = portrait.model->blink;
  still.gazeColumns = face::gazeColumns(portrait.model->expressionNames);
  return still;
}

motion::MotionTrack fitTrack(const Analysed& analysed, motion::MotionTrack track, const std::string& subject,
                             const motion::CoefficientRow& source, Relative relative, FrameRate frameRate,
                             std::int64_t voiceSamples, const RunContext& context) {
  motion::checkTrack(track, subject);
  const std::string basis = coefficientBasis(analysed.pack, *analysed.portrait);
  if (const auto map = mapFor(track.basis, basis, analysed.pack))
    track = motion::toStudioBasis(track, *map, sourceRow(analysed.portrait->fit));
  if (!basis.empty() && track.basis != basis)
    throw Error(ErrorCode::invalidArgument, subject,
                "the track is in the basis \"" + track.basis + "\", the pack's is \"" + basis + "\"",
                "Choose the pack the track was made with");
  // Rows of the BFM are absolute: the portrait is read as it is, whoever the track was made for.
  if (relative == Relative::on && !rowDependsOnCrop(analysed.pack)) addToRow(source, track);
  track.source = source;
  motion::renewGaze(track);
  if (!(frameRate == kTrackFrameRate)) track = motion::resampled(track, frameRate);
  if (voiceSamples == 0) return track;
  const std::int64_t needed = track.frameRate.framesCovering(voiceSamples, kVoiceRateHz);
  if (needed > track.frames()) {
    context.note("the track ends before the voice; its last row is held");
    track.rows.resize(std::size_t(needed), track.rows.back());
    track.blink.resize(track.rows.size(), 0.f);
    for (std::vector<float>& lane : track.gaze)
      if (!lane.empty()) lane.resize(track.rows.size(), lane.back());
    for (std::vector<float>& angles : track.replacedAngles)
      if (!angles.empty()) angles.resize(track.rows.size(), angles.back());
  }
  return track;
}

Error caughtError() {
  try {
    throw;
  } catch (const std::exception& exception) {
    return asError(exception);
  } catch (...) {
    return Error(ErrorCode::internal, "", "a library failed without saying why");
  }
}

}  // namespace orator::pipeline
