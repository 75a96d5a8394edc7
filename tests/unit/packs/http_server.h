#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace orator::test {

/// A web server on this machine for one test: serves texts by path, one request at a time.
class HttpServer {
 public:
  struct Behaviour {
    bool ranges = true;         ///< answers "Range: bytes=N-" with 206; else with the whole file
    std::size_t dropAfter = 0;  ///< closes the first connection after so many body bytes; 0: never
    bool repeatedly = false;    ///< drops every connection so
  };
  explicit HttpServer(std::map<std::string, std::string> files);
  HttpServer(std::map<std::string, std::string> files, Behaviour behaviour);
  ~HttpServer();

  /// "http://127.0.0.1:PORT/"
  std::string address() const { return "http://127.0.0.1:" + std::to_string(port_) + "/"; }
  /// First byte of each request so far.
  std::vector<std::size_t> offsets() const;

 private:
  void serve();
  void answer(int connection);

  std::map<std::string, std::string> files_;
  Behaviour behaviour_;
  int listener_ = -1;
  int port_ = 0;
  bool dropped_ = false;
  mutable std::mutex mutex_;
  std::vector<std::size_t> offsets_;
  std::thread thread_;
};

}  // namespace orator::test
