#pragma once

#include <ATen/core/Tensor.h>

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace orator::face::graph {

/// A small TensorFlow Lite graph run through LibTorch: the operators of MediaPipe's face and person networks.
/// Weights are converted once at load. run() is not thread-safe.
/// Tensors of rank 4 live as N C H W in channels-last memory, so that a change to the file's N H W C order is
/// free.
class TfliteGraph {
 public:
  /// @throws Error packMissing (no file), packDamaged (not such a graph, or an operator that is not known)
  explicit TfliteGraph(const std::filesystem::path& file);

  /// @param input [1, 3, H, W] float32 of the graph's input size
  /// @return outputs by name, each in the file's own shape (N H W C), contiguous float32
  std::map<std::string, at::Tensor> run(const at::Tensor& input) const;

  int inputHeight() const { return inputHeight_; }
  int inputWidth() const { return inputWidth_; }

 private:
  using Slots = std::vector<at::Tensor>;
  friend class GraphBuilder;

  std::string name_;  ///< of the file, for the statistics of tensors
  Slots constants_;   ///< one slot a tensor; undefined where a step fills it
  std::vector<std::function<void(Slots&)>> steps_;
  int inputSlot_ = 0, inputHeight_ = 0, inputWidth_ = 0;
  std::vector<std::pair<std::string, int>> outputs_;
};

}  // namespace orator::face::graph
