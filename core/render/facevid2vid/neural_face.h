#pragma once

#include <c10/core/Device.h>

#include <memory>

#include "core/render/facevid2vid/key_points.h"
#include "core/render/precision.h"

namespace orator::tensor {
class WeightStore;
}

namespace orator::render::facevid2vid {

class Generator;

/// @throws Error deviceUnavailable: CUDA is asked for and missing, or Precision::fast without CUDA
void requireDevice(at::Device device, Precision precision);

/// The networks of a pack, in evaluation mode, float32 on the CPU.
struct NeuralFaceNetworks {
  std::shared_ptr<KeyPointDetector> detector;
  std::shared_ptr<MappingNet> mapping;
  std::shared_ptr<Generator> generator;
  /// From stores without prefix, as core/packs gives them; the mapping's width (70 or 73) is read from its
  /// weights.
  /// @throws Error checkpointRefused
  static NeuralFaceNetworks load(const tensor::WeightStore& detector, const tensor::WeightStore& mapping,
                                 const tensor::WeightStore& generator);
};

/// SadTalker's neural renderer (section 3.4) ready for use: a portrait once, then frames in any order.
///
///     NeuralFace face(networks, device, Precision::exact);
///     face.prepareSource(image, sourceWindow(track.source, cropParameters));
///     for each stretch of some frames, n from frame i on:
///       const TrackStretch stretch = stretchOf(track, i, n, cropParameters);
///       const at::Tensor points = face.keyPoints(stretch.columns, stretch.pose);
///       for each batch of face.batchSize(S): sink(asPictures(face.render(batch of points)));
///
/// Memory depends on the picture size and the batch, never on the track. A frame's values do not depend on
/// the batch it is rendered in beyond rounding. Not thread-safe: one object a thread. Every call runs without
/// gradients.
class NeuralFace {
 public:
  /// Converts the weights once (a second or two on a CPU, where the converted ones take 1.2 GB) and keeps the
  /// detector, the mapping and the portrait's encoder; on CUDA the networks are moved there.
  /// @throws Error as requireDevice
  NeuralFace(const NeuralFaceNetworks& networks, at::Device device, Precision precision);
  ~NeuralFace();
  NeuralFace(NeuralFace&&) noexcept;
  NeuralFace& operator=(NeuralFace&&) noexcept;

  at::Device device() const;
  /// Rows of a coefficient window: 70, or 73 with the portrait's crop parameters.
  std::int64_t coefficients() const;
  /// Frames a call of render() should get on this device at picture side S; 1 on a CPU.
  std::int64_t batchSize(std::int64_t side) const;

  /// Features and key points of a portrait; replaces the one before.
  /// @param image [1, 3, S, S] RGB 0..1, S a multiple of 128
  /// @param window [1, C, 27] of sourceWindow()
  void prepareSource(const at::Tensor& image, const at::Tensor& window);

  /// Driving key points of a stretch of the track; the mapping network runs once over it.
  /// @param columns [C, n + 26], frame i of the stretch at columns i..i+26; a window is a stretch of one
  /// frame
  /// @param pose the user's own angles in degrees, [n] each or undefined
  /// @return [n, 15, 3] on the device. @throws Error internal before prepareSource()
  at::Tensor keyPoints(const at::Tensor& columns, const PoseOverride& pose = {}) const;

  /// @param keyPoints [B, 15, 3] @return [B, 3, S, S] RGB 0..1, float32 on the device
  /// @throws Error outOfMemory, internal before prepareSource()
  at::Tensor render(const at::Tensor& keyPoints) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Pixels for display: rounded to 8 bits on the device, then copied. @param prediction [B, 3, S, S], 0..1
/// @return [B, S, S, 3] uint8 RGB, contiguous on the CPU
at::Tensor asPictures(const at::Tensor& prediction);

}  // namespace orator::render::facevid2vid
