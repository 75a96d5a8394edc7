#include "core/base/device_memory.h"

#include <dlfcn.h>

namespace orator {
namespace {

/// The few functions of the driver's management library that are needed. It is opened at run time, because
/// most computers do not have it.
class ManagementLibrary {
 public:
  ManagementLibrary() : library_(dlopen("libnvidia-ml.so.1", RTLD_NOW | RTLD_LOCAL)) {
    if (!library_) return;
    const auto start = load<int (*)()>("nvmlInit_v2");
    const auto open = load<int (*)(unsigned, void**)>("nvmlDeviceGetHandleByIndex_v2");
    name_ = load<int (*)(void*, char*, unsigned)>("nvmlDeviceGetName");
    memory_ = load<int (*)(void*, Memory*)>("nvmlDeviceGetMemoryInfo");
    works_ = start && open && name_ && memory_ && start() == 0 && open(0, &card_) == 0;
  }

  std::optional<DeviceMemory> ask() const {
    Memory memory{};
    if (!works_ || memory_(card_, &memory) != 0) return {};
    char name[96] = {};
    name_(card_, name, sizeof name - 1);
    return DeviceMemory{name, std::int64_t(memory.used), std::int64_t(memory.total)};
  }

 private:
  struct Memory {
    unsigned long long total, free, used;
  };
  template <class Function>
  Function load(const char* name) const {
    return reinterpret_cast<Function>(dlsym(library_, name));
  }

  void* library_;
  int (*name_)(void*, char*, unsigned) = nullptr;
  int (*memory_)(void*, Memory*) = nullptr;
  void* card_ = nullptr;
  bool works_ = false;
};

}  // namespace

std::optional<DeviceMemory> deviceMemory() {
  static const ManagementLibrary library;
  return library.ask();
}

}  // namespace orator
