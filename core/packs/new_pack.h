#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/partial_folder.h"
#include "core/base/run_context.h"
#include "core/packs/pack.h"
#include "core/packs/pack_import.h"

namespace orator::packs {

/// Counts bytes of one stage and hands them to the sink.
class ByteProgress {
 public:
  ByteProgress(std::string_view stage, std::uint64_t total, const RunContext& context)
      : stage_(stage), total_(total), context_(context) {}
  /// @throws Error cancelled
  void add(std::uint64_t bytes) {
    context_.throwIfCancelled();
    done_ += bytes;
    context_.progress(stage_, std::int64_t(done_), std::int64_t(total_));
  }

 private:
  std::string stage_;
  std::uint64_t done_ = 0, total_;
  const RunContext& context_;
};

/// A pack of published files while it is put together beside its place. It replaces the installed pack of
/// that name in commit(), and goes away when it is destroyed before.
class NewPack {
 public:
  /// @throws Error outputUnwritable (another program makes this pack, too), diskFull
  NewPack(const std::filesystem::path& modelsFolder, const PublishedPack& model);

  /// @param name in the pack; another is made when it is taken
  /// @throws Error diskFull, outputUnwritable, checkpointRefused (the file changed while it was copied),
  /// cancelled
  void add(const FoundFile& file, const std::string& name, ImportMode mode, ByteProgress& progress);
  /// @throws Error outputUnwritable, diskFull
  void commit();

 private:
  PartialFolder folder_;  ///< packs/<id>
  std::string origin_, licence_;
  Pack pack_;
};

}  // namespace orator::packs
