#pragma once

#include <filesystem>
#include <map>

#include "core/tensor/layers.h"

namespace orator::render::restore {

/// The network of the package esrgan-medium (a residual dense network after Zhang et al. 2018, trained by
/// idealo's image-super-resolution). Key names: the layers' of the published model, "F_m1" to "SR".
class EsrganNet : public torch::nn::Module {
 public:
  /// @param scale 2, 3 or 4
  explicit EsrganNet(int scale);
  /// @param picture [B, 3, H, W] RGB, 0..255 @return [B, 3, scale H, scale W], about 0..255
  at::Tensor forward(const at::Tensor& picture) const;
  int scale() const { return scale_; }

  /// Reads the published file of numbers: layer by layer in the order of their names, the kernel as rows,
  /// columns, inputs, outputs, then the bias.
  /// @throws Error fileNotFound, notAFile, checkpointRefused (another length, values that are not numbers)
  void loadPublished(const std::filesystem::path& file);

 private:
  const tensor::Conv& layer(const std::string& name) const { return *layers_.at(name); }
  int scale_;
  std::map<std::string, std::shared_ptr<tensor::Conv>> layers_;
};

}  // namespace orator::render::restore
