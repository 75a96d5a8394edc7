#include "slurm_cluster.h"

#include <netinet/in.h>
#include <pwd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <random>
#include <set>
#include <sstream>
#include <stdexcept>
#include <thread>

#include "core/base/descriptor.h"
#include "core/base/process.h"

namespace orator::test {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr std::array kMachines{"n1", "n2", "n3"};

std::string said(const std::vector<std::string>& words) {
  const ProcessResult result = runProcess(words);
  if (result.exitCode != 0) throw std::runtime_error(words[0] + ": " + result.err + result.out);
  return result.out;
}

/// A port that nobody listens at; all are held until the answer is complete, so that they differ.
std::vector<int> freePorts(std::size_t count) {
  std::vector<Descriptor> held;
  std::vector<int> ports;
  while (ports.size() < count) {
    Descriptor socket(::socket(AF_INET, SOCK_STREAM, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    if (bind(socket.value(), reinterpret_cast<sockaddr*>(&address), length) != 0 ||
        getsockname(socket.value(), reinterpret_cast<sockaddr*>(&address), &length) != 0)
      throw std::runtime_error("no free port");
    ports.push_back(ntohs(address.sin_port));
    held.push_back(std::move(socket));
  }
  return ports;
}

std::string textIn(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// 0 where there is no such file.
pid_t processIn(const fs::path& file) {
  pid_t process = 0;
  std::ifstream(file) >> process;
  return process;
}

/// The process that started it; 0 for one that is not there.
pid_t parentOf(pid_t process) {
  const std::string status = textIn("/proc/" + std::to_string(process) + "/status");
  const std::size_t at = status.find("PPid:");
  return at == std::string::npos ? 0 : std::stoi(status.substr(at + 5));
}

std::string nameOf(pid_t process) {
  return textIn("/proc/" + std::to_string(process) + "/comm");
}

/// It and all that it has started.
std::set<pid_t> family(pid_t root) {
  std::set<pid_t> members{root};
  for (std::size_t before = 0; before != members.size();) {
    before = members.size();
    for (const auto& entry : fs::directory_iterator("/proc")) {
      const int process = std::atoi(entry.path().filename().c_str());
      if (process > 0 && members.contains(parentOf(process))) members.insert(process);
    }
  }
  return members;
}

void endAll(const std::set<pid_t>& processes) {
  for (const pid_t process : processes)
    if (process > 1) kill(process, SIGKILL);
}

}  // namespace

std::string SlurmCluster::missing() {
  setenv("PATH", (std::string(std::getenv("PATH")) + ":/usr/sbin:/sbin").c_str(), 1);
  for (const char* daemon : {"slurmctld", "slurmd", "munged", "sbatch"})
    if (programInPath(daemon).empty()) return daemon;
  return {};
}

SlurmCluster::SlurmCluster() {
  fs::permissions(folder_.path(), fs::perms(0755));  // munge wants its socket to be in reach
  writeConfiguration();
  setenv("SLURM_CONF", (folder_ / "slurm.conf").c_str(), 1);
  try {
    start();
  } catch (...) {
    end();
    throw;
  }
}

SlurmCluster::~SlurmCluster() {
  runProcess({"scancel", "--partition=all"});
  for (int i = 0; i < 100 && !runProcess({"squeue", "--noheader"}).out.empty(); ++i)
    std::this_thread::sleep_for(100ms);
  end();
}

void SlurmCluster::start() {
  const auto munge = [&](const char* option, const char* file) { return option + (folder_ / file).string(); };
  said({"munged", "--force", munge("--socket=", "munge"), munge("--key-file=", "key"),
        munge("--pid-file=", "munged.pid"), munge("--log-file=", "munged.log"),
        munge("--seed-file=", "seed")});
  said({"slurmctld"});
  for (const char* machine : kMachines) said({"slurmd", "-N", machine});
  for (int i = 0; i < 600; ++i) {
    if (runProcess({"sinfo", "--noheader", "--format=%D %T"}).out == "3 idle") return;
    std::this_thread::sleep_for(100ms);
  }
  throw std::runtime_error("the cluster does not begin to work: " + messages());
}

void SlurmCluster::end() {
  for (const char* machine : kMachines)
    if (const pid_t process = processIn(folder_ / (std::string(machine) + ".pid"))) kill(process, SIGTERM);
  if (const pid_t process = processIn(folder_ / "slurmctld.pid")) endAll(family(process));
  if (const pid_t process = processIn(folder_ / "munged.pid")) kill(process, SIGTERM);
  std::this_thread::sleep_for(300ms);  // until they have written their last files
  unsetenv("SLURM_CONF");
}

void SlurmCluster::writeConfiguration() {
  std::array<char, 256> host{};
  gethostname(host.data(), host.size() - 1);
  const passwd* user = getpwuid(geteuid());
  if (!user) throw std::runtime_error("the user has no name");
  const std::vector<int> ports = freePorts(1 + kMachines.size());
  const std::string folder = folder_.path().string();
  std::ofstream file(folder_ / "slurm.conf");
  // A lost machine is noticed within seconds, and what went back into the queue may run at once.
  file
      << "ClusterName=orator\nSlurmctldHost=" << host.data() << "(127.0.0.1)\nSlurmctldPort=" << ports[0]
      << "\nSlurmUser=" << user->pw_name << "\nSlurmdUser=" << user->pw_name << "\nAuthType=auth/munge\n"
      << "AuthInfo=socket=" << folder << "/munge,cred_expire=5\nProctrackType=proctrack/linuxproc\n"
      << "TaskPlugin=task/none\nSelectType=select/cons_tres\nSelectTypeParameters=CR_CPU\nReturnToService=2\n"
      << "SlurmdTimeout=3\nMessageTimeout=2\nTCPTimeout=1\nKillWait=2\nSchedulerParameters=sched_interval=1,"
         "bf_interval=1\n"
      << "SlurmctldPidFile=" << folder << "/slurmctld.pid\nSlurmdPidFile=" << folder << "/%n.pid\n"
      << "SlurmdSpoolDir=" << folder << "/%n\nStateSaveLocation=" << folder << "/state\n"
      << "SlurmctldLogFile=" << folder << "/slurmctld.log\nSlurmdLogFile=" << folder << "/%n.log\n";
  for (std::size_t i = 0; i < kMachines.size(); ++i) {
    file << "NodeName=" << kMachines[i] << " NodeHostname=" << host.data()
         << " NodeAddr=127.0.0.1 Port=" << ports[i + 1] << " CPUs=1 RealMemory=100 State=UNKNOWN\n";
    fs::create_directory(folder_ / kMachines[i]);
  }
  file << "PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP\n";
  fs::create_directory(folder_ / "state");
  std::random_device chance;
  std::ofstream key(folder_ / "key", std::ios::binary);
  for (int i = 0; i < 256; ++i) {
    const unsigned number = chance();
    key.write(reinterpret_cast<const char*>(&number), sizeof number);
  }
  key.close();
  fs::permissions(folder_ / "key", fs::perms(0400));
}

std::string SlurmCluster::scontrol(const std::vector<std::string>& words) {
  std::vector<std::string> command{"scontrol"};
  command.insert(command.end(), words.begin(), words.end());
  return said(command);
}

void SlurmCluster::killMachine(const std::string& machine, int process) {
  pid_t step = process;  // up to the slurmstepd that has started the job's script
  while (step > 1 && !nameOf(step).starts_with("slurmstepd")) step = parentOf(step);
  if (step <= 1) throw std::runtime_error("no job of Slurm is at work");
  std::set<pid_t> all = family(step);
  const fs::path daemon = folder_ / (machine + ".pid");
  all.insert(processIn(daemon));
  fs::remove(daemon);
  endAll(all);
}

std::string SlurmCluster::messages() const {
  return textIn(folder_ / "slurmctld.log") + textIn(folder_ / "n1.log") + textIn(folder_ / "munged.log");
}

}  // namespace orator::test
