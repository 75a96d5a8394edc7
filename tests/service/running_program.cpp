#include "running_program.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

extern char** environ;

namespace orator::test {
namespace {

std::string textOf(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

}  // namespace

RunningProgram::RunningProgram(const std::vector<std::string>& arguments) {
  std::vector<std::string> words{ORATOR_PROGRAM};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, (folder_ / "out").c_str(), O_WRONLY | O_CREAT,
                                   0600);
  posix_spawn_file_actions_addopen(&files, STDERR_FILENO, (folder_ / "err").c_str(), O_WRONLY | O_CREAT,
                                   0600);
  posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  EXPECT_EQ(posix_spawn(&process_, ORATOR_PROGRAM, &files, nullptr, pointers.data(), environ), 0);
  posix_spawn_file_actions_destroy(&files);
}

RunningProgram::~RunningProgram() {
  if (process_ > 0) stop();
}

std::string RunningProgram::out() const {
  return textOf(folder_ / "out");
}

std::string RunningProgram::err() const {
  return textOf(folder_ / "err");
}

bool RunningProgram::waitFor(const std::string& text) const {
  while (out().find(text) == std::string::npos) {
    siginfo_t ended{};
    waitid(P_PID, id_t(process_), &ended, WEXITED | WNOHANG | WNOWAIT);
    if (ended.si_pid == process_) return out().find(text) != std::string::npos;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return true;
}

int RunningProgram::stop() {
  kill(process_, SIGINT);
  int status = 0;
  waitpid(std::exchange(process_, -1), &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

RunningService::RunningService(const std::vector<std::string>& more) {
  std::ofstream(folder_ / "token") << token() << "\n";
  std::filesystem::permissions(folder_ / "token", std::filesystem::perms(0600));
  std::vector<std::string> words{"serve",
                                 "--port",
                                 "0",
                                 "--folder",
                                 folder().string(),
                                 "--token-file",
                                 (folder_ / "token").string(),
                                 "--progress",
                                 "json"};
  words.insert(words.end(), more.begin(), more.end());
  program_.emplace(words);
  if (!program_->waitFor("\n")) throw std::runtime_error("the service has ended: " + program_->err());
  port_ = nlohmann::json::parse(program_->out()).at("port");
}

}  // namespace orator::test
