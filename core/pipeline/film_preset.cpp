#include "core/pipeline/film_preset.h"

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>

#include "core/base/file_system.h"
#include "core/base/files.h"
#include "core/packs/pack.h"
#include "core/pipeline/parameter_json.h"

namespace orator::pipeline {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

constexpr const char* kPresetFormat = "orator-film-preset";
constexpr int kPresetVersion = 1;
constexpr const char* kPresetRemedy = "Correct the file, or choose another preset";

/// @throws std::invalid_argument, json::exception
json presetIn(const fs::path& file) {
  json stored = parsedJson(readFile(file, ErrorCode::unreadableProject));
  JsonObject object(stored, "the preset");
  const json* format = object.find("format");
  if (!format || *format != kPresetFormat) throw std::invalid_argument("this is no preset for films");
  if (numberFrom(object.at("version"), 1, std::numeric_limits<int>::max(), "\"version\"") > kPresetVersion)
    throw std::invalid_argument("the preset was written by a newer Orator");
  textFrom(object.at("title"), "\"title\"");
  object.at("settings");
  object.refuseUnknownKeys();
  return stored;
}

bool isOfFilm(const Parameter& parameter) {
  const bool inFilm = parameter.section >= Section::film && parameter.section <= Section::file;
  const bool isPath = std::holds_alternative<Field<fs::path>>(parameter.value);
  return inFilm && !isPath;
}

void applyStored(const json& stored, FilmSettings& film) {
  FilmSettings changed = film;
  JsonObject settings(stored.at("settings"), "\"settings\"");
  readSettings(settings, {}, true, changed);
  settings.refuseUnknownKeys();
  FilmSettings allowed = film;
  for (const Parameter& one : parameters())
    if (isOfFilm(one)) copyValue(one, changed, allowed);
  if (!(allowed == changed)) throw std::invalid_argument("a preset sets film, frame and file alone");
  film = allowed;
}

}  // namespace

std::vector<FilmPreset> filmPresets() {
  std::vector<FilmPreset> found;
  for (const fs::path& models : packs::modelFolders())
    for (const fs::path& folder :
         {models.parent_path() / "resources" / "presets", models.parent_path() / "presets"}) {
      if (!isFolder(folder)) continue;
      for (const fs::path& file : entriesOf(folder)) {
        const std::string name = file.stem().string();
        const bool isKnown =
            std::any_of(found.begin(), found.end(), [&](const auto& one) { return one.name == name; });
        if (file.extension() != ".json" || isKnown) continue;
        try {
          found.push_back({name, presetIn(file).at("title").get<std::string>(), file});
        } catch (const std::exception&) {
          continue;  // another file of somebody's; who asks for it by name is told
        }
      }
    }
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  return found;
}

bool isFilmPresetFile(const std::string& nameOrFile) {
  return nameOrFile.find('/') != std::string::npos || fs::path(nameOrFile).extension() == ".json";
}

void applyFilmPreset(const std::string& nameOrFile, FilmSettings& film) {
  fs::path file = nameOrFile;
  if (!isFilmPresetFile(nameOrFile)) {
    const std::vector<FilmPreset> all = filmPresets();
    const auto one =
        std::find_if(all.begin(), all.end(), [&](const auto& preset) { return preset.name == nameOrFile; });
    std::string names;
    for (const FilmPreset& preset : all) names.append(names.empty() ? "" : ", ").append(preset.name);
    if (one == all.end())
      throw Error(ErrorCode::invalidArgument, "preset", "there is no preset \"" + nameOrFile + "\"",
                  names.empty() ? "Give a JSON file" : "Choose one of: " + names + "; or give a JSON file");
    file = one->file;
  }
  try {
    applyStored(presetIn(file), film);
  } catch (const json::exception& failure) {
    throw Error(ErrorCode::unreadableProject, pathText(file), failure.what(), kPresetRemedy);
  } catch (const std::invalid_argument& failure) {
    throw Error(ErrorCode::unreadableProject, pathText(file), failure.what(), kPresetRemedy);
  } catch (const Error& failure) {
    if (failure.code() != ErrorCode::invalidArgument) throw;
    throw Error(ErrorCode::unreadableProject, pathText(file),
                "\"" + failure.subject() + "\": " + failure.reason(), kPresetRemedy);
  }
}

}  // namespace orator::pipeline
