#include "core/lab/evaluate/evaluate.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "core/base/files.h"
#include "core/base/percentile.h"
#include "core/capture/capture.h"
#include "core/lab/data_set/clip_files.h"
#include "core/lab/data_set/clip_table.h"
#include "core/lab/evaluate/sharpness.h"
#include "core/lab/evaluate/skip.h"
#include "core/lab/lse/face_cropper.h"
#include "core/lab/lse/lse_judge.h"
#include "core/learning/clips/held_out.h"
#include "core/learning/measures/time_base.h"
#include "core/media/audio_reader.h"
#include "core/media/media_info.h"
#include "core/media/video_reader.h"
#include "core/motion/track_basis.h"
#include "core/pipeline/portrait_row.h"
#include "core/session/parts.h"

namespace orator::lab {
namespace {

namespace fs = std::filesystem;

constexpr int kMinimumFrames = 20, kMaximumFrames = 1500;
constexpr float kShutOpening = 0.02f;
constexpr std::int64_t kRenderedFrames = 64, kScoredFrames = 250;

/// Crops of a film for SyncNet. A frame without a face is cut as the one before it.
class ScoredFilm {
 public:
  explicit ScoredFilm(face::FaceTracker& tracker) : tracker_(tracker) { tracker_.reset(); }
  /// @param rgb is kept @param cut whether it is also scored @return the face that was found in it
  std::vector<face::FaceLandmarks> add(const cv::Mat& rgb, bool cut = true) {
    std::vector<face::FaceLandmarks> found = tracker_.track(rgb);
    if (!found.empty()) box_ = lse::faceBox(found.front());
    if (cut) cropper_.add(rgb, box_);
    return found;
  }
  /// None where the film is too short, or begins without a face.
  std::optional<lse::LseScore> score(const lse::LseJudge& judge, std::span<const float> voice) {
    try {
      return judge.judge(cropper_.finish(), voice);
    } catch (const Error& error) {
      if (error.code() != ErrorCode::noFace && error.code() != ErrorCode::invalidArgument) throw;
      return std::nullopt;
    }
  }

 private:
  face::FaceTracker& tracker_;
  lse::FaceCropper cropper_;
  cv::Vec4d box_;
};

struct Series {
  std::vector<float> opening, width, eyes, angles;  ///< angles [T, 3]
  std::vector<face::ExpressionCoefficients> expression;
  void add(const face::FaceMeasures& m, const cv::Vec3f& turn,
           const face::ExpressionCoefficients& coefficients) {
    expression.push_back(coefficients);
    opening.push_back(m.lipOpening);
    width.push_back(m.lipWidth);
    eyes.push_back(m.eyeOpening);
    angles.insert(angles.end(), {turn[0], turn[1], turn[2]});
  }
};

double range(const std::vector<float>& values) {
  return percentile(values, 0.95) - percentile(values, 0.05);
}

void compare(const Series& real, const Series& made, std::span<const float> voice, ClipScore& score) {
  score.lipOpening = learning::bestCorrelation(real.opening, made.opening);
  score.lipWidthCorrelation = learning::bestCorrelation(real.width, made.width).correlation;
  score.closures = learning::matchClosures(real.opening, made.opening, score.lipOpening.lagFrames);
  for (const std::int64_t t : learning::silentFrames(voice)) {
    ++score.silentFrames;
    if (t < std::int64_t(made.opening.size()) && made.opening[std::size_t(t)] < kShutOpening)
      ++score.silentAndShut;
  }
  score.lipSpeed = {learning::meanSpeed(real.opening), learning::meanSpeed(made.opening)};
  score.lipRange = {range(real.opening), range(made.opening)};
  const learning::HeadMeasures realHead = learning::measureHead(real.angles, voice),
                               madeHead = learning::measureHead(made.angles, voice);
  score.headDiversity = {realHead.diversityDegrees, madeHead.diversityDegrees};
  score.headSpeed = {realHead.speedDegreesPerSecond, madeHead.speedDegreesPerSecond};
  score.beatAlign = {realHead.beatAlign, madeHead.beatAlign};
  const learning::Blinks realBlinks = learning::findBlinks(real.eyes),
                         madeBlinks = learning::findBlinks(made.eyes);
  score.blinks = {double(realBlinks.count), double(madeBlinks.count)};
  score.blinkSeconds = {realBlinks.meanDurationSeconds, madeBlinks.meanDurationSeconds};
}

double cosine(const std::vector<float>& a, const std::vector<float>& b) {
  double ab = 0, aa = 0, bb = 0;
  for (std::size_t k = 0; k < a.size(); ++k) ab += a[k] * b[k], aa += a[k] * a[k], bb += b[k] * b[k];
  return aa > 0 && bb > 0 ? ab / std::sqrt(aa * bb) : 0;
}

class Evaluator {
 public:
  Evaluator(const EvaluateOptions& options, const RunContext& context)
      : options_(options),
        context_{context.stop, nullptr},
        pack_(packs::openPack(options.pack)),
        tracker_({pack_.file("face_detector"), pack_.file("attention_mesh")}),
        model_(face::loadFaceModel(pack_.file("face_model"))),
        parts_(std::make_shared<session::Resources>(clipStages())) {
    // One judge for all packs: scores of different judges do not compare.
    const packs::Pack studio = packs::openPack("studio");
    if (studio.has("syncnet")) sync_.emplace(studio.file("syncnet"), model_);
    if (options.render)
      for (const packs::Pack& pack : packs::listPacks())
        if (!lse_ && pack.has("syncnet_v2")) lse_.emplace(pack);
  }

  ClipScore judge(const fs::path& video) {
    ClipScore score;
    const fs::path name = video.lexically_relative(options_.clips);
    score.name = name.generic_string();
    score.speaker = ClipTable(video.parent_path()).entry(video.filename().string()).speaker;
    const capture::FaceTrack track =
        trackOrRead(video, options_.clips, options_.landmarks, tracker_, context_);
    const capture::Capture seen = capture::captureTrack(model_, track, context_, kMinimumFrames);
    const auto stretches = seen.stretches(kMinimumFrames, kMaximumFrames);
    if (stretches.empty()) throw Skip{"no face that stays for 0.8 s"};
    const FrameRange longest = *std::max_element(
        stretches.begin(), stretches.end(), [](const auto& a, const auto& b) { return a.size() < b.size(); });
    const double begin = seen.seconds(longest.begin);
    voice_ = cutVoice(media::readVoice16k(video, context_), begin, std::size_t(longest.size()));
    score.frames = longest.size();

    session::Inputs inputs = inputsOf(video, begin);
    const auto portrait = firstPortrait(inputs);
    inputs.motion.seed = options_.seed + clips_++;
    const auto motion = parts_.motion(inputs, context_);
    const motion::MotionTrack& made = motion->edited;
    const Series real = seriesOf(seen, longest), own = seriesOf(made, *portrait);
    compare(real, own, voice_, score);
    if (sync_) {
      score.realSync = sync_->judge(real.expression, voice_);
      score.madeSync = sync_->judge(own.expression, voice_);
    }
    if (options_.render) judgePictures(made, *portrait, parts_.renderer(inputs, context_), score);
    if (lse_) score.realLse = scoreOf(video, begin, std::min(kScoredFrames, score.frames));
    return score;
  }

 private:
  /// The library's steps, but for picture and voice, which are a frame and a stretch of a video, and for what
  /// all clips share.
  pipeline::Stages clipStages() {
    pipeline::Stages stages = pipeline::libraryStages();
    stages.openPack = [this](const std::string&) { return pack_; };
    stages.readPicture = [this](const fs::path&) { return media::Picture{picture_, {}}; };
    stages.readVoice = [this](const fs::path&, const media::VoiceCut&, const RunContext&) { return voice_; };
    // Every portrait of a pack has the same face model.
    stages.makeMotionModel = [model = motion::makeMotionModel(pack_, model_)](
                                 const packs::Pack&, const face::FaceModel&) { return model; };
    return stages;
  }

  /// No references: the person's own motion would be no judgement.
  session::Inputs inputsOf(const fs::path& video, double beginSeconds) const {
    session::Inputs inputs;
    inputs.portrait = inputs.voice = video;
    inputs.voiceCut.beginSeconds = beginSeconds;
    inputs.pack = options_.pack;
    inputs.frameRate = {learning::kFramesPerSecond, 1};
    inputs.renderer = pack_.renderers.front();
    return inputs;
  }

  /// Of the picture at the beginning of the voice; of later ones where the analysis refuses it.
  std::shared_ptr<const face::Portrait> firstPortrait(const session::Inputs& inputs) {
    constexpr int kTries = 5, kStep = 5;
    media::VideoReader reader(inputs.portrait);
    cv::Mat rgb;
    double seconds = 0;
    const double late = media::readMediaInfo(inputs.portrait).pictureDelaySeconds;
    int behind = 0;
    std::string reason = "no frame could be analysed";
    while (reader.read(rgb, seconds)) {
      if (seconds + late < inputs.voiceCut.beginSeconds - 0.001) continue;
      if (behind++ % kStep != 0) continue;
      if (behind > kTries * kStep) break;
      picture_ = rgb.clone();
      try {
        return parts_.portrait(inputs, context_)->portrait;
      } catch (const Error& error) {
        if (error.code() != ErrorCode::noFace && error.code() != ErrorCode::faceCutOff) throw;
        reason = error.reason();
      }
    }
    throw Skip{reason};
  }

  static Series seriesOf(const capture::Capture& seen, FrameRange range) {
    Series series;
    for (std::int64_t i = range.begin; i < range.end; ++i) {
      const capture::CapturedFrame& frame = seen.frames[std::size_t(i)];
      series.add(frame.measures, frame.pose.anglesRadians, frame.expression);
    }
    return series;
  }

  /// Every pack is measured on the studio's face: the Basel one has other points.
  static motion::MotionTrack onStudioFace(motion::MotionTrack track, const face::Portrait& portrait) {
    if (!motion::isBfmBasis(track.basis)) return track;
    const auto map = face::loadExpressionMap(packs::openPack("studio").file("expression_map"));
    return motion::toStudioBasis(track, map, pipeline::sourceRow(portrait.fit));
  }

  Series seriesOf(const motion::MotionTrack& made, const face::Portrait& portrait) const {
    const motion::MotionTrack track = onStudioFace(made, portrait);
    const float height = face::faceHeight(model_, portrait.fit.identity);
    Series series;
    for (const motion::CoefficientRow& row : track.rows) {
      face::ExpressionCoefficients expression;
      std::copy_n(row.begin(), face::kExpressionCount, expression.begin());
      series.add(face::measureFace(model_.shape(portrait.fit.identity, expression), height),
                 {row[motion::kAngleColumn], row[motion::kAngleColumn + 1], row[motion::kAngleColumn + 2]},
                 expression);
    }
    return series;
  }

  /// LSE of the video's own pictures, as they are shown 25 times a second.
  std::optional<lse::LseScore> scoreOf(const fs::path& video, double begin, std::int64_t frames) {
    media::VideoReader reader(video);
    const double late = media::readMediaInfo(video).pictureDelaySeconds;
    ScoredFilm film(tracker_);
    cv::Mat rgb, shown;
    double seconds = 0;
    std::int64_t scored = 0;
    while (scored < frames && reader.read(rgb, seconds)) {
      context_.throwIfCancelled();
      const double end = seconds + late - begin - 0.001;  // of what was shown before it
      for (; !shown.empty() && scored < frames && double(scored) / learning::kFramesPerSecond < end; ++scored)
        film.add(shown);
      shown = rgb.clone();
    }
    for (; !shown.empty() && scored < frames; ++scored) film.add(shown);
    return film.score(*lse_, voice_);
  }

  void judgePictures(const motion::MotionTrack& made, const face::Portrait& portrait,
                     render::FaceRenderer& renderer, ClipScore& score) {
    const std::int64_t count = std::min(lse_ ? kScoredFrames : kRenderedFrames, made.frames());
    double sharp = 0, alike = 0;
    int faces = 0;
    ScoredFilm film(tracker_);
    renderer.render(
        made, {0, count},
        [&](std::int64_t, const cv::Mat& rgb) {
          sharp += sharpness(rgb) / double(count);
          const auto found = film.add(rgb.clone(), lse_.has_value());
          if (found.empty()) return;
          ++faces;
          alike +=
              cosine(face::fitFaceModel(model_, found.front(), rgb.size()).identity, portrait.fit.identity);
        },
        context_);
    score.sharpness = sharp;
    score.portraitSharpness = sharpness(portrait.rgb);
    if (faces > 0) score.identity = alike / faces;
    if (lse_) score.madeLse = film.score(*lse_, voice_);
  }

  const EvaluateOptions& options_;
  const RunContext context_;
  const packs::Pack pack_;
  face::FaceTracker tracker_;
  const face::FaceModel model_;
  cv::Mat picture_;           ///< of the clip that is judged: what a session reads as its portrait
  std::vector<float> voice_;  ///< and as its voice
  session::Parts parts_;
  std::optional<learning::SyncJudge> sync_;
  std::optional<lse::LseJudge> lse_;  ///< with render, where it is installed
  std::uint64_t clips_ = 0;           ///< that were given motion: each draws its own noise
};

/// Adds up fields of several scores as means.
class Mean {
 public:
  explicit Mean(ClipScore& total) : total_(total) {}
  void add(const ClipScore& s, double weight) {
    const auto both = [&](RealAndMade ClipScore::*field) {
      (total_.*field).real += weight * (s.*field).real;
      (total_.*field).made += weight * (s.*field).made;
    };
    total_.lipOpening.correlation += weight * s.lipOpening.correlation;
    lag_ += weight * std::abs(s.lipOpening.lagFrames);
    total_.lipWidthCorrelation += weight * s.lipWidthCorrelation;
    for (const auto field : {&ClipScore::lipSpeed, &ClipScore::lipRange, &ClipScore::headDiversity,
                             &ClipScore::headSpeed, &ClipScore::beatAlign})
      both(field);
    const auto optional = [&](std::optional<double> ClipScore::*field) {
      if ((s.*field).has_value()) total_.*field = (total_.*field).value_or(0) + weight * *(s.*field);
    };
    for (const auto field : {&ClipScore::realSync, &ClipScore::madeSync}) {
      if (!(s.*field)) continue;
      learning::SyncScore& sum = (total_.*field) ? *(total_.*field) : (total_.*field).emplace();
      sum.distance += weight * (s.*field)->distance;
      sum.confidence += weight * (s.*field)->confidence;
    }
    if (s.realLse && s.madeLse) {
      lseWeight_ += weight;
      for (const auto field : {&ClipScore::realLse, &ClipScore::madeLse}) {
        lse::LseScore& mean = (total_.*field) ? *(total_.*field) : (total_.*field).emplace();
        mean.distance += weight / lseWeight_ * ((s.*field)->distance - mean.distance);
        mean.confidence += weight / lseWeight_ * ((s.*field)->confidence - mean.confidence);
      }
    }
    optional(&ClipScore::sharpness);
    optional(&ClipScore::portraitSharpness);
    optional(&ClipScore::identity);
  }
  double lag() const { return lag_; }

 private:
  ClipScore& total_;
  double lag_ = 0, lseWeight_ = 0;  ///< the latter of the clips that could be scored
};

}  // namespace

ClipScore meanScore(const std::vector<ClipScore>& clips) {
  std::map<std::string, int> clipsOf;
  for (const ClipScore& clip : clips) ++clipsOf[clip.speaker];
  ClipScore total;
  total.name = "mean";
  total.speaker = std::to_string(clipsOf.size()) + " speakers";
  Mean mean(total);
  double realBlinkSeconds = 0, madeBlinkSeconds = 0;
  for (const ClipScore& clip : clips) {
    mean.add(clip, 1.0 / double(clipsOf.size()) / clipsOf[clip.speaker]);
    total.frames += clip.frames;
    total.closures.truth += clip.closures.truth;
    total.closures.made += clip.closures.made;
    total.closures.paired += clip.closures.paired;
    total.silentFrames += clip.silentFrames;
    total.silentAndShut += clip.silentAndShut;
    total.blinks.real += clip.blinks.real;
    total.blinks.made += clip.blinks.made;
    realBlinkSeconds += clip.blinks.real * clip.blinkSeconds.real;
    madeBlinkSeconds += clip.blinks.made * clip.blinkSeconds.made;
  }
  total.lipOpening.lagFrames = int(std::lround(mean.lag()));
  if (total.blinks.real > 0) total.blinkSeconds.real = realBlinkSeconds / total.blinks.real;
  if (total.blinks.made > 0) total.blinkSeconds.made = madeBlinkSeconds / total.blinks.made;
  return total;
}

std::vector<fs::path> chosenVideos(const EvaluateOptions& options) {
  std::vector<fs::path> files = videosIn(options.clips);
  if (!options.heldOutOnly && options.heldOut.empty()) return files;
  const learning::HeldOut rule(options.heldOut);
  std::map<fs::path, ClipTable> tables;
  std::erase_if(files, [&](const fs::path& file) {
    const auto table = tables.try_emplace(file.parent_path(), file.parent_path()).first;
    return !rule.contains(table->second.entry(file.filename().string()).speaker);
  });
  if (files.empty())
    throw Error(ErrorCode::invalidArgument, pathText(options.clips), "none of its speakers is held out",
                "Give the list of the training with --held-out, or judge all without --held-out-only");
  return files;
}

Evaluation evaluate(const EvaluateOptions& options, const RunContext& context) {
  const std::vector<fs::path> files = spreadOver(chosenVideos(options), options.limit);
  Evaluator evaluator(options, context);
  Evaluation evaluation;
  for (std::size_t i = 0; i < files.size(); ++i) {
    context.throwIfCancelled();
    context.progress("evaluate", std::int64_t(i), std::int64_t(files.size()));
    const std::string name = files[i].lexically_relative(options.clips).generic_string();
    try {
      evaluation.clips.push_back(evaluator.judge(files[i]));
    } catch (const Skip& skip) {
      evaluation.skipped.push_back(name + ": " + skip.reason);
    } catch (const Error& error) {
      const ErrorCode code = error.code();
      if (code != ErrorCode::noSound && code != ErrorCode::silentVoice && code != ErrorCode::voiceTooShort &&
          code != ErrorCode::unreadableMedia)
        throw;
      evaluation.skipped.push_back(name + ": " + error.reason());
    }
  }
  context.progress("evaluate", std::int64_t(files.size()), std::int64_t(files.size()));
  return evaluation;
}

}  // namespace orator::lab
