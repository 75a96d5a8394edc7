#include "core/render/facevid2vid/host/dense_motion.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>

#include "core/base/parallel.h"
#include "core/render/facevid2vid/dense_motion.h"

namespace orator::render::facevid2vid::host {

namespace {

typedef float Four __attribute__((vector_size(16)));
typedef float LooseFour __attribute__((vector_size(16), aligned(4), may_alias));

constexpr Index kFeature = 32, kCompressed = 4;  // channels
constexpr Index kReach = 3;                      // of the 7x7 kernels
constexpr Index kWide = 112;                     // channels of the hourglass's result
constexpr Index kTaps = 49;                      // of a 7x7 kernel
constexpr Index kOcclusionColumns = 64;          // kTaps rounded up to whole vectors

/// Coordinate of pixel i of n in -1..1.
float coordinate(Index i, Index n) {
  return float(double(i) / double(n - 1) * 2 - 1);
}

Four load4(const float* p) {
  return *reinterpret_cast<const LooseFour*>(p);
}

Convolution foldedConvolution(const ConvNorm& block, Method method) {
  const auto [weight, bias] = block.folded();
  return {weight, bias, method};
}

/// The compressed feature seen through a grid shifted by (x, y, z): one depth and row of the result. @param
/// line [w, 4]
void warpLine(const float* volume, Index height, Index width, const AxisSamples::Sample& z,
              const AxisSamples::Sample& y, float* line) {
  const auto row = [&](Index plane, Index line_) {
    return volume + (plane * height + line_) * width * kCompressed;
  };
  const float* rows[4] = {row(z.first, y.first), row(z.first, y.second), row(z.second, y.first),
                          row(z.second, y.second)};
  const float weights[4] = {z.firstWeight * y.firstWeight, z.firstWeight * y.secondWeight,
                            z.secondWeight * y.firstWeight, z.secondWeight * y.secondWeight};
  for (Index i = 0; i < width * kCompressed; i += 4) {
    Four sum = {};
    for (int corner = 0; corner < 4; ++corner) sum += weights[corner] * load4(rows[corner] + i);
    *reinterpret_cast<LooseFour*>(line + i) = sum;
  }
}

/// exp(-(coordinate - centre)^2 / 0.02) along an axis.
std::vector<float> gaussian(Index size, float centre) {
  std::vector<float> values(static_cast<std::size_t>(size));
  for (Index i = 0; i < size; ++i) {
    const float distance = coordinate(i, size) - centre;
    values[std::size_t(i)] = std::exp(distance * distance / -0.02f);
  }
  return values;
}

}  // namespace

AxisSamples::AxisSamples(Index size, float shift) {
  samples.reserve(std::size_t(size));
  for (Index i = 0; i < size; ++i) {
    const float position = ((coordinate(i, size) + shift + 1) * float(size) - 1) / 2;
    const float below = std::floor(position), part = position - below;
    const auto inside = [&](float index) { return index >= 0 && index < float(size); };
    const bool first = inside(below), second = inside(below + 1);
    samples.push_back({first ? Index(below) : 0, second ? Index(below + 1) : 0, first ? 1 - part : 0.0f,
                       second ? part : 0.0f});
  }
}

DenseMotion::DenseMotion(const DenseMotionNetwork& network)
    : final_(foldedConvolution(network.last, Method::winograd4)),
      occlusionBias_(network.occlusion->bias.item<float>()) {
  std::tie(compress_, compressBias_) = network.compress.folded();
  // The deepest block has the most weights and the fewest pixels.
  for (std::size_t i = 0; i < network.down.size(); ++i)
    down_.push_back(foldedConvolution(network.down[i],
                                      i + 1 < network.down.size() ? Method::winograd4 : Method::winograd2));
  for (const ConvNorm& block : network.up) up_.push_back(foldedConvolution(block, Method::enlarged));

  const kernels::Kernels& k = kernels::kernels();
  const at::Tensor mask = network.mask->weight.permute({2, 3, 4, 1, 0}).contiguous();  // [taps, 112, 16]
  maskWeight_ = at::empty({mask.numel()}, at::kFloat);
  k.pack(mask.data_ptr<float>(), 7 * kTaps, kWide, kMotions, maskWeight_.data_ptr<float>());
  maskBias_ = network.mask->bias.clone();
  const at::Tensor occlusion = at::zeros({kDepth * kWide, kOcclusionColumns}, at::kFloat);
  occlusion.slice(1, 0, kTaps)
      .copy_(network.occlusion->weight.reshape({kWide, kDepth, kTaps}).transpose(0, 1).reshape({-1, kTaps}));
  occlusionWeight_ = at::empty({occlusion.numel()}, at::kFloat);
  k.pack(occlusion.data_ptr<float>(), kDepth, kWide, kOcclusionColumns, occlusionWeight_.data_ptr<float>());
}

void DenseMotion::prepare(const at::Tensor& feature, const at::Tensor& source) {
  height_ = feature.size(3);
  width_ = feature.size(4);
  feature_ = feature[0].permute({1, 2, 3, 0}).to(at::kFloat).contiguous();
  const at::Tensor weight = compress_.flatten(1).to(at::kFloat);
  compressed_ = at::relu(feature_.matmul(weight.t()) + compressBias_.to(at::kFloat)).contiguous();
  source_ = source.reshape({kKeyPoints, 3}).to(at::kFloat).contiguous();

  still_ = at::empty_like(compressed_);
  const AxisSamples z(kDepth, 0), y(height_, 0), x(width_, 0);
  std::vector<float> line(std::size_t(width_ * kCompressed));
  float* out = still_.data_ptr<float>();
  for (Index d = 0; d < kDepth; ++d)
    for (Index i = 0; i < height_; ++i) {
      warpLine(compressed_.data_ptr<float>(), height_, width_, z.samples[std::size_t(d)],
               y.samples[std::size_t(i)], line.data());
      for (const AxisSamples::Sample& at : x.samples)
        for (Index c = 0; c < kCompressed; ++c)
          *out++ = at.firstWeight * line[std::size_t(at.first * kCompressed + c)] +
                   at.secondWeight * line[std::size_t(at.second * kCompressed + c)];
    }
  // The frame of zeros that the 7x7 kernels read stays as it is.
  const Index count = kDepth * (height_ + 2 * kReach) * (width_ + 2 * kReach) * kWide;
  std::fill_n(padded_.floats(count), count, 0.0f);
}

void DenseMotion::fillInput(const float* driving, const Volume& input) const {
  struct Motion {
    AxisSamples x, y, z;
    std::vector<float> gx, gy, gz, sx, sy, sz;  ///< Gaussians of the driving and the source key point
  };
  std::vector<Motion> motions;
  const float* source = source_.data_ptr<float>();
  for (Index k = 0; k < kKeyPoints; ++k) {
    const float *to = driving + 3 * k, *from = source + 3 * k;
    motions.push_back({{width_, from[0] - to[0]},
                       {height_, from[1] - to[1]},
                       {kDepth, from[2] - to[2]},
                       gaussian(width_, to[0]),
                       gaussian(height_, to[1]),
                       gaussian(kDepth, to[2]),
                       gaussian(width_, from[0]),
                       gaussian(height_, from[1]),
                       gaussian(kDepth, from[2])});
  }
  parallelFor(0, kDepth * height_, 4, [&](Index begin, Index end) {
    std::vector<float> line(std::size_t(width_ * kCompressed));
    for (Index row = begin; row < end; ++row) {
      const auto z = std::size_t(row / height_), y = std::size_t(row % height_);
      const float* still = still_.data_ptr<float>() + row * width_ * kCompressed;
      for (Index x = 0; x < width_; ++x) {
        float* out = input.at(row * width_ + x);
        out[0] = 0;
        std::copy_n(still + x * kCompressed, kCompressed, out + 1);
      }
      for (Index k = 0; k < kKeyPoints; ++k) {
        const Motion& motion = motions[std::size_t(k)];
        warpLine(compressed_.data_ptr<float>(), height_, width_, motion.z.samples[z], motion.y.samples[y],
                 line.data());
        const float driven = motion.gz[z] * motion.gy[y], rest = motion.sz[z] * motion.sy[y];
        float* out = input.at(row * width_) + (k + 1) * (1 + kCompressed);
        for (std::size_t x = 0; x < std::size_t(width_); ++x, out += input.stride) {
          const AxisSamples::Sample& at = motion.x.samples[x];
          out[0] = driven * motion.gx[x] - rest * motion.sx[x];
          *reinterpret_cast<LooseFour*>(out + 1) =
              at.firstWeight * load4(line.data() + at.first * kCompressed) +
              at.secondWeight * load4(line.data() + at.second * kCompressed);
        }
      }
    }
  });
}

/// act(tile + bias), then the mean of every 2x2 pixels.
static TileSink pooled(const Convolution& convolution, const Volume& out) {
  return [out, &convolution, &k = kernels::kernels()](const Tile& tile) {
    const Index channels = convolution.outputs();
    const auto pixel = [&](Index i, Index j) { return tile.values + (i * tile.size + j) * channels; };
    for (Index i = 0; i < tile.size * tile.size; ++i)
      k.finish(pixel(0, i), convolution.bias(), nullptr, 0.0f, channels, pixel(0, i));
    for (Index i = 0; i < tile.size && (tile.y + i) / 2 < out.height; i += 2)
      for (Index j = 0; j < tile.size && (tile.x + j) / 2 < out.width; j += 2)
        k.mean4(pixel(i, j), pixel(i, j + 1), pixel(i + 1, j), pixel(i + 1, j + 1), channels,
                out.at(tile.z, (tile.y + i) / 2, (tile.x + j) / 2));
  };
}

Volume DenseMotion::hourglass(const Volume& joint, Workspace& workspace) {
  // Level i holds what comes up from below in its first channels and what went down in the others.
  std::vector<Volume> levels{joint};
  for (std::size_t i = 1; i <= up_.size() - 1; ++i) {
    const Index channels = up_[up_.size() - 1 - i].outputs() + down_[i - 1].outputs();
    levels.push_back(joint_[i].volume(kDepth, height_ >> i, width_ >> i, channels));
  }
  const auto wentDown = [&](std::size_t level) {
    const Index first = up_[up_.size() - 1 - level].outputs();
    return levels[level].slice(first, levels[level].channels - first);
  };
  const Volume deepest = deepest_.volume(kDepth, height_ >> 5, width_ >> 5, down_.back().outputs());
  for (std::size_t i = 0; i < down_.size(); ++i)
    down_[i].run(wentDown(i), workspace, pooled(down_[i], i + 1 < levels.size() ? wentDown(i + 1) : deepest));
  Volume from = deepest;
  for (std::size_t i = 0; i < up_.size(); ++i) {
    const Volume& to = levels[up_.size() - 1 - i];
    up_[i].run(from, workspace, writtenEnlarged(up_[i], to.slice(0, up_[i].outputs()), 0.0f, 2));
    from = to;
  }
  const Index paddedHeight = height_ + 2 * kReach, paddedWidth = width_ + 2 * kReach;
  const Volume padded = padded_.volume(kDepth, paddedHeight, paddedWidth, kWide);
  final_.run(from, workspace, [&, &k = kernels::kernels()](const Tile& tile) {
    for (Index i = 0; i < tile.size && tile.y + i < height_; ++i)
      for (Index j = 0; j < tile.size && tile.x + j < width_; ++j)
        k.finish(tile.values + (i * tile.size + j) * kWide, final_.bias(), nullptr, 0.0f, kWide,
                 padded.at(tile.z, tile.y + i + kReach, tile.x + j + kReach));
  });
  return padded;
}

void DenseMotion::occlude(const Volume& x, float* occlusion) {
  float* parts = occlusionParts_.floats(height_ * width_ * kOcclusionColumns);
  Index offsets[kDepth];
  for (Index d = 0; d < kDepth; ++d) offsets[d] = d * x.height * x.width * x.stride;
  parallelFor(0, height_, 1, [&](Index begin, Index end) {
    for (Index y = begin; y < end; ++y)
      kernels::kernels().product({width_, kWide, kDepth, kOcclusionColumns, x.at(0, y + kReach, kReach),
                                  x.stride, offsets, occlusionWeight_.data_ptr<float>(),
                                  parts + y * width_ * kOcclusionColumns, kOcclusionColumns});
  });
  for (Index y = 0; y < height_; ++y)
    for (Index x_ = 0; x_ < width_; ++x_) {
      float sum = occlusionBias_;
      for (Index i = std::max<Index>(0, kReach - y); i < std::min<Index>(7, height_ + kReach - y); ++i)
        for (Index j = std::max<Index>(0, kReach - x_); j < std::min<Index>(7, width_ + kReach - x_); ++j)
          sum += parts[((y + i - kReach) * width_ + x_ + j - kReach) * kOcclusionColumns + i * 7 + j];
      occlusion[y * width_ + x_] = 1 / (1 + std::exp(-sum));
    }
}

void DenseMotion::warp(const Volume& mask, const float* driving, const Volume& warped) const {
  const at::Tensor logits = at::from_blob(mask.data, {mask.pixels(), kMotions}, at::kFloat) + maskBias_;
  const at::Tensor shares = at::softmax(logits, 1);
  const float *source = source_.data_ptr<float>(), *share = shares.data_ptr<float>();
  const float* feature = feature_.data_ptr<float>();
  const Index sizes[3] = {width_, height_, kDepth}, steps[3] = {1, width_, width_ * height_};
  parallelFor(0, mask.pixels(), 256, [&](Index begin, Index end) {
    for (Index voxel = begin; voxel < end; ++voxel) {
      const Index own[3] = {voxel % width_, voxel / width_ % height_, voxel / (width_ * height_)};
      const float* shareOf = share + voxel * kMotions;
      float total = 0, shift[3] = {};
      for (Index k = 0; k < kMotions; ++k) {
        if (shareOf[k] < 1e-3f) continue;
        total += shareOf[k];
        for (int axis = 0; axis < 3 && k > 0; ++axis)
          shift[axis] += shareOf[k] * (source[3 * (k - 1) + axis] - driving[3 * (k - 1) + axis]);
      }
      Index offset[3][2];
      float weight[3][2];
      for (int axis = 0; axis < 3; ++axis) {
        const float size = float(sizes[axis]);
        const float where = total * coordinate(own[axis], sizes[axis]) + shift[axis];
        const float position = ((where + 1) * size - 1) / 2, below = std::floor(position);
        for (int side = 0; side < 2; ++side) {
          const float index = below + float(side);
          const bool inside = index >= 0 && index < size;
          offset[axis][side] = inside ? Index(index) * steps[axis] : 0;
          weight[axis][side] = inside ? (side ? position - below : 1 - (position - below)) : 0;
        }
      }
      const float* corners[8];
      float weights[8];
      for (int i = 0; i < 8; ++i) {
        const int x = i & 1, y = i >> 1 & 1, z = i >> 2;
        corners[i] = feature + (offset[0][x] + offset[1][y] + offset[2][z]) * kFeature;
        weights[i] = weight[0][x] * weight[1][y] * weight[2][z];
      }
      kernels::kernels().blend8(corners, weights, kFeature, warped.at(voxel % steps[2]) + own[2] * kFeature);
    }
  });
}

void DenseMotion::run(const float* driving, const Volume& warped, float* occlusion, Workspace& workspace) {
  const Volume joint = joint_[0].volume(kDepth, height_, width_, kWide);
  const Index up = up_.back().outputs();
  fillInput(driving, joint.slice(up, kWide - up));
  const Volume x = hourglass(joint, workspace);
  occlude(x, occlusion);

  const Volume mask = mask_.volume(kDepth, height_, width_, kMotions);
  std::vector<Index> offsets;
  for (Index z = 0; z < 7; ++z)
    for (Index y = 0; y < 7; ++y)
      for (Index column = 0; column < 7; ++column)
        offsets.push_back(((z * x.height + y) * x.width + column) * x.stride);
  parallelFor(0, kDepth * height_, 1, [&](Index begin, Index end) {
    for (Index row = begin; row < end; ++row) {
      const Index z = row / height_, y = row % height_;
      // Planes outside the volume are left out, not multiplied by zero.
      const Index first = std::max<Index>(0, kReach - z), last = std::min<Index>(7, kDepth + kReach - z);
      kernels::kernels().product({width_, kWide, (last - first) * kTaps, kMotions,
                                  x.at(z + first - kReach, y, 0), x.stride, offsets.data(),
                                  maskWeight_.data_ptr<float>() + first * kTaps * kWide * kMotions,
                                  mask.at(z, y, 0), kMotions});
    }
  });
  warp(mask, driving, warped);
}

double DenseMotion::products(Index height, Index width) const {
  const auto level = [&](int i) { return Volume{nullptr, kDepth, height >> i, width >> i, 0, 0}; };
  double sum = final_.products(level(0));
  for (std::size_t i = 0; i < down_.size(); ++i) sum += down_[i].products(level(int(i)));
  for (std::size_t i = 0; i < up_.size(); ++i) sum += up_[i].products(level(5 - int(i)));
  const double planes = 7 * kDepth - 2 * (1 + 2 + 3);  // of the mask's kernel, inside the volume
  sum += double(height * width) * (planes * kTaps * kWide * kMotions + kDepth * kWide * kOcclusionColumns);
  return sum;
}

}  // namespace orator::render::facevid2vid::host
