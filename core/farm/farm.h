#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/base/descriptor.h"
#include "core/pipeline/animate.h"
#include "core/pipeline/fingerprint.h"

namespace orator::farm {

/// One film of a farm.
struct Film {
  std::string output;  ///< name of the film in the farm's folder
  int parts = 1;       ///< that its frames are rendered in; 0: the join draws them, and keeps none
};

/// Films that the machines of a cluster make together, in a folder that all of them see:
///
///     farm.json            what is below; never changed
///     inputs/N/...         copies of portraits, voices and what else the films are made of
///     film-NNNNN.json      the request of a film, whose paths lead into inputs/
///     film-NNNNN/          track, finished frames, reports and messages of its jobs
///     ....mp4              the films
struct Farm {
  std::filesystem::path folder;           ///< from the root
  std::string name;                       ///< of its jobs in the queue
  std::filesystem::path program;          ///< orator, on the machines that work
  int retries = 2;                        ///< of a job that failed
  std::vector<std::string> slurmOptions;  ///< for every sbatch
  std::vector<Film> films;

  std::filesystem::path requestFile(std::size_t film) const;
  std::filesystem::path workFolder(std::size_t film) const;
};

inline constexpr int kMostParts = 100'000, kMostRetries = 100;
inline constexpr std::size_t kMostFilms = 99'999;

/// @throws Error fileNotFound (there is none in that folder), unreadableProject
Farm openFarm(const std::filesystem::path& folder);

/// How many minutes of film a part has, or how many parts there are; one of both is set. A film of one part
/// by a renderer that is live is drawn by its join: keeping its frames would cost more than drawing them.
struct Cut {
  int parts = 0;
  double minutesPerPart = 0;
};

/// Makes the folder of a farm: checks every request, copies what it is made of. Nothing is submitted.
/// @param farm its folder, which must be missing or empty, program, retries and options
/// @param requests their outputs tell the names of the films, which must differ
/// @throws Error what checkRequest() and the check of the film throw; invalidArgument (a folder with other
/// things in it, two films of one name, a film without pictures); outputUnwritable, diskFull. Then the folder
/// is gone or as it was
Farm makeFarm(Farm farm, std::vector<pipeline::AnimateRequest> requests, const Cut& cut,
              const RunContext& context);

/// The right to fill the folder and to submit, against every other program of this machine.
/// @throws Error outputUnwritable (another one has it)
Descriptor claimFarm(const Farm& farm);

/// Deletes the folder with all that is in it. @throws Error outputUnwritable
void removeFarm(const Farm& farm);

/// What the first job of a film finds out.
struct FilmPlan {
  FrameRange frames;                            ///< of the track, that the film shows
  pipeline::Fingerprint::Value owner{};         ///< of its journals
  FrameRange part(int index, int parts) const;  ///< the frames of one of the parts, 0..parts-1
};
/// @return nothing while that job has not finished. @throws Error unreadableProject
std::optional<FilmPlan> readPlan(const Farm& farm, std::size_t film);

/// What a finished job tells of itself.
struct Report {
  std::int64_t frames = 0;      ///< that it rendered, or encoded
  double seconds = 0;           ///< wall clock
  double processorSeconds = 0;  ///< of all its threads
  double peakMegabytes = 0;     ///< of memory
  std::string machine;
};
enum class Step { motion, part, join };
/// @param part of Step::part, from 0 @return nothing where it has not finished. @throws Error
/// unreadableProject
std::optional<Report> readReport(const Farm& farm, std::size_t film, Step step, int part = 0);

/// The jobs of one submission of a film; 0 where there was none.
struct Submission {
  std::int64_t motion = 0, parts = 0, join = 0;
  std::vector<int> indexes;  ///< parts of the array
};
/// In their order. @throws Error unreadableProject
std::vector<Submission> readSubmissions(const Farm& farm, std::size_t film);

// What jobs and submissions write.
void writePlan(const Farm& farm, std::size_t film, const FilmPlan& plan);
void writeReport(const Farm& farm, std::size_t film, Step step, int part, const Report& report);
void writeSubmissions(const Farm& farm, std::size_t film, const std::vector<Submission>& submissions);

}  // namespace orator::farm
