#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace orator::test {

/// How a piece of work ended that ran in a process of its own.
struct Outcome {
  int code = -1;         ///< 0, or the exit code of the Error; above 128 for a signal
  std::string message;   ///< of the Error
  bool faulted = false;  ///< whether the fault came to pass
};

/// Does `work` in a child of this process, which gets a fault (see fault_injector.h). The process must have
/// no other thread.
/// @param fault may be empty @param folder whose files count @param killAfter ends it then (SIGKILL)
Outcome inChild(const std::string& fault, const std::filesystem::path& folder,
                const std::function<void()>& work, std::optional<std::chrono::microseconds> killAfter = {});

/// How much of a walk is done: ORATOR_FAULTS=all asks for everything, else a part that takes seconds.
bool everythingIsAskedFor();

}  // namespace orator::test
