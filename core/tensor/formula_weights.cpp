#include "core/tensor/formula_weights.h"

#include <ATen/ops/empty.h>

#include <cmath>
#include <cstdint>
#include <regex>
#include <string_view>

#include "core/base/error.h"

namespace orator::tensor {
namespace {

std::uint64_t fnv1a(std::string_view text) {
  std::uint64_t hash = 0xCBF29CE484222325u;
  for (unsigned char byte : text) hash = (hash ^ byte) * 0x100000001B3u;
  return hash;
}

std::uint64_t splitmix(std::uint64_t z) {
  z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
  z = (z ^ z >> 27) * 0x94D049BB133111EBu;
  return z ^ z >> 31;
}

double gainOf(std::string_view name) {
  if (name.starts_with("face_3drecon.")) return 1.2;
  if (name.starts_with("generator.")) return 1.1;
  return 1;
}

/// value = offset + scale * s
struct Rule {
  double offset = 0, scale = 0.1;
};

/// Product of the dimensions from `first` on.
double fanFrom(const at::Tensor& tensor, std::int64_t first) {
  double fan = 1;
  for (std::int64_t axis = first; axis < tensor.dim(); ++axis) fan *= double(tensor.size(axis));
  return fan;
}

/// A tensor that has a rule of its own.
struct OwnRule {
  const char* prefix;
  std::regex key;  ///< searched for in the name without the prefix and its dot
  Rule rule;
  int fan = 0;  ///< the scale is times sqrt(3 / product of the dimensions from this one on); 0: it is not
};

const std::vector<OwnRule>& ownRules() {
  const double kUnitSpread = std::sqrt(3.0);
  static const std::vector<OwnRule> rules{
      {"wav2lip.", std::regex(R"(^output_block\.1\.weight$)"), {0, 4}, 1},
      {"syncnet.", std::regex(R"(^netcnnlip\.0\.weight$)"), {0, 0.02}, 1},
      {"syncnet.", std::regex(R"(^netcnnaud\.0\.weight$)"), {0, 0.2}, 1},
      {"gfpgan.", std::regex(R"(to_rgb.*modulated_conv\.weight$)"), {0, 0.3}, 2},
      {"gfpgan.", std::regex(R"(modulated_conv\.weight$)"), {0, 1}, 2},
      {"gfpgan.", std::regex(R"(modulation\.bias$|condition_scale\.\d+\.2\.bias$)"), {1, 0.1}},
      {"gfpgan.", std::regex(R"(style_conv1\.weight$|style_convs\.\d+\.weight$)"), {0, 0.1}},
      {"gfpgan.", std::regex(R"(noises\.noise\d+$|constant_input\.weight$)"), {0, kUnitSpread}},
      {"gfpgan.", std::regex(R"(condition_(scale|shift)\.\d+\.2\.weight$)"), {0, 0.3}, 1},
      {"realesrgan_x", std::regex(R"(conv_last\.bias$)"), {0.5, 0.1}},
      {"realesrgan_x", std::regex(R"(conv_last\.weight$)"), {0, 0.2}, 1},
      {"realesrgan_x", std::regex(R"(conv_body\.weight$)"), {0, 0.1}, 1},
      {"lp_M.", std::regex(R"(detector\.fc_kp\.weight$)"), {0, 0.3}, 1},
      {"lp_M.", std::regex(R"(fc_exp\.weight$)"), {0, 0.05}, 1},
      {"lp_M.", std::regex(R"(fc_exp\.bias$)"), {0, 0.02}},
      {"lp_M.", std::regex(R"(fc_(t|scale)\.weight$)"), {0, 0.1}, 1},
      {"lp_M.", std::regex(R"(fc_scale\.bias$)"), {1.2, 0.1}},
      {"lp_M.", std::regex(R"(fc_(yaw|pitch|roll)\.weight$)"), {0, 3}, 1},
      {"lp_W.", std::regex(R"(dense_motion_network\.mask\.weight$)"), {0, 4}, 1}};
  return rules;
}

/// The rule that the tensor has by itself, if any.
const OwnRule* ownRule(std::string_view name) {
  const std::string key(name.substr(name.find('.') + 1));
  for (const OwnRule& own : ownRules())
    if (name.starts_with(own.prefix) && std::regex_search(key, own.key)) return &own;
  return nullptr;
}

Rule ruleFor(std::string_view name, const at::Tensor& tensor) {
  if (const OwnRule* own = ownRule(name))
    return {own->rule.offset,
            own->rule.scale * (own->fan > 0 ? std::sqrt(3 / fanFrom(tensor, own->fan)) : 1)};
  const std::string_view kind = name.substr(name.rfind('.') + 1);
  if (kind == "running_mean") return {0, 0.1};
  if (kind == "running_var") return {1, 0.5};
  if (kind == "classbias") return {0, 1};
  if (kind == "weight" || kind == "weight_orig") {
    if (tensor.dim() < 2) return {1, 0.1};
    return {0, gainOf(name) * std::sqrt(3 / fanFrom(tensor, 1))};
  }
  return {0, 0.1};
}

/// Element i of the sequence of a name, -1..1.
class Sequence {
 public:
  Sequence(const std::string& salt, const std::string& name) : seed_(fnv1a(salt + "/" + name)) {}
  double operator[](std::uint64_t i) const {
    const std::uint64_t z = splitmix(seed_ + (i + 1) * 0x9E3779B97F4A7C15u);
    return 2 * (double(z >> 40) / 16777216.0) - 1;
  }

 private:
  std::uint64_t seed_;
};

}  // namespace

void fillByFormula(const std::string& salt, const std::string& fullName, const at::Tensor& tensor) {
  if (fullName.ends_with("num_batches_tracked")) return;
  if (tensor.scalar_type() != at::kFloat || !tensor.is_contiguous() || !tensor.device().is_cpu())
    throw Error(ErrorCode::internal, fullName, "formula weights are contiguous float32 on the CPU");
  const Sequence sequence(salt, fullName);
  const Rule rule = ruleFor(fullName, tensor);
  float* out = tensor.data_ptr<float>();
  const auto count = std::uint64_t(tensor.numel());
  for (std::uint64_t i = 0; i < count; ++i) out[i] = float(rule.offset + rule.scale * sequence[i]);
}

at::Tensor formulaInput(const std::string& salt, const std::string& name, at::IntArrayRef shape,
                        float scale) {
  at::Tensor tensor = at::empty(shape, at::kFloat);
  const Sequence sequence(salt, name);
  float* out = tensor.data_ptr<float>();
  for (std::int64_t i = 0; i < tensor.numel(); ++i) out[i] = float(sequence[std::uint64_t(i)]) * scale;
  return tensor;
}

}  // namespace orator::tensor
