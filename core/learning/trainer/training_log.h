#pragma once

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace orator::learning {

/// A CSV file with a line for each report of a training, its first column the step. Every line is on the disk
/// or an Error when row() returns.
class TrainingLog {
 public:
  /// Begins the log, or goes on in it: lines of later steps, left by a run that ended before it kept its
  /// state, are dropped.
  /// @param columns without the step @param step that the training goes on from; 0: a new log
  /// @throws Error outputUnwritable, diskFull
  TrainingLog(std::filesystem::path file, const std::vector<std::string>& columns, std::int64_t step);
  /// @throws Error outputUnwritable, diskFull
  void row(std::int64_t step, std::span<const double> values);

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  void line(const std::string& text);

  std::filesystem::path path_;
  std::unique_ptr<std::FILE, Close> file_;
};

}  // namespace orator::learning
