#include "core/learning/person/personalise.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>

#include "core/base/file_system.h"
#include "core/base/files.h"
#include "core/base/partial_folder.h"
#include "core/capture/capture_file.h"
#include "core/learning/finish/finish_trainer.h"
#include "core/learning/person/footage.h"
#include "core/learning/person/likeness.h"
#include "core/learning/person/person_manner.h"
#include "core/learning/trainer/precision.h"
#include "core/media/audio_reader.h"
#include "core/media/media_info.h"
#include "core/media/picture.h"
#include "core/packs/pack_import.h"
#include "core/packs/sha256.h"
#include "core/packs/weight_sources.h"
#include "core/tensor/parallel.h"

namespace orator::learning {
namespace {

namespace fs = std::filesystem;
using render::finish::Feature;
using render::finish::Finish;

constexpr char kBase[] = "studio";
constexpr double kLongestSeconds = 60;
constexpr std::size_t kMostLearned = 320, kMostSetAside = 48;  // frames of a shot

fs::path packFolder(const PersonTask& task) {
  if (task.pack.find('/') == std::string::npos)
    return packs::userModelsFolder() / "packs" / packs::personalPackId(task.pack);
  fs::path folder = absolutePath(task.pack);
  if (!folder.has_filename()) folder = folder.parent_path();
  const std::string name = folder.filename().string();
  return folder.parent_path() / packs::personalPackId(name);
}

/// Progress of a training under the name of what it trains.
class Renamed : public ProgressSink {
 public:
  Renamed(const RunContext& context, std::string stage) : context_(context), stage_(std::move(stage)) {}
  void progress(std::string_view, std::int64_t done, std::int64_t total) override {
    context_.progress(stage_, done, total);
  }
  void note(std::string_view text) override { context_.note(text); }

 private:
  const RunContext& context_;
  std::string stage_;
};

packs::LikenessFigures figuresOf(const PartScore& s) {
  return {s.frames, s.difference, s.ssim, s.detail, s.flicker};
}

PartScore eyesOf(const PartFigures& figures) {
  const PartScore &a = figures[std::size_t(Part::leftEye)], &b = figures[std::size_t(Part::rightEye)];
  return {a.frames, (a.difference + b.difference) / 2, (a.ssim + b.ssim) / 2, (a.detail + b.detail) / 2,
          (a.flicker + b.flicker) / 2};
}

/// Nearer to the footage, and not merely because it is blurred.
bool isBetter(const PartScore& own, const PartScore& general) {
  constexpr double kLeastDetail = 0.7;
  return own.difference < general.difference && (own.detail >= kLeastDetail || own.detail >= general.detail);
}

/// Whether another video is needed: there is nothing to go on with then.
bool isOfTheVideo(ErrorCode code) {
  return code >= ErrorCode::fileNotFound && code <= ErrorCode::faceCutOff;
}

/// One pack in the making.
class Personalisation {
 public:
  Personalisation(const PersonTask& task, const RunContext& context)
      : task_(task),
        context_(context),
        folder_(packFolder(task)),
        work_(personWorkFolder(task)),
        pack_(packs::openPack(kBase)),
        model_(std::make_shared<const face::FaceModel>(face::loadFaceModel(pack_.file("face_model")))) {
    tensor::setThreadCount(task.threads);
  }

  PersonResult run() {
    requireFile(task_.video);
    if (isThere(folder_) && !task_.overwrite)
      throw Error(ErrorCode::invalidArgument, pathText(folder_), "there is a pack of that name already",
                  "Choose another name, delete it (orator packs delete " + folder_.filename().string() +
                      "), or give --overwrite");
    if (isThere(folder_) && !isFile(folder_ / "pack.json"))
      throw Error(ErrorCode::invalidArgument, pathText(folder_), "what has that name is no pack",
                  "Choose another name");
    PartialFolder made(folder_);  // nobody else makes this pack meanwhile
    beginWork();
    try {
      capture();
    } catch (const Error& error) {
      if (isOfTheVideo(error.code())) removeWork();
      throw;
    }
    learn(Feature::mouth, task_.mouthSteps, own_.mouth);
    learn(Feature::eye, task_.eyeSteps, own_.eye);
    judge();
    speak();
    write(made);
    return {folder_.filename().string(), folder_, report_};
  }

 private:
  /// What decides all that the work folder holds.
  std::string fingerprint() const {
    nlohmann::json all{{"format", 1},
                       {"video", packs::fileSha256(task_.video)},
                       {"mouth_steps", task_.mouthSteps},
                       {"eye_steps", task_.eyeSteps},
                       {"seed", task_.seed},
                       {"precision", task_.precision}};
    for (const packs::PackFile& file : pack_.files) all["pack"][file.role] = file.sha256;
    return all.dump();
  }

  void beginWork() {
    const fs::path file = work_ / "work.json";
    const std::string now = fingerprint();
    std::string before;
    if (isFile(file)) {
      const auto bytes = readFile(file, ErrorCode::unreadableProject);
      before.assign(bytes.begin(), bytes.end());
    }
    if (before == now) return context_.note("going on with what was learned before");
    removeWork();
    makeFolder(work_);
    writeFile(file, now);
  }

  void removeWork() const {
    std::error_code failure;
    fs::remove_all(work_, failure);
    if (failure) throw writeError(work_, failure.value());
  }

  void capture() {
    const fs::path file = work_ / "capture.safetensors";
    if (isFile(file)) {
      seen_ = capture::readCapture(file);
    } else {
      const media::MediaInfo info = media::readMediaInfo(task_.video);
      if (info.durationSeconds > kLongestSeconds + 1)
        context_.note("the video is longer than a minute: its first 60 s are used");
      seen_ = capture::captureVideo(task_.video, pack_, context_, {0, kLongestSeconds});
      capture::writeCapture(seen_, file);
    }
    parts_ = footageParts(task_.video, seen_);
    // Where a frame begins that is no longer learned from.
    report_.video = pathText(task_.video.filename());
    report_.learnedSeconds = double(parts_.known().size()) / capture::kFramesPerSecond;
    report_.judgedSeconds = double(parts_.judged.size()) / capture::kFramesPerSecond;
    const cv::Mat rgb = capture::pictureOf(task_.video, seen_, parts_.portrait);
    portrait_ = face::analysePortrait({rgb, {}}, pack_, {}, RunContext{context_.stop, nullptr});
    const cv::Point3f apart =
        portrait_->landmarks.points[1] - seen_.frames[std::size_t(parts_.portrait)].landmarks.points[1];
    if (std::hypot(apart.x, apart.y) > 0.2 * portrait_->quality.faceHeightPixels)
      throw Error(ErrorCode::noFace, pathText(task_.video),
                  "its calmest picture shows another face more prominently",
                  "Give a video of one person, or cut the other one out of the picture");
  }

  /// Pairs of one part of the footage, kept in the work folder.
  std::vector<FinishPairs> pairs(const char* name, const std::vector<std::int64_t>& frames, std::size_t most,
                                 int sources) {
    const fs::path set = work_ / name, complete = set / "complete";
    std::vector<FinishPairs> all;
    if (isFile(complete)) {
      for (const fs::path& file : entriesOf(set))
        if (file != complete) all.push_back(readPairs(file));
      return all;
    }
    makeFolder(set);
    context_.progress("pairs", 0, 1);
    for (const FilmedShot& shot : filmedShots(task_.video, seen_, frames, parts_.portrait, most, context_)) {
      if (shot.portrait < 0 && sources < 2) continue;
      PairOptions options{
          .sources = sources, .targets = 4 * int(shot.person.frames.size()), .seed = task_.seed};
      options.portrait = shot.portrait;
      options.octaves = shot.reducedOctaves;
      FinishPairs made = makePairs(shot.person, model_, options, context_);
      writePairs(set, made);
      all.push_back(std::move(made));
    }
    writeFile(complete, std::string("1\n"));
    context_.progress("pairs", 1, 1);
    return all;
  }

  void learn(Feature feature, std::int64_t steps, fs::path& weights) {
    const char* name = feature == Feature::mouth ? "mouth" : "eyes";
    if (training_.empty()) {
      training_ = pairs("learned", parts_.learned, kMostLearned, 2);
      aside_ = pairs("aside", parts_.setAside, kMostSetAside, 1);
    }
    std::int64_t count = 0;
    for (const FinishPairs& some : training_)
      if (const auto found = some.features.find(feature); found != some.features.end())
        count += found->second.size();
    constexpr std::int64_t kFewestPairs = 24;
    if (count < kFewestPairs) {
      context_.note(std::string("the ") + name + " hardly moved: nothing was learned of " +
                    (feature == Feature::mouth ? "it" : "them"));
      return;
    }
    FinishOptions options;
    options.feature = feature;
    options.steps = steps;
    options.judgeEvery = std::max<std::int64_t>(1, std::min<std::int64_t>(100, steps));
    options.seed = task_.seed;
    options.precision = precisionOf(task_.precision, options.device);
    options.criticFrom = 0.4;
    options.criticWeight = 0.01;
    // One face in one light: what is learned of it may be exact.
    options.lightVaries = 0.25;
    options.mirrored = false;
    options.coarseInside = 0.3;
    options.learningRate = {
        .peak = 8e-4, .warmUpSteps = std::min<std::int64_t>(30, steps / 4 + 1), .floor = 0.05};
    if (const char* role = feature == Feature::mouth ? "finish_mouth" : "finish_eye"; pack_.has(role))
      options.start = pack_.file(role);
    Renamed sink(context_, name);
    const fs::path folder = work_ / name;
    trainFinish(training_, aside_, options, folder, {context_.stop, &sink});
    weights = folder / "finish.safetensors";
  }

  /// Which of the networks are kept, by frames that were set aside, and how they do on the last quarter.
  void judge() {
    constexpr int kPasses = 5;
    int pass = 0;
    const auto next = [&] { context_.progress("judge", pass++, kPasses); };
    if (pack_.has("finish_mouth")) general_.mouth = pack_.file("finish_mouth");
    if (pack_.has("finish_eye")) general_.eye = pack_.file("finish_eye");
    kept_ = general_;
    const auto or_ = [](const fs::path& a, const fs::path& b) { return a.empty() ? b : a; };
    {
      const Likeness aside(task_.video, seen_, parts_.portrait, portrait_, parts_.setAside, context_);
      next();
      const PartFigures before = aside.judge(general_);
      next();
      const PartFigures after = aside.judge({or_(own_.mouth, general_.mouth), or_(own_.eye, general_.eye)});
      report_.ownMouth = !own_.mouth.empty() && isBetter(after[0], before[0]);
      report_.ownEyes = !own_.eye.empty() && isBetter(eyesOf(after), eyesOf(before));
    }
    if (report_.ownMouth) kept_.mouth = own_.mouth;
    if (report_.ownEyes) kept_.eye = own_.eye;
    const Likeness last(task_.video, seen_, parts_.portrait, portrait_, parts_.judged, context_);
    next();
    const PartFigures before = last.judge(general_);
    next();
    const PartFigures after = last.judge(kept_);
    next();
    report_.mouthBefore = figuresOf(before[0]), report_.mouthAfter = figuresOf(after[0]);
    report_.eyesBefore = figuresOf(eyesOf(before)), report_.eyesAfter = figuresOf(eyesOf(after));
    sheet_ = last.sheet({general_, kept_});
    context_.progress("judge", kPasses, kPasses);
  }

  std::vector<float> voice() const {
    try {
      return media::readVoice16k(task_.video, RunContext{context_.stop, nullptr});
    } catch (const Error& error) {
      if (error.code() != ErrorCode::noSound && error.code() != ErrorCode::voiceTooShort &&
          error.code() != ErrorCode::silentVoice)
        throw;
      context_.note("no voice in the video (" + error.reason() +
                    "): the manner of speaking stays the general one");
      return {};
    }
  }

  void speak() {
    const MeasuredManner measured =
        measureManner(seen_, {parts_.learned, parts_.setAside, parts_.judged, parts_.portrait}, voice(),
                      pack_, *model_, context_);
    manner_ = measured.manner;
    report_.ownSpeech = measured.ownSpeech;
    report_.extentDegrees = measured.extentDegrees;
    report_.speedDegreesPerSecond = measured.speedDegreesPerSecond;
    if (measured.lipsBefore >= 0)
      report_.lipsBefore = measured.lipsBefore, report_.lipsAfter = measured.lipsAfter;
  }

  std::vector<std::string> sourcesOf(const std::string& role) const {
    std::vector<std::string> names;
    for (const packs::WeightSources& weight : packs::weightSources(pack_))
      if (weight.role == role)
        for (const packs::SourceTerms one : weight.terms)
          names.emplace_back(packs::kSourceTermsNames[std::size_t(one)]);
    return names;
  }

  void write(PartialFolder& made) {
    packs::Pack pack;
    pack.id = folder_.filename().string();
    pack.folder = made.path();
    pack.title = pack.id;
    std::vector<packs::PersonalFile> files;
    const auto add = [&](const char* role, const std::string& name, std::vector<std::string> sources = {}) {
      packs::PackFile file;
      file.role = role;
      file.path = pack.folder / name;
      file.sha256 = packs::fileSha256(file.path);
      file.origin = "Orator (made by orator personalise of " + report_.video + ")";
      file.licence = "LicenseRef-own";
      files.push_back({std::move(file), std::move(sources)});
    };
    const auto copy = [&](const fs::path& weights, const char* role, const std::string& name) {
      writeFile(pack.folder / name, readFile(weights, ErrorCode::packMissing));
      add(role, name, sourcesOf(role));
    };
    if (report_.ownMouth) copy(own_.mouth, "finish_mouth", "finish_mouth.safetensors");
    if (report_.ownEyes) copy(own_.eye, "finish_eye", "finish_eye.safetensors");
    motion::sadtalker::writeManner(manner_, pack.folder / "manner.safetensors");
    add("manner", "manner.safetensors");
    media::writePicture(pack.folder / "portrait.png", portrait_->rgb);
    add("portrait", "portrait.png");
    media::writePicture(pack.folder / "comparison.png", sheet_);
    add("comparison", "comparison.png");
    packs::writePersonalPack(pack, files, report_);
    made.commit();
    removeWork();
  }

  const PersonTask& task_;
  const RunContext& context_;
  const fs::path folder_, work_;
  const packs::Pack pack_;
  const std::shared_ptr<const face::FaceModel> model_;
  capture::Capture seen_;
  FootageParts parts_;
  std::shared_ptr<const face::Portrait> portrait_;
  std::vector<FinishPairs> training_, aside_;
  Finish::Weights own_, general_, kept_;
  motion::sadtalker::Manner manner_;
  cv::Mat sheet_;
  packs::PersonReport report_;
};

}  // namespace

fs::path personWorkFolder(const PersonTask& task) {
  const fs::path folder = packFolder(task);
  return folder.parent_path() / ("." + folder.filename().string() + ".training");
}

PersonResult personalise(const PersonTask& task, const RunContext& context) {
  return Personalisation(task, context).run();
}

}  // namespace orator::learning
