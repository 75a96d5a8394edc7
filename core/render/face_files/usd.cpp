#include "core/render/face_files/usd.h"

#include <cstdio>

namespace orator::render::face_files {
namespace {

std::string number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.6g", value);
  return text;
}

template <typename Vector>
std::string tuple(const Vector& v, int count) {
  std::string text = "(";
  for (int k = 0; k < count; ++k) text += (k ? ", " : "") + number(double(v[k]));
  return text + ")";
}

template <typename Points>
std::string list(const Points& points, int components) {
  std::string text = "[";
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (i > 0) text += ", ";
    text += tuple(cv::Vec<float, 3>(points[i]), components);
  }
  return text + "]";
}

std::string indices(const std::vector<cv::Vec3i>& triangles) {
  std::string text = "[";
  for (const cv::Vec3i& t : triangles)
    for (int k = 0; k < 3; ++k) text += (text.size() > 1 ? ", " : "") + std::to_string(t[k]);
  return text + "]";
}

std::string counts(std::size_t triangles) {
  std::string text = "[";
  for (std::size_t i = 0; i < triangles; ++i) text += i ? ", 3" : "3";
  return text + "]";
}

template <typename Value>
std::string overTime(const char* name, std::size_t frames, const Value& value) {
  std::string text = std::string("        ") + name + ".timeSamples = {\n";
  for (std::size_t i = 0; i < frames; ++i)
    text += "            " + std::to_string(i) + ": " + value(i) + ",\n";
  return text + "        }\n";
}

std::string mesh(const AnimatedFace& face, const char* name, const std::vector<cv::Vec3i>& triangles) {
  std::vector<cv::Vec3f> uv;
  for (const cv::Vec2f& t : face.texture) uv.emplace_back(t[0], 1 - t[1], 0);
  std::string text = std::string("        def Mesh \"") + name +
                     "\" (prepend apiSchemas = [\"MaterialBindingAPI\"])\n" +
                     "        {\n        int[] faceVertexCounts = " + counts(triangles.size()) +
                     "\n        int[] faceVertexIndices = " + indices(triangles) +
                     "\n        uniform token subdivisionScheme = \"none\"\n" +
                     "        rel material:binding = </Head/" + name + "Material>\n" +
                     "        texCoord2f[] primvars:st = " + list(uv, 2) + " (interpolation = \"vertex\")\n";
  text += overTime("point3f[] points", face.weights.size(),
                   [&](std::size_t i) { return list(face.posed(i), 3); });
  return text + "        }\n";
}

std::string materials(const std::string& texture) {
  return R"(    def Material "skinMaterial"
    {
        token outputs:surface.connect = </Head/skinMaterial/surface.outputs:surface>
        def Shader "surface"
        {
            uniform token info:id = "UsdPreviewSurface"
            color3f inputs:diffuseColor.connect = </Head/skinMaterial/portrait.outputs:rgb>
            float inputs:roughness = 0.6
            token outputs:surface
        }
        def Shader "portrait"
        {
            uniform token info:id = "UsdUVTexture"
            asset inputs:file = @)" +
         texture + R"(@
            float2 inputs:st.connect = </Head/skinMaterial/place.outputs:result>
            float3 outputs:rgb
        }
        def Shader "place"
        {
            uniform token info:id = "UsdPrimvarReader_float2"
            string inputs:varname = "st"
            float2 outputs:result
        }
    }
    def Material "mouthMaterial"
    {
        token outputs:surface.connect = </Head/mouthMaterial/surface.outputs:surface>
        def Shader "surface"
        {
            uniform token info:id = "UsdPreviewSurface"
            color3f inputs:diffuseColor = (0.06, 0.015, 0.015)
            token outputs:surface
        }
    }
)";
}

}  // namespace

std::string usd(const AnimatedFace& face, const std::string& texture) {
  const std::size_t frames = face.weights.size();
  std::string text =
      "#usda 1.0\n(\n    defaultPrim = \"Head\"\n    metersPerUnit = 1\n    upAxis = \"Y\"\n    "
      "startTimeCode = 0\n    endTimeCode = " +
      std::to_string(frames - 1) + "\n    timeCodesPerSecond = " + number(face.frameRate.perSecond()) +
      "\n    framesPerSecond = " + number(face.frameRate.perSecond()) + "\n)\ndef Xform \"Head\"\n{\n";
  text += overTime("quatf xformOp:orient", frames, [&](std::size_t i) {
    const cv::Vec4f& q = face.rotations[i];
    return tuple(cv::Vec4f(q[3], q[0], q[1], q[2]), 4);
  });
  text += overTime("double3 xformOp:translate", frames,
                   [&](std::size_t i) { return tuple(face.translations[i], 3); });
  text += "        uniform token[] xformOpOrder = [\"xformOp:translate\", \"xformOp:orient\"]\n";
  text += materials(texture) + mesh(face, "skin", face.skin) + mesh(face, "mouth", face.mouth);
  return text + "}\n";
}

}  // namespace orator::render::face_files
