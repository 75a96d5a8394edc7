#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace orator::face {

/// True when the variables of a version 5 file end exactly where the file ends: the library reports neither a
/// file that was cut nor a write that failed. The file exists.
bool matFileEndsWhole(const std::filesystem::path& file);

/// A MATLAB file with matrices of real numbers, versions 5 and, where the library knows it, 7.3.
class MatFile {
 public:
  /// @throws Error fileNotFound, notAFile, checkpointRefused (no MATLAB file, or one that was cut)
  explicit MatFile(std::filesystem::path file);
  ~MatFile();

  struct Matrix {
    std::size_t rows = 0, columns = 0;
    std::vector<float> values;  ///< column after column; whole numbers up to 2^24 are exact
    const float* column(std::size_t k) const { return values.data() + k * rows; }
  };
  /// Numbers of any width. @throws Error checkpointRefused: missing, no matrix, damaged, not finite
  Matrix matrix(const std::string& name) const;

  [[noreturn]] void refuse(const std::string& reason) const;

 private:
  struct Handle;
  std::filesystem::path file_;
  std::unique_ptr<Handle> handle_;
};

}  // namespace orator::face
