#include "core/tensor/tfjs_weights.h"

#include <ATen/ATen.h>

#include <cstring>

#include "core/base/error.h"
#include "core/base/json_value.h"
#include "core/tensor/mapped_file.h"

namespace orator::tensor {
namespace {

using nlohmann::json;

constexpr std::size_t kMostWeights = 10'000, kMostSides = 8, kLargestManifest = 16 << 20;
constexpr std::int64_t kLongestSide = 1 << 24, kMostNumbers = std::int64_t(1) << 30;

/// How the bytes of one weight become numbers.
struct TfjsWeight {
  std::string name;
  std::vector<std::int64_t> shape;
  std::int64_t count = 1;
  bool quantised = false;
  double scale = 1, minimum = 0;

  std::size_t bytes() const { return std::size_t(count) * (quantised ? 1 : sizeof(float)); }
};

void expectType(const json& value, const char* wanted, const std::string& what) {
  if (const std::string& type = textFrom(value, what); type != wanted)
    throw std::invalid_argument(what + " is \"" + type.substr(0, 40) + "\" where \"" + wanted + "\" is read");
}

TfjsWeight weightFrom(const json& entry) {
  JsonObject object(entry, "a weight");
  TfjsWeight weight;
  weight.name = textFrom(object.at("name"), "the name of a weight");
  expectType(object.at("dtype"), "float32", object.nameOf("dtype"));
  for (const json& side : listFrom(object.at("shape"), kMostSides, object.nameOf("shape"))) {
    weight.shape.push_back(numberFrom<std::int64_t>(side, 0, kLongestSide, object.nameOf("shape")));
    if (__builtin_mul_overflow(weight.count, weight.shape.back(), &weight.count) ||
        weight.count > kMostNumbers)
      throw std::invalid_argument("the shape of \"" + weight.name + "\" holds too many numbers");
  }
  if (const json* quantisation = object.find("quantization")) {
    JsonObject how(*quantisation, object.nameOf("quantization"));
    expectType(how.at("dtype"), "uint8", how.nameOf("dtype"));
    weight.quantised = true;
    constexpr double kMost = 1e6;
    weight.scale = numberFrom<double>(how.at("scale"), -kMost, kMost, how.nameOf("scale"));
    weight.minimum = numberFrom<double>(how.at("min"), -kMost, kMost, how.nameOf("min"));
  }
  return weight;
}

at::Tensor valuesOf(const TfjsWeight& weight, const std::uint8_t* from) {
  at::Tensor values = at::empty(weight.shape, at::kFloat);
  float* to = values.data_ptr<float>();
  if (!weight.quantised) {
    if (weight.count > 0) std::memcpy(to, from, weight.bytes());
    return values;
  }
  for (std::int64_t i = 0; i < weight.count; ++i)
    to[i] = float(weight.minimum + weight.scale * double(from[i]));
  return values;
}

std::vector<TfjsWeight> weightsIn(const Bytes& manifest) {
  if (manifest.data.size() > kLargestManifest) throw std::invalid_argument("it is larger than 16 MB");
  const json root = parsedJson(manifest.data);
  const json& groups = listFrom(root, 1, "a manifest of weights");
  if (groups.empty()) throw std::invalid_argument("it names no weights");
  JsonObject group(groups[0], "the group of weights");
  std::vector<TfjsWeight> weights;
  for (const json& entry : listFrom(group.at("weights"), kMostWeights, group.nameOf("weights")))
    weights.push_back(weightFrom(entry));
  return weights;
}

}  // namespace

WeightStore readTfjsWeights(const std::filesystem::path& manifest, const std::filesystem::path& data) {
  const auto refused = [](const std::string& subject, const std::string& reason) {
    return Error(ErrorCode::checkpointRefused, subject, reason,
                 "Run installer/fetch-models to fetch it again");
  };
  const Bytes names = mapFile(manifest), numbers = mapFile(data);
  std::vector<TfjsWeight> weights;
  try {
    weights = weightsIn(names);
  } catch (const std::exception& error) {  // what JSON and its values are refused with
    throw refused(names.subject, std::string("it is no manifest of weights: ") + error.what());
  }
  std::size_t wanted = 0;
  for (const TfjsWeight& weight : weights) wanted += weight.bytes();
  if (wanted != numbers.data.size())
    throw refused(numbers.subject, "it has " + std::to_string(numbers.data.size()) +
                                       " bytes where its manifest names " + std::to_string(wanted));
  std::map<std::string, at::Tensor> tensors;
  std::size_t at = 0;
  for (const TfjsWeight& weight : weights) {
    at::Tensor values = valuesOf(weight, numbers.data.data() + at);
    at += weight.bytes();
    if (!at::isfinite(values).all().item<bool>())
      throw refused(numbers.subject, "\"" + weight.name + "\" has values that are not numbers");
    if (!tensors.emplace(weight.name, std::move(values)).second)
      throw refused(names.subject, "it names \"" + weight.name + "\" twice");
  }
  names.checkStillWhole();
  numbers.checkStillWhole();
  return {numbers.subject, std::move(tensors)};
}

}  // namespace orator::tensor
