#include "core/base/standard_streams.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <iostream>

namespace orator {

void openStandardStreams() {
  // A new file gets the lowest number that is free: those before are open.
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
    if (::fcntl(stream, F_GETFD) < 0) ::open("/dev/null", stream == STDIN_FILENO ? O_RDONLY : O_WRONLY);
}

bool standardOutputArrived() {
  std::cout.flush();
  const bool arrived = std::fflush(stdout) == 0 && std::cout && !std::ferror(stdout);
  struct stat status {};
  const bool hasReader =
      ::fstat(STDOUT_FILENO, &status) == 0 && (S_ISFIFO(status.st_mode) || S_ISSOCK(status.st_mode));
  return arrived || hasReader;
}

}  // namespace orator
