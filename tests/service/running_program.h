#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

#include "tests/support/files.h"

namespace orator::test {

/// The real program while it runs; it is stopped as by Ctrl-C at the latest by the destructor.
class RunningProgram {
 public:
  explicit RunningProgram(const std::vector<std::string>& arguments);
  ~RunningProgram();
  RunningProgram(const RunningProgram&) = delete;
  RunningProgram& operator=(const RunningProgram&) = delete;
  /// Its standard output and error so far.
  std::string out() const;
  std::string err() const;
  /// Waits until its output has this text. @return whether it came before the program ended
  bool waitFor(const std::string& text) const;
  /// Ctrl-C, and its exit code.
  int stop();

 private:
  TemporaryFolder folder_;
  pid_t process_ = -1;
};

/// A service in a folder that goes away, and its token.
class RunningService {
 public:
  explicit RunningService(const std::vector<std::string>& more = {});
  int port() const { return port_; }
  static const char* token() { return "a-token-of-the-tests"; }
  std::filesystem::path folder() const { return folder_ / "service"; }
  std::filesystem::path operator/(const std::string& name) const { return folder_ / name; }
  RunningProgram& program() { return *program_; }

 private:
  TemporaryFolder folder_;
  std::optional<RunningProgram> program_;
  int port_ = 0;
};

}  // namespace orator::test
