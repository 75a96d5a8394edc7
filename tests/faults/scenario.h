#pragma once

#include <filesystem>
#include <functional>
#include <ostream>
#include <string>
#include <vector>

namespace orator::test {

/// How the work ended: it said that it failed or succeeded, was killed, or succeeded after it had been
/// killed.
enum class Ending { failed, done, killed, doneAfterKill };

/// Whether what was there before may be there still.
inline bool mayBeOld(Ending ending) {
  return ending == Ending::failed || ending == Ending::killed;
}

/// Something that writes files which somebody would miss.
struct Scenario {
  std::string name;
  /// Brings a folder into the state before.
  std::function<void(const std::filesystem::path& folder)> prepare;
  /// Throws where it fails.
  std::function<void(const std::filesystem::path& folder)> work;
  /// Fails the test where the old is not whole and the new is not whole, or something is left over (of a
  /// killed program it may be, until the next one succeeds).
  std::function<void(const std::filesystem::path& folder, Ending ending)> judge;
};

inline void PrintTo(const Scenario& scenario, std::ostream* out) {
  *out << scenario.name;
}

/// Saving a project that has all its backups, its safety copy, a bundle over an older one, the queue.
std::vector<Scenario> projectScenarios();

/// Importing a pack over an older one (linked, copied), and downloading one.
std::vector<Scenario> packScenarios();

/// A film with its journal over an older one, of stages without networks: a file, and a folder of pictures.
std::vector<Scenario> filmScenarios();

}  // namespace orator::test
