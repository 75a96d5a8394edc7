#include <cstdio>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli/commands.h"
#include "app/cli/report.h"
#include "app/command_line/options.h"
#include "core/base/file_system.h"
#include "core/base/files.h"
#include "core/farm/farm_status.h"
#include "core/farm/film_work.h"
#include "core/farm/matrix.h"
#include "core/farm/submit.h"
#include "core/pipeline/stages.h"

namespace orator::cli {
namespace {

namespace fs = std::filesystem;
using farm::JobState;
using nlohmann::json;

constexpr ParamSpec kParts{.name = "parts", .minimum = 1, .maximum = farm::kMostParts};
constexpr ParamSpec kMinutes{
    .name = "minutes_per_part", .minimum = 0.01, .maximum = 600, .step = 0.01, .unit = "min"};
constexpr ParamSpec kRetries{.name = "retries", .maximum = farm::kMostRetries};

struct SubmitArguments {
  fs::path request, matrix, folder, program;
  std::string parts, minutes, retries = "2";
  std::vector<std::string> slurm;
};

void addFolder(CLI::App& command, fs::path& folder) {
  addPath(command, "--folder", folder, "Folder of the farm, which every machine of the cluster sees")
      ->required();
}

std::string countText(std::int64_t count, const char* one) {
  return std::to_string(count) + " " + one + (count == 1 ? "" : "s");
}

const char* stateName(JobState state) {
  switch (state) {
    case JobState::idle:
      return "idle";
    case JobState::waiting:
      return "waiting";
    case JobState::working:
      return "working";
    case JobState::failed:
      return "failed";
    case JobState::finished:
      break;
  }
  return "finished";
}

/// One word for a film.
std::string filmState(const farm::FilmStatus& status) {
  if (status.join == JobState::finished) return "finished";
  const bool hasFailed = status.motion == JobState::failed || status.join == JobState::failed ||
                         status.partsThatAre(JobState::failed) > 0;
  if (hasFailed) return "failed";
  if (status.join == JobState::idle) return "idle";
  const bool works = status.motion == JobState::working || status.join == JobState::working ||
                     status.partsThatAre(JobState::working) > 0;
  return works ? "working" : "waiting";
}

std::string filmText(const farm::Film& film, const farm::FilmStatus& status) {
  std::string text = film.output + ": " + filmState(status) + ", motion " + stateName(status.motion);
  if (film.parts > 0)
    text += ", " + std::to_string(status.partsThatAre(JobState::finished)) + " of " +
            countText(film.parts, "part") + " finished";
  if (const int failed = status.partsThatAre(JobState::failed))
    text += ", " + std::to_string(failed) + " failed";
  if (status.frames > 0)
    text += ", " + std::to_string(status.finishedFrames) + " of " + countText(status.frames, "frame");
  return text + ", film " + stateName(status.join);
}

json filmJson(const farm::Film& film, const farm::FilmStatus& status) {
  json parts = json::array();
  for (const JobState part : status.parts) parts.push_back(stateName(part));
  return {{"output", film.output},
          {"state", filmState(status)},
          {"motion", stateName(status.motion)},
          {"parts", parts},
          {"join", stateName(status.join)},
          {"frames", status.frames},
          {"finished_frames", status.finishedFrames},
          {"processor_seconds", status.processorSeconds},
          {"peak_megabytes", status.peakMegabytes}};
}

void tellStatus(const farm::Farm& farm, CommandSession& session) {
  const std::vector<farm::QueuedJob> queue = farm::queuedJobs(farm.name);
  std::map<std::string, int> counts;
  json films = json::array();
  std::string text;
  double processorSeconds = 0, peakMegabytes = 0;
  for (std::size_t film = 0; film < farm.films.size(); ++film) {
    const farm::FilmStatus status = filmStatus(farm, film, queue);
    ++counts[filmState(status)];
    text += filmText(farm.films[film], status) + "\n";
    films.push_back(filmJson(farm.films[film], status));
    processorSeconds += status.processorSeconds;
    peakMegabytes = std::max(peakMegabytes, status.peakMegabytes);
  }
  text += countText(std::int64_t(farm.films.size()), "film") + ":";
  for (const auto& [state, count] : counts) text += " " + std::to_string(count) + " " + state;
  std::array<char, 100> cost{};
  std::snprintf(cost.data(), cost.size(), "; %.0f s of processors so far, up to %.0f MB of memory",
                processorSeconds, peakMegabytes);
  session.progress().finished(text + cost.data(), {{"folder", pathText(farm.folder)},
                                                   {"films", films},
                                                   {"processor_seconds", processorSeconds},
                                                   {"peak_megabytes", peakMegabytes}});
}

void tellSubmitted(const farm::Farm& farm, int submitted, CommandSession& session) {
  const std::string folder = pathText(farm.folder);
  session.progress().finished(submitted > 0 ? countText(submitted, "film") +
                                                  " went into the queue; orator farm status --folder " +
                                                  folder + " tells how far they are"
                                            : "nothing is missing: what is not finished is in the queue",
                              {{"folder", folder}, {"films", farm.films.size()}, {"submitted", submitted}});
}

/// This program, as other machines find it where it lies in the same place there.
fs::path thisProgram() {
  std::error_code unknown;
  const fs::path own = fs::read_symlink("/proc/self/exe", unknown);
  const fs::path launcher = own.parent_path().parent_path().parent_path() / "bin" / "orator";
  return isFile(launcher) ? launcher : own;
}

void submit(const SubmitArguments& arguments, CommandSession& session) {
  farm::requireSlurm();
  std::vector<pipeline::AnimateRequest> requests;
  if (!arguments.matrix.empty())
    requests = farm::loadMatrix(arguments.matrix);
  else
    requests.push_back(pipeline::loadRequest(arguments.request));
  farm::Cut cut;
  if (!arguments.parts.empty()) cut.parts = int(parseNumber(kParts, arguments.parts));
  if (!arguments.minutes.empty()) cut.minutesPerPart = parseNumber(kMinutes, arguments.minutes);
  farm::Farm farm;
  farm.folder = arguments.folder;
  farm.program = arguments.program.empty() ? thisProgram() : arguments.program;
  farm.retries = int(parseNumber(kRetries, arguments.retries));
  farm.slurmOptions = arguments.slurm;
  farm = farm::makeFarm(std::move(farm), std::move(requests), cut, session.context());
  try {
    tellSubmitted(farm, farm::submitMissing(farm, session.context()), session);
  } catch (...) {
    const Descriptor claim = farm::claimFarm(farm);
    if (farm::readSubmissions(farm, 0).empty()) {  // the next try finds an empty place
      farm::cancelJobs(farm.name);
      farm::removeFarm(farm);
    }
    throw;
  }
}

void addSubmit(CLI::App& farm, CommandSession& session) {
  auto arguments = std::make_shared<SubmitArguments>();
  CLI::App* command = farm.add_subcommand(
      "submit", "Films that the machines of a Slurm cluster make together, to the same bytes as one alone");
  CLI::Option* request = addPath(*command, "--request", arguments->request,
                                 "One film: a request saved by animate --save-request");
  CLI::Option* matrix =
      addPath(*command, "--matrix", arguments->matrix,
              "Many films: a JSON file {\"format\": \"orator-matrix\", \"version\": 1, \"request\": FILE, "
              "\"portraits\": [...], \"voices\": [...], \"presets\": [...]}, each portrait with each voice "
              "and preset");
  matrix->excludes(request);
  addFolder(*command, arguments->folder);
  CLI::Option* parts =
      command->add_option("--parts", arguments->parts, "Jobs that the frames of a film are rendered in")
          ->type_name("N");
  CLI::Option* minutes = command
                             ->add_option("--minutes-per-part", arguments->minutes,
                                          "As many parts as give each so many minutes of the film")
                             ->type_name("M");
  minutes->excludes(parts);
  command
      ->add_option(
          "--retries", arguments->retries,
          "How often a job that failed is tried again (0..100, default 2); one whose machine is lost "
          "always is")
      ->type_name("N");
  addPath(*command, "--program", arguments->program,
          "orator on the machines that work, where it lies elsewhere than here");
  command
      ->add_option("--slurm", arguments->slurm,
                   "An option for every sbatch, such as --slurm=--partition=long; may be repeated")
      ->type_name("OPTION")
      ->allow_extra_args(false);
  addProgressOption(*command, session);
  command->callback([&session, arguments, request, matrix, parts, minutes] {
    if (request->empty() && matrix->empty()) throw CLI::RequiredError("--request or --matrix");
    if (parts->empty() && minutes->empty()) throw CLI::RequiredError("--parts or --minutes-per-part");
    session.work = [&session, arguments] { submit(*arguments, session); };
  });
}

/// A sub-command that takes the farm's folder alone.
void addForFolder(CLI::App& farm, CommandSession& session, const char* name, const char* description,
                  void (*work)(const farm::Farm&, CommandSession&)) {
  auto folder = std::make_shared<fs::path>();
  CLI::App* command = farm.add_subcommand(name, description);
  addFolder(*command, *folder);
  addProgressOption(*command, session);
  command->callback([&session, folder, work] {
    session.work = [&session, folder, work] {
      farm::requireSlurm();
      work(farm::openFarm(*folder), session);
    };
  });
}

void cancel(const farm::Farm& farm, CommandSession& session) {
  farm::cancelJobs(farm.name);
  session.progress().finished("its jobs are cancelled; finished frames stay for orator farm resume",
                              {{"folder", pathText(farm.folder)}});
}

void resume(const farm::Farm& farm, CommandSession& session) {
  tellSubmitted(farm, farm::submitMissing(farm, session.context()), session);
}

struct WorkArguments {
  fs::path folder;
  std::string step, attempt;
  std::size_t film = 0;
  int part = 0;
};

/// What the jobs run.
void addWork(CLI::App& parent, CommandSession& session) {
  auto arguments = std::make_shared<WorkArguments>();
  CLI::App* command = parent.add_subcommand("work", "One step of a film, as its job does it")->group("");
  addFolder(*command, arguments->folder);
  command->add_option("--step", arguments->step)
      ->required()
      ->check(CLI::IsMember({"motion", "part", "join"}));
  command->add_option("--film", arguments->film)->required();
  command->add_option("--part", arguments->part);
  command->add_option("--attempt", arguments->attempt)->required();
  addProgressOption(*command, session);
  command->callback([&session, arguments] {
    session.work = [&session, arguments] {
      const farm::Farm farm = farm::openFarm(arguments->folder);
      const pipeline::Stages& stages = pipeline::libraryStages();
      if (arguments->step == "motion") makeFilmMotion(stages, farm, arguments->film, session.context());
      if (arguments->step == "part")
        renderFilmPart(stages, farm, arguments->film, arguments->part, arguments->attempt, session.context());
      if (arguments->step == "join") joinFilm(stages, farm, arguments->film, session.context());
      session.progress().finished(
          arguments->step + " of film " + std::to_string(arguments->film) + " finished",
          {{"step", arguments->step}});
    };
  });
}

}  // namespace

void addFarmCommand(CLI::App& app, CommandSession& session) {
  CLI::App* farm = app.add_subcommand("farm", "Films made by many machines at once, through Slurm");
  farm->require_subcommand(1);
  addSubmit(*farm, session);
  addForFolder(*farm, session, "status", "How far the films of a farm are", tellStatus);
  addForFolder(*farm, session, "cancel", "Take the jobs of a farm out of the queue; finished frames stay",
               cancel);
  addForFolder(*farm, session, "resume", "Submit again what has failed or was cancelled, and nothing else",
               resume);
  addWork(*farm, session);
}

}  // namespace orator::cli
