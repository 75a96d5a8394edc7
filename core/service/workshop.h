#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "core/base/descriptor.h"
#include "core/base/files.h"
#include "core/pipeline/stages.h"

namespace orator::service {

struct Limits {
  std::uint64_t uploadBytes = 256u << 20;  ///< of one file
  std::size_t uploads = 100;               ///< files that are kept
  std::size_t jobs = 50;                   ///< films that are kept, waiting and finished
};

enum class JobState { waiting, working, finished, failed, cancelled };
std::string_view stateName(JobState state);

/// What is told of a film.
struct JobNews {
  std::string id;
  JobState state = JobState::waiting;
  std::string stage;  ///< of the work, with its units
  std::int64_t done = 0, total = 0;
  std::vector<std::string> notes;
  std::optional<Error> error;  ///< of a job that failed
  std::int64_t frames = 0;     ///< of a finished film
  int width = 0, height = 0;
  double seconds = 0;
  std::uint64_t version = 0;  ///< rises with every change

  bool isOver() const { return state >= JobState::finished; }
  nlohmann::json toJson() const;
};

/// Uploaded files and the films that are made of them, one after the other, on a thread of its own. All lies
/// in one folder, under names made by chance; nothing in it outlives the workshop. Any thread.
class Workshop {
 public:
  /// @param folder missing, empty, or of a workshop that ended: what that has left is deleted
  /// @throws Error invalidArgument (other things are in the folder), outputUnwritable (another workshop has
  /// it), diskFull
  Workshop(const pipeline::Stages& stages, const std::filesystem::path& folder, const Limits& limits);
  /// Stops the film that is being made, within a frame, and deletes uploads and films.
  ~Workshop();
  Workshop(const Workshop&) = delete;
  Workshop& operator=(const Workshop&) = delete;

  const Limits& limits() const { return limits_; }

  /// A file on its way in. It becomes an upload by finish(); destroyed without, it goes away.
  class Upload {
   public:
    ~Upload();
    Upload(const Upload&) = delete;
    Upload& operator=(const Upload&) = delete;
    /// @throws Error invalidArgument (it is larger than Limits::uploadBytes), outputUnwritable, diskFull
    void write(std::span<const std::uint8_t> bytes);
    /// @return what jobs call it
    std::string finish();
    std::uint64_t bytes() const { return bytes_; }

   private:
    friend class Workshop;
    Upload(Workshop& workshop, std::string id, const std::string& name);
    Workshop& workshop_;
    const std::string id_;
    std::optional<PartialFile> file_;
    std::uint64_t bytes_ = 0;
    bool finished_ = false;
  };
  /// @param name of the file, by whose ending its kind is known
  /// @throws Error invalidArgument (no plain name; too many uploads)
  std::unique_ptr<Upload> beginUpload(const std::string& name);
  /// @throws Error fileNotFound (no such upload), invalidArgument (a job uses it)
  void removeUpload(const std::string& id);

  /// Puts a film into the queue:
  ///
  ///     {"files": {"portrait": UPLOAD, "voice": UPLOAD, ...}, "settings": {...}, "ending": ".mp4"}
  ///
  /// with files by the names of their parameters, settings in the dialect of requests without files, and a
  /// pack by its name alone.
  /// @return its id @throws Error invalidArgument, fileNotFound (no such upload)
  std::string addJob(const nlohmann::json& order);
  /// @throws Error fileNotFound (no such job)
  JobNews job(const std::string& id) const;
  std::vector<JobNews> jobs() const;
  /// Waits for news of a job beyond `version`, or for the time to pass. @throws Error fileNotFound
  JobNews waitForNews(const std::string& id, std::uint64_t version, std::chrono::milliseconds time) const;
  /// The finished film. @throws Error fileNotFound (no such job, or it has no film)
  std::filesystem::path film(const std::string& id) const;
  /// Stops a job that waits or works; deletes one that is over. @throws Error fileNotFound
  void cancel(const std::string& id);

 private:
  struct Job;
  class Listener;
  Job& find(const std::string& id) const;  ///< mutex_ is held
  pipeline::AnimateRequest requestOf(const nlohmann::json& order, Job& job);
  void work(const std::stop_token& stop);
  void make(Job& job, const std::stop_token& stop);
  void change(Job& job, const std::function<void(JobNews&)>& edit);
  void clear();

  const pipeline::Stages& stages_;
  const std::filesystem::path folder_;
  const Limits limits_;
  Descriptor claim_;  ///< of the folder
  mutable std::mutex mutex_;
  mutable std::condition_variable_any changed_;
  std::map<std::string, std::filesystem::path> uploads_;
  std::size_t uploading_ = 0;
  std::map<std::string, std::shared_ptr<Job>> jobs_;
  std::deque<std::shared_ptr<Job>> waiting_;
  std::jthread worker_;
};

}  // namespace orator::service
