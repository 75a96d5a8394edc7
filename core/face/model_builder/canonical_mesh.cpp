#include "core/face/model_builder/canonical_mesh.h"

#include <cstdint>
#include <cstring>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>

#include "core/base/error.h"
#include "core/face/face_mesh.h"

namespace orator::face {
namespace {

/// Walks the fields of one protocol-buffers message.
class WireReader {
 public:
  explicit WireReader(std::string_view bytes) : bytes_(bytes) {}

  struct Field {
    int number = 0;
    std::uint64_t integer = 0;  ///< of a varint field
    std::string_view bytes;     ///< of a fixed-size or length-delimited field
  };

  bool next(Field& field) {
    if (bytes_.empty()) return false;
    const std::uint64_t key = varint();
    field = {int(key >> 3), 0, {}};
    switch (key & 7) {
      case 0:
        field.integer = varint();
        break;
      case 1:
        field.bytes = take(8);
        break;
      case 2:
        field.bytes = take(varint());
        break;
      case 5:
        field.bytes = take(4);
        break;
      default:
        throw std::runtime_error("unknown wire type");
    }
    return true;
  }

 private:
  std::uint64_t varint() {
    std::uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      const auto byte = std::uint8_t(take(1)[0]);
      value |= std::uint64_t(byte & 127) << shift;
      if (byte < 128) return value;
    }
    throw std::runtime_error("number too long");
  }

  std::string_view take(std::uint64_t count) {
    if (count > bytes_.size()) throw std::runtime_error("field longer than its message");
    const std::string_view taken = bytes_.substr(0, count);
    bytes_.remove_prefix(count);
    return taken;
  }

  std::string_view bytes_;
};

CanonicalMesh parse(std::string_view bytes) {
  std::vector<float> numbers;
  std::vector<int> indices;
  WireReader file(bytes);
  for (WireReader::Field part; file.next(part);) {
    if (part.number != 1) continue;
    WireReader reader(part.bytes);
    for (WireReader::Field field; reader.next(field);) {
      if (field.number == 3 && field.bytes.size() == 4) {
        float value;
        std::memcpy(&value, field.bytes.data(), 4);
        numbers.push_back(value);
      } else if (field.number == 4) {
        if (field.integer >= kMeshVertexCount) throw std::runtime_error("triangle outside the mesh");
        indices.push_back(int(field.integer));
      }
    }
  }
  if (numbers.size() != 5 * kMeshVertexCount || indices.size() % 3)
    throw std::runtime_error("not a face mesh");
  CanonicalMesh mesh;
  for (std::size_t i = 0; i < numbers.size(); i += 5) {
    mesh.vertices.emplace_back(numbers[i], numbers[i + 1], numbers[i + 2]);
    mesh.texture.emplace_back(numbers[i + 3], numbers[i + 4]);
  }
  for (std::size_t i = 0; i < indices.size(); i += 3)
    mesh.triangles.emplace_back(indices[i], indices[i + 1], indices[i + 2]);
  return mesh;
}

}  // namespace

CanonicalMesh readCanonicalMesh(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in)
    throw Error(ErrorCode::packMissing, file.string(), "the file cannot be opened", "Run the set-up again");
  const std::string bytes{std::istreambuf_iterator<char>(in), {}};
  try {
    return parse(bytes);
  } catch (const std::runtime_error& error) {
    throw Error(ErrorCode::packDamaged, file.string(), error.what(), "Run the set-up again");
  }
}

std::vector<int> mirroredVertices(const CanonicalMesh& mesh) {
  std::vector<int> mirrored;
  for (const cv::Vec3d& p : mesh.vertices) {
    const cv::Vec3d wanted(-p[0], p[1], p[2]);
    int best = 0;
    for (int i = 1; i < int(mesh.vertices.size()); ++i)
      if (cv::norm(mesh.vertices[std::size_t(i)] - wanted) <
          cv::norm(mesh.vertices[std::size_t(best)] - wanted))
        best = i;
    mirrored.push_back(best);
  }
  return mirrored;
}

}  // namespace orator::face
