#include "core/packs/new_pack.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include "core/base/file_system.h"
#include "core/base/files.h"
#include "core/packs/pack_writer.h"
#include "core/packs/sha256.h"

namespace orator::packs {
namespace {

namespace fs = std::filesystem;
using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

/// A second name of the file, where the disk knows such names.
bool linkFile(const fs::path& from, const fs::path& to) {
  std::error_code failure;
  const fs::path real = fs::canonical(from, failure);
  if (!failure) fs::create_hard_link(real, to, failure);
  return !failure;
}

/// @return the SHA-256 of what was copied
std::string copyFile(const fs::path& from, const fs::path& to, ByteProgress& progress) {
  const auto unreadable = [&] {
    return Error(ErrorCode::fileNotFound, pathText(from),
                 std::string("the file cannot be read: ") + std::strerror(errno),
                 "Check the file's permissions");
  };
  const File in(std::fopen(from.c_str(), "rb"), &std::fclose);
  if (!in) throw unreadable();
  PartialFile out(to);
  Sha256 digest;
  std::vector<std::uint8_t> block(1 << 20);
  while (const std::size_t count = std::fread(block.data(), 1, block.size(), in.get())) {
    digest.update({block.data(), count});
    out.write({block.data(), count});
    progress.add(count);
  }
  if (std::ferror(in.get())) throw unreadable();
  out.commit();
  return digest.finish();
}

}  // namespace

NewPack::NewPack(const fs::path& modelsFolder, const PublishedPack& model)
    : folder_(modelsFolder / "packs" / model.id), origin_(model.origin), licence_(model.licence) {
  pack_.id = model.id;
  pack_.title = model.title;
  pack_.folder = folder_.path();
  pack_.purpose = model.use.purpose;
  pack_.motionModel = model.use.motionModel;
  pack_.renderers = model.use.renderers;
  pack_.coefficientBasis = model.use.coefficientBasis;
  pack_.pictureSizePx = model.pictureSizePx;
}

void NewPack::add(const FoundFile& file, const std::string& name, ImportMode mode, ByteProgress& progress) {
  const bool taken = std::any_of(pack_.files.begin(), pack_.files.end(),
                                 [&](const PackFile& f) { return f.path.filename() == name; });
  const fs::path target = pack_.folder / (taken ? file.role + "-" + name : name);
  if (mode == ImportMode::link && linkFile(file.path, target))
    progress.add(sizeOfFile(target));
  else if (copyFile(file.path, target, progress) != file.sha256)
    throw Error(ErrorCode::checkpointRefused, pathText(file.path), "it changed while it was copied",
                "Wait until nothing writes to it, then import it again");
  pack_.files.push_back(
      {.role = file.role,
       .path = target,
       .sha256 = file.sha256,
       .origin = origin_ + (file.published ? "" : "; not the published file, but with its tensors"),
       .licence = licence_});
}

void NewPack::commit() {
  writePackJson(pack_);
  folder_.commit();
}

}  // namespace orator::packs
