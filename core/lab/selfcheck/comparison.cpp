#include "core/lab/selfcheck/comparison.h"

#include <ATen/ATen.h>

#include <limits>

namespace orator::lab::selfcheck {

Golden::Golden(std::string part, const std::filesystem::path& folder)
    : part_(std::move(part)), file_(tensor::SafetensorsFile::open(folder / (part_ + ".safetensors"))) {}

std::string Golden::salt() const {
  const auto found = file_.metadata().find("salt");
  if (found == file_.metadata().end())
    throw Error(ErrorCode::checkpointRefused, file_.subject(), "its metadata has no salt");
  return found->second;
}

std::vector<std::string> Golden::names(const std::string& beginning) const {
  std::vector<std::string> names;
  for (const tensor::TensorEntry& entry : file_.entries())
    if (entry.name.starts_with(beginning)) names.push_back(entry.name);
  return names;
}

void Golden::compareRelative(const std::string& quantity, const at::Tensor& found, double tolerance,
                             const std::string& title) {
  add(quantity, found, tolerance, true, false);
  if (!title.empty()) lines.back().quantity = title;
}
void Golden::compareAbsolute(const std::string& quantity, const at::Tensor& found, double tolerance) {
  add(quantity, found, tolerance, false, false);
}
void Golden::compareMeanAbsolute(const std::string& quantity, const at::Tensor& found, double tolerance) {
  add(quantity, found, tolerance, false, true);
}

/// Of every value; not defined where the shapes differ.
at::Tensor Golden::differences(const std::string& quantity, const at::Tensor& found) const {
  const at::Tensor golden = file_.tensor(quantity).to(at::kDouble);
  return found.sizes() == golden.sizes() ? (found.to(at::kDouble) - golden).abs() : at::Tensor();
}

void Golden::addLine(const std::string& quantity, double error, double tolerance) {
  lines.push_back({part_, quantity, error, tolerance, false, error <= tolerance});
}

void Golden::comparePicture(const std::string& quantity, const at::Tensor& found, double mean,
                            double largest) {
  const at::Tensor difference = differences(quantity, found);
  const bool near = difference.defined() && difference.max().item<double>() <= largest;
  addLine(quantity, near ? difference.mean().item<double>() : std::numeric_limits<double>::infinity(), mean);
}

void Golden::compareRounded(const std::string& quantity, const at::Tensor& found, double share) {
  const at::Tensor difference = differences(quantity, found);
  const bool near = difference.defined() && difference.max().item<double>() <= 1;
  addLine(quantity, near ? difference.mean().item<double>() : std::numeric_limits<double>::infinity(), share);
}

void Golden::add(const std::string& quantity, const at::Tensor& found, double tolerance, bool relative,
                 bool mean) {
  const at::Tensor golden = file_.tensor(quantity).to(at::kDouble);
  CheckLine line{part_, quantity, std::numeric_limits<double>::infinity(), tolerance, relative, false};
  if (found.sizes() == golden.sizes()) {
    const at::Tensor difference = (found.to(at::kDouble) - golden).abs();
    line.error = (mean ? difference.mean() : difference.max()).item<double>();
    if (relative)
      line.error /= golden.numel() > 1 ? golden.std().item<double>() : golden.abs().max().item<double>();
  }
  line.ok = line.error <= tolerance;  // false for NaN too
  lines.push_back(line);
}

void Golden::loadStoredState(const std::string& prefix,
                             const std::map<std::string, at::Tensor>& state) const {
  for (const auto& [name, tensor] : state)
    if (file_.contains(prefix + name)) tensor.detach().copy_(file_.tensor(prefix + name));
}

}  // namespace orator::lab::selfcheck
