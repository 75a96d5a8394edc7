// No function is long; those that were when the rule came are listed, and the list only shrinks.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <string>
#include <vector>

namespace orator {
namespace {

namespace fs = std::filesystem;

constexpr int kLongest = 60;  // lines from the opening to the closing brace

/// Functions that are longer, "path name", and how long they may be. Who shortens one lowers its number or
/// takes it away; nothing is added and no number rises.
const std::map<std::string, int> kKnown{
    {"core/face/model_builder/expression_actions.cpp ActionBook::drawLips", 67},
    {"core/lab/data_set/clip_builder.cpp ClipBuilder::buildClips", 70},
    {"core/render/mesh/face_field.cpp FaceField::evaluate", 99},
    {"core/render/mesh/face_field.cpp FaceField::interpolateExpression", 66},
    {"core/render/mesh/mouth.cpp drawMouth", 75},
    {"ui/model/studio/studio.cpp Studio::Studio", 87},
    {"ui/views/curves/curve_panel.cpp CurvePanel::makeTools", 67},
    {"ui/views/curves/timeline_plot.cpp TimelinePlot::buildLanes", 77},
    {"ui/views/dialogs/matrix_dialog.cpp MatrixDialog::queueInto", 63},
    {"ui/views/jobs/job_row.cpp JobRow::refresh", 66},
    {"ui/views/main_window/actions.cpp MainWindow::makeActions", 65},
    {"ui/views/panels/media/voice_card.cpp VoiceCard::VoiceCard", 82},
    {"ui/views/panels/motion/motion_panel.cpp MotionPanel::MotionPanel", 99},
    {"ui/views/panels/output/output_panel.cpp OutputPanel::OutputPanel", 84},
    {"ui/views/preview/preview_panel.cpp PreviewPanel::makeHeader", 72},
    {"ui/views/preview/preview_panel.cpp PreviewPanel::makeTransport", 65},
};

struct Function {
  std::string path, name;
  int line = 0, lines = 0;
};

/// The text without comments, literals and preprocessor lines: as long as before, and with the same lines.
std::string bare(const std::string& text) {
  std::string result = text;
  const auto blank = [&](std::size_t from, std::size_t to) {
    for (std::size_t i = from; i < to && i < result.size(); ++i)
      if (result[i] != '\n') result[i] = ' ';
    return to;
  };
  const auto endOf = [&](const std::string& what, std::size_t from) {
    const std::size_t found = text.find(what, from);
    return found == std::string::npos ? text.size() : found + what.size();
  };
  bool lineBegins = true;
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    if (lineBegins && c == '#') {
      std::size_t end = text.find('\n', i);
      while (end != std::string::npos && text[end - 1] == '\\') end = text.find('\n', end + 1);
      i = blank(i, end == std::string::npos ? text.size() : end);
    } else if (text.compare(i, 2, "//") == 0) {
      i = blank(i, endOf("\n", i) - 1);
    } else if (text.compare(i, 2, "/*") == 0) {
      i = blank(i, endOf("*/", i));
    } else if (text.compare(i, 2, "R\"") == 0) {
      const std::size_t open = text.find('(', i);
      i = blank(i, endOf(")" + text.substr(i + 2, open - i - 2) + "\"", open));
    } else if (c == '"' ||
               (c == '\'' && (i == 0 || !std::isalnum(static_cast<unsigned char>(text[i - 1]))))) {
      std::size_t end = i + 1;
      while (end < text.size() && text[end] != c) end += text[end] == '\\' ? 2 : 1;
      i = blank(i, end + 1);
    } else {
      if (c == '\n')
        lineBegins = true;
      else if (c != ' ')
        lineBegins = false;
      ++i;
    }
  }
  return result;
}

/// What stands before a brace outside any function: does it open one?
bool opensFunction(const std::string& head) {
  static const std::regex scope(R"(\b(namespace|class|struct|enum|union|extern)\b)"),
      ended(R"(\)\s*(const|noexcept|override|final|->[^;]*|\s)*$)");
  if (head.find('(') == std::string::npos) return false;
  if (std::regex_search(head, scope) && !std::regex_search(head, ended)) return false;
  int depth = 0;
  for (const char c : head) {
    if (c == '(' || c == '[' || c == '<') ++depth;
    if (c == ')' || c == ']' || c == '>') --depth;
    if (c == '=' && depth <= 0 && head.find("operator") == std::string::npos) return false;  // a value
  }
  return true;
}

std::vector<Function> functionsOf(const std::string& path, const std::string& source) {
  static const std::regex named(R"(([~\w:]+)\s*\()");
  const std::string text = bare(source);
  std::vector<Function> found;
  std::string head;
  int line = 1, depth = 0, within = 0;  // depth of the braces, and of the function that the place lies in
  for (const char c : text) {
    if (c == '\n') ++line;
    if (c == '{') {
      ++depth;
      if (within == 0 && opensFunction(head)) {
        within = depth;
        std::smatch match;
        found.push_back({path, std::regex_search(head, match, named) ? match[1].str() : "", line, 0});
      }
      head.clear();
    } else if (c == '}') {
      if (depth-- == within) {
        found.back().lines = line - found.back().line + 1;
        within = 0;
      }
      head.clear();
    } else if (c == ';') {
      head.clear();
    } else if (within == 0) {
      head += c;
    }
  }
  return found;
}

std::vector<Function> functions() {
  std::vector<Function> found;
  for (const char* top : {"app", "core", "ui"})
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(ORATOR_SOURCE_DIR) / top)) {
      if (entry.path().extension() != ".h" && entry.path().extension() != ".cpp") continue;
      std::ifstream stream(entry.path());
      const std::string text{std::istreambuf_iterator<char>(stream), {}};
      const auto own = functionsOf(fs::relative(entry.path(), ORATOR_SOURCE_DIR).generic_string(), text);
      found.insert(found.end(), own.begin(), own.end());
    }
  return found;
}

TEST(FunctionLength, IsCountedFromBraceToBraceWhateverCommentsAndTextsSay) {
  const auto found = functionsOf("a.cpp",
                                 "namespace a {\n"
                                 "const std::map<int, int> kMap{\n  {1, 2}};\n"
                                 "// no { here (\n"
                                 "int first(int x) {\n  if (x) {\n    return 1'000;\n  }\n  return '{';\n}\n"
                                 "class B {\n  int second() const { return f(\"}\"); }\n};\n"
                                 "B::B(int x) : y(x) {\n}\n"
                                 "}\n");
  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ(found[0].name, "first");
  EXPECT_EQ(found[0].line, 5);
  EXPECT_EQ(found[0].lines, 6);
  EXPECT_EQ(found[1].name, "second");
  EXPECT_EQ(found[1].lines, 1);
  EXPECT_EQ(found[2].name, "B::B");
  EXPECT_EQ(found[2].lines, 2);
}

TEST(FunctionLength, NoFunctionIsLongExceptThoseThatWere) {
  const std::vector<Function> all = functions();
  EXPECT_GT(all.size(), 2000u);
  for (const Function& function : all) {
    const auto known = kKnown.find(function.path + " " + function.name);
    EXPECT_LE(function.lines, known == kKnown.end() ? kLongest : known->second)
        << function.path << ":" << function.line << " " << function.name;
  }
}

TEST(FunctionLength, TheListNamesNothingThatHasBecomeShort) {
  std::map<std::string, int> lines;
  for (const Function& function : functions()) {
    int& longest = lines[function.path + " " + function.name];
    longest = std::max(longest, function.lines);
  }
  for (const auto& [name, most] : kKnown)
    EXPECT_GT(lines[name], kLongest) << name << " of at most " << most << " lines: take it from the list";
}

}  // namespace
}  // namespace orator
