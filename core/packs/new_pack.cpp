#include "core/packs/new_pack.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <memory>

#include "core/base/file_system.h"
#include "core/base/files.h"
#include "core/packs/pack_writer.h"
#include "core/packs/sha256.h"

namespace orator::packs {
namespace {

namespace fs = std::filesystem;
using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

fs::path sibling(const fs::path& folder, const char* ending) {
  fs::path path = folder;
  return path += ending;
}

void removeFolder(const fs::path& folder) {
  std::error_code failure;
  fs::remove_all(folder, failure);
  if (failure) throw writeError(folder, failure.value());
}

void moveFolder(const fs::path& from, const fs::path& to) {
  std::error_code failure;
  fs::rename(from, to, failure);
  if (failure) throw writeError(to, failure.value());
}

/// @return the SHA-256 of what was copied
std::string copyFile(const fs::path& from, const fs::path& to, ByteProgress& progress) {
  const File in(std::fopen(from.c_str(), "rb"), &std::fclose);
  if (!in)
    throw Error(ErrorCode::fileNotFound, pathText(from), "cannot be read", "Check the file's permissions");
  File out(std::fopen(to.c_str(), "wb"), &std::fclose);
  if (!out) throw writeError(to, errno);
  Sha256 digest;
  std::vector<std::uint8_t> block(1 << 20);
  while (const std::size_t count = std::fread(block.data(), 1, block.size(), in.get())) {
    digest.update({block.data(), count});
    if (std::fwrite(block.data(), 1, count, out.get()) != count) throw writeError(to, errno);
    progress.add(count);
  }
  if (std::fclose(out.release()) != 0) throw writeError(to, errno);
  return digest.finish();
}

}  // namespace

NewPack::NewPack(const fs::path& modelsFolder, const PublishedPack& model)
    : place_(modelsFolder / "packs" / model.id) {
  pack_.id = model.id;
  pack_.title = model.title;
  pack_.folder = sibling(place_, ".part");
  pack_.motionModel = "sadtalker";
  pack_.renderers = {"facevid2vid"};
  pack_.coefficientBasis = "bfm";
  pack_.pictureSizePx = model.pictureSizePx;
  makeFolder(place_.parent_path());
  removeFolder(pack_.folder);
  makeFolder(pack_.folder);
}

NewPack::~NewPack() {
  if (committed_) return;
  std::error_code ignored;  // nothing more can be done about a folder that does not go away
  fs::remove_all(pack_.folder, ignored);
}

void NewPack::add(const FoundFile& file, const std::string& name, ImportMode mode, ByteProgress& progress) {
  const bool taken = std::any_of(pack_.files.begin(), pack_.files.end(),
                                 [&](const PackFile& f) { return f.path.filename() == name; });
  const fs::path target = pack_.folder / (taken ? file.role + "-" + name : name);
  std::error_code failure = std::make_error_code(std::errc::not_supported);
  if (mode == ImportMode::link) fs::create_hard_link(fs::canonical(file.path), target, failure);
  if (!failure)
    progress.add(sizeOfFile(target));
  else if (copyFile(file.path, target, progress) != file.sha256)
    throw Error(ErrorCode::checkpointRefused, pathText(file.path), "it changed while it was copied",
                "Wait until nothing writes to it, then import it again");
  pack_.files.push_back({.role = file.role,
                         .path = target,
                         .sha256 = file.sha256,
                         .origin = std::string(kPublishedOrigin) +
                                   (file.published ? "" : "; not the published file, but with its tensors"),
                         .licence = std::string(kPublishedLicence)});
}

void NewPack::commit() {
  writePackJson(pack_);
  const fs::path old = sibling(place_, ".old");
  removeFolder(old);
  const bool replaces = isThere(place_);
  if (replaces) moveFolder(place_, old);
  try {
    moveFolder(pack_.folder, place_);
  } catch (const Error&) {
    if (replaces) moveFolder(old, place_);
    throw;
  }
  committed_ = true;
  removeFolder(old);
}

}  // namespace orator::packs
