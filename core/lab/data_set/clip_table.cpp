#include "core/lab/data_set/clip_table.h"

#include <fstream>
#include <sstream>
#include <vector>

#include "core/base/file_system.h"

namespace orator::lab {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> cells(std::string line) {
  if (!line.empty() && line.back() == '\r') line.pop_back();
  std::vector<std::string> out;
  std::istringstream stream(line);
  for (std::string cell; std::getline(stream, cell, '\t');) out.push_back(cell);
  return out;
}

}  // namespace

ClipTable::ClipTable(const fs::path& folder) {
  fs::path beside = folder;
  if (!beside.has_filename()) beside = beside.parent_path();
  read(beside.parent_path() / (beside.filename().string() + ".tsv"));
  for (const fs::path& file : entriesOf(folder.empty() ? "." : folder))
    if (file.extension() == ".tsv") read(file);
}

void ClipTable::read(const fs::path& table) {
  std::ifstream stream(table);
  std::string line;
  if (!std::getline(stream, line)) return;
  const std::vector<std::string> names = cells(line);
  while (std::getline(stream, line)) {
    const std::vector<std::string> row = cells(line);
    const auto cell = [&](std::initializer_list<const char*> wanted) {
      for (const char* name : wanted)
        for (std::size_t i = 0; i < names.size() && i < row.size(); ++i)
          if (names[i] == name) return row[i];
      return std::string();
    };
    if (const std::string file = cell({"file"}); !file.empty())
      entries_[file] = {cell({"speaker"}), cell({"language"}),       cell({"sex"}),
                        cell({"note"}),    cell({"source", "repo"}), cell({"licence", "license"})};
  }
}

ClipEntry ClipTable::entry(const std::string& file) const {
  const auto found = entries_.find(file);
  ClipEntry entry = found == entries_.end() ? ClipEntry{} : found->second;
  if (entry.speaker.empty()) entry.speaker = fs::path(file).stem().string();
  return entry;
}

}  // namespace orator::lab
