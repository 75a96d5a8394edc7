#pragma once

#include <chrono>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace orator::test {

/// What a finished run of the program left.
struct ProgramResult {
  int exitCode = -1;
  std::string out, err;
  long peakKilobytes = 0;  ///< of memory in use

  /// Standard output or error as one JSON object a line; fails the test where a line is not one.
  std::vector<nlohmann::json> events() const;
  nlohmann::json error() const;
};

/// Runs build/.../bin/orator to its end. @param environment more variables, "NAME=value"
ProgramResult runOrator(const std::vector<std::string>& arguments,
                        const std::vector<std::string>& environment = {});
/// Runs build/.../bin/orator-lab likewise.
ProgramResult runLab(const std::vector<std::string>& arguments,
                     const std::vector<std::string>& environment = {});

/// Runs it with `--progress json`, sends SIGINT at the first progress event of `stage`, waits for the end.
ProgramResult interruptOrator(const std::vector<std::string>& arguments, const std::string& stage);

/// Starts it, sends `signal` at the first progress event of `stage`, waits for the end.
ProgramResult signalOrator(const std::vector<std::string>& arguments, const std::string& stage, int signal);

/// Runs all of them at once. @return their results in the same order
std::vector<ProgramResult> runTogether(const std::vector<std::vector<std::string>>& commands);

/// Runs it likewise and kills it (SIGKILL) at the first progress event of `stage` from its unit `done` on.
void killOrator(const std::vector<std::string>& arguments, const std::string& stage, int done);

/// Runs it by a shell. @param before commands that go before it, for example "ulimit -n 20; "
/// @param behind what the shell does with its streams, for example ">&-"
ProgramResult runOratorByShell(const std::string& before, const std::vector<std::string>& arguments,
                               const std::string& behind = {});

/// Runs it with no more address space than this (ulimit -v).
ProgramResult runOratorWithin(int megabytes, const std::vector<std::string>& arguments);

/// Runs it likewise and kills it after a time, if it has not ended by then.
/// @return whether it was killed
bool killOratorAfter(const std::vector<std::string>& arguments, std::chrono::microseconds time);

}  // namespace orator::test
