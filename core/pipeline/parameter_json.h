#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>

#include "core/base/json_value.h"
#include "core/pipeline/parameters.h"

namespace orator::pipeline {

/// Where relative paths of a JSON file are at home.
struct JsonFolder {
  std::filesystem::path folder;  ///< absolute; empty: paths are stored as they are
  bool above = false;            ///< files outside the folder are stored relative to it too
};

/// Adds every setting to an object, in the dialect of requests and projects: the parameters' keys in their
/// groups. Lists and paths that are empty, no face and no frames are left out, and sparse parameters at their
/// default.
void writeSettings(const FilmSettings& film, const JsonFolder& folder, nlohmann::json& object);

/// Reads what writeSettings() writes over `film`; missing keys leave it as it is. Asks `object` for each key.
/// @param strict refuse unknown keys in the groups and lists
/// @throws std::invalid_argument naming the key; Error invalidArgument for values out of range
void readSettings(JsonObject& object, const JsonFolder& folder, bool strict, FilmSettings& film);

}  // namespace orator::pipeline
