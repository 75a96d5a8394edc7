#include "core/voices/run_command.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "core/base/descriptor.h"
#include "core/base/file_system.h"

extern char** environ;

namespace orator::voices {
namespace {

namespace fs = std::filesystem;

constexpr int kLookMilliseconds = 50;      // between two looks at the stop request
constexpr std::size_t kMostOutput = 4000;  // bytes that are kept of what a program says

[[noreturn]] void fail(const std::string& program, int errorNumber) {
  throw Error(ErrorCode::internal, program, std::string("cannot be run: ") + std::strerror(errorNumber),
              "Try again");
}

/// The streams of the program to come and a process group of its own.
class SpawnSettings {
 public:
  SpawnSettings() {
    posix_spawn_file_actions_init(&actions_);
    posix_spawnattr_init(&attributes_);
    posix_spawnattr_setpgroup(&attributes_, 0);
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETPGROUP);
  }
  ~SpawnSettings() {
    posix_spawn_file_actions_destroy(&actions_);
    posix_spawnattr_destroy(&attributes_);
  }
  SpawnSettings(const SpawnSettings&) = delete;
  SpawnSettings& operator=(const SpawnSettings&) = delete;

  void setStreams(const fs::path& input, int output) {
    posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, input.empty() ? "/dev/null" : input.c_str(),
                                     O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions_, output, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions_, output, STDERR_FILENO);
  }
  const posix_spawn_file_actions_t* actions() const { return &actions_; }
  const posix_spawnattr_t* attributes() const { return &attributes_; }

 private:
  posix_spawn_file_actions_t actions_;
  posix_spawnattr_t attributes_;
};

int exitCodeOf(pid_t process) {
  int status = 0;
  while (waitpid(process, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/// Takes what comes until the program has shut its streams, or is to be stopped. @return whether it was
bool listenTo(int descriptor, std::string& heard, const RunContext& context) {
  std::array<char, 1024> part{};
  for (;;) {
    if (context.stop.stop_requested()) return true;
    pollfd waiting{descriptor, POLLIN, 0};
    if (poll(&waiting, 1, kLookMilliseconds) <= 0) continue;
    const ssize_t count = read(descriptor, part.data(), part.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    heard.append(part.data(), std::size_t(count));
    if (heard.size() > 2 * kMostOutput) heard.erase(0, heard.size() - kMostOutput);
  }
}

}  // namespace

CommandResult runCommand(const std::vector<std::string>& command, const fs::path& input,
                         const RunContext& context) {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) fail(command.front(), errno);
  const Descriptor ours(ends[0]);
  Descriptor theirs(ends[1]);
  SpawnSettings settings;
  settings.setStreams(input, theirs.value());
  std::vector<char*> words;
  for (const std::string& word : command) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  pid_t process = 0;
  const int failure =
      posix_spawnp(&process, words.front(), settings.actions(), settings.attributes(), words.data(), environ);
  if (failure == ENOENT || failure == EACCES) return {127, std::strerror(failure)};
  if (failure != 0) fail(command.front(), failure);
  theirs.close();  // so that the end is seen when the program has shut its own
  CommandResult result;
  if (listenTo(ours.value(), result.output, context)) {
    kill(-process, SIGKILL);
    exitCodeOf(process);
    context.throwIfCancelled();
  }
  result.exitCode = exitCodeOf(process);
  return result;
}

fs::path programInPath(const std::string& name) {
  if (name.find('/') != std::string::npos)
    return access(name.c_str(), X_OK) == 0 ? fs::path(name) : fs::path();
  const char* path = std::getenv("PATH");
  std::string_view rest = path ? path : "/usr/local/bin:/usr/bin:/bin";
  while (!rest.empty()) {
    const std::string_view folder = rest.substr(0, rest.find(':'));
    rest.remove_prefix(std::min(rest.size(), folder.size() + 1));
    const fs::path file = fs::path(folder) / name;
    if (!folder.empty() && isFile(file) && access(file.c_str(), X_OK) == 0) return file;
  }
  return {};
}

}  // namespace orator::voices
