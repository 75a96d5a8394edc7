#pragma once

#include <ATen/core/Tensor.h>

#include "core/lab/selfcheck/selfcheck.h"
#include "core/tensor/safetensors.h"

namespace orator::lab::selfcheck {

/// One opened golden file and the lines it has given so far.
class Golden {
 public:
  Golden(std::string part, const std::filesystem::path& folder);
  std::string salt() const;
  bool contains(const std::string& name) const { return file_.contains(name); }
  /// Of the tensors whose names begin so.
  std::vector<std::string> names(const std::string& beginning = {}) const;
  at::Tensor operator[](const std::string& name) const { return file_.tensor(name); }
  /// Largest difference relative to the standard deviation of the golden tensor.
  /// @param title of the line, where it is not the tensor's name
  void compareRelative(const std::string& quantity, const at::Tensor& found, double tolerance,
                       const std::string& title = {});
  void compareAbsolute(const std::string& quantity, const at::Tensor& found, double tolerance);
  void compareMeanAbsolute(const std::string& quantity, const at::Tensor& found, double tolerance);
  /// Of bytes: the mean difference; no value may be further away than `largest`.
  void comparePicture(const std::string& quantity, const at::Tensor& found, double mean, double largest);
  /// Of bytes: the share of values that differ, none by more than 1.
  void compareRounded(const std::string& quantity, const at::Tensor& found, double share);
  /// The tensors of this file whose names contain `.weight_`, copied into a module under `prefix`.
  void loadStoredState(const std::string& prefix, const std::map<std::string, at::Tensor>& state) const;

  std::vector<CheckLine> lines;

 private:
  void add(const std::string& quantity, const at::Tensor& found, double tolerance, bool relative, bool mean);
  at::Tensor differences(const std::string& quantity, const at::Tensor& found) const;
  void addLine(const std::string& quantity, double error, double tolerance);
  std::string part_;
  tensor::SafetensorsFile file_;
};

}  // namespace orator::lab::selfcheck
