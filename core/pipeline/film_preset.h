#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/pipeline/film_settings.h"

namespace orator::pipeline {

/// Settings of frame and file for a place where films are shown, as a JSON file:
/// {"format": "orator-film-preset", "version": 1, "title": TEXT, "settings": {...}}, whose settings are
/// written as those of requests are.
struct FilmPreset {
  std::string name;  ///< of the file, without its ending
  std::string title;
  std::filesystem::path file;
};

/// Those that are installed (resources/presets beside models/, share/orator/presets) and the user's own, by
/// name; files that are no presets are left out.
std::vector<FilmPreset> filmPresets();

/// Whether a preset is given as a path: it has a slash in it or ends with .json.
bool isFilmPresetFile(const std::string& nameOrFile);

/// Sets what a preset says and leaves the rest. @param nameOrFile a name of filmPresets(), or a path
/// @throws Error invalidArgument (no such preset, with those there are), fileNotFound, notAFile,
/// unreadableProject (no preset; settings of something else than film, frame and file)
void applyFilmPreset(const std::string& nameOrFile, FilmSettings& film);

}  // namespace orator::pipeline
