// The rules of ARCHITECTURE.md that a compiler does not check.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

namespace orator {
namespace {

namespace fs = std::filesystem;

struct Source {
  std::string path;   ///< relative to the repository
  std::string layer;  ///< "core/media", "ui", "app", "tests"
  int lines = 0;
  std::vector<std::string> includes;
};

std::string layerOf(const std::string& path) {
  const std::size_t first = path.find('/');
  if (path.substr(0, first) != "core") return path.substr(0, first);
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

/// Which layers a layer may include, itself apart: the arrows of ARCHITECTURE.md.
const std::map<std::string, std::set<std::string>>& allowedLayers() {
  static const std::map<std::string, std::set<std::string>> allowed = [] {
    std::map<std::string, std::set<std::string>> map;
    map["core/base"] = {};
    map["core/tensor"] = {"core/base"};
    map["core/packs"] = {"core/base", "core/tensor"};
    map["core/media"] = {"core/base"};
    map["core/audio"] = {"core/base", "core/tensor"};
    map["core/face"] = {"core/base", "core/tensor", "core/packs", "core/media"};
    map["core/motion"] = {"core/base", "core/tensor", "core/packs", "core/audio", "core/face"};
    map["core/render"] = {"core/base", "core/tensor", "core/packs", "core/face", "core/motion", "core/media"};
    map["core/pipeline"] = {"core/base",  "core/tensor", "core/packs",  "core/media",
                            "core/audio", "core/face",   "core/motion", "core/render"};
    map["core/project"] = map["core/pipeline"];
    map["core/project"].insert("core/pipeline");
    map["core/training"] = map["core/pipeline"];
    map["core/training"].insert("core/pipeline");
    map["ui"] = map["core/project"];
    map["ui"].insert("core/project");
    map["app"] = map["ui"];
    map["app"].insert({"ui", "core/training"});
    return map;
  }();
  return allowed;
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
    const auto allowed = allowedLayers().find(source.layer);
    ASSERT_NE(allowed, allowedLayers().end())
        << source.path << " lies in a layer that ARCHITECTURE.md does not know";
    for (const std::string& include : source.includes) {
      if (!startsWithAny(include, {"core/", "ui/", "app/"})) continue;
      ++seen;
      const std::string layer = layerOf(include);
      EXPECT_TRUE(layer == source.layer || allowed->second.count(layer))
          << source.path << " includes " << include;
    }
  }
  EXPECT_GT(seen, 50);
}

TEST(Architecture, MotionAndRenderMeetOnlyInTheCoefficientTypes) {
  for (const Source& source : sources()) {
    if (source.layer != "core/render") continue;
    for (const std::string& include : source.includes)
      if (startsWithAny(include, {"core/motion/"}))
        EXPECT_EQ(include, "core/motion/motion_track.h") << source.path;
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
    if (source.layer != "ui") continue;
    for (const std::string& include : source.includes)
      EXPECT_FALSE(startsWithAny(include, {"torch/", "ATen/", "c10/", "core/tensor/"}))
          << source.path << " includes " << include;
  }
}

TEST(Architecture, OnlyTheOverlayKnowsImGui) {
  for (const Source& source : sources()) {
    if (source.path.rfind("ui/overlay/", 0) == 0) continue;
    for (const std::string& include : source.includes)
      EXPECT_FALSE(startsWithAny(include, {"imgui"})) << source.path << " includes " << include;
  }
}

TEST(Architecture, NobodyIncludesAllOfTorch) {
  for (const Source& source : sources())
    for (const std::string& include : source.includes) EXPECT_NE(include, "torch/torch.h") << source.path;
}

TEST(Architecture, NoSourceIsOverSixHundredLines) {
  for (const Source& source : sources()) EXPECT_LE(source.lines, 600) << source.path;
}

}  // namespace
}  // namespace orator
