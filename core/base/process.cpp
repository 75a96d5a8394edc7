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
#include "core/base/file_system.h"

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

bool hasEnded(pid_t process) {
  siginfo_t end{};
  return waitid(P_PID, id_t(process), &end, WEXITED | WNOHANG | WNOWAIT) == 0 && end.si_pid == process;
}

/// Takes what both pipes bring until the other side has closed them, or the process has ended: what it has
/// left running in the background may keep them open for ever. @return false when it was to stop before
bool drain(pid_t process, Pipe& out, Pipe& err, std::size_t mostBytes, const RunContext& context,
           ProcessResult& result) {
  constexpr int kLookMilliseconds = 50;  // between two looks at the stop request and at the process
  std::array<pollfd, 2> waiting{{{out.reads.value(), POLLIN, 0}, {err.reads.value(), POLLIN, 0}}};
  std::array<std::string*, 2> texts{&result.out, &result.err};
  std::array<char, 4096> bytes{};
  for (int open = 2; open > 0;) {
    if (context.stop.stop_requested()) return false;
    const bool isLastLook = hasEnded(process);
    const int ready = poll(waiting.data(), waiting.size(), isLastLook ? 0 : kLookMilliseconds);
    if (ready == 0 && isLastLook) return true;
    if (ready <= 0) continue;
    for (std::size_t i = 0; i < waiting.size(); ++i) {
      if (waiting[i].revents == 0) continue;
      const ssize_t count = read(waiting[i].fd, bytes.data(), bytes.size());
      if (count < 0 && errno == EINTR) continue;
      if (count > 0) {
        texts[i]->append(bytes.data(), std::size_t(count));
        if (texts[i]->size() / 2 > mostBytes) texts[i]->erase(0, texts[i]->size() - mostBytes);
      } else {
        waiting[i] = {-1, 0, 0};
        --open;
      }
    }
  }
  return true;
}

/// A process group of its own, and the signals that this program's threads hold back are not held back there.
class SpawnAttributes {
 public:
  SpawnAttributes() {
    posix_spawnattr_init(&attributes_);
    sigset_t none;
    sigemptyset(&none);
    posix_spawnattr_setsigmask(&attributes_, &none);
    posix_spawnattr_setpgroup(&attributes_, 0);
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
  }
  ~SpawnAttributes() { posix_spawnattr_destroy(&attributes_); }
  SpawnAttributes(const SpawnAttributes&) = delete;
  SpawnAttributes& operator=(const SpawnAttributes&) = delete;
  const posix_spawnattr_t* get() const { return &attributes_; }

 private:
  posix_spawnattr_t attributes_{};
};

pid_t start(std::vector<std::string> words, const std::filesystem::path& input, const Pipe& out,
            const Pipe& err) {
  std::vector<char*> pointers;
  pointers.reserve(words.size() + 1);
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, STDIN_FILENO, input.empty() ? "/dev/null" : input.c_str(),
                                   O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&files, out.writes.value(), STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&files, err.writes.value(), STDERR_FILENO);
  const SpawnAttributes attributes;
  pid_t process = -1;
  // By its path: the system's own search would also look into the current folder where PATH has an empty
  // element.
  const std::filesystem::path program = programInPath(words[0]);
  const int error = program.empty() ? ENOENT
                                    : posix_spawn(&process, program.c_str(), &files, attributes.get(),
                                                  pointers.data(), environ);
  posix_spawn_file_actions_destroy(&files);
  if (error == 0) return process;
  const ErrorCode code =
      error == ENOMEM || error == EAGAIN ? ErrorCode::outOfMemory : ErrorCode::fileNotFound;
  throw Error(code, words[0], std::string("it cannot be started: ") + std::strerror(error),
              code == ErrorCode::outOfMemory ? "Close other programs" : "Install it, or put it into PATH");
}

int exitCodeOf(pid_t process) {
  int status = 0;
  while (waitpid(process, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

void trim(std::string& text, std::size_t mostBytes) {
  while (!text.empty() && text.back() == '\n') text.pop_back();
  if (text.size() > mostBytes) text.erase(0, text.size() - mostBytes);
}

}  // namespace

std::filesystem::path programInPath(const std::string& name) {
  const auto isProgram = [](const std::filesystem::path& file) {
    return isFile(file) && access(file.c_str(), X_OK) == 0;
  };
  if (name.find('/') != std::string::npos)
    return isProgram(name) ? std::filesystem::path(name) : std::filesystem::path();
  const char* path = std::getenv("PATH");
  std::istringstream folders(path ? path : "/usr/local/bin:/usr/bin:/bin");
  for (std::string folder; std::getline(folders, folder, ':');)
    if (auto file = std::filesystem::path(folder) / name; !folder.empty() && isProgram(file)) return file;
  return {};
}

ProcessResult runProcess(const std::vector<std::string>& words, const ProcessSettings& settings,
                         const RunContext& context) {
  Pipe out = makePipe(), err = makePipe();
  const pid_t process = start(words, settings.input, out, err);
  out.writes.close();
  err.writes.close();
  ProcessResult result;
  const bool isWhole = drain(process, out, err, settings.mostBytes, context, result);
  if (!isWhole) kill(-process, SIGKILL);
  result.exitCode = exitCodeOf(process);
  if (!isWhole) context.throwIfCancelled();
  trim(result.out, settings.mostBytes);
  trim(result.err, settings.mostBytes);
  return result;
}

}  // namespace orator
