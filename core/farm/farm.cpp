#include "core/farm/farm.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>
#include <random>
#include <set>

#include "core/base/file_system.h"
#include "core/base/files.h"
#include "core/base/json_value.h"
#include "core/base/output_claim.h"
#include "core/media/media_info.h"
#include "core/motion/track_io.h"
#include "core/pipeline/film_form.h"
#include "core/pipeline/given_track.h"
#include "core/pipeline/parameters.h"
#include "core/render/renderer_traits.h"

namespace orator::farm {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr const char* kFormat = "orator-farm";
constexpr int kVersion = 1;
constexpr std::int64_t kLargest = std::numeric_limits<std::int64_t>::max();

std::string numbered(const char* form, std::size_t number) {
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), form, number);
  return text.data();
}

fs::path farmFile(const fs::path& folder) {
  return folder / "farm.json";
}

/// What a reader makes of a file of JSON. @param read throws std::invalid_argument, json::exception
template <typename Read>
auto readJson(const fs::path& file, const Read& read) {
  constexpr const char* kRemedy = "Make the farm anew with orator farm submit";
  const std::vector<std::uint8_t> bytes = readFile(file, ErrorCode::unreadableProject);
  try {
    return read(parsedJson(bytes));
  } catch (const json::exception& failure) {
    throw Error(ErrorCode::unreadableProject, pathText(file), failure.what(), kRemedy);
  } catch (const std::invalid_argument& failure) {
    throw Error(ErrorCode::unreadableProject, pathText(file), failure.what(), kRemedy);
  }
}

/// The name of a file in the farm's folder, and nothing that leads out of it.
std::string plainName(const json& value, const std::string& what) {
  const std::string& name = textFrom(value, what);
  if (name.empty() || name.front() == '.' || fs::path(name).filename() != name)
    throw std::invalid_argument(what + " is no name of a file: " + shownJson(value));
  return name;
}

Farm farmFrom(const json& stored, const fs::path& folder) {
  JsonObject object(stored, "the farm");
  const json* format = object.find("format");
  if (!format || *format != kFormat) throw std::invalid_argument("this is no farm of Orator");
  if (numberFrom(object.at("version"), 1, std::numeric_limits<int>::max(), "\"version\"") > kVersion)
    throw std::invalid_argument("the farm was made by a newer Orator");
  Farm farm;
  farm.folder = folder;
  farm.name = plainName(object.at("name"), "\"name\"");
  farm.program = pathFrom(object.at("program"), "\"program\"");
  farm.retries = numberFrom(object.at("retries"), 0, kMostRetries, "\"retries\"");
  for (const json& option : listFrom(object.at("slurm"), 1000, "\"slurm\""))
    farm.slurmOptions.push_back(textFrom(option, "an option of \"slurm\""));
  for (const json& one : listFrom(object.at("films"), kMostFilms, "\"films\"")) {
    JsonObject film(one, "a film");
    farm.films.push_back({plainName(film.at("output"), film.nameOf("output")),
                          numberFrom(film.at("parts"), 0, kMostParts, film.nameOf("parts"))});
    film.refuseUnknownKeys();
  }
  object.refuseUnknownKeys();
  return farm;
}

void writeFarm(const Farm& farm) {
  json films = json::array();
  for (const Film& film : farm.films) films.push_back({{"output", film.output}, {"parts", film.parts}});
  const json object{{"format", kFormat},        {"version", kVersion},
                    {"name", farm.name},        {"program", pathJson(farm.program)},
                    {"retries", farm.retries},  {"slurm", farm.slurmOptions},
                    {"films", std::move(films)}};
  writeFile(farmFile(farm.folder), object.dump(1) + "\n");
}

/// One that no other farm has.
std::string newName() {
  std::random_device chance;
  return numbered("orator-%08zx", chance());
}

/// Seconds that the film will last, about; the first job finds out the frames.
double filmSeconds(const pipeline::AnimateRequest& request) {
  if (request.trim) return request.trim->endSeconds - request.trim->beginSeconds;
  if (request.frames) return double(request.frames->size()) / std::max(1., request.frameRate.perSecond());
  if (request.idleSeconds > 0) return request.idleSeconds;
  const fs::path& lasting = request.voice.empty() ? request.track : request.voice;
  if (request.voice.empty() && pipeline::isTrackFile(lasting)) {
    const motion::MotionTrack track = motion::readTrack(lasting);
    return track.frameRate.secondsAt(track.frames());
  }
  const double whole = media::readMediaInfo(lasting).durationSeconds;
  const media::VoiceCut& cut = request.voiceCut;
  const double end = cut.endSeconds > 0 ? std::min(cut.endSeconds, whole) : whole;
  return std::max(0., end - cut.beginSeconds);
}

int partsOf(const pipeline::AnimateRequest& request, const Cut& cut) {
  const double parts = cut.parts > 0 ? cut.parts : std::ceil(filmSeconds(request) / 60 / cut.minutesPerPart);
  if (parts > kMostParts)
    throw Error(ErrorCode::invalidArgument, "--minutes-per-part",
                "the film would have " + std::to_string(std::int64_t(std::min(parts, 1e15))) + " parts",
                "Give more minutes: up to " + std::to_string(kMostParts) + " parts are possible");
  const bool isLive = render::rendererTraits(request.renderer).live && !request.render.enhanceFace.on;
  if (parts <= 1) return isLive ? 0 : 1;
  return int(parts);
}

void checkFarmFilm(const pipeline::AnimateRequest& request) {
  checkRequest(request);
  pipeline::checkFilm(request);
  const std::string name = pathText(request.output);
  if (!pipeline::formOf(request).hasPicture())
    throw Error(ErrorCode::invalidArgument, name, "it has no pictures to be rendered on many machines",
                "Make it with orator render");
  if (request.output.filename().empty() || request.output.filename().string().front() == '.')
    throw Error(ErrorCode::invalidArgument, name, "it has no name that a film can have in the farm's folder",
                "Give the request another output");
  if (request.pack.find('/') != std::string::npos && fs::path(request.pack).is_relative())
    throw Error(ErrorCode::invalidArgument, request.pack,
                "the machines that work do not find a pack by a relative path",
                "Give the pack's path from the root, or install it there");
}

/// Copies of inputs, each made once however many films use it.
class Inputs {
 public:
  explicit Inputs(fs::path folder) : folder_(std::move(folder)) {}
  /// @return where the copy is, under the name of its own
  fs::path copied(const fs::path& file) {
    const auto [entry, isNew] = copies_.try_emplace(absolutePath(file));
    if (!isNew) return entry->second;
    requireFile(file);
    const fs::path place = folder_ / std::to_string(copies_.size());
    makeFolder(place);
    std::error_code failure;
    fs::copy_file(file, place / file.filename(), failure);
    if (failure) throw writeError(place / file.filename(), failure.value());
    return entry->second = place / file.filename();
  }

 private:
  const fs::path folder_;
  std::map<fs::path, fs::path> copies_;
};

void takeInputs(pipeline::AnimateRequest& request, Inputs& inputs) {
  for (const pipeline::Parameter& one : pipeline::parameters())
    if (const auto* path = std::get_if<pipeline::Field<fs::path>>(&one.value);
        path && one.spec.name != "output" && !path->get(request).empty())
      path->edit(request) = inputs.copied(path->get(request));
}

void requireEmpty(const fs::path& folder) {
  if (isThere(folder) && (!isFolder(folder) || !entriesOf(folder).empty()))
    throw Error(ErrorCode::invalidArgument, pathText(folder), "it is there and not an empty folder",
                "Choose another folder; orator farm resume goes on with a farm that is there");
}

void fillFolder(const Farm& farm, std::vector<pipeline::AnimateRequest>& requests,
                const RunContext& context) {
  Inputs inputs(farm.folder / "inputs");
  for (std::size_t film = 0; film < requests.size(); ++film) {
    context.throwIfCancelled();
    makeFolder(farm.workFolder(film));
    takeInputs(requests[film], inputs);
    requests[film].output = farm.folder / farm.films[film].output;
    saveRequest(requests[film], farm.requestFile(film));
  }
  writeFarm(farm);
}

std::string stepName(Step step, int part) {
  if (step == Step::part) return numbered("part-%06zu", std::size_t(part));
  return step == Step::motion ? "motion" : "film";
}

fs::path reportFile(const Farm& farm, std::size_t film, Step step, int part) {
  return farm.workFolder(film) / (stepName(step, part) + ".json");
}

fs::path planFile(const Farm& farm, std::size_t film) {
  return farm.workFolder(film) / "plan.json";
}

fs::path submissionsFile(const Farm& farm, std::size_t film) {
  return farm.workFolder(film) / "jobs.json";
}

}  // namespace

fs::path Farm::requestFile(std::size_t film) const {
  return folder / numbered("film-%05zu.json", film + 1);
}

fs::path Farm::workFolder(std::size_t film) const {
  return folder / numbered("film-%05zu", film + 1);
}

Farm openFarm(const fs::path& folder) {
  const fs::path place = absolutePath(folder);
  if (!isFile(farmFile(place)))
    throw Error(ErrorCode::fileNotFound, pathText(folder), "there is no farm in this folder",
                "Give the folder that orator farm submit made");
  return readJson(farmFile(place), [&](const json& stored) { return farmFrom(stored, place); });
}

Descriptor claimFarm(const Farm& farm) {
  if (auto claim = claimOutput(farm.folder, "orator farm", {})) return std::move(*claim);
  throw Error(ErrorCode::outputUnwritable, pathText(farm.folder), "another program submits this farm",
              "Wait until it has ended");
}

Farm makeFarm(Farm farm, std::vector<pipeline::AnimateRequest> requests, const Cut& cut,
              const RunContext& context) {
  farm.folder = absolutePath(farm.folder);
  requireEmpty(farm.folder);
  if (requests.empty() || requests.size() > kMostFilms)
    throw Error(ErrorCode::invalidArgument, "films", std::to_string(requests.size()) + " films are asked for",
                "A farm makes 1 to " + std::to_string(kMostFilms) + " films");
  std::set<std::string> names;
  for (const pipeline::AnimateRequest& request : requests) {
    context.throwIfCancelled();
    checkFarmFilm(request);
    const std::string name = request.output.filename().string();
    if (!names.insert(name).second)
      throw Error(ErrorCode::invalidArgument, name, "two films have this name", "Name them differently");
    farm.films.push_back({name, partsOf(request, cut)});
  }
  farm.name = newName();
  makeFolder(farm.folder);
  const Descriptor claim = claimFarm(farm);
  requireEmpty(farm.folder);
  try {
    fillFolder(farm, requests, context);
  } catch (...) {
    removeFarm(farm);  // the next try finds an empty place
    throw;
  }
  return farm;
}

void removeFarm(const Farm& farm) {
  std::error_code failure;
  fs::remove_all(farm.folder, failure);
  if (failure) throw writeError(farm.folder, failure.value());
}

FrameRange FilmPlan::part(int index, int parts) const {
  const auto at = [&](int part) { return frames.begin + frames.size() * part / parts; };
  return {at(index), at(index + 1)};
}

std::optional<FilmPlan> readPlan(const Farm& farm, std::size_t film) {
  if (!isFile(planFile(farm, film))) return {};
  return readJson(planFile(farm, film), [](const json& stored) {
    JsonObject object(stored, "the plan");
    FilmPlan plan;
    constexpr std::int64_t kMost = motion::kMostTrackFrames;
    plan.frames.begin = numberFrom<std::int64_t>(object.at("begin"), 0, kMost, "\"begin\"");
    plan.frames.end = numberFrom<std::int64_t>(object.at("end"), plan.frames.begin + 1, kMost, "\"end\"");
    const json& owner = listFrom(object.at("owner"), plan.owner.size(), "\"owner\"");
    if (owner.size() != plan.owner.size()) throw std::invalid_argument("\"owner\" is no pair of numbers");
    for (std::size_t i = 0; i < plan.owner.size(); ++i)
      plan.owner[i] =
          numberFrom<std::uint64_t>(owner[i], 0, std::numeric_limits<std::uint64_t>::max(), "\"owner\"");
    object.refuseUnknownKeys();
    return std::optional(plan);
  });
}

void writePlan(const Farm& farm, std::size_t film, const FilmPlan& plan) {
  const json object{{"begin", plan.frames.begin}, {"end", plan.frames.end}, {"owner", plan.owner}};
  writeFile(planFile(farm, film), object.dump() + "\n");
}

std::optional<Report> readReport(const Farm& farm, std::size_t film, Step step, int part) {
  const fs::path file = reportFile(farm, film, step, part);
  if (!isFile(file)) return {};
  return readJson(file, [](const json& stored) {
    JsonObject object(stored, "the report");
    constexpr double kMost = 1e12;
    Report report;
    report.frames = numberFrom<std::int64_t>(object.at("frames"), 0, kLargest, "\"frames\"");
    report.seconds = numberFrom(object.at("seconds"), 0., kMost, "\"seconds\"");
    report.processorSeconds = numberFrom(object.at("processor_seconds"), 0., kMost, "\"processor_seconds\"");
    report.peakMegabytes = numberFrom(object.at("peak_megabytes"), 0., kMost, "\"peak_megabytes\"");
    report.machine = textFrom(object.at("machine"), "\"machine\"");
    object.refuseUnknownKeys();
    return std::optional(report);
  });
}

void writeReport(const Farm& farm, std::size_t film, Step step, int part, const Report& report) {
  const json object{{"frames", report.frames},
                    {"seconds", report.seconds},
                    {"processor_seconds", report.processorSeconds},
                    {"peak_megabytes", report.peakMegabytes},
                    {"machine", report.machine}};
  writeFile(reportFile(farm, film, step, part), object.dump() + "\n");
}

std::vector<Submission> readSubmissions(const Farm& farm, std::size_t film) {
  if (!isFile(submissionsFile(farm, film))) return {};
  return readJson(submissionsFile(farm, film), [](const json& stored) {
    std::vector<Submission> submissions;
    for (const json& one : listFrom(stored, kMostParts, "the submissions")) {
      JsonObject object(one, "a submission");
      Submission submission;
      submission.motion = numberFrom<std::int64_t>(object.at("motion"), 0, kLargest, object.nameOf("motion"));
      submission.parts = numberFrom<std::int64_t>(object.at("parts"), 0, kLargest, object.nameOf("parts"));
      submission.join = numberFrom<std::int64_t>(object.at("join"), 0, kLargest, object.nameOf("join"));
      for (const json& index : listFrom(object.at("indexes"), kMostParts, object.nameOf("indexes")))
        submission.indexes.push_back(numberFrom(index, 0, kMostParts - 1, object.nameOf("indexes")));
      object.refuseUnknownKeys();
      submissions.push_back(std::move(submission));
    }
    return submissions;
  });
}

void writeSubmissions(const Farm& farm, std::size_t film, const std::vector<Submission>& submissions) {
  json list = json::array();
  for (const Submission& one : submissions)
    list.push_back(
        {{"motion", one.motion}, {"parts", one.parts}, {"indexes", one.indexes}, {"join", one.join}});
  writeFile(submissionsFile(farm, film), list.dump() + "\n");
}

}  // namespace orator::farm
