#include "core/packs/pack_import.h"

#include <algorithm>
#include <map>
#include <set>

#include "core/base/file_system.h"
#include "core/base/files.h"
#include "core/base/partial_folder.h"
#include "core/packs/checkpoint_check.h"
#include "core/packs/new_pack.h"
#include "core/packs/pack_file_check.h"
#include "core/packs/sha256.h"
#include "core/tensor/checkpoint_file.h"

namespace orator::packs {
namespace {

namespace fs = std::filesystem;
using FilesByRole = std::map<std::string, FoundFile>;

constexpr char kFaceModelFile[] = "01_MorphableModel.mat";

bool endsLikeWeights(const fs::path& file) {
  static const std::set<std::string> endings{".safetensors", ".pth", ".tar", ".pt", ".ckpt", ".model"};
  return endings.contains(file.extension().string());
}

/// A file that may be one of ours, opened once.
struct Candidate {
  fs::path path;
  std::string role;  ///< as its tensors say, or as the published file of its name
  bool byTensors = false;
};

class Import {
 public:
  Import(const ImportOptions& options, const RunContext& context, const Catalogue& catalogue)
      : options_(options),
        context_(context),
        catalogue_(catalogue),
        models_(options.modelsFolder.empty() ? userModelsFolder() : options.modelsFolder) {}

  ImportResult run(const std::vector<fs::path>& paths) {
    if (!options_.as.empty()) publishedPack(options_.as, catalogue_);
    PartialFolder::tidy(models_ / "packs");
    for (const fs::path& path : filesIn(paths)) look(path);
    check();
    for (const PublishedPack& pack : catalogue_) make(pack);
    askForTheRest();
    return std::move(result_);
  }

 private:
  /// Files named, and those in folders that end like weights. Sorted, each once.
  std::set<fs::path> filesIn(const std::vector<fs::path>& paths) {
    std::set<fs::path> files;
    for (const fs::path& path : paths) {
      if (!isFolder(path)) {
        requireFile(path);
        files.insert(absolutePath(path));
        continue;
      }
      std::error_code failure;
      fs::recursive_directory_iterator at(path, fs::directory_options::skip_permission_denied, failure);
      for (; !failure && at != fs::recursive_directory_iterator(); at.increment(failure)) {
        context_.throwIfCancelled();
        const fs::path file = absolutePath(at->path());
        if (!isFile(file)) continue;  // nor is a dangling link
        if (file.filename() == kFaceModelFile) result_.faceModelFolders.push_back(file.parent_path());
        if (endsLikeWeights(file)) files.insert(file);
      }
      if (failure) refuse(path, "the folder cannot be read to its end: " + failure.message());
    }
    return files;
  }

  void refuse(const fs::path& path, const std::string& reason) { result_.refused.push_back({path, reason}); }

  void look(const fs::path& path) {
    context_.progress("Looking", std::int64_t(++looked_), 0);
    context_.throwIfCancelled();
    try {
      const auto file = tensor::CheckpointFile::open(path);
      if (const auto role = recogniseCheckpoint(file)) {
        if (const auto faults = checkpointFaults(file, *role, CheckDepth::structure); !faults.empty())
          return refuse(path,
                        "it looks like " + *role + ", but its tensors are not those published: " + faults);
        candidates_.push_back({path, *role, true});
      } else if (const PublishedFile* named = publishedNamed(path)) {
        candidates_.push_back({path, named->role, false});
      } else {
        refuse(path, whyNotRecognised(file));
      }
    } catch (const Error& error) {
      if (error.code() != ErrorCode::checkpointRefused) throw;
      refuse(path, error.reason());
    }
  }

  template <class Wanted>
  const PublishedFile* findPublished(const Wanted& wanted) const {
    for (const PublishedPack& pack : catalogue_)
      for (const auto* files : {&pack.files, &pack.separateFiles})
        for (const PublishedFile& file : *files)
          if (wanted(file)) return &file;
    return nullptr;
  }
  const PublishedFile* publishedNamed(const fs::path& path) const {
    return findPublished([&](const PublishedFile& file) { return path.filename() == file.name; });
  }
  const PublishedFile* publishedSha256(const std::string& sha256) const {
    return findPublished([&](const PublishedFile& file) { return file.sha256 == sha256; });
  }

  /// Digests, and every number of what is not the published file.
  void check() {
    std::uint64_t bytes = 0;
    for (const Candidate& candidate : candidates_) bytes += sizeOfFile(candidate.path);
    ByteProgress progress("Checking", bytes, context_);
    for (const Candidate& candidate : candidates_) {
      FoundFile file{.path = candidate.path, .role = candidate.role, .sha256 = {}};
      file.sha256 = fileSha256(candidate.path, [&](std::size_t count) { progress.add(count); });
      if (const PublishedFile* published = publishedSha256(file.sha256)) {
        file.published = true;
        file.role = published->role;
      } else if (const PublishedFile* named = publishedNamed(candidate.path);
                 named && !named->sha256.empty() && !options_.acceptAltered) {
        refuse(candidate.path,
               "it has the name of a published file but another SHA-256, so it is damaged or was changed "
               "(--accept-altered takes it where its tensors are those published)");
        continue;
      } else if (!candidate.byTensors) {
        refuse(candidate.path,
               "it has the name of a published file, but neither its SHA-256 nor its tensors");
        continue;
      } else if (const auto faults = valueFaults(candidate); !faults.empty()) {
        refuse(candidate.path, "its tensors are not those published: " + faults);
        continue;
      }
      take(file);
    }
  }

  static std::string valueFaults(const Candidate& candidate) {
    try {
      return checkpointFaults(tensor::CheckpointFile::open(candidate.path), candidate.role,
                              CheckDepth::values);
    } catch (const Error& error) {
      if (error.code() != ErrorCode::checkpointRefused) throw;
      return error.reason();
    }
  }

  /// Of two files for one place the published one stays, else the first.
  void take(const FoundFile& file) {
    result_.found.push_back(file);
    const auto place = [&](const std::string& pack) {
      const auto [at, isNew] = found_[pack].emplace(file.role, file);
      if (!isNew && file.published && !at->second.published) at->second = file;
    };
    if (isOwn(file.role)) return place(packOf(file));
    for (const PublishedPack& pack : catalogue_)
      if (hasRole(pack, file.role)) place(pack.id);
  }

  /// Files of one role that differ from pack to pack.
  static bool isOwn(const std::string& role) { return role == "sadtalker" || role == "wav2lip"; }

  std::string packOf(const FoundFile& file) const {
    std::vector<const PublishedPack*> possible;
    for (const PublishedPack& pack : catalogue_)
      for (const PublishedFile& published : pack.files) {
        if (published.role != file.role) continue;
        if (published.sha256 == file.sha256) return pack.id;
        possible.push_back(&pack);
      }
    for (const PublishedPack* pack : possible)
      if (pack->id == options_.as) return pack->id;
    for (const PublishedPack* pack : possible)
      for (const PublishedFile& published : pack->files)
        if (published.name == file.path.filename()) return pack->id;
    if (possible.empty()) return {};
    std::string names;
    for (const PublishedPack* pack : possible) {
      if (pack->pictureSizePx > 0 &&
          pathText(file.path.filename()).find(std::to_string(pack->pictureSizePx)) != std::string::npos)
        return pack->id;
      names += (names.empty() ? "" : " or ") + pack->id;
    }
    context_.note(pathText(file.path) + " may be for " + names + "; it is taken for " + possible.front()->id +
                  ". --as says otherwise");
    return possible.front()->id;
  }

  static bool hasRole(const PublishedPack& pack, const std::string& role) {
    const auto is = [&](const PublishedFile& file) { return file.role == role; };
    return std::any_of(pack.files.begin(), pack.files.end(), is) ||
           std::any_of(pack.separateFiles.begin(), pack.separateFiles.end(), is);
  }

  /// The files of the pack as it is installed, as far as they are whole.
  FilesByRole installed(const PublishedPack& model) const {
    FilesByRole files;
    const fs::path folder = models_ / "packs" / model.id;
    if (!isFile(folder / "pack.json")) return files;
    try {
      for (const PackFile& file : readPack(folder).files)
        if (hasRole(model, file.role) && checkPackFile(file).intact)
          files.emplace(file.role, FoundFile{file.path, file.role, file.sha256,
                                             publishedSha256(file.sha256) != nullptr});
    } catch (const Error& error) {
      context_.note("the installed pack " + model.id + " cannot be read and is made anew: " + error.what());
    }
    return files;
  }

  static bool isShared(const std::string& role) { return role.starts_with("mapping"); }

  void make(const PublishedPack& model) {
    FilesByRole files = found_[model.id];
    const bool started =
        std::any_of(files.begin(), files.end(), [](const auto& item) { return !isShared(item.first); });
    const FilesByRole old = files.empty() ? FilesByRole() : installed(model);
    if (!started && old.empty()) return;
    for (const auto& [role, file] : old) files.emplace(role, file);

    const auto has = [&](const PublishedFile& file) { return files.contains(file.role); };
    const bool separate = !files.contains("sadtalker") && !model.separateFiles.empty() &&
                          std::any_of(model.separateFiles.begin(), model.separateFiles.end(), has);
    std::vector<PublishedFile> wanted;
    for (const PublishedFile& file : model.files)
      if (!(separate && file.role == "sadtalker")) wanted.push_back(file);
    if (separate) wanted.insert(wanted.end(), model.separateFiles.begin(), model.separateFiles.end());
    bool complete = true;
    for (const PublishedFile& file : wanted)
      if (!has(file)) {
        complete = false;
        result_.missing.push_back({model.id, file});
      }
    if (!complete) return;
    if (!sameFiles(wanted, files, old)) build(model, wanted, files);
    result_.packs.push_back(model.id);
  }

  static bool sameFiles(const std::vector<PublishedFile>& wanted, const FilesByRole& files,
                        const FilesByRole& old) {
    return std::all_of(wanted.begin(), wanted.end(), [&](const PublishedFile& file) {
      const auto had = old.find(file.role);
      return had != old.end() && had->second.sha256 == files.at(file.role).sha256;
    });
  }

  void build(const PublishedPack& model, const std::vector<PublishedFile>& wanted, const FilesByRole& files) {
    std::uint64_t bytes = 0;
    for (const PublishedFile& file : wanted) bytes += sizeOfFile(files.at(file.role).path);
    ByteProgress progress("Copying", bytes, context_);
    NewPack pack(models_, model);
    for (const PublishedFile& file : wanted) {
      const FoundFile& found = files.at(file.role);
      pack.add(found, found.published ? file.name : pathText(found.path.filename()), options_.mode, progress);
    }
    pack.commit();
  }

  /// Only files that every pack shares were found: the first pack's checkpoint is what is missing.
  void askForTheRest() {
    if (!result_.packs.empty() || !result_.missing.empty() || result_.found.empty()) return;
    const PublishedPack& model = catalogue_[0];
    for (const PublishedFile& file : model.files)
      if (!found_[model.id].contains(file.role)) result_.missing.push_back({model.id, file});
  }

  const ImportOptions& options_;
  const RunContext& context_;
  const Catalogue& catalogue_;
  fs::path models_;
  std::size_t looked_ = 0;
  std::vector<Candidate> candidates_;
  std::map<std::string, FilesByRole> found_;  ///< pack -> role -> file
  ImportResult result_;
};

}  // namespace

ImportResult importPacks(const std::vector<fs::path>& paths, const ImportOptions& options,
                         const RunContext& context, const Catalogue& catalogue) {
  return Import(options, context, catalogue).run(paths);
}

}  // namespace orator::packs
