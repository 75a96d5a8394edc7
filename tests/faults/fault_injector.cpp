#include "fault_injector.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>

// The C library's own, which no other library stands before.
extern "C" {
void* __libc_malloc(std::size_t);
void* __libc_calloc(std::size_t, std::size_t);
void* __libc_realloc(void*, std::size_t);
void* __libc_memalign(std::size_t, std::size_t);
}

namespace {

constexpr int kKill = -1;

struct Fault {
  char kind[16] = "";
  char folder[1024] = "", mark[1024] = "";
  std::size_t folderLength = 0;
  long at = 0;
  long what = 0;
  bool goesOn = false;
};

Fault fault;
std::atomic<bool> armed = false;
std::atomic<long> seen = 0;

enum class Verdict { go, fail, failFirst };

void leaveMark() {
  const int file = int(syscall(SYS_openat, AT_FDCWD, fault.mark, O_WRONLY | O_CREAT, 0600));
  if (file >= 0) syscall(SYS_close, file);
}

bool isKind(const char* kind) {
  return std::strcmp(fault.kind, kind) == 0 || std::strcmp(fault.kind, "call") == 0;
}

Verdict count() {
  const long number = ++seen;
  const bool first = number == fault.at;
  if (!first && !(fault.goesOn && number > fault.at)) return Verdict::go;
  if (first) leaveMark();
  if (fault.what == kKill) raise(SIGKILL);
  errno = int(fault.what);
  return first ? Verdict::failFirst : Verdict::fail;
}

bool isBelow(const char* path) {
  return std::strncmp(path, fault.folder, fault.folderLength) == 0;
}

/// Whether what a link in /proc/self/fd leads to lies below.
bool leadsBelow(const char* link) {
  const int before = errno;
  char path[sizeof fault.folder];
  const long length = syscall(SYS_readlinkat, AT_FDCWD, link, path, sizeof path - 1);
  errno = before;
  if (length <= 0) return false;
  path[length] = '\0';
  return isBelow(path);
}

bool fails(const char* kind, const char* path) {
  if (!armed || !path || !isKind(kind)) return false;
  const bool counts = isBelow(path) || (std::strncmp(path, "/proc/self/fd/", 14) == 0 && leadsBelow(path));
  return counts && count() != Verdict::go;
}

Verdict verdictOn(const char* kind, int file) {
  if (!armed || !isKind(kind)) return Verdict::go;
  char link[32];
  std::snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  return leadsBelow(link) ? count() : Verdict::go;
}

bool fails(const char* kind, int file) {
  return verdictOn(kind, file) != Verdict::go;
}

bool failsMemory(std::size_t bytes) {
  return armed && fault.kind[0] == 'a' && bytes >= std::size_t(fault.what) && ++seen == fault.at;
}

bool refusesMemory(std::size_t bytes) {
  if (!failsMemory(bytes)) return false;
  leaveMark();
  errno = ENOMEM;
  return true;
}

/// The next function of this name, which is the C library's.
template <typename Function>
Function* next(const char* name) {
  return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

template <typename Write>
ssize_t writeSome(int file, std::size_t bytes, const Write& write) {
  const Verdict verdict = verdictOn("write", file);
  if (verdict == Verdict::go) return write(bytes);
  const int error = errno;
  if (verdict == Verdict::failFirst && fault.goesOn && bytes > 1) return write(bytes / 2);
  errno = error;
  return -1;
}

mode_t modeOf(int flags, std::va_list list) {
  return (flags & O_CREAT) || (flags & O_TMPFILE) == O_TMPFILE ? va_arg(list, mode_t) : 0;
}

__attribute__((constructor)) void readEnvironment() {
  const char* text = std::getenv("ORATOR_FAULT");
  const char* folder = std::getenv("ORATOR_FAULT_FOLDER");
  const char* mark = std::getenv("ORATOR_FAULT_MARK");
  if (text && folder && mark) orator_fault(text, folder, mark);
}

}  // namespace

extern "C" {

void orator_fault(const char* text, const char* folder, const char* mark) {
  char what[16] = "", on[4] = "";
  if (std::sscanf(text, "%15[a-z]:%ld:%15[^:]:%3s", fault.kind, &fault.at, what, on) < 3) std::abort();
  fault.what = std::strcmp(what, "kill") == 0 ? kKill : std::atol(what);
  fault.goesOn = std::strcmp(on, "on") == 0;
  std::snprintf(fault.folder, sizeof fault.folder, "%s", folder);
  std::snprintf(fault.mark, sizeof fault.mark, "%s", mark);
  fault.folderLength = std::strlen(fault.folder);
  seen = 0;
  armed = true;
}

ssize_t write(int file, const void* bytes, std::size_t size) {
  return writeSome(file, size, [&](std::size_t some) {
    static auto* const real = next<ssize_t(int, const void*, std::size_t)>("write");
    return real(file, bytes, some);
  });
}

ssize_t pwrite64(int file, const void* bytes, std::size_t size, off64_t at) {
  return writeSome(file, size, [&](std::size_t some) {
    static auto* const real = next<ssize_t(int, const void*, std::size_t, off64_t)>("pwrite64");
    return real(file, bytes, some, at);
  });
}

ssize_t pwrite(int file, const void* bytes, std::size_t size, off_t at) {
  return pwrite64(file, bytes, size, at);
}

ssize_t writev(int file, const iovec* pieces, int count) {
  static auto* const real = next<ssize_t(int, const iovec*, int)>("writev");
  return fails("write", file) ? -1 : real(file, pieces, count);
}

ssize_t sendfile64(int to, int from, off64_t* at, std::size_t size) {
  static auto* const real = next<ssize_t(int, int, off64_t*, std::size_t)>("sendfile64");
  return fails("write", to) ? -1 : real(to, from, at, size);
}

ssize_t sendfile(int to, int from, off_t* at, std::size_t size) {
  return sendfile64(to, from, at, size);
}

ssize_t copy_file_range(int from, off64_t* fromAt, int to, off64_t* toAt, std::size_t size, unsigned flags) {
  static auto* const real =
      next<ssize_t(int, off64_t*, int, off64_t*, std::size_t, unsigned)>("copy_file_range");
  return fails("write", to) ? -1 : real(from, fromAt, to, toAt, size, flags);
}

std::size_t fwrite(const void* bytes, std::size_t size, std::size_t count, std::FILE* file) {
  static auto* const real = next<std::size_t(const void*, std::size_t, std::size_t, std::FILE*)>("fwrite");
  return fails("write", fileno(file)) ? 0 : real(bytes, size, count, file);
}

int ftruncate64(int file, off64_t size) {
  static auto* const real = next<int(int, off64_t)>("ftruncate64");
  return fails("write", file) ? -1 : real(file, size);
}

int ftruncate(int file, off_t size) {
  return ftruncate64(file, size);
}

int open64(const char* path, int flags, ...) {
  static auto* const real = next<int(const char*, int, ...)>("open64");
  std::va_list list;
  va_start(list, flags);
  const mode_t mode = modeOf(flags, list);
  va_end(list);
  return fails("open", path) ? -1 : real(path, flags, mode);
}

int open(const char* path, int flags, ...) {
  std::va_list list;
  va_start(list, flags);
  const mode_t mode = modeOf(flags, list);
  va_end(list);
  return open64(path, flags, mode);
}

int openat64(int folder, const char* path, int flags, ...) {
  static auto* const real = next<int(int, const char*, int, ...)>("openat64");
  std::va_list list;
  va_start(list, flags);
  const mode_t mode = modeOf(flags, list);
  va_end(list);
  return fails("open", path) ? -1 : real(folder, path, flags, mode);
}

int openat(int folder, const char* path, int flags, ...) {
  std::va_list list;
  va_start(list, flags);
  const mode_t mode = modeOf(flags, list);
  va_end(list);
  return openat64(folder, path, flags, mode);
}

std::FILE* fopen64(const char* path, const char* mode) {
  static auto* const real = next<std::FILE*(const char*, const char*)>("fopen64");
  return fails("open", path) ? nullptr : real(path, mode);
}

std::FILE* fopen(const char* path, const char* mode) {
  return fopen64(path, mode);
}

int rename(const char* from, const char* to) noexcept {
  static auto* const real = next<int(const char*, const char*)>("rename");
  return fails("rename", to) ? -1 : real(from, to);
}

int renameat(int fromFolder, const char* from, int toFolder, const char* to) noexcept {
  static auto* const real = next<int(int, const char*, int, const char*)>("renameat");
  return fails("rename", to) ? -1 : real(fromFolder, from, toFolder, to);
}

int renameat2(int fromFolder, const char* from, int toFolder, const char* to, unsigned flags) noexcept {
  static auto* const real = next<int(int, const char*, int, const char*, unsigned)>("renameat2");
  return fails("rename", to) ? -1 : real(fromFolder, from, toFolder, to, flags);
}

int link(const char* from, const char* to) noexcept {
  static auto* const real = next<int(const char*, const char*)>("link");
  return fails("rename", to) ? -1 : real(from, to);
}

int linkat(int fromFolder, const char* from, int toFolder, const char* to, int flags) noexcept {
  static auto* const real = next<int(int, const char*, int, const char*, int)>("linkat");
  return fails("rename", to) ? -1 : real(fromFolder, from, toFolder, to, flags);
}

int fsync(int file) {
  static auto* const real = next<int(int)>("fsync");
  return fails("fsync", file) ? -1 : real(file);
}

int fdatasync(int file) {
  static auto* const real = next<int(int)>("fdatasync");
  return fails("fsync", file) ? -1 : real(file);
}

/// A file that could not be closed is closed all the same, as Linux does it.
int close(int file) {
  static auto* const real = next<int(int)>("close");
  const bool failed = fails("close", file);
  const int error = errno, result = real(file);
  if (!failed) return result;
  errno = error;
  return -1;
}

int fclose(std::FILE* file) {
  static auto* const real = next<int(std::FILE*)>("fclose");
  const bool failed = fails("close", fileno(file));
  const int error = errno, result = real(file);
  if (!failed) return result;
  errno = error;
  return EOF;
}

int pthread_create(pthread_t* thread, const pthread_attr_t* attributes, void* (*run)(void*),
                   void* argument) noexcept {
  static auto* const real =
      next<int(pthread_t*, const pthread_attr_t*, void* (*)(void*), void*)>("pthread_create");
  const bool fails = armed && std::strcmp(fault.kind, "thread") == 0 && count() != Verdict::go;
  return fails ? int(fault.what) : real(thread, attributes, run, argument);
}

int mkdir(const char* path, mode_t mode) noexcept {
  static auto* const real = next<int(const char*, mode_t)>("mkdir");
  return fails("mkdir", path) ? -1 : real(path, mode);
}

void* malloc(std::size_t bytes) {
  return refusesMemory(bytes) ? nullptr : __libc_malloc(bytes);
}

void* calloc(std::size_t count, std::size_t bytes) {
  return refusesMemory(count * bytes) ? nullptr : __libc_calloc(count, bytes);
}

void* realloc(void* old, std::size_t bytes) {
  return refusesMemory(bytes) ? nullptr : __libc_realloc(old, bytes);
}

void* memalign(std::size_t alignment, std::size_t bytes) {
  return refusesMemory(bytes) ? nullptr : __libc_memalign(alignment, bytes);
}

void* aligned_alloc(std::size_t alignment, std::size_t bytes) {
  return memalign(alignment, bytes);
}

int posix_memalign(void** place, std::size_t alignment, std::size_t bytes) {
  void* const memory = memalign(alignment, bytes);
  if (!memory) return ENOMEM;
  *place = memory;
  return 0;
}
}
