#include "core/pipeline/provenance.h"

#include <array>
#include <cstdio>
#include <limits>
#include <nlohmann/json.hpp>

#include "core/base/file_system.h"
#include "core/base/files.h"
#include "core/packs/sha256.h"
#include "core/pipeline/fingerprint.h"
#include "core/pipeline/parameter_json.h"

namespace orator::pipeline {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;
using PathField = Field<fs::path>;

constexpr const char* kComment =
    "Synthetic media: the person in this film was animated by a program (Orator).";
constexpr const char* kFilmFormat = "orator-film";
constexpr int kFilmVersion = 1;

/// The parameters that name a file to read.
std::vector<std::pair<const Parameter*, const PathField*>> fileParameters() {
  std::vector<std::pair<const Parameter*, const PathField*>> found;
  for (const Parameter& one : parameters())
    if (const auto* path = std::get_if<PathField>(&one.value); path && one.spec.name != "output")
      found.emplace_back(&one, path);
  return found;
}

json packJson(const packs::Pack& pack) {
  json files = json::object();
  for (const packs::PackFile& file : pack.files) files[file.role] = file.sha256;
  return {{"id", pack.id}, {"files", files}};
}

/// Where a file of a film is: as given, beside the film, or here.
fs::path placeOf(const Parameter& parameter, const fs::path& name, const fs::path& given,
                 const fs::path& film) {
  if (!given.empty()) return given;
  const fs::path beside = absolutePath(film).parent_path() / name.filename();
  if (isFile(beside)) return beside;
  if (isFile(name.filename())) return absolutePath(name.filename());
  const std::string option = parameter.optionName();
  throw Error(ErrorCode::fileNotFound, pathText(name),
              "the film " + pathText(film) + " was made of it, and it does not lie beside it",
              option.empty() ? "Put it beside the film" : "Put it beside the film, or give " + option);
}

json settingsIn(const fs::path& film) {
  const auto refused = [&](const std::string& reason) {
    return Error(ErrorCode::unreadableProject, pathText(film), reason,
                 "Give a film that Orator has made, or the options of orator animate");
  };
  for (const auto& [name, text] : media::readFilmTags(film)) {
    if (name != kSettingsTag) continue;
    json stored = parsedJson(text);
    JsonObject object(stored, "what a film says of itself");
    if (object.at("format") != kFilmFormat) throw std::invalid_argument("another program wrote it");
    if (numberFrom(object.at("version"), 1, std::numeric_limits<int>::max(), "\"version\"") > kFilmVersion)
      throw refused("it was made by a newer Orator");
    return stored;
  }
  throw refused("it does not say how it was made");
}

}  // namespace

std::string motionDigest(const motion::MotionTrack& track) {
  Fingerprint fingerprint;
  const auto add = [&](const auto& values) {
    fingerprint.add(
        std::span(reinterpret_cast<const std::uint8_t*>(values.data()), values.size() * sizeof(values[0])));
  };
  fingerprint.add(track.frames());
  add(track.source);
  for (const motion::CoefficientRow& row : track.rows) add(row);
  for (const std::vector<float>& angles : track.replacedAngles) add(angles);
  std::array<char, 33> text{};
  std::snprintf(text.data(), text.size(), "%016llx%016llx",
                static_cast<unsigned long long>(fingerprint.value()[0]),
                static_cast<unsigned long long>(fingerprint.value()[1]));
  return text.data();
}

media::FilmTags provenanceOf(const AnimateRequest& request, const packs::Pack& pack,
                             const motion::MotionTrack& track) {
  FilmSettings settings = request;
  settings.output.clear();
  json files = json::object();
  for (const auto& [parameter, field] : fileParameters()) {
    fs::path& path = field->edit(settings);
    if (path.empty()) continue;
    files[std::string(parameter->spec.name)] = packs::fileSha256(path);
    path = path.filename();
  }
  json stored = json::object();
  writeSettings(settings, {}, stored);
  const json object{{"format", kFilmFormat}, {"version", kFilmVersion}, {"settings", stored},
                    {"files", files},        {"pack", packJson(pack)},  {"motion", motionDigest(track)}};
  return {{kCommentTag, kComment}, {kSettingsTag, object.dump()}};
}

AnimateRequest requestOfFilm(const fs::path& film, const AnimateRequest& given, const RunContext& context) {
  AnimateRequest request;
  try {
    const json stored = settingsIn(film);
    JsonObject object(stored, "the film's settings");
    JsonObject settings(object.at("settings"), "settings");
    readSettings(settings, {}, true, request);
    settings.refuseUnknownKeys();
    const json& files = object.at("files");
    for (const auto& [parameter, field] : fileParameters()) {
      fs::path& path = field->edit(request);
      if (path.empty()) continue;
      path = placeOf(*parameter, path, field->get(given), film);
      const std::string name(parameter->spec.name);
      if (files.value(name, "") != packs::fileSha256(path))
        context.note(pathText(path) +
                     " is another file than the one that the film was made of; the new film is "
                     "another one, too");
    }
    if (packJson(packs::openPack(request.pack)) != object.at("pack"))
      context.note("the pack " + request.pack +
                   " is another version than the one that the film was made with");
    request.motionOfFilm = textFrom(object.at("motion"), "motion");
  } catch (const std::invalid_argument& failure) {
    throw Error(ErrorCode::unreadableProject, pathText(film),
                std::string("what it says of how it was made cannot be understood: ") + failure.what(),
                "Give the options of orator animate");
  } catch (const json::exception& failure) {
    throw Error(ErrorCode::unreadableProject, pathText(film),
                std::string("what it says of how it was made cannot be understood: ") + failure.what(),
                "Give the options of orator animate");
  } catch (const Error& failure) {  // a value out of range
    if (failure.code() != ErrorCode::invalidArgument) throw;
    throw Error(ErrorCode::unreadableProject, pathText(film),
                "what it says of how it was made cannot be understood: \"" + failure.subject() +
                    "\": " + failure.reason(),
                "Give the options of orator animate");
  }
  request.output.clear();
  return request;
}

}  // namespace orator::pipeline
