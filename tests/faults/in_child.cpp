#include "in_child.h"

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <string_view>

#include "core/base/foreign_error.h"
#include "fault_injector.h"
#include "tests/support/files.h"

namespace orator::test {
namespace {

[[noreturn]] void child(int pipe, const std::function<void()>& work) {
  int code = 0;
  std::string text;
  try {
    work();
  } catch (const std::exception& exception) {
    const Error error = asError(exception);
    code = int(error.code());
    text = error.what();
  }
  while (!text.empty()) {
    const ssize_t count = ::write(pipe, text.data(), text.size());
    if (count <= 0) std::abort();
    text.erase(0, std::size_t(count));
  }
  _exit(code);
}

}  // namespace

Outcome inChild(const std::string& fault, const std::filesystem::path& folder,
                const std::function<void()>& work, std::optional<std::chrono::microseconds> killAfter) {
  const TemporaryFolder marks;
  const std::filesystem::path mark = marks / "mark";
  std::array<int, 2> ends{};
  if (::pipe(ends.data()) != 0) std::abort();
  const pid_t process = ::fork();
  if (process == 0) {
    ::close(ends[0]);
    if (!fault.empty()) orator_fault(fault.c_str(), folder.c_str(), mark.c_str());
    child(ends[1], work);
  }
  ::close(ends[1]);
  if (killAfter) {
    ::usleep(useconds_t(killAfter->count()));
    ::kill(process, SIGKILL);
  }
  Outcome outcome;
  std::array<char, 4096> block{};
  for (ssize_t count = 0; (count = ::read(ends[0], block.data(), block.size())) > 0;)
    outcome.message.append(block.data(), std::size_t(count));
  ::close(ends[0]);
  int status = 0;
  ::waitpid(process, &status, 0);
  outcome.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  outcome.faulted = std::filesystem::exists(mark);
  return outcome;
}

bool everythingIsAskedFor() {
  const char* wish = std::getenv("ORATOR_FAULTS");
  return wish && std::string_view(wish) == "all";
}

}  // namespace orator::test
