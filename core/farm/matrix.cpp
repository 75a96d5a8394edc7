#include "core/farm/matrix.h"

#include <limits>
#include <nlohmann/json.hpp>

#include "core/base/file_system.h"
#include "core/base/files.h"
#include "core/base/json_value.h"
#include "core/farm/farm.h"
#include "core/pipeline/film_preset.h"

namespace orator::farm {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr const char* kMatrixFormat = "orator-matrix";
constexpr int kMatrixVersion = 1;

struct Matrix {
  fs::path request;
  std::vector<fs::path> portraits, voices;
  std::vector<std::string> presets;
};

std::vector<fs::path> pathsFrom(const json& list, const fs::path& folder, const std::string& what) {
  std::vector<fs::path> paths;
  for (const json& one : listFrom(list, kMostFilms, what)) paths.push_back(folder / pathFrom(one, what));
  if (paths.empty()) throw std::invalid_argument(what + " is empty");
  return paths;
}

Matrix matrixFrom(const json& stored, const fs::path& folder) {
  JsonObject object(stored, "the matrix");
  const json* format = object.find("format");
  if (!format || *format != kMatrixFormat) throw std::invalid_argument("this is no matrix of films");
  if (numberFrom(object.at("version"), 1, std::numeric_limits<int>::max(), "\"version\"") > kMatrixVersion)
    throw std::invalid_argument("the matrix was written for a newer Orator");
  Matrix matrix;
  if (const json* request = object.find("request"))
    matrix.request = folder / pathFrom(*request, "\"request\"");
  matrix.portraits = pathsFrom(object.at("portraits"), folder, "\"portraits\"");
  matrix.voices = pathsFrom(object.at("voices"), folder, "\"voices\"");
  if (const json* presets = object.find("presets"))
    for (const json& preset : listFrom(*presets, kMostFilms, "\"presets\""))
      matrix.presets.push_back(textFrom(preset, "a preset"));
  object.refuseUnknownKeys();
  const double films = double(matrix.portraits.size()) * double(matrix.voices.size()) *
                       double(std::max<std::size_t>(1, matrix.presets.size()));
  if (films > double(kMostFilms))
    throw std::invalid_argument("it has more than " + std::to_string(kMostFilms) + " films");
  return matrix;
}

/// A preset as the file's folder knows it.
std::string presetFrom(const std::string& preset, const fs::path& folder) {
  return pipeline::isFilmPresetFile(preset) ? (folder / preset).string() : preset;
}

}  // namespace

std::vector<pipeline::AnimateRequest> loadMatrix(const fs::path& file) {
  const std::vector<std::uint8_t> bytes = readFile(file, ErrorCode::unreadableProject);
  const fs::path folder = absolutePath(file).parent_path();
  Matrix matrix;
  try {
    matrix = matrixFrom(parsedJson(bytes), folder);
  } catch (const json::exception& failure) {
    throw Error(ErrorCode::unreadableProject, pathText(file), failure.what(), "Correct the file");
  } catch (const std::invalid_argument& failure) {
    throw Error(ErrorCode::unreadableProject, pathText(file), failure.what(), "Correct the file");
  }
  pipeline::AnimateRequest base;
  if (!matrix.request.empty()) base = pipeline::loadRequest(matrix.request);
  const std::string ending = base.output.has_extension() ? base.output.extension().string() : ".mp4";
  if (matrix.presets.empty()) matrix.presets.emplace_back();
  std::vector<pipeline::AnimateRequest> requests;
  for (const fs::path& portrait : matrix.portraits)
    for (const fs::path& voice : matrix.voices)
      for (const std::string& preset : matrix.presets) {
        pipeline::AnimateRequest request = base;
        request.portrait = portrait;
        request.voice = voice;
        std::string name = portrait.stem().string() + "-" + voice.stem().string();
        if (!preset.empty()) {
          pipeline::applyFilmPreset(presetFrom(preset, folder), request);
          name.append("-").append(fs::path(preset).stem().string());
        }
        request.output = name + ending;
        requests.push_back(std::move(request));
      }
  return requests;
}

}  // namespace orator::farm
