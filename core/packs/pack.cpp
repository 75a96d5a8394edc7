#include "core/packs/pack.h"

#include <algorithm>
#include <cctype>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>

#include "core/base/error.h"
#include "core/base/file_system.h"
#include "core/base/files.h"
#include "core/base/json_value.h"
#include "core/base/largest_side.h"
#include "core/packs/pack_file_check.h"

namespace orator::packs {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr int kFormat = 1;
constexpr char kSharingPack[] = "studio";
constexpr char kFetch[] = "Run installer/run to fetch it";
constexpr char kFetchAgain[] = "Delete it and run installer/run to fetch it again";

[[noreturn]] void damaged(const fs::path& file, const std::string& reason) {
  throw Error(ErrorCode::packDamaged, file.string(), reason,
              "Restore the file, or point ORATOR_MODELS to an intact models folder");
}

bool isSha256(const std::string& text) {
  return text.size() == 64 && std::all_of(text.begin(), text.end(), [](unsigned char c) {
           return std::isdigit(c) || (c >= 'a' && c <= 'f');
         });
}

PackFile ownFile(const json& entry, const fs::path& folder, const fs::path& packJson) {
  PackFile file;
  file.role = entry.at("role").get<std::string>();
  file.path = (folder / entry.at("path").get<std::string>()).lexically_normal();
  file.sha256 = entry.at("sha256").get<std::string>();
  file.origin = entry.value("origin", "");
  file.licence = entry.value("licence", "");
  if (!isSha256(file.sha256))
    damaged(packJson, "the sha256 of role \"" + file.role + "\" is not 64 hexadecimal digits");
  return file;
}

/// The file that another pack has for the role. Packs that share with each other would never end.
PackFile sharedFile(const json& entry, const std::string& owner, const fs::path& packJson) {
  const auto role = entry.at("role").get<std::string>();
  const auto from = entry.at("pack").get<std::string>();
  if (from != kSharingPack || owner == kSharingPack)
    damaged(packJson, "takes the role \"" + role + "\" from the pack \"" + from + "\", which shares nothing");
  for (const PackFile& file : openPack(from).files)
    if (file.role == role) {
      if (const std::string wanted = entry.value("sha256", file.sha256); wanted != file.sha256)
        throw Error(ErrorCode::packDamaged, packJson.string(),
                    std::string("was made for another version of the pack \"")
                        .append(from)
                        .append("\": its ")
                        .append(role)
                        .append(" has changed"),
                    "Make it again from its video (orator personalise), or install that version of Orator");
      return file;
    }
  damaged(packJson, "takes the role \"" + role + "\" from the pack " + from + ", which has none");
}

bool isPath(const std::string& id) {
  return id.find('/') != std::string::npos;
}

bool hasDescription(const fs::path& folder) {
  return isFile(folder / "pack.json");
}

/// The pack that lies in a folder of any place.
Pack packAt(const std::string& path) {
  std::error_code failure;
  const fs::path folder = fs::canonical(path, failure);
  if (failure)
    throw Error(
        ErrorCode::packMissing, "pack " + path, "there is no such folder",
        "Give the folder with the pack's pack.json, or a name: orator packs list shows the installed ones");
  if (!hasDescription(folder))
    throw Error(ErrorCode::packMissing, "pack " + path, "there is no pack.json in it",
                "orator packs import " + path + " makes a pack of weight files that lie there");
  return readPack(folder);
}

/// None where the folder cannot be read: it has no pack that could be used. Hidden ones are in the making.
std::vector<fs::path> packFolders(const fs::path& folder) {
  try {
    std::vector<fs::path> folders = entriesOf(folder);
    std::erase_if(folders, [](const fs::path& entry) { return entry.filename().native().starts_with('.'); });
    return folders;
  } catch (const Error&) {
    return {};
  }
}

std::string joined(const std::vector<fs::path>& folders) {
  if (folders.empty()) return "no models folder";
  std::string text;
  for (const fs::path& folder : folders) text += (text.empty() ? "" : ", ") + (folder / "packs").string();
  return text;
}

}  // namespace

Pack readPack(const fs::path& folder) {
  const fs::path packJson = folder / "pack.json";
  try {
    const json root = parsedJson(readFile(packJson, ErrorCode::packDamaged));
    if (const int format = numberFrom(root.at("format"), 1, std::numeric_limits<int>::max(), "\"format\"");
        format != kFormat)
      damaged(packJson, "has format " + std::to_string(format) + ", this program reads format " +
                            std::to_string(kFormat));
    Pack pack;
    pack.folder = folder;
    root.at("id").get<std::string>();  // what it was called where it was made; its folder names it here
    pack.id = folder.filename().string();
    pack.title = root.value("title", pack.id);
    pack.purpose = root.value("purpose", "");
    if (pack.animates()) {
      pack.motionModel = root.at("motion_model").get<std::string>();
      pack.renderers = root.at("renderers").get<std::vector<std::string>>();
      if (pack.renderers.empty()) damaged(packJson, "names no renderer");
    }
    std::set<std::string> roles;
    pack.coefficientBasis = root.value("coefficient_basis", "studio");
    if (const auto size = root.find("picture_size"); size != root.end())
      pack.pictureSizePx = numberFrom(*size, 0, kLargestSide, "\"picture_size\"");
    // A renamed one is called by its new name.
    if (root.contains("person")) pack.title = "Person: " + pack.id.substr(pack.id.find('-') + 1);
    for (const json& entry : root.at("files")) {
      pack.files.push_back(entry.contains("pack") ? sharedFile(entry, pack.id, packJson)
                                                  : ownFile(entry, folder, packJson));
      if (!roles.insert(pack.files.back().role).second)
        damaged(packJson, "names the role \"" + pack.files.back().role + "\" twice");
    }
    return pack;
  } catch (const json::exception& error) {
    damaged(packJson, std::string("is not a valid pack description (") + error.what() + ")");
  } catch (const std::invalid_argument& error) {
    damaged(packJson, std::string("is not a valid pack description: ") + error.what());
  }
}

void Pack::requireAnimates() const {
  if (!animates())
    throw Error(ErrorCode::invalidArgument, "pack " + id,
                "holds networks to " + purpose + ", none that animates",
                "Choose a pack with renderers: orator packs list shows them");
}

bool Pack::has(std::string_view role) const {
  return std::any_of(files.begin(), files.end(), [&](const PackFile& f) { return f.role == role; });
}

fs::path Pack::file(const std::string& role) const {
  const auto found =
      std::find_if(files.begin(), files.end(), [&](const PackFile& f) { return f.role == role; });
  if (found == files.end())
    throw Error(ErrorCode::packMissing, "pack " + id, "has no file for the role \"" + role + "\"",
                "Use a pack that has one: orator packs list shows them");
  const PackFileState state = checkPackFile(*found);
  if (!state.present)
    throw Error(ErrorCode::packMissing, found->path.string(), "is missing from the pack " + id, kFetch);
  if (!state.intact)
    throw Error(ErrorCode::packDamaged, found->path.string(),
                "does not have the SHA-256 that the pack " + id + " expects", kFetchAgain);
  return found->path;
}

Pack openPack(const std::string& id) {
  if (isPath(id)) return packAt(id);
  if (id.empty() || id.front() == '.')
    throw Error(ErrorCode::invalidArgument, "pack \"" + id + "\"", "is not the name of a pack",
                "orator packs list shows the installed ones; a folder is given as ./FOLDER");
  const std::vector<fs::path> folders = modelFolders();
  for (const fs::path& models : folders) {
    const fs::path folder = models / "packs" / id;
    if (isFile(folder / "pack.json")) return readPack(folder);
  }
  if (hasDescription(id))
    throw Error(ErrorCode::packMissing, "pack " + id, "is not installed, but a folder here has that name",
                "Give it as a path: ./" + id);
  throw Error(ErrorCode::packMissing, "pack " + id, "is not installed (searched " + joined(folders) + ")",
              "orator packs list shows the installed ones; installer/run fetches the default pack");
}

std::vector<Pack> listPacks() {
  std::vector<Pack> packs;
  std::set<std::string> ids;
  for (const fs::path& models : modelFolders()) {
    for (const fs::path& folder : packFolders(models / "packs")) {
      if (!isFile(folder / "pack.json")) continue;
      try {
        Pack pack = readPack(folder);
        if (ids.insert(pack.id).second) packs.push_back(std::move(pack));
      } catch (const Error&) {
        // The list is of packs that can be read; openPack() says what is wrong with the others.
      }
    }
  }
  std::sort(packs.begin(), packs.end(), [](const Pack& a, const Pack& b) { return a.id < b.id; });
  return packs;
}

std::vector<Pack> listAnimatingPacks() {
  std::vector<Pack> packs = listPacks();
  std::erase_if(packs, [](const Pack& pack) { return !pack.animates(); });
  return packs;
}

Pack packWithRole(const std::string& role, const std::string& id) {
  for (Pack& pack : listPacks())
    if (pack.has(role)) return std::move(pack);
  throw Error(ErrorCode::packMissing, "pack " + id, "is not installed",
              "orator packs download " + id + " fetches it, orator packs import FOLDER takes what is there");
}

std::vector<PackFileState> verifyPack(const Pack& pack) {
  std::vector<PackFileState> states;
  for (const PackFile& file : pack.files) states.push_back(checkPackFile(file));
  return states;
}

}  // namespace orator::packs
