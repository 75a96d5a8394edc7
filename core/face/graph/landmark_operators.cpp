#include "core/face/graph/landmark_operators.h"

#include <ATen/ops/empty.h>
#include <ATen/ops/zeros.h>
#include <flatbuffers/flexbuffers.h>

#include <algorithm>
#include <cmath>

namespace orator::face::graph {

LandmarkTransformOptions readLandmarkTransformOptions(const std::vector<std::uint8_t>& flexbuffer) {
  const auto map = flexbuffers::GetRoot(flexbuffer.data(), flexbuffer.size()).AsMap();
  LandmarkTransformOptions options;
  options.leftIndex = map["left_rotation_idx"].AsInt32();
  options.rightIndex = map["right_rotation_idx"].AsInt32();
  options.targetRotationRadians = map["target_rotation_radians"].AsFloat();
  options.scaleX = map["scale_x"].AsFloat();
  options.scaleY = map["scale_y"].AsFloat();
  options.outputWidth = int(map["output_width"].AsFloat());
  options.outputHeight = int(map["output_height"].AsFloat());
  const auto subset = map["subset_idxs"];
  const auto read = [&](const auto& list) {
    for (std::size_t i = 0; i < list.size(); ++i) options.subset.push_back(list[i].AsInt32());
  };
  subset.IsTypedVector() ? read(subset.AsTypedVector()) : read(subset.AsVector());
  return options;
}

at::Tensor landmarksToMatrix(const at::Tensor& landmarks, const LandmarkTransformOptions& o) {
  const at::Tensor flat = landmarks.contiguous();
  const float* p = flat.data_ptr<float>();
  const auto x = [&](int i) { return p[3 * i]; };
  const auto y = [&](int i) { return p[3 * i + 1]; };
  const float r = o.targetRotationRadians -
                  std::atan2(y(o.rightIndex) - y(o.leftIndex), x(o.rightIndex) - x(o.leftIndex));
  const float c = std::cos(r), s = std::sin(r);
  float left = 1e9f, right = -1e9f, top = 1e9f, bottom = -1e9f;
  for (int i : o.subset) {
    const float u = c * x(i) - s * y(i), v = s * x(i) + c * y(i);
    left = std::min(left, u), right = std::max(right, u);
    top = std::min(top, v), bottom = std::max(bottom, v);
  }
  const float u = (left + right) / 2, v = (top + bottom) / 2;
  const float centreX = c * u + s * v, centreY = -s * u + c * v;
  const float sx = o.scaleX * (right - left) / o.outputWidth, sy = o.scaleY * (bottom - top) / o.outputHeight;

  // shift(centre) * rotate(-r) * scale * shift(-output / 2)
  at::Tensor matrix = at::zeros({1, 4, 4});
  float* m = matrix.data_ptr<float>();
  m[0] = c * sx, m[1] = s * sy;
  m[4] = -s * sx, m[5] = c * sy;
  m[3] = centreX - m[0] * o.outputWidth / 2.f - m[1] * o.outputHeight / 2.f;
  m[7] = centreY - m[4] * o.outputWidth / 2.f - m[5] * o.outputHeight / 2.f;
  m[10] = m[15] = 1;
  return matrix;
}

at::Tensor transformBilinear(const at::Tensor& input, const at::Tensor& matrix, int height, int width) {
  const at::Tensor in = input.contiguous(at::MemoryFormat::ChannelsLast), m4 = matrix.contiguous();
  const std::int64_t channels = in.size(1), h = in.size(2), w = in.size(3);
  at::Tensor out =
      at::empty({1, channels, height, width}, in.options().memory_format(at::MemoryFormat::ChannelsLast));
  const float* m = m4.data_ptr<float>();
  const float* from = in.data_ptr<float>();
  float* to = out.data_ptr<float>();
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x, to += channels) {
      const float sx = m[0] * (x + 0.5f) + m[1] * (y + 0.5f) + m[3] - 0.5f;
      const float sy = m[4] * (x + 0.5f) + m[5] * (y + 0.5f) + m[7] - 0.5f;
      if (!(sx >= 0 && sy >= 0 && sx <= w - 1 && sy <= h - 1)) {
        std::fill_n(to, channels, 0.f);
        continue;
      }
      const std::int64_t x0 = std::int64_t(sx), y0 = std::int64_t(sy);
      const std::int64_t x1 = std::min(x0 + 1, w - 1), y1 = std::min(y0 + 1, h - 1);
      const float a = sx - x0, b = sy - y0;
      const float *p00 = from + (y0 * w + x0) * channels, *p01 = from + (y0 * w + x1) * channels;
      const float *p10 = from + (y1 * w + x0) * channels, *p11 = from + (y1 * w + x1) * channels;
      for (std::int64_t k = 0; k < channels; ++k)
        to[k] = (p00[k] * (1 - a) + p01[k] * a) * (1 - b) + (p10[k] * (1 - a) + p11[k] * a) * b;
    }
  return out;
}

at::Tensor transformLandmarks(const at::Tensor& landmarks, const at::Tensor& matrix, int components) {
  at::Tensor out = landmarks.contiguous().clone();
  const at::Tensor m4 = matrix.contiguous();
  const float* m = m4.data_ptr<float>();
  float* p = out.data_ptr<float>();
  for (std::int64_t i = 0; i + 1 < out.numel(); i += components) {
    const float x = p[i], y = p[i + 1];
    p[i] = m[0] * x + m[1] * y + m[3];
    p[i + 1] = m[4] * x + m[5] * y + m[7];
  }
  return out;
}

}  // namespace orator::face::graph
