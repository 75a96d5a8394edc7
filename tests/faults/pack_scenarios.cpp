#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include "core/base/file_system.h"
#include "core/base/files.h"
#include "core/packs/pack.h"
#include "core/packs/pack_download.h"
#include "core/packs/pack_import.h"
#include "core/packs/sha256.h"
#include "core/tensor/safetensors.h"
#include "scenario.h"

namespace orator::test {
namespace {

namespace fs = std::filesystem;
using packs::Catalogue;

constexpr const char* kPack = "sadtalker-256";
constexpr const char* kNames[] = {"big.safetensors", "map70.safetensors", "map73.safetensors"};

/// Weight files of no network, the same for the same value, and the catalogue in which they are published.
Catalogue writeWeights(const fs::path& folder, double value) {
  fs::create_directories(folder);
  constexpr std::int64_t kNumbers[] = {300000, 3000, 3000};  // the first: more than one block of any copying
  packs::PublishedPack pack{kPack, "Small", 256, {}, {}};
  const char* const roles[] = {"sadtalker", "mapping70", "mapping73"};
  for (int i = 0; i < 3; ++i) {
    const fs::path file = folder / kNames[i];
    if (!fs::exists(file))
      tensor::writeSafetensors(file, {{"numbers", at::full({kNumbers[i]}, value + i, at::kFloat)}});
    pack.files.push_back(
        {roles[i], kNames[i], std::uint64_t(fs::file_size(file)), packs::fileSha256(file), {}});
  }
  return {pack};
}

Catalogue oldWeights(const fs::path& folder) {
  return writeWeights(folder / "old", 1);
}
Catalogue newWeights(const fs::path& folder) {
  return writeWeights(folder / "new", 10);
}

void import(const fs::path& folder, const char* from, const Catalogue& catalogue, packs::ImportMode mode) {
  packs::ImportOptions options;
  options.mode = mode;
  options.modelsFolder = folder / "models";
  const packs::ImportResult result = packs::importPacks({folder / from}, options, RunContext{}, catalogue);
  // The program goes on without a file that it cannot use, and says so.
  if (!result.refused.empty())
    throw Error(ErrorCode::checkpointRefused, pathText(result.refused.front().path),
                result.refused.front().reason);
  if (result.packs.empty())
    throw Error(ErrorCode::packMissing, pathText(folder / from), "there are no weight files in it");
}

void prepare(const fs::path& folder) {
  import(folder, "old", oldWeights(folder), packs::ImportMode::copy);
  newWeights(folder);
}

enum class Installed { none, damaged, whole, isNew };

/// An older pack may lend its files to a newer one whose own were refused.
Installed installed(const fs::path& folder) {
  const fs::path place = folder / "models/packs" / kPack;
  if (!fs::exists(place)) return Installed::none;
  const packs::Pack pack = packs::readPack(place);
  for (const packs::PackFile& file : pack.files)
    if (file.path.parent_path() == place && packs::fileSha256(file.path) != file.sha256)
      return Installed::damaged;
  const Catalogue wanted = newWeights(folder);
  for (const packs::PublishedFile& file : wanted[0].files)
    if (packs::fileSha256(place / file.name) != file.sha256) return Installed::whole;
  return Installed::isNew;
}

void judge(const fs::path& folder, Ending ending) {
  const Installed found = installed(folder);
  EXPECT_TRUE(found == Installed::isNew || (mayBeOld(ending) && found == Installed::whole)) << int(found);
  if (ending == Ending::killed) return;
  EXPECT_EQ(entriesOf(folder / "models/packs"), std::vector{folder / "models/packs" / kPack});
}

/// A pack that was not there before.
void judgeFirst(const fs::path& folder, Ending ending) {
  const Installed found = installed(folder);
  EXPECT_TRUE(found == Installed::isNew || (mayBeOld(ending) && found == Installed::none)) << int(found);
  if (ending != Ending::done) return;  // what is installed needs no second run, which would tidy up
  EXPECT_EQ(entriesOf(folder / "models/packs"), std::vector{folder / "models/packs" / kPack});
}

Scenario imported(const std::string& name, packs::ImportMode mode) {
  return {.name = name,
          .prepare = prepare,
          .work = [mode](const fs::path& folder) { import(folder, "new", newWeights(folder), mode); },
          .judge = judge};
}

Scenario downloaded() {
  return {.name = "Download",
          .prepare = [](const fs::path& folder) { newWeights(folder); },
          .work =
              [](const fs::path& folder) {
                packs::DownloadOptions options;
                options.mirrors = {"file://" + (folder / "new").string()};
                options.modelsFolder = folder / "models";
                packs::downloadPack(packs::planDownload(kPack, options, newWeights(folder)), RunContext{});
              },
          .judge = judgeFirst};
}

}  // namespace

std::vector<Scenario> packScenarios() {
  return {imported("LinkedPack", packs::ImportMode::link), imported("CopiedPack", packs::ImportMode::copy),
          downloaded()};
}

}  // namespace orator::test
