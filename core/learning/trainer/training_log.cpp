#include "core/learning/trainer/training_log.h"

#include <cerrno>
#include <cstdlib>
#include <fstream>

#include "core/base/files.h"

namespace orator::learning {
namespace {

std::string number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.6g", value);
  return text;
}

/// The lines of an older log up to a step, its header apart.
std::vector<std::string> linesUpTo(const std::filesystem::path& file, std::int64_t step) {
  std::vector<std::string> lines;
  std::ifstream stream(file);
  std::string line;
  std::getline(stream, line);
  while (std::getline(stream, line))
    if (!line.empty() && std::strtoll(line.c_str(), nullptr, 10) <= step) lines.push_back(line);
  return lines;
}

}  // namespace

TrainingLog::TrainingLog(std::filesystem::path file, const std::vector<std::string>& columns,
                         std::int64_t step)
    : path_(std::move(file)) {
  const auto before = step > 0 ? linesUpTo(path_, step) : std::vector<std::string>{};
  file_.reset(std::fopen(path_.c_str(), "w"));
  if (!file_) throw writeError(path_, errno);
  std::string header = "step";
  for (const std::string& column : columns) header += "," + column;
  line(header);
  for (const std::string& text : before) line(text);
}

void TrainingLog::row(std::int64_t step, std::span<const double> values) {
  std::string text = std::to_string(step);
  for (const double value : values) text += "," + number(value);
  line(text);
}

void TrainingLog::line(const std::string& text) {
  const std::string whole = text + "\n";
  if (std::fwrite(whole.data(), 1, whole.size(), file_.get()) != whole.size() ||
      std::fflush(file_.get()) != 0)
    throw writeError(path_, errno);
}

}  // namespace orator::learning
