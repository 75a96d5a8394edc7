#include "core/service/watch.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <condition_variable>
#include <mutex>

#include "core/base/file_head.h"
#include "core/base/file_system.h"
#include "core/base/files.h"
#include "core/base/output_claim.h"
#include "core/pipeline/film_form.h"
#include "core/pipeline/parameters.h"

namespace orator::service {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr std::array<std::string_view, 9> kPictures{".png", ".jpg",  ".jpeg", ".webp", ".bmp",
                                                    ".tif", ".tiff", ".heic", ".avif"};
constexpr std::array<std::string_view, 13> kVoices{".wav", ".mp3",  ".m4a", ".flac", ".ogg",  ".opus", ".aac",
                                                   ".aif", ".aiff", ".mp4", ".mov",  ".webm", ".mkv"};

template <std::size_t Count>
bool endsWithOneOf(const fs::path& file, const std::array<std::string_view, Count>& endings) {
  std::string ending = file.extension().string();
  std::transform(ending.begin(), ending.end(), ending.begin(),
                 [](unsigned char c) { return std::tolower(c); });
  return std::find(endings.begin(), endings.end(), ending) != endings.end();
}

/// Size and time of a file; nothing where it has gone.
std::optional<std::pair<std::uintmax_t, fs::file_time_type>> stateOf(const fs::path& file) {
  std::error_code gone;
  const std::uintmax_t bytes = fs::file_size(file, gone);
  if (gone) return {};
  const fs::file_time_type written = fs::last_write_time(file, gone);
  if (gone) return {};
  return std::pair(bytes, written);
}

/// How every report begins: what begins otherwise is somebody else's, and stays.
constexpr std::string_view kReportHead = "orator watch: ";

bool isReport(const fs::path& file) {
  return headOf(file, kReportHead.size()) == kReportHead;
}

/// What is wrong with a voice, beside the films; nothing: it is well again.
void report(const WatchSettings& settings, const std::string& name, const Error* failure) {
  const fs::path file = settings.out / (name + ".error.txt");
  if (isThere(file) && !isReport(file)) return;
  failure ? writeFile(file, std::string(kReportHead) + failure->what() + "\n") : removeFile(file);
}

/// @return whether the stop request came
bool waitFor(std::chrono::milliseconds time, const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any woken;
  std::unique_lock lock(mutex);
  woken.wait_for(lock, stop, time, [] { return false; });
  return stop.stop_requested();
}

}  // namespace

bool WatchedFolder::hasSettled(const fs::path& file, Clock::time_point now) {
  const auto state = stateOf(file);
  if (!state) return false;
  const auto [entry, isNew] = seen_.try_emplace(file, Seen{state->first, state->second, now});
  Seen& seen = entry->second;
  if (!isNew && (seen.bytes != state->first || seen.written != state->second))
    seen = {state->first, state->second, now};
  const bool settled = now - seen.since >= settings_.settle;
  restless_ = restless_ || !settled;
  return settled;
}

std::string WatchedFolder::stampOf(const Errand& errand) const {
  std::string stamp;
  for (const fs::path& file : {errand.request.portrait, errand.request.voice})
    if (const auto state = stateOf(file))
      stamp +=
          std::to_string(state->first) + "@" + std::to_string(state->second.time_since_epoch().count()) + " ";
  return stamp;
}

std::vector<WatchedFolder::Errand> WatchedFolder::ready(Clock::time_point now) {
  restless_ = false;
  std::map<std::string, fs::path> pictures, voices;
  for (const fs::path& file : entriesOf(settings_.in)) {
    if (file.filename().string().front() == '.' || !isFile(file)) continue;
    if (endsWithOneOf(file, kPictures)) pictures.emplace(file.stem().string(), file);
    if (endsWithOneOf(file, kVoices)) voices.emplace(file.stem().string(), file);
  }
  std::erase_if(seen_, [](const auto& entry) { return !isThere(entry.first); });
  std::vector<Errand> errands;
  for (const auto& [name, voice] : voices) {
    const auto picture = pictures.find(name);
    Errand errand{name, settings_.request};
    errand.request.portrait = picture != pictures.end() ? picture->second : settings_.portrait;
    errand.request.voice = voice;
    errand.request.output = settings_.out / (name + settings_.ending);
    if (errand.request.portrait.empty()) continue;
    const bool voiceSettled = hasSettled(voice, now);
    const bool pictureSettled = picture == pictures.end() || hasSettled(picture->second, now);
    if (!voiceSettled || !pictureSettled) continue;
    const auto film = stateOf(errand.request.output);
    const auto spoken = stateOf(voice), shown = stateOf(errand.request.portrait);
    if (film && spoken && film->second >= spoken->second && (!shown || film->second >= shown->second))
      continue;
    const auto done = done_.find(name);
    if (done == done_.end() || done->second != stampOf(errand)) errands.push_back(std::move(errand));
  }
  return errands;
}

void WatchedFolder::markDone(const Errand& errand) {
  done_[errand.name] = stampOf(errand);
}

void watchFolder(const WatchSettings& settings,
                 const std::function<void(const std::string&, const Error*)>& made,
                 const RunContext& context) {
  if (!isFolder(settings.in))
    throw Error(ErrorCode::fileNotFound, pathText(settings.in), "there is no such folder", "Make it first");
  makeFolder(settings.out);
  std::error_code unknown;
  if (fs::equivalent(settings.in, settings.out, unknown))
    throw Error(ErrorCode::invalidArgument, pathText(settings.out),
                "films would be taken for voices in the folder that is watched", "Choose another folder");
  const auto claim = claimOutput(settings.out, "orator watch", {});
  if (!claim)
    throw Error(ErrorCode::outputUnwritable, pathText(settings.out),
                "another program watches a folder for films in this one", "End it, or choose another folder");
  WatchedFolder folder(settings);
  while (!context.stop.stop_requested()) {
    const std::vector<WatchedFolder::Errand> errands = folder.ready(Clock::now());
    for (const WatchedFolder::Errand& errand : errands) {
      folder.markDone(errand);  // as it is before: what changes meanwhile is made again
      try {
        animate(errand.request, context);
        report(settings, errand.name, nullptr);
        made(errand.name, nullptr);
      } catch (const Error& failure) {
        if (failure.code() == ErrorCode::cancelled) return;
        report(settings, errand.name, &failure);
        made(errand.name, &failure);
      }
    }
    if (settings.once && errands.empty() && !folder.isRestless()) return;
    if (errands.empty() && waitFor(settings.interval, context.stop)) return;
  }
}

}  // namespace orator::service
