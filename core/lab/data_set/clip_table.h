#pragma once

#include <filesystem>
#include <map>
#include <string>

namespace orator::lab {

/// What a table says of one clip; empty where it says nothing.
struct ClipEntry {
  std::string speaker, language, sex, note, source, licence;
};

/// The tables of one folder of clips: FOLDER.tsv beside it and every .tsv inside it. The first line names the
/// columns, separated by tabs; `file` is needed, others are as in ClipEntry. Unknown columns are ignored.
class ClipTable {
 public:
  explicit ClipTable(const std::filesystem::path& folder);
  /// @param file name of the clip without its folder. Without an entry the speaker is the name itself.
  ClipEntry entry(const std::string& file) const;

 private:
  void read(const std::filesystem::path& table);
  std::map<std::string, ClipEntry> entries_;
};

}  // namespace orator::lab
