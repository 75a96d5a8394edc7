#pragma once

#include <string>

namespace orator::test {

/// Sends bytes to a port of this machine as they are, whatever they are, and returns what comes back until
/// the other side closes. @param halfClose tell that nothing more will be sent
std::string answerTo(int port, const std::string& bytes, bool halfClose = false);

/// A connection on which nothing is sent but what is asked for.
class Connection {
 public:
  explicit Connection(int port);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  void send(const std::string& bytes);
  /// All that comes until the other side closes.
  std::string rest();
  void endSending();

 private:
  int socket_;
};

}  // namespace orator::test
