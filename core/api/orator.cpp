#include "core/api/orator.h"

#include <exception>
#include <nlohmann/json.hpp>
#include <stop_token>
#include <string>
#include <utility>

#include "core/base/foreign_error.h"
#include "core/base/json_value.h"
#include "core/motion/track_io.h"
#include "core/pipeline/animate.h"
#include "core/pipeline/film_parts.h"
#include "core/pipeline/make_motion.h"
#include "core/pipeline/parameter_json.h"
#include "core/pipeline/stage_progress.h"
#include "core/pipeline/stages.h"

using namespace orator;

struct orator_portrait {
  pipeline::Analysed analysed;
};

struct orator_track {
  motion::MotionTrack track;
};

namespace {

thread_local std::string errorText;

/// Hands what the core says on to the listener, and its wish to stop back.
class Listening : public ProgressSink {
 public:
  explicit Listening(const orator_listener* listener) : listener_(listener ? *listener : orator_listener{}) {}

  RunContext context() { return {.stop = stop_.get_token(), .sink = this}; }
  void stop() { stop_.request_stop(); }
  void progress(std::string_view stage, std::int64_t done, std::int64_t total) override {
    if (listener_.progress && listener_.progress(listener_.user, std::string(stage).c_str(), done, total))
      stop();
  }
  void note(std::string_view text) override {
    if (listener_.note) listener_.note(listener_.user, std::string(text).c_str());
  }

 private:
  const orator_listener listener_;
  std::stop_source stop_;
};

/// No exception leaves the library.
template <typename Work>
orator_status guarded(const Work& work) {
  try {
    work();
    return ORATOR_OK;
  } catch (const std::exception& exception) {
    const Error error = asError(exception);
    errorText = error.what();
    return orator_status(int(error.code()));
  } catch (...) {
    errorText = "a callback failed";
    return ORATOR_INTERNAL;
  }
}

const char* required(const char* value, const char* name) {
  if (!value) throw Error(ErrorCode::invalidArgument, name, "is NULL", "Give one");
  return value;
}

template <typename Handle>
Handle& required(Handle* handle, const char* name) {
  if (!handle) throw Error(ErrorCode::invalidArgument, name, "is NULL", "Give one");
  return *handle;
}

/// @throws Error invalidArgument naming what cannot be understood
pipeline::AnimateRequest settingsOf(const char* text, bool isRequest) {
  pipeline::AnimateRequest settings;
  if (!text) return settings;
  try {
    const nlohmann::json stored = nlohmann::json::parse(text);
    JsonObject object(stored, "the settings");
    if (isRequest)
      for (const char* known : {"format", "version"}) object.find(known);
    pipeline::readSettings(object, {}, true, settings);
    object.refuseUnknownKeys();
  } catch (const nlohmann::json::exception& failure) {
    throw Error(ErrorCode::invalidArgument, "settings", failure.what(), "Give a JSON object");
  } catch (const std::invalid_argument& failure) {
    throw Error(ErrorCode::invalidArgument, "settings", failure.what(),
                "orator schema request says what is right");
  }
  return settings;
}

orator_track* motionOf(const orator_portrait& portrait, const std::vector<float>& voice,
                       const pipeline::FilmSettings& settings, const RunContext& context) {
  const pipeline::Stages& stages = pipeline::libraryStages();
  const pipeline::Analysed& analysed = portrait.analysed;
  const face::FaceModel& faceModel = *analysed.portrait->model;
  const motion::CoefficientRow source =
      stages.portraitRow(analysed.pack, *analysed.portrait, settings.render);
  const motion::MotionInput input = pipeline::motionInput(voice, 0, settings.frameRate, source);
  pipeline::StageProgress progress(context, "motion", input.frames);
  const auto model = stages.makeMotionModel(analysed.pack, faceModel);
  pipeline::References references;
  const motion::GeneratedMotion generated = pipeline::generateMotion(
      stages, analysed.pack, *model, input, settings.motion, faceModel, references, progress.context());
  progress.done(input.frames);
  return new orator_track{stages.applySettings(generated, settings.motion)};
}

}  // namespace

const char* orator_error_text(void) {
  return errorText.c_str();
}

const char* orator_version(void) {
  return ORATOR_VERSION;
}

orator_status orator_portrait_open(const char* picture, const char* settings, const orator_listener* listener,
                                   orator_portrait** portrait) {
  return guarded([&] {
    orator_portrait*& made = required(portrait, "portrait");
    made = nullptr;
    const pipeline::FilmSettings film = settingsOf(settings, false);
    face::PortraitOptions options;
    options.face = film.face;
    options.rotation = film.rotation;
    options.background = film.background;
    Listening listening(listener);
    made = new orator_portrait{pipeline::analyse(pipeline::libraryStages(), film.pack,
                                                 required(picture, "picture"), options, film.enlarging,
                                                 nullptr, listening.context())};
  });
}

void orator_portrait_close(orator_portrait* portrait) {
  delete portrait;
}

orator_status orator_track_make(const orator_portrait* portrait, const char* voice, const char* settings,
                                const orator_listener* listener, orator_track** track) {
  return guarded([&] {
    orator_track*& made = required(track, "track");
    made = nullptr;
    const pipeline::FilmSettings film = settingsOf(settings, false);
    Listening listening(listener);
    const auto samples =
        pipeline::libraryStages().readVoice(required(voice, "voice"), film.voiceCut, listening.context());
    made = motionOf(required(portrait, "portrait"), samples, film, listening.context());
  });
}

orator_status orator_track_make_of_samples(const orator_portrait* portrait, const float* samples,
                                           size_t count, const char* settings,
                                           const orator_listener* listener, orator_track** track) {
  return guarded([&] {
    orator_track*& made = required(track, "track");
    made = nullptr;
    constexpr std::size_t kLeastSamples = 3200;
    if (count < kLeastSamples)
      throw Error(ErrorCode::voiceTooShort, "samples", "are fewer than 3200",
                  "Give 0.2 s or more at 16 000 a second");
    const std::vector<float> voice(&required(samples, "samples"), samples + count);
    Listening listening(listener);
    made = motionOf(required(portrait, "portrait"), voice, settingsOf(settings, false), listening.context());
  });
}

orator_status orator_track_read(const orator_portrait* portrait, const char* file, const char* settings,
                                const orator_listener* listener, orator_track** track) {
  return guarded([&] {
    orator_track*& made = required(track, "track");
    made = nullptr;
    const pipeline::Analysed& analysed = required(portrait, "portrait").analysed;
    const pipeline::FilmSettings film = settingsOf(settings, false);
    const pipeline::Stages& stages = pipeline::libraryStages();
    Listening listening(listener);
    motion::MotionTrack read = stages.readTrack(required(file, "file"), analysed.pack, listening.context());
    const motion::CoefficientRow source = stages.portraitRow(analysed.pack, *analysed.portrait, film.render);
    made = new orator_track{pipeline::fitTrack(analysed, std::move(read), file, source, film.relative,
                                               film.frameRate, 0, listening.context())};
  });
}

orator_status orator_track_write(const orator_track* track, const char* file) {
  return guarded([&] {
    motion::requireTrackEnding(required(file, "file"));
    motion::writeTrack(required(track, "track").track, file);
  });
}

void orator_track_close(orator_track* track) {
  delete track;
}

int64_t orator_track_frames(const orator_track* track) {
  return track ? track->track.frames() : 0;
}

double orator_track_frames_per_second(const orator_track* track) {
  return track ? track->track.frameRate.perSecond() : 0;
}

float* orator_track_rows(orator_track* track) {
  return track && !track->track.rows.empty() ? track->track.rows.front().data() : nullptr;
}

orator_status orator_render(const orator_portrait* portrait, const orator_track* track, const char* settings,
                            int64_t begin, int64_t end, const orator_listener* listener,
                            orator_frame_sink sink, void* user) {
  return guarded([&] {
    const pipeline::Analysed& analysed = required(portrait, "portrait").analysed;
    const motion::MotionTrack& shown = required(track, "track").track;
    if (!sink) throw Error(ErrorCode::invalidArgument, "sink", "is NULL", "Give one");
    motion::checkTrack(shown, "track");
    const std::int64_t last = end == -1 ? shown.frames() : end;
    if (begin < 0 || begin > last || last > shown.frames())
      throw Error(ErrorCode::invalidArgument, "begin and end",
                  "are no part of the track's " + std::to_string(shown.frames()) + " frames",
                  "Choose frames in it");
    const pipeline::FilmSettings film = settingsOf(settings, false);
    Listening listening(listener);
    const auto renderer = pipeline::libraryStages().makeRenderer(
        film.renderer, analysed.pack, analysed.portrait, film.render, listening.context());
    std::int64_t done = 0;
    renderer->render(
        shown, {begin, last},
        [&](std::int64_t frame, const cv::Mat& picture) {
          if (sink(user, frame, picture.data, picture.cols, picture.rows, picture.step, picture.channels()))
            listening.stop();
          listening.progress("render", ++done, last - begin);
        },
        listening.context());
    if (done < last - begin || listening.context().stop.stop_requested())
      listening.context().throwIfCancelled();
  });
}

orator_status orator_animate(const char* request, const orator_listener* listener) {
  return guarded([&] {
    Listening listening(listener);
    pipeline::animate(settingsOf(required(request, "request"), true), listening.context());
  });
}
