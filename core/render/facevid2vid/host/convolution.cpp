#include "core/render/facevid2vid/host/convolution.h"

#include <ATen/ATen.h>

#include <algorithm>

#include "core/base/parallel.h"

namespace orator::render::facevid2vid::host {

using kernels::Kernels;

namespace {

constexpr Index kPad = 16;         // floats behind a row, so that rows do not meet in one set of the cache
constexpr Index kChunk = 2 << 20;  // floats of V and M together that a chunk may have at least

/// Sides of a tile and the functions for it.
struct Scheme {
  Index side, size, step;
  decltype(Kernels::input4) input;
  decltype(Kernels::output4) output;
};

Scheme schemeOf(Method method) {
  const Kernels& k = kernels::kernels();
  if (method == Method::winograd4) return {6, 4, 4, k.input4, k.output4};
  if (method == Method::winograd2) return {4, 2, 2, k.input2, k.output2};
  return {3, 3, 1, k.inputEnlarged, k.outputEnlarged};
}

/// The kernel's side of the transformation, [positions of an axis, 3].
at::Tensor kernelTransform(Method method) {
  std::vector<double> rows;
  if (method == Method::enlarged)
    rows = {1, 0, 0, 1, 1, 1, 0, 0, 1};
  else if (method == Method::winograd2)
    rows = {1, 0, 0, 0.5, 0.5, 0.5, 0.5, -0.5, 0.5, 0, 0, 1};
  else {
    const double a = 0.625, b = 1.5;  // the points of kernels_body.h
    const auto point = [&](double p, double norm) {
      rows.insert(rows.end(), {1 / norm, p / norm, p * p / norm});
    };
    point(0, a * a * b * b);
    for (const double p : {a, -a}) point(p, 2 * a * a * (a * a - b * b));
    for (const double p : {b, -b}) point(p, 2 * b * b * (b * b - a * a));
    rows.insert(rows.end(), {0, 0, 1});
  }
  return at::tensor(rows, at::kDouble).reshape({-1, 3});
}

Index roundedUp(Index value, Index step) {
  return (value + step - 1) / step * step;
}

/// [out, in, taps, 9] to the packed [positions][taps * in, out].
at::Tensor transformedWeights(const at::Tensor& weight, Method method) {
  const Index out = weight.size(0), in = weight.size(1), taps = weight.size(2);
  const at::Tensor axis = kernelTransform(method);
  const at::Tensor both = at::einsum("py,qx->pqyx", {axis, axis}).reshape({-1, 9});
  const Index positions = both.size(0);
  const at::Tensor plain = weight.to(at::kDouble).permute({3, 2, 1, 0}).contiguous();  // [9, taps, in, out]
  const Index count = taps * in * out;
  const at::Tensor rows = at::empty({positions, count}, at::kFloat), packed = at::empty_like(rows);
  const double *from = plain.data_ptr<double>(), *factors = both.data_ptr<double>();
  float *to = rows.data_ptr<float>(), *result = packed.data_ptr<float>();
  constexpr Index kWeights = 1024;  // whose kernels stay in the cache for all positions
  parallelFor(0, (count + kWeights - 1) / kWeights, 1, [&](Index begin, Index end) {
    for (Index part = begin; part < end; ++part)
      for (Index position = 0; position < positions; ++position) {
        const double* factor = factors + position * 9;
        for (Index i = part * kWeights; i < std::min(count, (part + 1) * kWeights); ++i) {
          double sum = 0;
          for (Index j = 0; j < 9; ++j) sum += factor[j] * from[j * count + i];
          to[position * count + i] = float(sum);
        }
      }
  });
  parallelFor(0, positions, 1, [&](Index begin, Index end) {
    for (Index position = begin; position < end; ++position)
      kernels::kernels().pack(to + position * count, taps, in, out, result + position * count);
  });
  return packed;
}

at::Tensor paddedBias(const at::Tensor& bias, Index count) {
  at::Tensor padded = at::zeros({count}, at::kFloat);
  if (bias.defined()) padded.slice(0, 0, bias.size(0)).copy_(bias);
  return padded;
}

/// Transforms the tiles of the rows firstRow..firstRow+rows-1. V is [positions][depth + taps - 1][tiles][in +
/// kPad].
void transformInput(const Volume& in, const Scheme& scheme, Index taps, Index firstRow, Index rows,
                    Index across, float* v) {
  const Index stride = in.channels + kPad, margin = (taps - 1) / 2, slabs = in.depth + taps - 1;
  const Index positionStride = slabs * rows * across * stride;
  const std::vector<float> outside(std::size_t(in.channels), 0.0f);
  parallelFor(0, slabs * rows, 1, [&](Index begin, Index end) {
    const float* pixels[36];
    for (Index line = begin; line < end; ++line) {
      const Index z = line / rows - margin, row = line % rows;
      for (Index tile = 0; tile < across; ++tile) {
        const Index top = (firstRow + row) * scheme.step - 1, left = tile * scheme.step - 1;
        for (Index i = 0; i < scheme.side; ++i)
          for (Index j = 0; j < scheme.side; ++j) {
            const Index y = top + i, x = left + j;
            const bool inside = z >= 0 && z < in.depth && y >= 0 && y < in.height && x >= 0 && x < in.width;
            pixels[i * scheme.side + j] = inside ? in.at(z, y, x) : outside.data();
          }
        scheme.input(pixels, in.channels, v + (line * across + tile) * stride, positionStride);
      }
    }
  });
}

}  // namespace

float* Buffer::floats(Index count) {
  if (!memory_.defined() || memory_.numel() < count) {
    memory_.reset();
    memory_ = at::empty({count}, at::kFloat);
  }
  return memory_.data_ptr<float>();
}

Convolution::Convolution(const at::Tensor& weight, const at::Tensor& bias, Method method)
    : inputs_(weight.size(1)),
      outputs_(roundedUp(weight.size(0), 16)),
      taps_(weight.dim() == 5 ? 3 : 1),
      method_(method),
      bias_(paddedBias(bias, outputs_)) {
  at::Tensor all = weight.reshape({weight.size(0), inputs_, taps_, 9});
  if (outputs_ > all.size(0))
    all = at::cat({all, at::zeros({outputs_ - all.size(0), inputs_, taps_, 9}, all.options())});
  weight_ = transformedWeights(all, method);
}

const float* Convolution::bias() const {
  return bias_.data_ptr<float>();
}

double Convolution::products(const Volume& in) const {
  const Scheme scheme = schemeOf(method_);
  const Index down = (in.height + scheme.step - 1) / scheme.step,
              across = (in.width + scheme.step - 1) / scheme.step;
  return double(scheme.side * scheme.side * down * across * in.depth) * double(taps_ * inputs_ * outputs_);
}

void Convolution::run(const Volume& in, Workspace& workspace, const TileSink& sink) const {
  const Kernels& k = kernels::kernels();
  const Scheme scheme = schemeOf(method_);
  const Index positions = scheme.side * scheme.side;
  const Index down = (in.height + scheme.step - 1) / scheme.step,
              across = (in.width + scheme.step - 1) / scheme.step;
  const Index stride = inputs_ + kPad, slabs = in.depth + taps_ - 1;
  // As many rows of tiles at once as make V and M about as large as the weights, which each chunk reads
  // again.
  const Index rowFloats = positions * across * (slabs * stride + in.depth * outputs_);
  const Index chunk = std::clamp<Index>(std::max(weight_.numel(), kChunk) / rowFloats, 1, down);
  float* v = workspace.v.floats(positions * slabs * chunk * across * stride);
  float* m = workspace.m.floats(positions * in.depth * chunk * across * outputs_);

  for (Index firstRow = 0; firstRow < down; firstRow += chunk) {
    const Index rows = std::min(chunk, down - firstRow), tiles = rows * across, products = in.depth * tiles;
    transformInput(in, scheme, taps_, firstRow, rows, across, v);

    const Index offsets[3] = {0, tiles * stride, 2 * tiles * stride};  // the slabs before, at and behind
    const Index parts = std::max<Index>(1, products / 256);
    parallelFor(0, positions * parts, 1, [&](Index begin, Index end) {
      for (Index task = begin; task < end; ++task) {
        const Index position = task / parts, part = task % parts;
        const Index first = products * part / parts, last = products * (part + 1) / parts;
        k.product({last - first, inputs_, taps_, outputs_, v + (position * slabs * tiles + first) * stride,
                   stride, offsets, weight_.data_ptr<float>() + position * weight_.size(1),
                   m + (position * products + first) * outputs_, outputs_});
      }
    });

    parallelFor(0, in.depth * rows, 1, [&](Index begin, Index end) {
      std::vector<float> values(std::size_t(scheme.size * scheme.size * outputs_));
      for (Index line = begin; line < end; ++line)
        for (Index tile = 0; tile < across; ++tile) {
          scheme.output(m + (line * across + tile) * outputs_, products * outputs_, outputs_, values.data());
          sink({line / rows, (firstRow + line % rows) * scheme.step, tile * scheme.step, scheme.size,
                values.data()});
        }
    });
  }
}

Projection::Projection(const at::Tensor& weight, const at::Tensor& bias)
    : inputs_(weight.size(1)), outputs_(weight.size(0)), bias_(paddedBias(bias, outputs_)) {
  const at::Tensor rows = weight.reshape({outputs_, inputs_}).t().to(at::kFloat).contiguous();
  weight_ = at::empty({inputs_ * outputs_}, at::kFloat);
  kernels::kernels().pack(rows.data_ptr<float>(), 1, inputs_, outputs_, weight_.data_ptr<float>());
}

const float* Projection::bias() const {
  return bias_.data_ptr<float>();
}

void Projection::run(const Volume& in, const Volume& out) const {
  const Index offset = 0;
  parallelFor(0, in.pixels(), 128, [&](Index begin, Index end) {
    for (Index first = begin; first < end; first += 128)
      kernels::kernels().product({std::min<Index>(128, end - first), inputs_, 1, outputs_, in.at(first),
                                  in.stride, &offset, weight_.data_ptr<float>(), out.at(first), out.stride});
  });
}

TileSink written(const Convolution& convolution, const Volume& out, float slope, const Volume& residual) {
  return [=, &k = kernels::kernels(), &convolution](const Tile& tile) {
    for (Index i = 0; i < tile.size && tile.y + i < out.height; ++i)
      for (Index j = 0; j < tile.size && tile.x + j < out.width; ++j)
        k.finish(tile.values + (i * tile.size + j) * convolution.outputs(), convolution.bias(),
                 residual.data ? residual.at(tile.z, tile.y + i, tile.x + j) : nullptr, slope, out.channels,
                 out.at(tile.z, tile.y + i, tile.x + j));
  };
}

TileSink writtenEnlarged(const Convolution& convolution, const Volume& out, float slope, int factor) {
  return [=, &k = kernels::kernels(), &convolution](const Tile& tile) {
    const auto result = [&](Index phase) { return phase == 0 ? 0 : phase == factor - 1 ? 2 : 1; };
    for (Index i = 0; i < factor; ++i)
      for (Index j = 0; j < factor; ++j)
        k.finish(tile.values + (result(i) * 3 + result(j)) * convolution.outputs(), convolution.bias(),
                 nullptr, slope, out.channels, out.at(tile.z, tile.y * factor + i, tile.x * factor + j));
  };
}

}  // namespace orator::render::facevid2vid::host
