#include "core/packs/pack_file_check.h"

#include <mutex>

#include "core/packs/sha256.h"

namespace orator::packs {
namespace {

namespace fs = std::filesystem;

struct Seen {
  std::uintmax_t bytes;
  fs::file_time_type changed;
  std::string sha256;
};

std::string cachedSha256(const fs::path& file) {
  static std::mutex mutex;
  static std::map<fs::path, Seen> cache;
  std::error_code gone;
  const std::uintmax_t bytes = fs::file_size(file, gone);
  const auto changed = fs::last_write_time(file, gone);
  if (gone) return fileSha256(file);  // which says what is wrong
  const std::lock_guard lock(mutex);
  const auto known = cache.find(file);
  if (known != cache.end() && known->second.bytes == bytes && known->second.changed == changed)
    return known->second.sha256;
  std::string sha256 = fileSha256(file);
  cache.insert_or_assign(file, Seen{bytes, changed, sha256});
  return sha256;
}

}  // namespace

PackFileState checkPackFile(const PackFile& file) {
  std::error_code ignored;  // an unreachable path counts as absent
  PackFileState state{.file = file, .present = fs::is_regular_file(file.path, ignored)};
  state.intact = state.present && cachedSha256(file.path) == file.sha256;
  return state;
}

}  // namespace orator::packs
