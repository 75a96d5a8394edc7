#include "core/packs/pack_download.h"

#include <algorithm>
#include <sstream>

#include "core/base/file_system.h"
#include "core/base/files.h"
#include "core/packs/fetch_file.h"
#include "core/packs/new_pack.h"
#include "core/packs/pack_file_check.h"
#include "core/packs/sha256.h"

namespace orator::packs {
namespace {

namespace fs = std::filesystem;

fs::path partOf(const DownloadPlan& plan, const PublishedFile& file) {
  return plan.incoming / (file.name + ".part");
}

std::string megabytes(std::uint64_t bytes) {
  return std::to_string((bytes + 500'000) / 1'000'000) + " MB";
}

std::string sizeText(const PublishedFile& file) {
  return file.bytes > 0 ? std::to_string(file.bytes) + " bytes" : "size not known";
}

/// An intact copy in an installed pack, or in the folder for incoming files.
std::vector<FoundFile> copiesAtHand(const DownloadPlan& plan, const PublishedFile& file,
                                    const std::vector<Pack>& packs) {
  std::error_code absent;
  const fs::path incoming = plan.incoming / file.name;
  if (fs::is_regular_file(incoming, absent) && fileSha256(incoming) == file.sha256)
    return {{incoming, file.role, file.sha256, true}};
  for (const Pack& pack : packs)
    for (const PackFile& candidate : pack.files)
      if (candidate.sha256 == file.sha256 && checkPackFile(candidate).intact)
        return {{candidate.path, file.role, file.sha256, true}};
  return {};
}

PublishedFile withMirrors(PublishedFile file, const std::vector<std::string>& mirrors) {
  std::vector<std::string> addresses;
  addresses.reserve(mirrors.size());
  for (const std::string& mirror : mirrors)
    addresses.push_back(mirror + (mirror.ends_with('/') ? "" : "/") + file.name);
  file.addresses.insert(file.addresses.begin(), addresses.begin(), addresses.end());
  return file;
}

bool isInstalled(const DownloadPlan& plan) {
  if (!isFile(plan.folder / "pack.json")) return false;
  try {
    const Pack pack = readPack(plan.folder);
    return std::all_of(pack.files.begin(), pack.files.end(),
                       [](const PackFile& file) { return checkPackFile(file).intact; });
  } catch (const Error&) {
    return false;  // a pack that cannot be read is to be made anew
  }
}

/// One download: its progress over all files.
class Download {
 public:
  Download(const DownloadPlan& plan, const RunContext& context) : plan_(plan), context_(context) {
    for (const PublishedFile& file : plan.files) total_ += file.bytes;
  }

  FoundFile fetch(const PublishedFile& file) {
    const fs::path part = partOf(plan_, file), whole = plan_.incoming / file.name;
    std::string failures;
    for (const std::string& address : file.addresses) {
      const std::string failure = fetchFrom(address, file, part);
      if (failure.empty()) {
        std::error_code unmoved;
        fs::rename(part, whole, unmoved);
        if (unmoved) throw writeError(whole, unmoved.value());
        finished_ += sizeOfFile(whole);
        return {whole, file.role, file.sha256, true};
      }
      const std::string told = std::string(address).append(": ").append(failure);
      failures.append(failures.empty() ? "" : "; ").append(told);
      context_.note(told);
    }
    throw Error(ErrorCode::packMissing, file.name, "could not be fetched (" + failures + ")",
                handText(plan_));
  }

 private:
  std::string fetchFrom(const std::string& address, const PublishedFile& file, const fs::path& part) {
    const std::uint64_t had = sizeOfFile(part);
    if (had > 0 && (file.bytes == 0 || had == file.bytes) && matches(part, file)) return {};
    if (had > 0 && had == file.bytes) removeFile(part);  // complete and wrong
    const auto report = [&](std::uint64_t bytes, std::uint64_t) {
      context_.progress("Downloading", std::int64_t(finished_ + bytes),
                        plan_.exact ? std::int64_t(total_) : 0);
    };
    // A part that was left may be of a bad copy; only what one address gave from its begin on speaks against
    // it.
    for (bool wentOn = sizeOfFile(part) > 0;; wentOn = false) {
      std::string failure = fetchFile(address, part, file.bytes, report, context_);
      if (!failure.empty()) return failure;
      if (matches(part, file)) return {};
      removeFile(part);
      if (!wentOn) break;
    }
    return "the file has another SHA-256 than the published one";
  }

  bool matches(const fs::path& part, const PublishedFile& file) {
    ByteProgress progress("Checking", sizeOfFile(part), context_);
    return fileSha256(part, [&](std::size_t count) { progress.add(count); }) == file.sha256;
  }

  const DownloadPlan& plan_;
  const RunContext& context_;
  std::uint64_t total_ = 0, finished_ = 0;
};

}  // namespace

DownloadPlan planDownload(const std::string& id, const DownloadOptions& options, const Catalogue& catalogue) {
  DownloadPlan plan;
  plan.pack = publishedPack(id, catalogue);
  plan.licence = plan.pack.licence;
  plan.origin = plan.pack.origin;
  const fs::path models = options.modelsFolder.empty() ? userModelsFolder() : options.modelsFolder;
  plan.folder = models / "packs" / id;
  plan.incoming = models / "incoming" / id;
  plan.installed = isInstalled(plan);
  if (plan.installed) return plan;
  for (const PublishedFile& file : plan.pack.files)
    if (file.sha256.empty())
      throw Error(ErrorCode::invalidArgument, "pack " + id,
                  "its authors state no SHA-256 of " + file.name + ", so it is not fetched",
                  "Fetch it from its authors by hand, then: orator packs import FOLDER");
  const std::vector<Pack> packs = listPacks();
  for (const PublishedFile& file : plan.pack.files) {
    const auto copies = copiesAtHand(plan, file, packs);
    plan.present.insert(plan.present.end(), copies.begin(), copies.end());
    if (!copies.empty()) continue;
    plan.files.push_back(withMirrors(file, options.mirrors));
    plan.bytes += file.bytes - std::min(file.bytes, sizeOfFile(partOf(plan, file)));
    plan.exact = plan.exact && file.bytes > 0;
  }
  std::error_code failure;
  fs::path existing = models;
  while (!fs::exists(existing, failure) && existing.has_relative_path()) existing = existing.parent_path();
  const fs::space_info space = fs::space(existing, failure);
  plan.freeBytes = failure ? 0 : std::uint64_t(space.available);
  return plan;
}

std::string planText(const DownloadPlan& plan) {
  std::ostringstream text;
  text << plan.pack.title << " (" << plan.origin << ")\n"
       << "Licence: " << plan.licence << "\n";
  for (const PublishedFile& file : plan.files)
    text << "  " << file.name << "  " << (file.bytes > 0 ? megabytes(file.bytes) : sizeText(file)) << "\n";
  for (const FoundFile& file : plan.present)
    text << "  " << pathText(file.path.filename()) << "  is here already\n";
  text << "To fetch: " << (plan.exact ? "" : "at least ") << megabytes(plan.bytes)
       << ", free on the disk: " << megabytes(plan.freeBytes) << "\n"
       << "Folder: " << pathText(plan.folder);
  return text.str();
}

std::string handText(const DownloadPlan& plan) {
  std::ostringstream text;
  text << "Run it again when the network is back, or fetch by hand";
  for (const PublishedFile& file : plan.files)
    text << "\n  " << (file.addresses.empty() ? file.name : file.addresses.front()) << "\n      "
         << sizeText(file) << ", SHA-256 " << file.sha256;
  text << "\nput the files into " << pathText(plan.incoming) << "\nand run: orator packs download "
       << plan.pack.id << "\n(files that lie elsewhere: orator packs import FOLDER)";
  return text.str();
}

void downloadPack(const DownloadPlan& plan, const RunContext& context) {
  if (plan.installed) return;
  if (plan.freeBytes > 0 && plan.bytes > plan.freeBytes)
    throw Error(ErrorCode::diskFull, pathText(plan.folder),
                megabytes(plan.bytes) + " are to be fetched and " + megabytes(plan.freeBytes) + " are free",
                "Free some disk space, or point XDG_DATA_HOME to a larger disk");
  makeFolder(plan.incoming);

  Download download(plan, context);
  std::vector<FoundFile> files = plan.present;
  for (const PublishedFile& file : plan.files) files.push_back(download.fetch(file));
  std::uint64_t bytes = 0;
  for (const FoundFile& file : files) bytes += sizeOfFile(file.path);
  ByteProgress progress("Copying", bytes, context);
  NewPack pack(plan.folder.parent_path().parent_path(), plan.pack);
  for (const FoundFile& file : files)
    pack.add(file, pathText(file.path.filename()), ImportMode::link, progress);
  pack.commit();
  std::error_code ignored;
  fs::remove_all(plan.incoming, ignored);  // what remains is only a second name of the pack's files
}

}  // namespace orator::packs
