#include "core/farm/film_work.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "core/base/file_system.h"
#include "core/base/files.h"
#include "core/motion/track_io.h"
#include "core/pipeline/film_in_parts.h"
#include "core/pipeline/film_render.h"

namespace orator::farm {
namespace {

namespace fs = std::filesystem;

/// What the process has used since it was made.
class Meter {
 public:
  Report report(std::int64_t frames) const {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& time) { return double(time.tv_sec) + double(time.tv_usec) / 1e6; };
    Report report;
    report.frames = frames;
    report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count();
    report.processorSeconds = seconds(usage.ru_utime) + seconds(usage.ru_stime);
    report.peakMegabytes = double(usage.ru_maxrss) / 1024;
    report.machine = machine();
    return report;
  }

 private:
  static std::string machine() {
    if (const char* node = std::getenv("SLURMD_NODENAME")) return node;
    std::array<char, 256> name{};
    gethostname(name.data(), name.size() - 1);
    return name.data();
  }
  const std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

fs::path trackFile(const Farm& farm, std::size_t film) {
  return farm.workFolder(film) / "track.json";
}

std::string journalHead(int part) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "part-%06d.", part);
  return text.data();
}

FilmPlan requirePlan(const Farm& farm, std::size_t film) {
  if (const auto plan = readPlan(farm, film)) return *plan;
  throw Error(ErrorCode::fileNotFound, pathText(farm.workFolder(film)), "the film's motion is not made yet",
              "See why with the messages in its folder, then go on with orator farm resume");
}

void requireFilm(const Farm& farm, std::size_t film) {
  if (film >= farm.films.size())
    throw Error(ErrorCode::invalidArgument, pathText(farm.folder), "it has no film " + std::to_string(film),
                "Leave these commands to orator farm submit");
}

void requirePart(const Farm& farm, std::size_t film, int part) {
  requireFilm(farm, film);
  if (part < 0 || part >= farm.films[film].parts)
    throw Error(ErrorCode::invalidArgument, farm.films[film].output, "it has no part " + std::to_string(part),
                "Leave these commands to orator farm submit");
}

void requireAttempt(const std::string& attempt) {
  const bool isPlain = !attempt.empty() && std::all_of(attempt.begin(), attempt.end(), [](unsigned char c) {
    return std::isalnum(c) || c == '-';
  });
  if (!isPlain)
    throw Error(ErrorCode::invalidArgument, "--attempt", "\"" + attempt + "\" is no name of an attempt",
                "Give letters, digits and dashes");
}

}  // namespace

std::vector<fs::path> journalsOfPart(const Farm& farm, std::size_t film, int part) {
  std::vector<fs::path> files;
  for (const fs::path& file : entriesOf(farm.workFolder(film)))
    if (file.extension() == ".frames" && file.filename().string().starts_with(journalHead(part)))
      files.push_back(file);
  return files;
}

void makeFilmMotion(const pipeline::Stages& stages, const Farm& farm, std::size_t film,
                    const RunContext& context) {
  requireFilm(farm, film);
  if (readPlan(farm, film) && readReport(farm, film, Step::motion)) return;
  const Meter meter;
  const fs::path file = farm.requestFile(film);
  const pipeline::AnimateRequest request = pipeline::loadRequest(file);
  const motion::MotionTrack track = makeMaterial(stages, request, context).track;
  FilmPlan plan;
  plan.frames = filmFrames(request, track, context);
  plan.owner =
      pipeline::filmOwner(readFile(file, ErrorCode::unreadableProject), stages.openPack(request.pack), track);
  motion::writeTrack(track, trackFile(farm, film));
  writePlan(farm, film, plan);
  writeReport(farm, film, Step::motion, 0, meter.report(track.frames()));
}

void renderFilmPart(const pipeline::Stages& stages, const Farm& farm, std::size_t film, int part,
                    const std::string& attempt, const RunContext& context) {
  requirePart(farm, film, part);
  requireAttempt(attempt);
  if (readReport(farm, film, Step::part, part)) return;
  const Meter meter;
  const FilmPlan plan = requirePlan(farm, film);
  const FrameRange range = plan.part(part, farm.films[film].parts);
  const fs::path own = farm.workFolder(film) / (journalHead(part) + attempt + ".frames");
  std::int64_t rendered = 0;
  if (range.size() > 0) {
    std::vector<pipeline::FrameJournal> finished;
    for (const fs::path& file : journalsOfPart(farm, film, part))
      if (file != own)
        if (auto journal = pipeline::FrameJournal::openToRead(file, plan.owner))
          finished.push_back(std::move(*journal));
    auto journal = pipeline::FrameJournal::open(own, plan.owner);
    if (!journal)
      throw Error(ErrorCode::outputUnwritable, pathText(own), "finished frames cannot be kept there",
                  "Look whether the shared folder can be written to, and has locks for files");
    renderToJournal(stages, pipeline::loadRequest(farm.requestFile(film)),
                    motion::readTrack(trackFile(farm, film)), range, *journal, finished, context);
    rendered = std::int64_t(journal->frames());
  }
  writeReport(farm, film, Step::part, part, meter.report(rendered));
}

void joinFilm(const pipeline::Stages& stages, const Farm& farm, std::size_t film, const RunContext& context) {
  requireFilm(farm, film);
  if (readReport(farm, film, Step::join)) return;
  const Meter meter;
  const FilmPlan plan = requirePlan(farm, film);
  const int count = farm.films[film].parts;
  std::vector<pipeline::FinishedPart> parts;
  for (int part = 0; part < count; ++part) {
    if (!readReport(farm, film, Step::part, part))
      throw Error(
          ErrorCode::fileNotFound, farm.films[film].output,
          "its part " + std::to_string(part) + " of 0 to " + std::to_string(count - 1) + " has not finished",
          "Go on with orator farm resume");
    parts.push_back({plan.part(part, count), journalsOfPart(farm, film, part)});
  }
  const std::vector<pipeline::FinishedPart> finished = parts;
  const pipeline::AnimateResult result =
      joinParts(stages, pipeline::loadRequest(farm.requestFile(film)),
                motion::readTrack(trackFile(farm, film)), plan.owner, std::move(parts), context);
  writeReport(farm, film, Step::join, 0, meter.report(result.frames));
  for (const pipeline::FinishedPart& part : finished)
    for (const fs::path& journal : part.journals) removeFile(journal);
  removeFile(trackFile(farm, film));
}

}  // namespace orator::farm
