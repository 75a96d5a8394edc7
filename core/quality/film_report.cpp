#include "core/quality/film_report.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "core/base/files.h"
#include "core/base/percentile.h"
#include "core/base/voice_rate.h"
#include "core/capture/capture.h"
#include "core/face/portrait_quality.h"
#include "core/face/recognition/face_recognition.h"
#include "core/media/audio_reader.h"
#include "core/media/picture.h"
#include "core/session/parts.h"

namespace orator::quality {
namespace {

namespace fs = std::filesystem;
using capture::Capture;
using capture::kFramesPerSecond;

constexpr int kFewestFrames = 20, kLongestStretch = 1500;
constexpr std::size_t kLooks = 48;  // moments of which pictures are judged

/// A measure from where it is worth nothing to where it is as good as filmed people's, and what it counts.
struct ScoreRange {
  double nothing, whole, weight;

  double of(double measure) const {
    return 100 * std::clamp((measure - nothing) / (whole - nothing), 0.0, 1.0);
  }
};

// Whole: what most of 14 filmed people reach. Nothing: for voice, lips and identity, where the same films
// stand with another voice or beside another's portrait; for sharpness and flicker, well outside of what was
// filmed.
constexpr ScoreRange kSyncRange{0.0, 0.05, 1.5}, kOpeningRange{0.25, 0.7, 1.5}, kClosureRange{0.3, 0.75, 1},
    kIdentityRange{0.70, 0.45, 2}, kSharpnessRange{0.2, 0.7, 1}, kFlickerRange{1.5, 0.4, 1};

using Opening = std::vector<float>;

/// The face's box with a rim, in the picture.
cv::Rect boxAround(const face::FaceLandmarks& face, cv::Size picture) {
  std::vector<cv::Point2f> points;
  for (const cv::Point3f& p : face.points) points.emplace_back(p.x, p.y);
  return cv::boundingRect(points) & cv::Rect({}, picture);
}

double brightnessOf(const cv::Mat& rgb, const cv::Rect& box) {
  const cv::Scalar mean = cv::mean(rgb(box));
  return (0.299 * mean[0] + 0.587 * mean[1] + 0.114 * mean[2]) / 2.55;  // % of white
}

/// Of the face, no larger than `height`, so that pictures of different sizes compare.
double sharpnessOf(const cv::Mat& rgb, const face::FaceLandmarks& face, float height) {
  cv::Mat cut = rgb(boxAround(face, rgb.size()));
  if (const double scale = double(height) / cut.rows; scale < 1)
    cv::resize(cut, cut, {}, scale, scale, cv::INTER_AREA);
  return face::faceSharpness(cut, {0, 0, float(cut.cols), float(cut.rows)});
}

/// What the pictures of a film tell.
class PictureJudge {
 public:
  explicit PictureJudge(const packs::Pack& pack) {
    if (pack.has("recognition_manifest") && pack.has("recognition"))
      recognition_.emplace(pack.file("recognition_manifest"), pack.file("recognition"));
  }

  void takePortrait(const cv::Mat& rgb, const face::FaceLandmarks& face, float height) {
    portraitSharpness_ = sharpnessOf(rgb, face, height);
    if (recognition_) portrait_ = recognition_->describe(face::recognitionCrop(rgb, face));
  }
  /// The middle one of three pictures in a row. @param height of the portrait's face where it is smaller
  void look(const std::array<cv::Mat, 3>& pictures, const face::FaceLandmarks& face, float height) {
    const cv::Rect box = boxAround(face, pictures[1].size());
    if (box.area() < 64) return;
    const double before = brightnessOf(pictures[0], box), now = brightnessOf(pictures[1], box),
                 after = brightnessOf(pictures[2], box);
    jumps_.push_back(float(std::abs(now - (before + after) / 2)));
    sharpness_.push_back(float(sharpnessOf(pictures[1], face, height)));
    if (portrait_)
      distances_.push_back(float(face::distanceBetween(
          *portrait_, recognition_->describe(face::recognitionCrop(pictures[1], face)))));
  }
  void tell(FilmReport& report) const {
    const auto mean = [](const std::vector<float>& values) {
      double sum = 0;
      for (const float v : values) sum += v;
      return values.empty() ? 0 : sum / double(values.size());
    };
    report.flicker = mean(jumps_);
    report.sharpness = mean(sharpness_);
    report.portraitSharpness = portraitSharpness_;
    if (distances_.empty()) return;
    report.identity = percentile(distances_, 0.5);
    report.worstIdentity = percentile(distances_, 1);
  }

 private:
  std::optional<face::FaceRecognition> recognition_;
  std::optional<face::FaceDescriptor> portrait_;
  double portraitSharpness_ = 0;
  std::vector<float> jumps_, sharpness_, distances_;
};

class FilmJudge {
 public:
  FilmJudge(const fs::path& film, const JudgeOptions& options, const RunContext& context)
      : film_(film),
        options_(options),
        context_(context),
        pack_(packs::openPack(options.pack)),
        voice_(media::readVoice16k(film, context)),
        seen_(capture::captureVideo(film, pack_, context)) {}

  FilmReport judge() {
    FilmReport report;
    report.film = film_;
    const auto stretches = seen_.stretches(kFewestFrames, kLongestStretch);
    std::int64_t frames = 0;
    for (const FrameRange& stretch : stretches) frames += stretch.size();
    report.seconds = double(frames) / kFramesPerSecond;
    report.unseenSeconds = double(std::int64_t(seen_.frames.size()) - frames) / kFramesPerSecond;
    judgeLips(stretches, report);
    judgePictures(report);
    score(report);
    return report;
  }

 private:
  /// The voice of frames of the capture, silence beyond its ends.
  std::vector<float> voiceOf(FrameRange range) const {
    std::vector<float> cut(std::size_t(range.size() * kVoiceRateHz / kFramesPerSecond));
    const auto from = std::int64_t(std::llround(seen_.seconds(range.begin) * kVoiceRateHz));
    for (std::size_t i = 0; i < cut.size(); ++i)
      if (const std::int64_t at = from + std::int64_t(i); at >= 0 && at < std::int64_t(voice_.size()))
        cut[i] = voice_[std::size_t(at)];
    return cut;
  }

  /// What the pack's motion model makes of the film's voice and its calmest picture, by the capture's frames.
  Opening expectedOpening() {
    const cv::Mat calmest = capture::pictureOf(film_, seen_, seen_.calmest);
    pipeline::Stages stages = pipeline::libraryStages();
    stages.readPicture = [&](const fs::path&) { return media::Picture{calmest, {}}; };
    stages.readVoice = [this](const fs::path&, const media::VoiceCut&, const RunContext&) { return voice_; };
    session::Parts parts(std::make_shared<session::Resources>(stages));
    session::Inputs inputs;
    inputs.portrait = inputs.voice = film_;
    inputs.pack = options_.pack;
    inputs.frameRate = {kFramesPerSecond, 1};
    inputs.renderer = pack_.renderers.front();
    const RunContext quiet{context_.stop, nullptr};
    const auto portrait = parts.portrait(inputs, quiet)->portrait;
    const motion::MotionTrack track = parts.motion(inputs, quiet)->edited;
    const auto& identity = portrait->fit.identity;
    const float height = face::faceHeight(*portrait->model, identity);
    const auto late = std::int64_t(std::lround(seen_.beginSeconds * kFramesPerSecond));
    Opening opening;
    for (std::int64_t i = 0; i < std::int64_t(seen_.frames.size()); ++i) {
      const auto at = std::clamp<std::int64_t>(i + late, 0, track.frames() - 1);
      face::ExpressionCoefficients expression;
      std::copy_n(track.rows[std::size_t(at)].begin(), face::kExpressionCount, expression.begin());
      opening.push_back(face::measureFace(portrait->model->shape(identity, expression), height).lipOpening);
    }
    return opening;
  }

  void judgeLips(const std::vector<FrameRange>& stretches, FilmReport& report) {
    if (stretches.empty())
      throw Error(ErrorCode::voiceTooShort, pathText(film_), "no face stays in it for 0.8 s",
                  "Choose a film that shows one person");
    const face::FaceModel model = face::loadFaceModel(pack_.file("face_model"));
    const learning::SyncJudge judge(pack_.file("syncnet"), model);
    const Opening expected = expectedOpening();
    double weight = 0, lags = 0;
    for (const FrameRange& stretch : stretches) {
      context_.throwIfCancelled();
      std::vector<face::ExpressionCoefficients> expression;
      Opening seen, wanted;
      for (std::int64_t i = stretch.begin; i < stretch.end; ++i) {
        const capture::CapturedFrame& frame = seen_.frames[std::size_t(i)];
        expression.push_back(frame.expression);
        seen.push_back(frame.measures.lipOpening);
        wanted.push_back(expected[std::size_t(i)]);
      }
      const learning::SyncScore sync = judge.judge(expression, voiceOf(stretch));
      const learning::LagCorrelation alike = learning::bestCorrelation(wanted, seen);
      const learning::ClosureMatch closures = learning::matchClosures(wanted, seen, alike.lagFrames);
      const auto share = double(stretch.size());
      weight += share;
      report.sync.distance += share * sync.distance;
      report.sync.confidence += share * sync.confidence;
      lags += share * sync.lagFrames;
      report.sync.frameConfidence.insert(report.sync.frameConfidence.end(), sync.frameConfidence.begin(),
                                         sync.frameConfidence.end());
      report.openingCorrelation += share * alike.correlation;
      report.closures.truth += closures.truth;
      report.closures.made += closures.made;
      report.closures.paired += closures.paired;
    }
    for (const float agreement : report.sync.frameConfidence)
      report.syncLane += agreement / double(report.sync.frameConfidence.size());
    report.sync.distance /= weight;
    report.sync.confidence /= weight;
    report.sync.lagFrames = int(std::lround(lags / weight));
    report.openingCorrelation /= weight;
  }

  void judgePictures(FilmReport& report) {
    PictureJudge judge(pack_);
    const face::FaceLandmarks& calmest = seen_.frames[std::size_t(seen_.calmest)].landmarks;
    float height = heightOf(calmest);
    if (options_.portrait.empty()) {
      judge.takePortrait(capture::pictureOf(film_, seen_, seen_.calmest), calmest, height);
    } else {
      const auto portrait =
          face::analysePortrait(media::readPicture(options_.portrait), pack_, {}, {context_.stop, nullptr});
      height = std::min(height, heightOf(portrait->landmarks));
      judge.takePortrait(portrait->rgb, portrait->landmarks, height);
    }
    std::vector<std::int64_t> frames;
    const std::vector<std::int64_t> middles = moments();
    for (const std::int64_t middle : middles)
      for (const std::int64_t frame : {middle - 1, middle, middle + 1}) frames.push_back(frame);
    std::array<cv::Mat, 3> pictures;
    capture::visitPictures(
        film_, seen_, frames,
        [&](std::size_t place, const cv::Mat& rgb) {
          rgb.copyTo(pictures[place % 3]);
          if (place % 3 == 2)
            judge.look(pictures, seen_.frames[std::size_t(middles[place / 3])].landmarks, height);
        },
        context_);
    judge.tell(report);
  }

  static float heightOf(const face::FaceLandmarks& face) {
    return float(boxAround(face, {1 << 20, 1 << 20}).height);
  }

  /// Frames with a seen one of the same shot before and behind, evenly spread and apart.
  std::vector<std::int64_t> moments() const {
    std::vector<std::int64_t> possible, chosen;
    const auto& frames = seen_.frames;
    for (std::size_t i = 1; i + 1 < frames.size(); ++i)
      if (frames[i].seen() && frames[i - 1].shot == frames[i].shot && frames[i + 1].shot == frames[i].shot)
        possible.push_back(std::int64_t(i));
    const std::size_t step = std::max<std::size_t>(3, possible.size() / kLooks);
    for (std::size_t k = 0; k < possible.size(); k += step)
      if (chosen.empty() || possible[k] >= chosen.back() + 3) chosen.push_back(possible[k]);
    return chosen;
  }

  static void score(FilmReport& report) {
    FilmScores& scores = report.scores;
    double logarithms = 0, weights = 0;
    const auto add = [&](const ScoreRange& range, double measure) {
      const double score = range.of(measure);
      logarithms += range.weight * std::log(std::max(score, 1.0));
      weights += range.weight;
      return score;
    };
    scores.sync = std::sqrt(add(kSyncRange, report.syncLane) * add(kOpeningRange, report.openingCorrelation));
    scores.closures = add(kClosureRange, report.closures.recall());
    if (report.identity) scores.identity = add(kIdentityRange, *report.identity);
    scores.sharpness =
        add(kSharpnessRange, report.portraitSharpness > 0 ? report.sharpness / report.portraitSharpness : 1);
    scores.flicker = add(kFlickerRange, report.flicker);
    scores.film = std::exp(logarithms / weights);
  }

  const fs::path& film_;
  const JudgeOptions& options_;
  const RunContext& context_;
  const packs::Pack pack_;
  const std::vector<float> voice_;  ///< 16 000 Hz, of the whole film
  const Capture seen_;
};

}  // namespace

FilmReport judgeFilm(const fs::path& film, const JudgeOptions& options, const RunContext& context) {
  return FilmJudge(film, options, context).judge();
}

}  // namespace orator::quality
