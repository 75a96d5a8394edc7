#include "http_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>

namespace orator::test {
namespace {

void sendAll(int connection, const std::string& text) {
  for (std::size_t sent = 0; sent < text.size();) {
    const ssize_t count = send(connection, text.data() + sent, text.size() - sent, MSG_NOSIGNAL);
    if (count <= 0) return;  // the client hung up, which a test may want
    sent += std::size_t(count);
  }
}

}  // namespace

HttpServer::HttpServer(std::map<std::string, std::string> files)
    : HttpServer(std::move(files), Behaviour()) {}

HttpServer::HttpServer(std::map<std::string, std::string> files, Behaviour behaviour)
    : files_(std::move(files)), behaviour_(behaviour) {
  listener_ = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in place{};
  place.sin_family = AF_INET;
  place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof place;
  if (listener_ < 0 || bind(listener_, reinterpret_cast<sockaddr*>(&place), size) != 0 ||
      listen(listener_, 8) != 0 || getsockname(listener_, reinterpret_cast<sockaddr*>(&place), &size) != 0)
    throw std::runtime_error("no socket for the test's server");
  port_ = ntohs(place.sin_port);
  thread_ = std::thread([this] { serve(); });
}

HttpServer::~HttpServer() {
  shutdown(listener_, SHUT_RDWR);
  thread_.join();
  close(listener_);
}

std::vector<std::size_t> HttpServer::offsets() const {
  const std::lock_guard lock(mutex_);
  return offsets_;
}

void HttpServer::serve() {
  for (int connection; (connection = accept(listener_, nullptr, nullptr)) >= 0; close(connection))
    answer(connection);
}

void HttpServer::answer(int connection) {
  std::string request;
  for (char block[1024]; request.find("\r\n\r\n") == std::string::npos;) {
    const ssize_t count = recv(connection, block, sizeof block, 0);
    if (count <= 0) return;
    request.append(block, std::size_t(count));
  }
  const std::size_t from = request.find('/') + 1;
  const auto file = files_.find(request.substr(from, request.find(' ', from) - from));
  if (file == files_.end())
    return sendAll(connection, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
  const std::string& body = file->second;
  std::size_t offset = 0;
  if (const std::size_t range = request.find("Range: bytes="); range != std::string::npos)
    offset = std::stoull(request.substr(range + 13));
  {
    const std::lock_guard lock(mutex_);
    offsets_.push_back(offset);
  }
  if (!behaviour_.ranges) offset = 0;
  if (offset > 0 && offset >= body.size())
    return sendAll(connection,
                   "HTTP/1.1 416 Range Not Satisfiable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
  std::string head = offset > 0
                         ? "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes " + std::to_string(offset) +
                               "-" + std::to_string(body.size() - 1) + "/" + std::to_string(body.size())
                         : "HTTP/1.1 200 OK";
  head += "\r\nContent-Length: " + std::to_string(body.size() - offset) + "\r\nConnection: close\r\n\r\n";
  std::string rest = body.substr(offset);
  if (behaviour_.dropAfter > 0 && (behaviour_.repeatedly || !dropped_)) {
    dropped_ = true;
    rest = rest.substr(0, behaviour_.dropAfter);
  }
  sendAll(connection, head + rest);
}

}  // namespace orator::test
