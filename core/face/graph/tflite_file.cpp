#include "core/face/graph/tflite_file.h"

#include <flatbuffers/flatbuffers.h>

#include <fstream>
#include <iterator>

#include "core/base/error.h"

namespace orator::face::graph {

namespace {

using flatbuffers::Table;
template <typename T>
using Vector = flatbuffers::Vector<T>;
template <typename T>
using Offsets = Vector<flatbuffers::Offset<T>>;

constexpr flatbuffers::voffset_t field(int number) {
  return flatbuffers::voffset_t(4 + 2 * number);
}

/// Reads with a bounds check of every pointer followed: a flatbuffer has none of its own.
class Reader {
 public:
  Reader(const std::vector<std::uint8_t>& bytes, std::string name) : bytes_(bytes), name_(std::move(name)) {}

  [[noreturn]] void damaged(const std::string& why) const {
    throw Error(ErrorCode::packDamaged, name_, "not a readable TensorFlow Lite graph: " + why,
                "Delete models/fetched and run installer/run to fetch it again");
  }

  const Table* root() const {
    if (bytes_.size() < 16) damaged("it is too short");
    return checked(flatbuffers::GetRoot<Table>(bytes_.data()));
  }
  template <typename T>
  T scalar(const Table* table, int number, T fallback) const {
    return table->GetField<T>(field(number), fallback);
  }
  const Table* table(const Table* parent, int number) const {
    const auto* child = parent->GetPointer<const Table*>(field(number));
    return child ? checked(child) : nullptr;
  }
  template <typename T>
  const Vector<T>* vector(const Table* parent, int number) const {
    const auto* v = parent->GetPointer<const Vector<T>*>(field(number));
    if (v && (!inside(v, 4) || !inside(v, 4 + std::size_t(v->size()) * sizeof(T))))
      damaged("a list leaves the file");
    return v;
  }
  std::vector<const Table*> tables(const Table* parent, int number) const {
    std::vector<const Table*> result;
    if (const auto* v = vector<flatbuffers::Offset<Table>>(parent, number))
      for (flatbuffers::uoffset_t i = 0; i < v->size(); ++i) result.push_back(checked(v->Get(i)));
    return result;
  }
  std::string text(const Table* parent, int number) const {
    const auto* v = vector<char>(parent, number);
    return v ? std::string(reinterpret_cast<const char*>(v->Data()), v->size()) : std::string();
  }
  std::vector<int> integers(const Table* parent, int number) const {
    const auto* v = vector<std::int32_t>(parent, number);
    return v ? std::vector<int>(v->begin(), v->end()) : std::vector<int>();
  }
  std::vector<std::uint8_t> bytes(const Table* parent, int number) const {
    const auto* v = vector<std::uint8_t>(parent, number);
    return v ? std::vector<std::uint8_t>(v->begin(), v->end()) : std::vector<std::uint8_t>();
  }

 private:
  bool inside(const void* pointer, std::size_t size) const {
    const auto* p = static_cast<const std::uint8_t*>(pointer);
    return p >= bytes_.data() && size <= bytes_.size() && p <= bytes_.data() + bytes_.size() - size;
  }
  const Table* checked(const Table* t) const {
    if (!inside(t, 4)) damaged("a table leaves the file");
    const auto* vtable = t->GetVTable();
    if (!inside(vtable, 4)) damaged("a table leaves the file");
    const auto size = flatbuffers::ReadScalar<flatbuffers::voffset_t>(vtable);
    const auto length = flatbuffers::ReadScalar<flatbuffers::voffset_t>(vtable + 2);
    if (size < 4 || !inside(vtable, size) || !inside(t, length)) damaged("a table leaves the file");
    for (flatbuffers::voffset_t i = 4; i + 1 < size; i += 2)
      if (flatbuffers::ReadScalar<flatbuffers::voffset_t>(vtable + i) >= std::max<unsigned>(length, 4u))
        damaged("a field leaves its table");
    return t;
  }

  const std::vector<std::uint8_t>& bytes_;
  std::string name_;
};

/// Scalar option fields of the operators in use: byte-sized ones are marked, the others are int32.
std::vector<std::int64_t> optionFields(const Reader& reader, int code, const Table* options) {
  if (!options) return {};
  const auto byte = [&](int n, int fallback) {
    return std::int64_t(reader.scalar<std::int8_t>(options, n, std::int8_t(fallback)));
  };
  const auto word = [&](int n, int fallback) {
    return std::int64_t(reader.scalar<std::int32_t>(options, n, fallback));
  };
  switch (code) {
    case 0:
    case 18:
      return {byte(0, 0)};  // ADD, MUL
    case 1:
    case 17:
      return {byte(0, 0), word(1, 0), word(2, 0), word(3, 0), word(4, 0), byte(5, 0)};  // pools
    case 2:
      return {word(0, 0), byte(1, 0)};  // CONCATENATION
    case 3:
      return {byte(0, 0), word(1, 0), word(2, 0), byte(3, 0), word(4, 1), word(5, 1)};  // CONV_2D
    case 4:
      return {byte(0, 0), word(1, 0), word(2, 0), word(3, 0), byte(4, 0), word(5, 1), word(6, 1)};
    case 23:
      return {word(0, 0), word(1, 0), byte(2, 0), byte(3, 0)};  // RESIZE_BILINEAR
    case 45:
      return {word(0, 0), word(1, 0), word(2, 0), word(3, 0), word(4, 0)};  // STRIDED_SLICE
    default:
      return {};
  }
}

}  // namespace

TfliteFile readTfliteFile(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream)
    throw Error(ErrorCode::packMissing, path.string(), "it cannot be opened",
                "Run installer/run to fetch it");
  const std::vector<std::uint8_t> bytes{std::istreambuf_iterator<char>(stream), {}};
  const Reader reader(bytes, path.string());
  const Table* model = reader.root();

  struct Code {
    int number;
    std::string custom;
  };
  std::vector<Code> codes;
  for (const Table* t : reader.tables(model, 1)) {
    const std::int32_t small = reader.scalar<std::int8_t>(t, 0, 0),
                       large = reader.scalar<std::int32_t>(t, 3, 0);
    codes.push_back({std::max(small, large), reader.text(t, 1)});
  }
  const auto buffers = reader.tables(model, 4);
  const auto graphs = reader.tables(model, 2);
  if (graphs.size() != 1) reader.damaged("it does not hold exactly one graph");

  TfliteFile file;
  for (const Table* t : reader.tables(graphs[0], 0)) {
    TfliteTensor tensor;
    tensor.name = reader.text(t, 3);
    for (int size : reader.integers(t, 0)) tensor.shape.push_back(size);
    tensor.type = reader.scalar<std::int8_t>(t, 1, 0);
    const auto buffer = reader.scalar<std::uint32_t>(t, 2, 0);
    if (buffer >= buffers.size()) reader.damaged("a tensor names a buffer that is not there");
    tensor.data = reader.bytes(buffers[buffer], 0);
    file.tensors.push_back(std::move(tensor));
  }
  const auto known = [&](const std::vector<int>& slots) {
    for (int slot : slots)
      if (slot < -1 || slot >= int(file.tensors.size()))
        reader.damaged("an operator names a tensor that is not there");
    return slots;
  };
  file.inputs = known(reader.integers(graphs[0], 1));
  file.outputs = known(reader.integers(graphs[0], 2));
  for (const Table* t : reader.tables(graphs[0], 3)) {
    TfliteOperator op;
    const auto code = reader.scalar<std::uint32_t>(t, 0, 0);
    if (code >= codes.size()) reader.damaged("an operator has no code");
    op.code = codes[code].number;
    op.customName = codes[code].custom;
    op.inputs = known(reader.integers(t, 1));
    op.outputs = known(reader.integers(t, 2));
    const Table* options = reader.table(t, 4);
    op.options = optionFields(reader, op.code, options);
    if (op.code == 22 && options) op.newShape = reader.integers(options, 0);
    op.customOptions = reader.bytes(t, 5);
    file.operators.push_back(std::move(op));
  }
  if (file.inputs.size() != 1 || file.outputs.empty()) reader.damaged("it does not have one input");
  return file;
}

}  // namespace orator::face::graph
