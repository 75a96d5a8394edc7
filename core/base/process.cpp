#include "core/base/process.h"

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
#include <sstream>

#include "core/base/descriptor.h"
#include "core/base/error.h"

extern char** environ;

namespace orator {
namespace {

struct Pipe {
  Descriptor reads, writes;
};

Pipe makePipe() {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0)
    throw Error(ErrorCode::outOfMemory, "", std::string("no pipe can be made: ") + std::strerror(errno),
                "Close other programs");
  return {Descriptor(ends[0]), Descriptor(ends[1])};
}

/// Takes what both pipes bring until the other side has closed them.
void drain(Pipe& out, Pipe& err, ProcessResult& result) {
  std::array<pollfd, 2> waiting{{{out.reads.value(), POLLIN, 0}, {err.reads.value(), POLLIN, 0}}};
  std::array<std::string*, 2> texts{&result.out, &result.err};
  std::array<char, 4096> bytes{};
  for (int open = 2; open > 0;) {
    if (poll(waiting.data(), waiting.size(), -1) < 0 && errno != EINTR) return;
    for (std::size_t i = 0; i < waiting.size(); ++i) {
      if (waiting[i].revents == 0) continue;
      waiting[i].revents = 0;
      const ssize_t count = read(waiting[i].fd, bytes.data(), bytes.size());
      if (count < 0 && errno == EINTR) continue;
      if (count > 0) {
        texts[i]->append(bytes.data(), std::size_t(count));
      } else {
        waiting[i].fd = -1;
        --open;
      }
    }
  }
}

/// The signals that this program's threads hold back are not held back in the other one.
class SpawnAttributes {
 public:
  SpawnAttributes() {
    posix_spawnattr_init(&attributes_);
    sigset_t none;
    sigemptyset(&none);
    posix_spawnattr_setsigmask(&attributes_, &none);
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK);
  }
  ~SpawnAttributes() { posix_spawnattr_destroy(&attributes_); }
  SpawnAttributes(const SpawnAttributes&) = delete;
  SpawnAttributes& operator=(const SpawnAttributes&) = delete;
  const posix_spawnattr_t* get() const { return &attributes_; }

 private:
  posix_spawnattr_t attributes_{};
};

pid_t start(std::vector<std::string> words, const Pipe& out, const Pipe& err) {
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&files, out.writes.value(), STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&files, err.writes.value(), STDERR_FILENO);
  const SpawnAttributes attributes;
  pid_t process = -1;
  const int error = posix_spawnp(&process, pointers[0], &files, attributes.get(), pointers.data(), environ);
  posix_spawn_file_actions_destroy(&files);
  if (error == 0) return process;
  const ErrorCode code =
      error == ENOMEM || error == EAGAIN ? ErrorCode::outOfMemory : ErrorCode::fileNotFound;
  throw Error(code, words[0], std::string("it cannot be started: ") + std::strerror(error),
              code == ErrorCode::outOfMemory ? "Close other programs" : "Install it, or put it into PATH");
}

void trimEnd(std::string& text) {
  while (!text.empty() && text.back() == '\n') text.pop_back();
}

}  // namespace

bool isProgramThere(const std::string& name) {
  const char* path = std::getenv("PATH");
  std::istringstream folders(path ? path : "/usr/bin:/bin");
  for (std::string folder; std::getline(folders, folder, ':');)
    if (access((folder + "/" + name).c_str(), X_OK) == 0) return true;
  return false;
}

ProcessResult runProcess(const std::vector<std::string>& words) {
  Pipe out = makePipe(), err = makePipe();
  const pid_t process = start(words, out, err);
  out.writes.close();
  err.writes.close();
  ProcessResult result;
  drain(out, err, result);
  int status = 0;
  while (waitpid(process, &status, 0) < 0 && errno == EINTR) {
  }
  result.exitCode = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  trimEnd(result.out);
  trimEnd(result.err);
  return result;
}

}  // namespace orator
