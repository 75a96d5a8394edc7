#pragma once

#include <memory>
#include <vector>

#include "core/render/facevid2vid/frame_arithmetic.h"
#include "core/render/facevid2vid/key_points.h"

namespace orator::render::facevid2vid {

class Generator;
class Spade;
class SpadeBlock;

/// The generator as a graph of LibTorch operators with everything folded at load: for CUDA, where whole
/// batches run at once. Statistics, grids, key points and the softmax stay float32 whatever the type of the
/// convolutions. The same code runs on a CPU, where tests compare it with the module. Not thread-safe.
class DeviceGenerator : public FrameArithmetic {
 public:
  /// @param type of the convolutions: float32 or float16
  DeviceGenerator(const Generator& generator, at::Device device, at::ScalarType type);
  void prepare(const at::Tensor& feature, const at::Tensor& source) override;
  at::Tensor render(const at::Tensor& driving) override;

 private:
  struct Layer {
    at::Tensor weight, bias;
    std::int64_t padding = 0;
    at::Tensor operator()(const at::Tensor& x) const;
  };
  /// A convolution of kernel 3 over a map that is first enlarged by nearest neighbour, done at the small
  /// size: along an axis the kernel's taps that meet the same pixel are summed.
  struct EnlargedLayer {
    at::Tensor parts[3][3];  ///< before, at and behind the middle of an enlarged pixel, both axes
    at::Tensor bias;
    at::Tensor operator()(const at::Tensor& x, std::int64_t factor) const;
  };
  struct Norm {
    Layer modulation;
    bool beta = true;
  };
  struct Block {
    std::vector<EnlargedLayer> shared;  ///< of norm 0, norm 1 and the shortcut's; empty at the map's own size
    Norm norm0, norm1, normShortcut;
    Layer conv0, conv1, projection, betaShortcut;
  };
  struct Motion {
    at::Tensor deformation, occlusion;
  };

  Layer layer(const at::Tensor& weight, const at::Tensor& bias, std::int64_t padding) const;
  EnlargedLayer enlarged(const Spade& spade) const;
  Block block(const SpadeBlock& block) const;
  Motion motion(const at::Tensor& driving) const;
  at::Tensor modulated(const Norm& norm, const at::Tensor& normal, const at::Tensor& hidden) const;
  at::Tensor enlarge(const Block& block, const at::Tensor& x, const at::Tensor& map,
                     std::int64_t factor) const;

  at::Device device_;
  at::ScalarType type_;
  Layer compress_, last_, mask_, occlusion_, third_, fourth_, first_, image_, shared_;
  std::vector<Layer> down_, up_;
  std::vector<Block> middle_;
  Block up0_, up1_;
  at::Tensor feature_, compressed_, source_, sourceHeat_, grid_;
};

}  // namespace orator::render::facevid2vid
