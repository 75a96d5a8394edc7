#pragma once

#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>

#include "core/service/workshop.h"

namespace orator::service {

struct HttpSettings {
  int port = 0;          ///< of this machine alone (127.0.0.1); 0: any that is free
  std::string token;     ///< that every request has to bring
  int readSeconds = 10;  ///< of silence, after which a slow client is left
};

/// The key to the service: the first line of a file that its owner alone can read.
/// @throws Error fileNotFound, notAFile, invalidArgument (others may read it; it is shorter than 16
/// characters or has other characters than visible ASCII)
std::string readToken(const std::filesystem::path& file);

/// A workshop behind HTTP and JSON, as openapi.json describes it. Each request brings its token in a header,
/// "Authorization: Bearer TOKEN"; the page to try it may be asked for with ?token=TOKEN. One connection
/// serves one request. No path of a request becomes a path on the disk.
class HttpService {
 public:
  /// @throws Error invalidArgument (the port is taken, or may not be had)
  HttpService(Workshop& workshop, HttpSettings settings);
  ~HttpService();
  HttpService(const HttpService&) = delete;
  HttpService& operator=(const HttpService&) = delete;
  int port() const;
  /// Answers until the stop request. Any thread, once.
  void run(const std::stop_token& stop);

 private:
  class Routes;
  std::unique_ptr<Routes> routes_;
};

}  // namespace orator::service
