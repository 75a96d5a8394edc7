#pragma once

#include <string>

namespace orator::tensor {

/// One kind of disagreement between a checkpoint and what is expected of it, with all its tensors; long lists
/// are cut after ten names.
class Complaint {
 public:
  explicit Complaint(std::string title) : title_(std::move(title)) {}
  void add(const std::string& name) {
    if (count_++ < 10) names_ += (names_.empty() ? "" : ", ") + name;
  }
  int count() const { return count_; }
  /// "2 missing (a, b)", or nothing.
  std::string text() const {
    if (count_ == 0) return {};
    std::string text = std::to_string(count_) + " " + title_ + " (" + names_;
    if (count_ > 10) text += " and " + std::to_string(count_ - 10) + " more";
    return text + ")";
  }

 private:
  std::string title_, names_;
  int count_ = 0;
};

}  // namespace orator::tensor
