#include "read_checkpoint.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <cstdlib>
#include <functional>

#include "core/base/error.h"
#include "core/tensor/safetensors.h"
#include "core/tensor/torch_save_reader.h"

namespace orator::fuzz {
namespace {

/// Reads every byte, so that a sanitizer sees what lies outside the memory it belongs to.
void touch(const at::Tensor& tensor) {
  const at::Tensor whole = tensor.contiguous();
  const auto* bytes = static_cast<const volatile std::uint8_t*>(whole.data_ptr());
  for (std::size_t i = 0; i < whole.nbytes(); ++i) static_cast<void>(bytes[i]);
}

/// A reason without what is quoted or counted in it.
std::string kindOf(const std::string& reason) {
  std::string kind;
  bool quoted = false;
  for (const char c : reason) {
    if (c == '"') quoted = !quoted;
    if (!quoted && !std::isdigit(static_cast<unsigned char>(c))) kind += c;
  }
  return kind.substr(0, 60);
}

std::string refusal(const std::function<void()>& read) {
  try {
    read();
    return {};
  } catch (const Error& error) {
    if (error.code() == ErrorCode::checkpointRefused && !error.reason().empty())
      return kindOf(error.reason());
    std::fprintf(stderr, "an Error that readers do not have: %s\n", error.what());
  } catch (const std::exception& error) {
    std::fprintf(stderr, "an exception got out of a reader: %s\n", error.what());
  }
  std::abort();
}

}  // namespace

std::string readCheckpoint(std::span<const std::uint8_t> input) {
  const tensor::Bytes bytes = tensor::copyBytes("input", input);
  const std::string saved = refusal([&] {
    for (const auto& [name, value] : tensor::readTorchSave(bytes)) touch(value);
  });
  const std::string plain = refusal([&] {
    const auto file = tensor::SafetensorsFile::read(bytes);
    for (const auto& entry : file.entries()) touch(file.view(entry.name));
  });
  if (saved.empty() || plain.empty()) return {};
  return tensor::isTorchSave(input) ? saved : plain;
}

}  // namespace orator::fuzz
