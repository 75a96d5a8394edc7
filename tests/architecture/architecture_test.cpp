// The rules of ARCHITECTURE.md that a compiler does not check.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace orator {
namespace {

namespace fs = std::filesystem;

struct Source {
  std::string path;   ///< relative to the repository
  std::string layer;  ///< "core/media", "ui/views", "app/cli", "tests"
  int lines = 0;
  std::vector<std::string> includes;
};

std::string layerOf(const std::string& path) {
  const std::size_t first = path.find('/');
  if (path.rfind("tests/", 0) == 0) return path.substr(0, first);
  return path.substr(0, path.find('/', first + 1));
}

std::vector<Source> sources() {
  static const std::regex include(R"(^\s*#\s*include\s*[<"]([^>"]+)[>"])");
  std::vector<Source> found;
  for (const char* top : {"app", "core", "ui", "tests"}) {
    const fs::path folder = fs::path(ORATOR_SOURCE_DIR) / top;
    if (!fs::exists(folder)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
      const std::string ending = entry.path().extension().string();
      if (ending != ".h" && ending != ".cpp") continue;
      Source source;
      source.path = fs::relative(entry.path(), ORATOR_SOURCE_DIR).generic_string();
      source.layer = layerOf(source.path);
      std::ifstream stream(entry.path());
      for (std::string line; std::getline(stream, line); ++source.lines)
        if (std::smatch match; std::regex_search(line, match, include)) source.includes.push_back(match[1]);
      found.push_back(source);
    }
  }
  return found;
}

std::string trimmed(const std::string& text) {
  const auto begin = text.find_first_not_of(' ');
  return begin == std::string::npos ? "" : text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

std::vector<std::string> partsOf(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, separator);) parts.push_back(trimmed(part));
  return parts;
}

/// A row of the table of layers in ARCHITECTURE.md.
struct Layer {
  std::string description;
  std::set<std::string> mayInclude;  ///< itself apart
};

/// The table's last column says "render, base; a remark", "project and below" or "ui/kit".
std::map<std::string, Layer> readLayers() {
  std::vector<std::vector<std::string>> rows;
  std::ifstream stream(fs::path(ORATOR_SOURCE_DIR) / "ARCHITECTURE.md");
  bool inside = false;
  for (std::string line; std::getline(stream, line);) {
    if (line.rfind("| Layer |", 0) == 0)
      inside = true;
    else if (inside && line.empty())
      break;
    else if (inside && line.rfind("| ---", 0) != 0)
      rows.push_back(partsOf(line.substr(1), '|'));
  }
  static const std::regex remark(R"(;.*| \([^)]*\))"), below(R"(([\w/]+) and below)");
  const auto folder = [](const std::string& name) {
    return name.find('/') == std::string::npos ? "core/" + name : name;
  };
  std::map<std::string, Layer> layers;
  for (auto row = rows.rbegin(); row != rows.rend(); ++row) {  // from the ground up
    Layer layer{row->at(1), {}};
    for (const std::string& name : partsOf(std::regex_replace(row->at(2), remark, ""), ',')) {
      std::smatch match;
      const bool andBelow = std::regex_match(name, match, below);
      const std::string other = folder(andBelow ? match[1].str() : name);
      if (!layers.count(other)) throw std::runtime_error(row->at(0) + " may not include \"" + other + "\"");
      layer.mayInclude.insert(other);
      if (andBelow) layer.mayInclude.insert(layers[other].mayInclude.begin(), layers[other].mayInclude.end());
    }
    layers[row->at(0)] = layer;
  }
  return layers;
}

const std::map<std::string, Layer>& layers() {
  static const std::map<std::string, Layer> table = readLayers();
  return table;
}

bool startsWithAny(const std::string& text, std::initializer_list<const char*> heads) {
  for (const char* head : heads)
    if (text.rfind(head, 0) == 0) return true;
  return false;
}

TEST(Architecture, IncludesOnlyPointDown) {
  int seen = 0;
  for (const Source& source : sources()) {
    if (source.layer == "tests") continue;
    const auto own = layers().find(source.layer);
    ASSERT_NE(own, layers().end()) << source.path << " lies in a layer that ARCHITECTURE.md does not know";
    for (const std::string& include : source.includes) {
      if (!startsWithAny(include, {"core/", "ui/", "app/"})) continue;
      ++seen;
      const std::string layer = layerOf(include);
      EXPECT_TRUE(layer == source.layer || own->second.mayInclude.count(layer))
          << source.path << " includes " << include;
    }
  }
  EXPECT_GT(seen, 50);
}

TEST(Architecture, EveryFolderIsNamedInTheTable) {
  std::set<std::string> folders;
  for (const Source& source : sources())
    if (source.layer != "tests") folders.insert(fs::path(source.path).parent_path().generic_string());
  for (const std::string& folder : folders) {
    const auto own = layers().find(layerOf(folder + "/"));
    ASSERT_NE(own, layers().end()) << folder;
    if (folder == own->first) continue;
    for (const std::string& part : partsOf(folder.substr(own->first.size() + 1), '/'))
      EXPECT_NE(own->second.description.find("`" + part + "`"), std::string::npos) << folder;
  }
}

TEST(Architecture, EveryLayerOfTheTableHasSources) {
  std::set<std::string> found;
  for (const Source& source : sources()) found.insert(source.layer);
  for (const auto& [name, layer] : layers()) EXPECT_TRUE(found.count(name)) << name;
}

using Folders = std::map<std::string, std::set<std::string>>;  ///< each with those that it includes from

/// For every folder, what its direct sub-folders, with all that lies in them, include from each other.
std::map<std::string, Folders> siblingIncludes() {
  std::map<std::string, Folders> graphs;
  for (const Source& source : sources())
    for (const std::string& include : source.includes) {
      if (!startsWithAny(include, {"core/", "ui/", "app/"})) continue;
      std::size_t common = 0;  // behind the last slash up to which both agree
      for (std::size_t i = 0;
           i < std::min(source.path.size(), include.size()) && source.path[i] == include[i]; ++i)
        if (include[i] == '/') common = i + 1;
      const std::size_t from = source.path.find('/', common), to = include.find('/', common);
      if (common == 0 || from == std::string::npos || to == std::string::npos) continue;
      graphs[include.substr(0, common)][source.path.substr(0, from)].insert(include.substr(0, to));
    }
  return graphs;
}

/// "a > b > a" where `start` includes from itself by way of others; empty otherwise. @param path walked so
/// far
std::string circle(const std::string& start, const Folders& graph, const std::vector<std::string>& path,
                   std::set<std::string>& seen) {
  const auto own = graph.find(path.back());
  if (own == graph.end()) return {};
  for (const std::string& next : own->second) {
    std::vector<std::string> longer = path;
    longer.push_back(next);
    if (next == start) {
      std::string text;
      for (const std::string& folder : longer) text += (text.empty() ? "" : " > ") + folder;
      return text;
    }
    if (!seen.insert(next).second) continue;
    if (std::string found = circle(start, graph, longer, seen); !found.empty()) return found;
  }
  return {};
}

TEST(Architecture, SubFoldersDoNotIncludeEachOtherInCircles) {
  const std::map<std::string, Folders> graphs = siblingIncludes();
  EXPECT_TRUE(graphs.count("ui/") && graphs.count("ui/views/") && graphs.count("core/"));
  for (const auto& [parent, graph] : graphs)
    for (const auto& [folder, others] : graph) {
      std::set<std::string> seen;
      EXPECT_EQ(circle(folder, graph, {folder}, seen), "") << parent;
    }
}

TEST(Architecture, MotionAndRenderMeetOnlyInTheCoefficientTypes) {
  for (const Source& source : sources()) {
    if (source.layer != "core/render") continue;
    for (const std::string& include : source.includes)
      if (layerOf(include) == "core/motion") {
        EXPECT_EQ(include, "core/motion/motion_track.h") << source.path;
      }
  }
}

TEST(Architecture, NoQtInTheCore) {
  static const std::regex qt("^(Q[A-Za-z0-9]+|Qt[A-Za-z0-9]+/.*|qcustomplot\\.h)$");
  for (const Source& source : sources()) {
    if (source.layer.rfind("core/", 0) != 0) continue;
    for (const std::string& include : source.includes)
      EXPECT_FALSE(std::regex_match(include, qt)) << source.path << " includes " << include;
  }
}

TEST(Architecture, NoTorchInTheUserInterface) {
  for (const Source& source : sources()) {
    if (source.layer.rfind("ui/", 0) != 0) continue;
    for (const std::string& include : source.includes)
      EXPECT_FALSE(startsWithAny(include, {"torch/", "ATen/", "c10/", "core/tensor/"}))
          << source.path << " includes " << include;
  }
}

TEST(Architecture, OnlyTheOverlayKnowsImGui) {
  for (const Source& source : sources()) {
    if (source.path.rfind("ui/views/overlay/", 0) == 0) continue;
    for (const std::string& include : source.includes)
      EXPECT_FALSE(startsWithAny(include, {"imgui"})) << source.path << " includes " << include;
  }
}

TEST(Architecture, OneFolderKnowsESpeak) {
  for (const Source& source : sources()) {
    if (source.path.rfind("core/lab/spoken/", 0) == 0) continue;
    for (const std::string& include : source.includes)
      EXPECT_FALSE(startsWithAny(include, {"espeak"})) << source.path << " includes " << include;
  }
}

TEST(Architecture, OneFolderKnowsHttp) {
  for (const Source& source : sources()) {
    if (source.layer == "core/service" || source.layer == "tests") continue;
    for (const std::string& include : source.includes) EXPECT_NE(include, "httplib.h") << source.path;
  }
}

/// A full disk makes both put an empty file in the place of a good one.
TEST(Architecture, FilesAreNotWrittenByQSaveFileNorByQSettingsOfItsOwnFormats) {
  for (const Source& source : sources()) {
    if (source.layer == "tests" || source.path.rfind("ui/kit/settings/", 0) == 0) continue;
    for (const std::string& include : source.includes) {
      EXPECT_NE(include, "QSaveFile") << source.path;
      EXPECT_TRUE(include != "QSettings" || source.path == "app/studio/main.cpp") << source.path;
    }
  }
}

TEST(Architecture, NobodyIncludesAllOfTorch) {
  for (const Source& source : sources())
    for (const std::string& include : source.includes) EXPECT_NE(include, "torch/torch.h") << source.path;
}

TEST(Architecture, CheckpointsAreReadByOurOwnReadersOnly) {
  for (const Source& source : sources())
    for (const std::string& include : source.includes)
      EXPECT_FALSE(startsWithAny(include, {"torch/script.h", "torch/serialize", "torch/jit", "torch/csrc/jit",
                                           "torch/csrc/api/include/torch/serialize", "caffe2/serialize"}))
          << source.path << " includes " << include << ", which can run what a file contains";
}

TEST(Architecture, NoSourceIsOverSixHundredLines) {
  for (const Source& source : sources()) EXPECT_LE(source.lines, 600) << source.path;
}

}  // namespace
}  // namespace orator
