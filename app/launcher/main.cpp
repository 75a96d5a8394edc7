// orator, as it is started: looks whether the memory that a limit allows (ulimit -v) and the threads that the
// system gives are enough to load the real program, libexec/orator/orator, and becomes that. The libraries of
// that program are mapped, and start threads, before its first line runs; below the limits here the loader,
// OpenBLAS and OpenMP would end it without a word, or wait for ever. This program needs the C library alone.
#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <initializer_list>

namespace {

constexpr rlim_t kMegabyte = 1 << 20;
/// To load all libraries and make a small film, one thread each: 920 MB on Debian 12; with less, libraries
/// crash that do not look whether they got the memory. A larger film meets its own end while it works.
constexpr rlim_t kLoads = 1024 * kMegabyte;
constexpr rlim_t kForThreads = 4096 * kMegabyte;  ///< with threads, whose memory grows with their number
constexpr rlim_t kPerThread = 384 * kMegabyte;    ///< stack, heap and buffers of one

constexpr long kOwnThreads = 8;  ///< of the program and of encoders, beside those of loops

constexpr int kFileNotFound = 10, kOutOfMemory = 51;  // as in core/base/error.h

bool wantsJson(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], "--progress=json") == 0) return true;
    if (std::strcmp(argv[i], "--progress") == 0 && i + 1 < argc && std::strcmp(argv[i + 1], "json") == 0)
      return true;
  }
  return false;
}

int refuse(rlim_t limit, bool json) {
  char reason[160];
  std::snprintf(reason, sizeof reason,
                "the limit on memory (ulimit -v) is %llu MB, and %llu MB are needed to begin",
                static_cast<unsigned long long>(limit / kMegabyte),
                static_cast<unsigned long long>(kLoads / kMegabyte));
  constexpr const char* kRemedy = "Raise the limit, or lift it: ulimit -v unlimited";
  if (json)
    std::fprintf(
        stderr,
        "{\"event\":\"error\",\"code\":\"out_of_memory\",\"exit_code\":%d,\"subject\":\"\",\"reason\":\"%s\","
        "\"remedy\":\"%s\",\"message\":\"%s. %s\"}\n",
        kOutOfMemory, reason, kRemedy, reason, kRemedy);
  else
    std::fprintf(stderr, "orator: %s. %s\n", reason, kRemedy);
  return kOutOfMemory;
}

/// One thread in each library.
void useOneThread() {
  for (const char* name :
       {"OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "OPENCV_FOR_THREADS_NUM", "MALLOC_ARENA_MAX"})
    setenv(name, "1", 1);
}

/// Whether so many threads can be had at once.
bool getsThreads(long count) {
  pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
  const auto wait = [](void* shut) -> void* {
    pthread_mutex_lock(static_cast<pthread_mutex_t*>(shut));
    pthread_mutex_unlock(static_cast<pthread_mutex_t*>(shut));
    return nullptr;
  };
  constexpr long kMost = 64;
  pthread_t threads[kMost];
  count = count < kMost ? count : kMost;
  long started = 0;
  pthread_mutex_lock(&gate);
  while (started < count && pthread_create(&threads[started], nullptr, wait, &gate) == 0) ++started;
  pthread_mutex_unlock(&gate);
  for (long i = 0; i < started; ++i) pthread_join(threads[i], nullptr);
  return started == count;
}

/// <prefix>/bin/orator -> <prefix>/libexec/orator/orator. @return false when the path cannot be told
bool programPath(char (&path)[PATH_MAX]) {
  constexpr const char kBelow[] = "/libexec/orator/orator";
  const ssize_t length = readlink("/proc/self/exe", path, sizeof path);
  if (length <= 0 || std::size_t(length) + sizeof kBelow > sizeof path) return false;
  path[length] = '\0';
  for (int level = 0; level < 2; ++level) {
    char* const slash = std::strrchr(path, '/');
    if (!slash) return false;
    *slash = '\0';
  }
  std::memcpy(path + std::strlen(path), kBelow, sizeof kBelow);
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  const long cores = sysconf(_SC_NPROCESSORS_ONLN) > 0 ? sysconf(_SC_NPROCESSORS_ONLN) : 1;
  rlimit limit{};
  bool isTight = !getsThreads(cores + kOwnThreads);
  if (getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY) {
    if (limit.rlim_cur < kLoads) return refuse(limit.rlim_cur, wantsJson(argc, argv));
    isTight = isTight || limit.rlim_cur < kForThreads + kPerThread * rlim_t(cores);
  }
  if (isTight) useOneThread();
  char path[PATH_MAX];
  if (!programPath(path)) {
    std::fprintf(stderr, "orator: its own place cannot be found. Is /proc there?\n");
    return kFileNotFound;
  }
  execv(path, argv);
  const int error = errno;
  std::fprintf(stderr, "orator: %s: the program cannot be started: %s. Install Orator again\n", path,
               std::strerror(error));
  return error == ENOMEM ? kOutOfMemory : kFileNotFound;
}
