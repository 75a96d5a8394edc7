#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "app/cli/packs_commands.h"
#include "app/command_line/options.h"
#include "core/base/files.h"
#include "core/face/bfm/build_bfm.h"
#include "core/packs/pack_import.h"

namespace orator::cli {
namespace {

using nlohmann::json;
using packs::ImportResult;

std::string plainText(const ImportResult& result) {
  std::string text;
  for (const auto& file : result.found)
    text += "found    " + file.role + "  " + pathText(file.path) +
            (file.published ? "\n" : "  (not the published file, but with its tensors)\n");
  for (const auto& file : result.refused)
    text += "not used " + pathText(file.path) + ": " + file.reason + "\n";
  for (const auto& file : result.missing)
    text += "missing  " + file.file.name + " of the pack " + file.pack + "\n";
  for (const auto& pack : result.packs) text += "installed " + pack + "\n";
  if (!text.empty()) text.pop_back();
  return text;
}

json asJson(const ImportResult& result) {
  json found = json::array(), refused = json::array(), missing = json::array();
  for (const auto& file : result.found)
    found.push_back({{"path", pathText(file.path)},
                     {"role", file.role},
                     {"sha256", file.sha256},
                     {"published", file.published}});
  for (const auto& file : result.refused)
    refused.push_back({{"path", pathText(file.path)}, {"reason", file.reason}});
  for (const auto& file : result.missing)
    missing.push_back({{"pack", file.pack},
                       {"name", file.file.name},
                       {"bytes", file.file.bytes},
                       {"sha256", file.file.sha256},
                       {"addresses", file.file.addresses}});
  return {{"packs", result.packs}, {"found", found}, {"refused", refused}, {"missing", missing}};
}

/// What is missing, where it can be had, and how to go on.
std::string remedy(const ImportResult& result) {
  std::string text = "Fetch what is missing and import it together with the rest:";
  for (const auto& file : result.missing)
    text += "\n  " + (file.file.addresses.empty() ? file.file.name : file.file.addresses.front()) +
            (file.file.bytes > 0 ? "  (" + std::to_string(file.file.bytes) + " bytes)" : "") +
            "\n      SHA-256 " + file.file.sha256;
  return text;
}

/// The Basel Face Model is a folder of its own, which only the face layer can read. Beside packs that were
/// made, a faulty one is worth a note.
std::optional<std::filesystem::path> importFaceModel(const ImportResult& result, CommandSession& session) {
  if (result.faceModelFolders.empty()) return std::nullopt;
  try {
    return face::importBfm(result.faceModelFolders.front(), packs::userModelsFolder(), session.context());
  } catch (const Error& error) {
    if (result.packs.empty() || error.code() == ErrorCode::cancelled) throw;
    session.progress().note(std::string("the Basel Face Model was not imported: ") + error.what());
    return std::nullopt;
  }
}

void run(const std::vector<std::filesystem::path>& paths, const packs::ImportOptions& options,
         CommandSession& session) {
  const ImportResult result = packs::importPacks(paths, options, session.context());
  const auto faceModel = importFaceModel(result, session);
  json details = asJson(result);
  if (faceModel) details["face_model"] = pathText(*faceModel);
  std::string text = plainText(result);
  if (faceModel)
    text += (text.empty() ? "" : "\n") + ("installed the Basel Face Model: " + pathText(*faceModel));
  if (!text.empty()) session.progress().finished(text, details);
  if (!result.packs.empty() || (faceModel && result.missing.empty())) return;
  if (!result.missing.empty())
    throw Error(ErrorCode::packMissing, "pack " + result.missing.front().pack,
                "cannot be made yet: " + std::to_string(result.missing.size()) + " of its files are missing",
                remedy(result));
  if (!result.refused.empty())
    throw Error(ErrorCode::checkpointRefused, pathText(result.refused.front().path),
                result.refused.front().reason,
                "Import published files: orator packs download PACK --dry-run names those of a pack");
  throw Error(ErrorCode::packMissing, pathText(paths.front()), "there are no weight files in it",
              "Give the folder that holds SadTalker's checkpoints");
}

}  // namespace

void addPacksImportCommand(CLI::App& packs, CommandSession& session) {
  struct Arguments {
    std::vector<std::string> paths;
    packs::ImportOptions options;
    bool copy = false;
  };
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command =
      packs.add_subcommand("import",
                           "Make packs of published files (SadTalker's, SyncNet's, GFPGAN's, ...), "
                           "and the face model of BFM_Fitting, wherever they lie; the files "
                           "are not changed");
  command
      ->add_option("PATH", arguments->paths,
                   "Files and folders, for example SadTalker/checkpoints or BFM_Fitting")
      ->required();
  command->add_flag("--copy", arguments->copy, "Copy the files instead of linking them");
  command->add_flag(
      "--accept-altered", arguments->options.acceptAltered,
      "Also take files that have the name of a published one but other bytes (forged, converted, "
      "saved again), where their tensors are those published");
  command
      ->add_option(
          "--as", arguments->options.as,
          "What a checkpoint is whose SHA-256 is not known, where packs differ by it: sadtalker-256 or "
          "sadtalker-512, wav2lip or wav2lip-gan")
      ->type_name("PACK");
  addProgressOption(*command, session);
  command->callback([&session, arguments] {
    session.work = [&session, arguments] {
      if (arguments->copy) arguments->options.mode = packs::ImportMode::copy;
      run({arguments->paths.begin(), arguments->paths.end()}, arguments->options, session);
    };
  });
}

}  // namespace orator::cli
