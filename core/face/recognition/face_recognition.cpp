#include "core/face/recognition/face_recognition.h"

#include <ATen/ATen.h>
#include <c10/core/InferenceMode.h>

#include <cmath>
#include <opencv2/imgproc.hpp>

#include "core/base/error.h"
#include "core/face/face_mesh.h"
#include "core/tensor/tfjs_weights.h"

namespace orator::face {
namespace {

/// A convolution with the scale behind it folded in.
struct Layer {
  at::Tensor weight, bias;

  Layer(const tensor::WeightStore& store, const std::string& name) {
    const auto part = [&](const char* which) { return store.tensor(name + which); };
    const at::Tensor scale = part("/scale/weights");
    weight = (part("/conv/filters") * scale).permute({3, 2, 0, 1}).contiguous();
    bias = part("/conv/bias") * scale + part("/scale/biases");
  }
  at::Tensor operator()(const at::Tensor& x, std::int64_t stride = 1) const {
    const std::int64_t padding = stride == 1 ? weight.size(2) / 2 : 0;
    return at::conv2d(x, weight, bias, at::IntArrayRef({stride, stride}),
                      at::IntArrayRef({padding, padding}));
  }
};

/// Two convolutions beside a way past them, which halves and widens where the block does.
struct Block {
  Layer first, second;
  bool halves;

  Block(const tensor::WeightStore& store, const std::string& name)
      : first(store, name + "/conv1"),
        second(store, name + "/conv2"),
        halves(name.find("down") != std::string::npos) {}
  at::Tensor operator()(const at::Tensor& x) const {
    at::Tensor y = second(at::relu(first(x, halves ? 2 : 1)));
    if (!halves) return at::relu(x + y);
    at::Tensor past = at::avg_pool2d(x, {2, 2});
    y = at::constant_pad_nd(y, {0, past.size(3) - y.size(3), 0, past.size(2) - y.size(2)});
    past = at::constant_pad_nd(past, {0, 0, 0, 0, 0, y.size(1) - past.size(1)});
    return at::relu(past + y);
  }
};

}  // namespace

struct FaceRecognition::Network {
  Layer stem;
  std::vector<Block> blocks;
  at::Tensor head;  ///< [256, 128]

  explicit Network(const tensor::WeightStore& store) : stem(store, "conv32_down"), head(store.tensor("fc")) {
    for (const char* name : {"conv32_1", "conv32_2", "conv32_3", "conv64_down", "conv64_1", "conv64_2",
                             "conv64_3", "conv128_down", "conv128_1", "conv128_2", "conv256_down",
                             "conv256_1", "conv256_2", "conv256_down_out"})
      blocks.emplace_back(store, name);
  }
};

FaceRecognition::FaceRecognition(const std::filesystem::path& manifest,
                                 const std::filesystem::path& weights) {
  const c10::InferenceMode guard;
  const tensor::WeightStore store = tensor::readTfjsWeights(manifest, weights);
  try {
    network_ = std::make_unique<const Network>(store);
    describe(cv::Mat(kRecognitionSide, kRecognitionSide, CV_8UC3, cv::Scalar::all(127)));
  } catch (const c10::Error&) {
    throw Error(ErrorCode::checkpointRefused, store.subject(), "its weights do not fit face recognition",
                "Run installer/fetch-models to fetch it again");
  }
}

FaceRecognition::~FaceRecognition() = default;
FaceRecognition::FaceRecognition(FaceRecognition&&) noexcept = default;

FaceDescriptor FaceRecognition::describe(const cv::Mat& crop) const {
  const c10::InferenceMode guard;
  if (crop.type() != CV_8UC3 || crop.cols != kRecognitionSide || crop.rows != kRecognitionSide)
    throw Error(ErrorCode::invalidArgument, "crop", "expected RGB of 150 x 150 pixels");
  const cv::Mat whole = crop.isContinuous() ? crop : crop.clone();
  const at::Tensor mean = at::tensor({122.782f, 117.001f, 104.298f});
  at::Tensor x =
      (at::from_blob(whole.data, {1, whole.rows, whole.cols, 3}, at::kByte).to(at::kFloat) - mean) / 255;
  x = at::relu(network_->stem(x.permute({0, 3, 1, 2}).contiguous(), 2));
  x = at::max_pool2d(x, {3, 3}, {2, 2});
  for (const Block& block : network_->blocks) x = block(x);
  const at::Tensor found = at::matmul(x.mean({2, 3}), network_->head).contiguous();
  FaceDescriptor descriptor;
  TORCH_CHECK(found.numel() == std::int64_t(descriptor.size()));
  std::copy_n(found.data_ptr<float>(), descriptor.size(), descriptor.begin());
  return descriptor;
}

double distanceBetween(const FaceDescriptor& a, const FaceDescriptor& b) {
  double sum = 0;
  for (std::size_t k = 0; k < a.size(); ++k) sum += double(a[k] - b[k]) * double(a[k] - b[k]);
  return std::sqrt(sum);
}

cv::Mat recognitionCrop(const cv::Mat& rgb, const FaceLandmarks& face) {
  const auto middle = [&](int a, int b) {
    const cv::Point3f sum = (face.points[std::size_t(a)] + face.points[std::size_t(b)]) * 0.5f;
    return cv::Point2f(sum.x, sum.y);
  };
  const cv::Point2f left = middle(kLeftEyeOuter, kLeftEyeInner),
                    right = middle(kRightEyeOuter, kRightEyeInner),
                    mouth = middle(kLeftMouthCorner, kRightMouthCorner);
  const cv::Point2f along = right - left, eyes = (left + right) * 0.5f, down = mouth - eyes;
  // Eyes and mouth are as far apart as 0.45 of the square, whose middle lies a little below theirs.
  constexpr float kShare = 0.45f, kAbove = 0.43f;
  const float side = std::max(8.f, float(cv::norm(down)) / kShare), angle = std::atan2(along.y, along.x);
  const cv::Point2f reference = (left + right + mouth) / 3.f;
  const float scale = side / float(kRecognitionSide), c = std::cos(angle) * scale,
              s = std::sin(angle) * scale;
  const float u = 0.5f * float(kRecognitionSide) - 0.5f, v = kAbove * float(kRecognitionSide) - 0.5f;
  const cv::Matx23f fromCrop(c, -s, reference.x - c * u + s * v, s, c, reference.y - s * u - c * v);
  cv::Mat crop;
  cv::warpAffine(rgb, crop, fromCrop, {kRecognitionSide, kRecognitionSide},
                 cv::INTER_LINEAR | cv::WARP_INVERSE_MAP, cv::BORDER_REPLICATE);
  return crop;
}

}  // namespace orator::face
