#include "raw_request.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

namespace orator::test {

Connection::Connection(int port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(std::uint16_t(port));
  if (connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    throw std::runtime_error("nobody listens at the port");
}

Connection::~Connection() {
  close(socket_);
}

void Connection::send(const std::string& bytes) {
  for (std::size_t sent = 0; sent < bytes.size();) {
    const ssize_t count = ::send(socket_, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
    if (count <= 0) return;  // the other side has heard enough
    sent += std::size_t(count);
  }
}

std::string Connection::rest() {
  std::string text;
  std::array<char, 4096> bytes{};
  for (ssize_t count = 0; (count = recv(socket_, bytes.data(), bytes.size(), 0)) > 0;)
    text.append(bytes.data(), std::size_t(count));
  return text;
}

void Connection::endSending() {
  shutdown(socket_, SHUT_WR);
}

std::string answerTo(int port, const std::string& bytes, bool halfClose) {
  Connection connection(port);
  connection.send(bytes);
  if (halfClose) connection.endSending();
  return connection.rest();
}

}  // namespace orator::test
