#include "core/render/face_files/gltf.h"

#include <tiny_gltf.h>

#include <algorithm>
#include <cstring>
#include <limits>
#include <span>
#include <sstream>

#include "core/base/error.h"
#include "core/render/face_files/texture.h"

namespace orator::render::face_files {
namespace {

/// Puts arrays one behind the other into the scene's buffer and says what they are.
class SceneBuilder {
 public:
  tinygltf::Model model;

  SceneBuilder() { model.buffers.emplace_back(); }

  int addBytes(const void* bytes, std::size_t count, int target) {
    auto& data = model.buffers.front().data;
    data.resize((data.size() + 3) / 4 * 4);  // accessors begin at multiples of their components' size
    tinygltf::BufferView view;
    view.buffer = 0;
    view.byteOffset = data.size();
    view.byteLength = count;
    view.target = target;
    data.resize(data.size() + count);
    std::memcpy(data.data() + view.byteOffset, bytes, count);
    model.bufferViews.push_back(std::move(view));
    return int(model.bufferViews.size()) - 1;
  }

  /// @param components numbers of one entry: 1, 2, 3 or 4
  int addFloats(std::span<const float> numbers, std::size_t components, int target, bool withRange) {
    tinygltf::Accessor accessor;
    accessor.bufferView = addBytes(numbers.data(), numbers.size_bytes(), target);
    accessor.componentType = TINYGLTF_COMPONENT_TYPE_FLOAT;
    accessor.type = components == 1 ? TINYGLTF_TYPE_SCALAR : int(components);  // VEC2..VEC4 are 2..4
    accessor.count = numbers.size() / components;
    if (withRange) {
      accessor.minValues.assign(components, std::numeric_limits<double>::max());
      accessor.maxValues.assign(components, std::numeric_limits<double>::lowest());
      for (std::size_t i = 0; i < numbers.size(); ++i) {
        double &least = accessor.minValues[i % components], &most = accessor.maxValues[i % components];
        least = std::min(least, double(numbers[i]));
        most = std::max(most, double(numbers[i]));
      }
    }
    model.accessors.push_back(std::move(accessor));
    return int(model.accessors.size()) - 1;
  }

  template <typename Point>
  int addPoints(const std::vector<Point>& points, int target, bool withRange) {
    constexpr std::size_t kComponents = sizeof(Point) / sizeof(float);
    const auto* numbers = reinterpret_cast<const float*>(points.data());
    return addFloats({numbers, points.size() * kComponents}, kComponents, target, withRange);
  }

  int addTriangles(const std::vector<cv::Vec3i>& triangles) {
    std::vector<std::uint16_t> indices;
    for (const cv::Vec3i& t : triangles)
      for (int k = 0; k < 3; ++k) indices.push_back(std::uint16_t(t[k]));
    tinygltf::Accessor accessor;
    accessor.bufferView = addBytes(indices.data(), indices.size() * sizeof(std::uint16_t),
                                   TINYGLTF_TARGET_ELEMENT_ARRAY_BUFFER);
    accessor.componentType = TINYGLTF_COMPONENT_TYPE_UNSIGNED_SHORT;
    accessor.type = TINYGLTF_TYPE_SCALAR;
    accessor.count = indices.size();
    model.accessors.push_back(std::move(accessor));
    return int(model.accessors.size()) - 1;
  }
};

void addMaterials(const cv::Mat& picture, SceneBuilder& scene) {
  const std::vector<std::uint8_t> png = pngOf(picture);
  tinygltf::Image image;
  image.name = "portrait";
  image.mimeType = "image/png";
  image.bufferView = scene.addBytes(png.data(), png.size(), 0);
  scene.model.images.push_back(std::move(image));
  tinygltf::Texture texture;
  texture.source = 0;
  scene.model.textures.push_back(std::move(texture));

  tinygltf::Material skin;
  skin.name = "skin";
  skin.pbrMetallicRoughness.baseColorTexture.index = 0;
  skin.pbrMetallicRoughness.metallicFactor = 0;
  skin.pbrMetallicRoughness.roughnessFactor = 0.6;
  tinygltf::Material mouth;
  mouth.name = "mouth";
  mouth.pbrMetallicRoughness.baseColorFactor = {0.06, 0.015, 0.015, 1};
  mouth.pbrMetallicRoughness.metallicFactor = 0;
  scene.model.materials = {std::move(skin), std::move(mouth)};
}

void addMesh(const AnimatedFace& face, SceneBuilder& scene) {
  constexpr int kVertexData = TINYGLTF_TARGET_ARRAY_BUFFER;
  const std::map<std::string, int> attributes{
      {"POSITION", scene.addPoints(face.points, kVertexData, true)},
      {"NORMAL", scene.addPoints(face.normals, kVertexData, false)},
      {"TEXCOORD_0", scene.addPoints(face.texture, kVertexData, false)}};
  std::vector<std::map<std::string, int>> targets;
  tinygltf::Value::Array names;
  for (const AnimatedFace::Target& target : face.targets) {
    targets.push_back({{"POSITION", scene.addPoints(target.offsets, kVertexData, true)},
                       {"NORMAL", scene.addPoints(target.normals, kVertexData, false)}});
    names.emplace_back(target.name);
  }
  tinygltf::Mesh mesh;
  mesh.name = "face";
  for (const auto* triangles : {&face.skin, &face.mouth}) {
    tinygltf::Primitive part;
    part.attributes = attributes;
    part.targets = targets;
    part.indices = scene.addTriangles(*triangles);
    part.material = triangles == &face.skin ? 0 : 1;
    part.mode = TINYGLTF_MODE_TRIANGLES;
    mesh.primitives.push_back(std::move(part));
  }
  mesh.weights.assign(face.weights.front().begin(), face.weights.front().end());
  mesh.extras = tinygltf::Value(tinygltf::Value::Object{{"targetNames", tinygltf::Value(std::move(names))}});
  scene.model.meshes.push_back(std::move(mesh));
}

void addAnimation(const AnimatedFace& face, int node, SceneBuilder& scene) {
  std::vector<float> times(face.weights.size());
  for (std::size_t i = 0; i < times.size(); ++i) times[i] = float(double(i) / face.frameRate.perSecond());
  const int input = scene.addFloats(times, 1, 0, true);
  tinygltf::Animation animation;
  animation.name = "speech";
  const auto add = [&](const char* path, int output) {
    tinygltf::AnimationSampler sampler;
    sampler.input = input;
    sampler.output = output;
    sampler.interpolation = "LINEAR";
    tinygltf::AnimationChannel channel;
    channel.sampler = int(animation.samplers.size());
    channel.target_node = node;
    channel.target_path = path;
    animation.samplers.push_back(std::move(sampler));
    animation.channels.push_back(std::move(channel));
  };
  add("rotation", scene.addPoints(face.rotations, 0, false));
  add("translation", scene.addPoints(face.translations, 0, false));
  const std::span<const float> weights(face.weights.front().data(),
                                       face.weights.size() * face.weights.front().size());
  add("weights", scene.addFloats(weights, 1, 0, false));
  scene.model.animations.push_back(std::move(animation));
}

}  // namespace

std::string gltf(const AnimatedFace& face, bool binary) {
  SceneBuilder scene;
  scene.model.asset.version = "2.0";
  scene.model.asset.generator = "Orator";
  addMaterials(face.picture, scene);
  addMesh(face, scene);
  tinygltf::Node head;
  head.name = "head";
  head.mesh = 0;
  const cv::Vec4f rotation = face.rotations.front();
  const cv::Vec3f translation = face.translations.front();
  head.rotation.assign(rotation.val, rotation.val + 4);
  head.translation.assign(translation.val, translation.val + 3);
  scene.model.nodes.push_back(std::move(head));
  addAnimation(face, 0, scene);
  tinygltf::Scene shown;
  shown.nodes = {0};
  scene.model.scenes.push_back(std::move(shown));
  scene.model.defaultScene = 0;

  std::ostringstream stream;
  tinygltf::TinyGLTF writer;
  if (!writer.WriteGltfSceneToStream(&scene.model, stream, false, binary))
    throw Error(ErrorCode::internal, "glTF", "the scene cannot be written", "Please report it");
  return std::move(stream).str();
}

}  // namespace orator::render::face_files
