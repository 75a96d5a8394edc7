#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "core/pipeline/animate.h"

namespace orator::service {

struct WatchSettings {
  std::filesystem::path in, out;
  std::filesystem::path portrait;           ///< of voices without one of their own; may be empty
  pipeline::AnimateRequest request;         ///< everything else of the films
  std::string ending = ".mp4";              ///< of the films
  std::chrono::milliseconds settle{2000};   ///< how long a file must stay as it is before it is taken
  std::chrono::milliseconds interval{500};  ///< between two looks
  bool once = false;                        ///< end when nothing is left to do
};

/// One look at a folder: what of it can be made into films.
class WatchedFolder {
 public:
  explicit WatchedFolder(const WatchSettings& settings) : settings_(settings) {}

  /// A film to make.
  struct Errand {
    std::string name;  ///< of the film, without its ending
    pipeline::AnimateRequest request;
  };
  /// Voices (sound or video) that have a portrait: a picture of the same name, or the settings' own; and
  /// that have been as they are for the settling time; whose film is not there or older. In the order of
  /// names. Hidden files are passed over. @param now of the clock that files are judged by
  /// @throws Error fileNotFound (the folder has gone)
  std::vector<Errand> ready(std::chrono::steady_clock::time_point now);
  /// Whether something is there that has not settled yet.
  bool isRestless() const { return restless_; }
  /// An errand is not given out again until one of its files changes.
  void markDone(const Errand& errand);

 private:
  struct Seen {
    std::uintmax_t bytes = 0;
    std::filesystem::file_time_type written;
    std::chrono::steady_clock::time_point since;
  };
  bool hasSettled(const std::filesystem::path& file, std::chrono::steady_clock::time_point now);
  std::string stampOf(const Errand& errand) const;

  const WatchSettings settings_;
  std::map<std::filesystem::path, Seen> seen_;
  std::map<std::string, std::string> done_;  ///< of an errand, what its files were like
  bool restless_ = false;
};

/// Makes a film of every voice that comes into a folder, until the stop request. What cannot be made into one
/// is told in OUT/NAME.error.txt, which goes away when it can; a file of that name that is no such report
/// stays as it is. One watcher at a time works into OUT.
/// @param made told of every film, and of every failure
/// @throws Error fileNotFound, invalidArgument (the folders are one), outputUnwritable (another program
/// watches for the same OUT), diskFull
void watchFolder(const WatchSettings& settings,
                 const std::function<void(const std::string& name, const Error* failure)>& made,
                 const RunContext& context);

}  // namespace orator::service
