#include "core/packs/pack_verify.h"

#include "core/base/files.h"
#include "core/packs/checkpoint_check.h"
#include "core/packs/pack_file_check.h"
#include "core/tensor/checkpoint_file.h"

namespace orator::packs {
namespace {

std::string faultsOf(const PackFile& file) {
  try {
    return checkpointFaults(tensor::CheckpointFile::open(file.path), file.role, CheckDepth::values);
  } catch (const Error& error) {
    if (error.code() != ErrorCode::checkpointRefused) throw;
    return error.reason();
  }
}

}  // namespace

std::vector<VerifiedFile> verifyPackClosely(const Pack& pack) {
  std::vector<VerifiedFile> files;
  for (const PackFile& file : pack.files) {
    VerifiedFile verified{checkPackFile(file), {}};
    if (verified.state.present && isNetworkRole(file.role)) verified.faults = faultsOf(file);
    files.push_back(std::move(verified));
  }
  return files;
}

void requireOk(const Pack& pack, const VerifiedFile& file) {
  if (file.ok()) return;
  if (file.state.present && !file.faults.empty())
    throw Error(ErrorCode::packDamaged, pathText(file.state.file.path), file.faults,
                "Fetch it again (orator packs download " + pack.id + ") or import an intact copy");
  pack.file(file.state.file.role);
}

}  // namespace orator::packs
