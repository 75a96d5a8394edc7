#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace orator::face::graph {

/// The tables of a .tflite file that matter to us, read out of the flatbuffer (field numbers of TensorFlow
/// Lite's schema 3).
struct TfliteTensor {
  std::string name;
  std::vector<std::int64_t> shape;
  int type = 0;                    ///< 0 float32, 1 float16, 2 int32
  std::vector<std::uint8_t> data;  ///< empty for activations
};

struct TfliteOperator {
  int code = 0;  ///< builtin operator number; 32 = custom
  std::string customName;
  std::vector<int> inputs, outputs;
  std::vector<std::int64_t> options;  ///< scalar fields of the builtin options by field number
  std::vector<int> newShape;          ///< RESHAPE only
  std::vector<std::uint8_t> customOptions;
};

struct TfliteFile {
  std::vector<TfliteTensor> tensors;
  std::vector<TfliteOperator> operators;
  std::vector<int> inputs, outputs;
};

/// @throws Error packMissing, packDamaged
TfliteFile readTfliteFile(const std::filesystem::path& file);

}  // namespace orator::face::graph
