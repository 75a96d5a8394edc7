#include "core/tensor/mapped_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <vector>

#include "core/base/files.h"

namespace orator::tensor {
namespace {

/// The file stays open beside its mapping so that its size can be asked again.
class Mapping {
 public:
  Mapping(int descriptor, void* address, std::size_t size)
      : descriptor_(descriptor), address_(address), size_(size) {}
  ~Mapping() {
    if (address_) munmap(address_, size_);
    close(descriptor_);
  }
  Mapping(const Mapping&) = delete;
  Mapping& operator=(const Mapping&) = delete;

  bool whole() const {
    struct stat state {};
    return fstat(descriptor_, &state) == 0 && std::size_t(state.st_size) >= size_;
  }

 private:
  int descriptor_;
  void* address_;
  std::size_t size_;
};

/// What Bytes::owner holds; `mapping` is null for bytes in memory.
struct Owner {
  std::unique_ptr<Mapping> mapping;
  std::vector<std::uint8_t> copy;
};

}  // namespace

void Bytes::checkStillWhole() const {
  const auto* held = static_cast<const Owner*>(owner.get());
  if (held && held->mapping && !held->mapping->whole())
    throw Error(ErrorCode::checkpointRefused, subject, "the file became shorter while it was being read",
                "Copy or download it again");
}

Bytes mapFile(const std::filesystem::path& path) {
  requireFile(path);
  const std::string subject = pathText(path);
  const auto refuse = [&](const char* what) {
    const ErrorCode code = errno == ENOMEM ? ErrorCode::outOfMemory : ErrorCode::checkpointRefused;
    return Error(code, subject, std::string(what) + ": " + std::strerror(errno));
  };
  const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) throw refuse("it cannot be opened");
  struct stat state {};
  if (fstat(descriptor, &state) != 0) {
    const Error error = refuse("its size cannot be read");
    close(descriptor);
    throw error;
  }
  const auto size = std::size_t(state.st_size);
  void* address = nullptr;
  if (size > 0) {
    address = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor, 0);
    if (address == MAP_FAILED) {
      const Error error = refuse("it cannot be mapped");
      close(descriptor);
      throw error;
    }
  }
  auto owner = std::make_shared<Owner>();
  owner->mapping = std::make_unique<Mapping>(descriptor, address, size);
  return {subject, owner, {static_cast<const std::uint8_t*>(address), size}};
}

Bytes copyBytes(std::string subject, std::span<const std::uint8_t> bytes) {
  auto owner = std::make_shared<Owner>();
  owner->copy.assign(bytes.begin(), bytes.end());
  const std::span<const std::uint8_t> data = owner->copy;
  return {std::move(subject), owner, data};
}

}  // namespace orator::tensor
