#include "core/packs/pack_management.h"

#include <ATen/ATen.h>
#include <fcntl.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "core/base/file_system.h"
#include "core/base/files.h"
#include "core/base/output_guard.h"
#include "core/base/partial_folder.h"
#include "core/packs/pack_file_check.h"
#include "core/packs/pack_import.h"
#include "core/packs/personal_pack.h"
#include "core/tensor/safetensors.h"

namespace orator::packs {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr char kPackFileFormat[] = "orator pack 1";
constexpr char kSharedPack[] = "studio";
constexpr char kDescription[] = "pack.json";

[[noreturn]] void refusePackFile(const fs::path& file, const std::string& reason) {
  throw Error(ErrorCode::checkpointRefused, pathText(file), reason,
              "Export the pack again on the machine that has it: orator packs export NAME");
}

std::string quoted(const std::string& name) {
  std::string text = "\"";
  return text.append(name).append("\"");
}

/// A name of a folder or file that stays where it is put.
bool isPlainName(const std::string& name) {
  return !name.empty() && name.front() != '.' && name.size() <= 80 &&
         std::all_of(name.begin(), name.end(), [](unsigned char c) {
           return c < 128 && (std::isalnum(c) || c == '-' || c == '_' || c == '.');
         });
}

/// @param personal a pack of one person
std::string requireName(const std::string& name, bool personal) {
  if (personal) return personalPackId(name);
  if (!isPlainName(name))
    throw Error(ErrorCode::invalidArgument, "pack " + quoted(name), "is no name for a pack",
                "Give letters, digits, - and _");
  return name;
}

[[noreturn]] void taken(const std::string& id) {
  throw Error(ErrorCode::invalidArgument, "pack " + id, "is installed already",
              "Choose another name, or delete it first: orator packs delete " + id);
}

/// An installed pack that is not the program's own.
Pack requireRemovable(const std::string& id, const char* what) {
  if (id.find('/') != std::string::npos)
    throw Error(ErrorCode::invalidArgument, "pack " + id, "is not the name of an installed pack",
                "Give a name: orator packs list shows them");
  const Pack pack = openPack(id);
  if (!isRemovable(pack))
    throw Error(ErrorCode::invalidArgument, "pack " + id,
                std::string("is the program's own, which others share files with: it cannot be ") + what,
                "Choose another pack: orator packs list shows them");
  return pack;
}

std::vector<PackFile> ownFiles(const Pack& pack) {
  std::vector<PackFile> files;
  for (const PackFile& file : pack.files)
    if (file.path.parent_path() == pack.folder) files.push_back(file);
  return files;
}

at::Tensor bytesOf(const std::vector<std::uint8_t>& bytes) {
  at::Tensor tensor = at::empty({std::int64_t(bytes.size())}, at::kByte);
  std::copy(bytes.begin(), bytes.end(), tensor.data_ptr<std::uint8_t>());
  return tensor;
}

std::vector<std::string> namesIn(const tensor::SafetensorsFile& packed, const fs::path& file) {
  const auto& metadata = packed.metadata();
  const auto format = metadata.find("format"), names = metadata.find("files");
  if (format == metadata.end() || format->second != kPackFileFormat || names == metadata.end() ||
      !metadata.contains("id"))
    refusePackFile(file, "it is not a pack that was exported by this version of Orator");
  try {
    return json::parse(names->second).get<std::vector<std::string>>();
  } catch (const json::exception& error) {
    refusePackFile(file, std::string("its list of files cannot be read (") + error.what() + ")");
  }
}

void unpack(const tensor::SafetensorsFile& packed, const fs::path& file, const fs::path& folder) {
  for (const std::string& name : namesIn(packed, file)) {
    if (!isPlainName(name) || !packed.contains(name)) refusePackFile(file, "it has no file " + quoted(name));
    const at::Tensor bytes = packed.view(name);
    if (bytes.scalar_type() != at::kByte || bytes.dim() != 1)
      refusePackFile(file, quoted(name) + " is no file in it");
    writeFile(folder / name, std::span(bytes.data_ptr<std::uint8_t>(), std::size_t(bytes.numel())));
  }
  if (!isFile(folder / kDescription)) refusePackFile(file, "it has no pack.json");
}

/// That every file is what the description says, and none of them lies elsewhere.
void requireWhole(const Pack& pack, const fs::path& file) {
  const std::vector<PackFile> shared = openPack(kSharedPack).files;
  for (const PackFile& one : pack.files) {
    if (one.path.parent_path() != pack.folder) {
      if (std::none_of(shared.begin(), shared.end(), [&](const PackFile& f) { return f.path == one.path; }))
        refusePackFile(file, "its role " + quoted(one.role) + " lies outside the pack");
      continue;
    }
    const PackFileState state = checkPackFile(one);
    if (!state.present) refusePackFile(file, quoted(one.path.filename().string()) + " is missing in it");
    if (!state.intact)
      refusePackFile(file, quoted(one.path.filename().string()) + " was altered: its SHA-256 is another one");
  }
}

}  // namespace

bool isRemovable(const Pack& pack) {
  return pack.id != kSharedPack;
}

std::string renamePack(const std::string& id, const std::string& name) {
  const Pack pack = requireRemovable(id, "renamed");
  const std::string renamed = requireName(name, isPersonal(pack));
  const fs::path target = pack.folder.parent_path() / renamed;
  if (renamed == pack.id) return renamed;
  if (isThere(target)) taken(renamed);
  if (::renameat2(AT_FDCWD, pack.folder.c_str(), AT_FDCWD, target.c_str(), RENAME_NOREPLACE) != 0) {
    if (errno == EEXIST) taken(renamed);
    throw writeError(target, errno);
  }
  return renamed;
}

void exportPack(const std::string& id, const fs::path& file) {
  if (file.extension() != kPackFileEnding)
    throw Error(ErrorCode::invalidArgument, pathText(file),
                std::string("the name of an exported pack ends in ") + kPackFileEnding,
                "Give it this ending");
  const Pack pack = openPack(id);
  const std::vector<PackFile> own = ownFiles(pack);
  const std::vector<PackFile> shared =
      pack.id == kSharedPack ? std::vector<PackFile>{} : openPack(kSharedPack).files;
  std::vector<fs::path> inputs{pack.folder};
  for (const PackFile& one : pack.files) {
    const bool isShared =
        std::any_of(shared.begin(), shared.end(), [&](const PackFile& f) { return f.path == one.path; });
    if (one.path.parent_path() != pack.folder && !isShared)
      throw Error(ErrorCode::invalidArgument, "pack " + pack.id,
                  "has files outside its folder (" + pathText(one.path) + ")",
                  "Export a pack that was imported, downloaded or made by orator personalise");
  }
  requireSeparateFiles({file}, inputs);
  std::vector<std::pair<std::string, at::Tensor>> tensors;
  json names = json::array();
  const auto add = [&](const fs::path& path) {
    names.push_back(pathText(path.filename()));
    tensors.emplace_back(pathText(path.filename()), bytesOf(readFile(path, ErrorCode::packMissing)));
  };
  add(pack.folder / kDescription);
  for (const PackFile& one : own) add(pack.file(one.role));
  tensor::writeSafetensors(file, tensors,
                           {{"format", kPackFileFormat}, {"id", pack.id}, {"files", names.dump()}});
}

std::string installPackFile(const fs::path& file, const std::string& name) {
  const auto packed = tensor::SafetensorsFile::open(file);
  namesIn(packed, file);
  const std::string original = packed.metadata().at("id");
  const std::string called = name.empty() ? original : requireName(name, original.starts_with("person-"));
  if (!isPlainName(called)) refusePackFile(file, "the pack in it has no good name");
  const fs::path packs = userModelsFolder() / "packs";
  for (const Pack& installed : listPacks())
    if (installed.id == called) taken(called);
  PartialFolder unpacked(packs / called);
  if (isThere(unpacked.target())) taken(called);
  unpack(packed, file, unpacked.path());
  const Pack pack = readPack(unpacked.path());
  requireWhole(pack, file);
  if (requireName(called, isPersonal(pack)) != called)
    throw Error(ErrorCode::invalidArgument, "pack " + called, "a personal pack is called person-NAME",
                "Give it such a name: --as person-" + called);
  unpacked.commit();
  return called;
}

void deletePack(const std::string& id) {
  const Pack pack = requireRemovable(id, "deleted");
  // An empty folder takes its place in one step: no half of it is ever found.
  PartialFolder nothing(pack.folder);
  nothing.commit();
  std::error_code failure;
  if (!fs::remove(pack.folder, failure) && failure) throw writeError(pack.folder, failure.value());
}

}  // namespace orator::packs
