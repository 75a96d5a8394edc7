#include "tests/cli/program.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <fstream>
#include <sstream>

#include "tests/support/files.h"

extern char** environ;

namespace orator::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

std::string contents(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> list;
  for (std::string& text : texts) list.push_back(text.data());
  list.push_back(nullptr);
  return list;
}

/// Starts the program with its two outputs in files.
pid_t start(const char* program, const std::vector<std::string>& arguments,
            const std::vector<std::string>& environment, const fs::path& out, const fs::path& err) {
  std::vector<std::string> words{program};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<std::string> variables;
  for (char** variable = environ; *variable; ++variable) variables.emplace_back(*variable);
  variables.insert(variables.begin(), environment.begin(), environment.end());
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, out.c_str(), O_WRONLY | O_CREAT, 0600);
  posix_spawn_file_actions_addopen(&files, STDERR_FILENO, err.c_str(), O_WRONLY | O_CREAT, 0600);
  posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  pid_t process = -1;
  const int error =
      posix_spawn(&process, program, &files, nullptr, pointers(words).data(), pointers(variables).data());
  posix_spawn_file_actions_destroy(&files);
  EXPECT_EQ(error, 0) << "cannot start " << program;
  return process;
}

ProgramResult result(int status, const fs::path& out, const fs::path& err) {
  EXPECT_TRUE(WIFEXITED(status)) << "ended by signal " << WTERMSIG(status);
  return {
      .exitCode = WIFEXITED(status) ? WEXITSTATUS(status) : -1, .out = contents(out), .err = contents(err)};
}

ProgramResult run(const char* program, const std::vector<std::string>& arguments,
                  const std::vector<std::string>& environment) {
  const TemporaryFolder folder;
  const pid_t process = start(program, arguments, environment, folder / "out", folder / "err");
  int status = 0;
  rusage usage{};
  wait4(process, &status, 0, &usage);
  ProgramResult ended = result(status, folder / "out", folder / "err");
  ended.peakKilobytes = usage.ru_maxrss;
  return ended;
}

std::vector<json> jsonLines(const std::string& text) {
  std::vector<json> objects;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    const json object = json::parse(line, nullptr, false);
    EXPECT_TRUE(object.is_object()) << "not a JSON object: " << line;
    objects.push_back(object);
  }
  return objects;
}

}  // namespace

std::vector<json> ProgramResult::events() const {
  return jsonLines(out);
}

json ProgramResult::error() const {
  for (const json& object : jsonLines(err))
    if (object.value("event", "") == "error") return object;
  ADD_FAILURE() << "no error object in: " << err;
  return json::object();
}

ProgramResult runOrator(const std::vector<std::string>& arguments,
                        const std::vector<std::string>& environment) {
  return run(ORATOR_PROGRAM, arguments, environment);
}

ProgramResult runOratorByShell(const std::string& before, const std::vector<std::string>& arguments,
                               const std::string& behind) {
  std::vector<std::string> words{"-c", before + "exec \"$0\" \"$@\" " + behind, ORATOR_PROGRAM};
  words.insert(words.end(), arguments.begin(), arguments.end());
  return run("/bin/sh", words, {});
}

ProgramResult runOratorWithin(int megabytes, const std::vector<std::string>& arguments) {
  return runOratorByShell("ulimit -v " + std::to_string(megabytes * 1024) + "; ", arguments);
}

ProgramResult runLab(const std::vector<std::string>& arguments, const std::vector<std::string>& environment) {
  return run(ORATOR_LAB_PROGRAM, arguments, environment);
}

std::vector<ProgramResult> runTogether(const std::vector<std::vector<std::string>>& commands) {
  const TemporaryFolder folder;
  std::vector<pid_t> processes;
  const auto file = [&](const char* kind, std::size_t i) { return folder / (kind + std::to_string(i)); };
  for (std::size_t i = 0; i < commands.size(); ++i)
    processes.push_back(start(ORATOR_PROGRAM, commands[i], {}, file("out", i), file("err", i)));
  std::vector<ProgramResult> results;
  for (std::size_t i = 0; i < commands.size(); ++i) {
    int status = 0;
    waitpid(processes[i], &status, 0);
    results.push_back(result(status, file("out", i), file("err", i)));
  }
  return results;
}

ProgramResult interruptOrator(const std::vector<std::string>& arguments, const std::string& stage) {
  return signalOrator(arguments, stage, SIGINT);
}

ProgramResult signalOrator(const std::vector<std::string>& arguments, const std::string& stage, int signal) {
  const TemporaryFolder folder;
  std::vector<std::string> words = arguments;
  words.insert(words.end(), {"--progress", "json"});
  const pid_t process = start(ORATOR_PROGRAM, words, {}, folder / "out", folder / "err");
  int status = 0;
  bool sent = false;
  while (waitpid(process, &status, WNOHANG) == 0) {
    if (!sent && contents(folder / "out").find("\"" + stage + "\"") != std::string::npos) {
      kill(process, signal);
      sent = true;
    }
    usleep(5000);
  }
  EXPECT_TRUE(sent) << "the program ended before its stage " << stage;
  return result(status, folder / "out", folder / "err");
}

void killOrator(const std::vector<std::string>& arguments, const std::string& stage, int done) {
  const TemporaryFolder folder;
  std::vector<std::string> words = arguments;
  words.insert(words.end(), {"--progress", "json"});
  const pid_t process = start(ORATOR_PROGRAM, words, {}, folder / "out", folder / "err");
  const auto reached = [&] {
    const std::string text = contents(folder / "out");
    // The last line may be half written.
    for (const json& event : jsonLines(text.substr(0, text.rfind('\n') + 1)))
      if (event.value("stage", "") == stage && event.value("done", 0) >= done) return true;
    return false;
  };
  int status = 0;
  while (waitpid(process, &status, WNOHANG) == 0) {
    if (reached()) {
      kill(process, SIGKILL);
      waitpid(process, &status, 0);
      break;
    }
    usleep(2000);
  }
  EXPECT_TRUE(WIFSIGNALED(status)) << "the program ended before it was killed: " << contents(folder / "err");
}

bool killOratorAfter(const std::vector<std::string>& arguments, std::chrono::microseconds time) {
  const TemporaryFolder folder;
  const pid_t process = start(ORATOR_PROGRAM, arguments, {}, folder / "out", folder / "err");
  usleep(useconds_t(time.count()));
  kill(process, SIGKILL);
  int status = 0;
  waitpid(process, &status, 0);
  return WIFSIGNALED(status);
}

}  // namespace orator::test
