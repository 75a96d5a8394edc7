#include "core/tensor/safetensors_header.h"

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>

#include "core/base/error.h"

namespace orator::tensor {
namespace {

constexpr std::uint64_t kMaximumHeaderBytes = 100'000'000;
constexpr std::size_t kMaximumTensors = 100'000;
constexpr std::size_t kMaximumNameBytes = 1024;
constexpr std::size_t kMaximumDimensions = 16;

/// Walks the JSON once and accepts nothing but the header's own structure. A returned false stops the
/// parser; `reason` says why.
class HeaderSax : public nlohmann::json_sax<nlohmann::json> {
 public:
  explicit HeaderSax(SafetensorsHeader& header) : header_(header) {}
  std::string reason;

  bool start_object(std::size_t) override {
    if (place_ == Place::start) return go(Place::top);
    if (place_ == Place::topValue) {
      if (key_ == "__metadata__") return go(Place::metadata);
      entry_ = {};
      entry_.name = key_;
      fields_.clear();
      return go(Place::entry);
    }
    return refuse("an object stands where a value belongs");
  }
  bool key(std::string& name) override {
    if (name.size() > kMaximumNameBytes) return refuse("a name is longer than 1024 bytes");
    if (place_ == Place::top) {
      if (!names_.insert(name).second) return refuse("the key \"" + name + "\" occurs twice");
      if (names_.size() > kMaximumTensors) return refuse("it lists more than 100000 tensors");
      key_ = name;
      return go(Place::topValue);
    }
    if (place_ == Place::metadata) {
      if (header_.metadata.contains(name)) return refuse("the metadata key \"" + name + "\" occurs twice");
      metadataKey_ = name;
      return go(Place::metadataValue);
    }
    if (name != "dtype" && name != "shape" && name != "data_offsets")
      return refuse("tensor \"" + entry_.name + "\" has the unknown field \"" + name + "\"");
    if (!fields_.insert(name).second)
      return refuse("tensor \"" + entry_.name + "\" has the field \"" + name + "\" twice");
    field_ = name;
    return go(Place::fieldValue);
  }
  bool string(std::string& value) override {
    if (place_ == Place::metadataValue) {
      header_.metadata[metadataKey_] = value;
      return go(Place::metadata);
    }
    if (place_ != Place::fieldValue || field_ != "dtype") return refuse("a text stands where none belongs");
    const auto dtype = dtypeNamed(value);
    if (!dtype) return refuse("tensor \"" + entry_.name + "\" has the unknown type \"" + value + "\"");
    entry_.dtype = *dtype;
    return go(Place::entry);
  }
  bool start_array(std::size_t) override {
    if (place_ != Place::fieldValue || field_ == "dtype") return refuse("a list stands where none belongs");
    numbers_.clear();
    return go(Place::list);
  }
  bool number_unsigned(std::uint64_t value) override {
    if (place_ != Place::list) return refuse("a number stands where none belongs");
    if (numbers_.size() >= kMaximumDimensions)
      return refuse("tensor \"" + entry_.name + "\" has more than 16 dimensions");
    numbers_.push_back(value);
    return true;
  }
  bool end_array() override {
    if (field_ == "shape") {
      for (std::uint64_t size : numbers_) {
        if (size > std::uint64_t(std::numeric_limits<std::int64_t>::max()))
          return refuse("tensor \"" + entry_.name + "\" has an impossible shape");
        entry_.shape.push_back(std::int64_t(size));
      }
    } else {
      if (numbers_.size() != 2) return refuse("tensor \"" + entry_.name + "\" has no pair of data offsets");
      entry_.begin = numbers_[0];
      entry_.end = numbers_[1];
    }
    return go(Place::entry);
  }
  bool end_object() override {
    if (place_ == Place::entry) {
      if (fields_.size() != 3)
        return refuse("tensor \"" + entry_.name + "\" lacks its type, shape or data offsets");
      header_.entries.push_back(std::move(entry_));
      return go(Place::top);
    }
    if (place_ == Place::metadata) return go(Place::top);
    return go(Place::done);
  }
  bool null() override { return refuse("a null stands where a value belongs"); }
  bool boolean(bool) override { return refuse("a truth value stands where none belongs"); }
  bool number_integer(std::int64_t) override { return refuse("a negative number stands in the header"); }
  bool number_float(double, const std::string&) override { return refuse("a fraction stands in the header"); }
  bool binary(binary_t&) override { return refuse("the header is not JSON"); }
  bool parse_error(std::size_t position, const std::string&, const nlohmann::json::exception&) override {
    return refuse("the header is not valid JSON at byte " + std::to_string(position));
  }

 private:
  enum class Place { start, top, topValue, metadata, metadataValue, entry, fieldValue, list, done };
  bool go(Place place) {
    place_ = place;
    return true;
  }
  bool refuse(std::string why) {
    reason = std::move(why);
    return false;
  }

  SafetensorsHeader& header_;
  Place place_ = Place::start;
  std::string key_, metadataKey_, field_;
  TensorEntry entry_;
  std::vector<std::uint64_t> numbers_;
  std::set<std::string> names_, fields_;
};

bool multiply(std::uint64_t& product, std::uint64_t factor) {
  return !__builtin_mul_overflow(product, factor, &product);
}

}  // namespace

SafetensorsHeader parseSafetensorsHeader(std::span<const std::uint8_t> file, const std::string& subject) {
  const auto refuse = [&](const std::string& reason) {
    return Error(ErrorCode::checkpointRefused, subject, reason, "Download or copy the file again");
  };
  if (file.size() < 8) throw refuse("it is too short for a safetensors file");
  std::uint64_t length = 0;
  for (int i = 7; i >= 0; --i) length = length << 8 | file[std::size_t(i)];
  if (length > kMaximumHeaderBytes)
    throw refuse("it declares a header of " + std::to_string(length) +
                 " bytes; it is no safetensors file or is damaged");
  if (length > file.size() - 8) throw refuse("it ends inside its header");
  if (length == 0 || file[8] != '{') throw refuse("its header is not a JSON object");

  SafetensorsHeader header;
  header.dataOffset = 8 + length;
  HeaderSax sax(header);
  const auto* text = reinterpret_cast<const char*>(file.data()) + 8;
  if (!nlohmann::json::sax_parse(text, text + length, &sax)) throw refuse(sax.reason);

  std::stable_sort(header.entries.begin(), header.entries.end(), [](const auto& a, const auto& b) {
    return std::pair(a.begin, a.end) < std::pair(b.begin, b.end);
  });
  std::uint64_t expected = 0;
  for (const TensorEntry& entry : header.entries) {
    const std::string tensor = "tensor \"" + entry.name + "\"";
    if (entry.end < entry.begin) throw refuse(tensor + " ends before it begins");
    if (entry.begin < expected) throw refuse(tensor + " overlaps the one before it");
    if (entry.begin > expected) throw refuse("there is a hole before " + tensor);
    // A dimension of 0 makes the tensor empty, yet the others must still multiply: LibTorch computes strides.
    std::uint64_t bytes = dtypeSize(entry.dtype);
    bool empty = false;
    for (const std::int64_t size : entry.shape) {
      empty = empty || size == 0;
      if (size > 0 && !multiply(bytes, std::uint64_t(size)))
        throw refuse(tensor + " has an impossible shape");
    }
    if (bytes > std::uint64_t(std::numeric_limits<std::int64_t>::max()))
      throw refuse(tensor + " has an impossible shape");
    if (empty) bytes = 0;
    if (bytes != entry.end - entry.begin)
      throw refuse(tensor + " has " + std::to_string(entry.end - entry.begin) +
                   " bytes where its shape needs " + std::to_string(bytes));
    expected = entry.end;
  }
  const std::uint64_t present = file.size() - header.dataOffset;
  if (expected > present)
    throw refuse("it is cut off: " + std::to_string(expected - present) + " bytes are missing");
  if (expected < present) throw refuse(std::to_string(present - expected) + " bytes follow its last tensor");
  return header;
}

}  // namespace orator::tensor
