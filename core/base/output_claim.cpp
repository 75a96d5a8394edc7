#include "core/base/output_claim.h"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <string>
#include <string_view>
#include <thread>

namespace orator {
namespace {

/// One text for one place, whatever way leads to its folder.
std::string addressOf(const std::filesystem::path& folder, const std::filesystem::path& name) {
  struct stat status {};
  if (::stat(folder.c_str(), &status) != 0) return {};
  const std::size_t digest = std::hash<std::string_view>()(name.native());
  return "orator/output/" + std::to_string(status.st_dev) + "/" + std::to_string(status.st_ino) + "/" +
         std::to_string(digest);
}

}  // namespace

std::optional<Descriptor> claimOutput(const std::filesystem::path& folder, const std::filesystem::path& name,
                                      std::chrono::milliseconds patience) {
  const std::string text = addressOf(folder, name);
  Descriptor socket(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  if (text.empty() || !socket) return Descriptor();
  sockaddr_un address{};
  address.sun_family = AF_UNIX;  // a first byte of zero makes the address abstract
  std::copy(text.begin(), text.end(), address.sun_path + 1);
  const auto length = socklen_t(offsetof(sockaddr_un, sun_path) + 1 + text.size());
  constexpr std::chrono::milliseconds kPause{5};
  for (;; patience -= kPause) {
    if (::bind(socket.value(), reinterpret_cast<const sockaddr*>(&address), length) == 0) return socket;
    if (errno != EADDRINUSE) return Descriptor();
    if (patience <= std::chrono::milliseconds::zero()) return std::nullopt;
    std::this_thread::sleep_for(kPause);
  }
}

}  // namespace orator
