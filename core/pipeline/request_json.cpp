#include <limits>
#include <nlohmann/json.hpp>
#include <string>

#include "core/base/file_system.h"
#include "core/base/files.h"
#include "core/pipeline/animate.h"
#include "core/pipeline/parameter_json.h"

namespace orator::pipeline {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

constexpr const char* kFormat = "orator-request";
/// 2 knows frame rates that are fractions and names of files that are not UTF-8.
constexpr int kVersion = 2;

/// Whether something in it is a path that JSON cannot hold as a text.
bool hasEncodedPath(const json& object) {
  for (const json& value : object)
    if (value.is_object() && (value.contains(kPercentKey) || hasEncodedPath(value))) return true;
  return false;
}

/// The lowest version that says all of it, so that older programs read what they understand.
int versionOf(const json& object) {
  return object.at("fps").is_array() || hasEncodedPath(object) ? kVersion : 1;
}

AnimateRequest requestFrom(const json& stored, const fs::path& folder) {
  JsonObject object(stored, "the request");
  const json* format = object.find("format");
  if (!format || *format != kFormat) throw std::invalid_argument("this is not an Orator request");
  if (const json* version = object.find("version");
      version && numberFrom(*version, 1, std::numeric_limits<int>::max(), "\"version\"") > kVersion)
    throw std::invalid_argument("the request was written by a newer Orator");
  AnimateRequest request;
  readSettings(object, {folder}, true, request);
  object.refuseUnknownKeys();
  return request;
}

}  // namespace

void saveRequest(const AnimateRequest& request, const fs::path& file) {
  checkSettings(request);
  json object = {{"format", kFormat}};
  writeSettings(request, {absolutePath(file).parent_path()}, object);
  object["version"] = versionOf(object);
  writeFile(file, object.dump(2) + "\n");
}

AnimateRequest loadRequest(const fs::path& file) {
  const std::vector<std::uint8_t> bytes = readFile(file, ErrorCode::unreadableProject);
  constexpr const char* kRemedy = "Correct the file or save the request again";
  const auto refused = [&](const std::string& reason, const std::string& remedy) {
    return Error(ErrorCode::unreadableProject, pathText(file), reason, remedy);
  };
  try {
    return requestFrom(parsedJson(bytes), absolutePath(file).parent_path());
  } catch (const std::invalid_argument& failure) {
    throw refused(failure.what(), kRemedy);
  } catch (const Error& failure) {  // a value out of range
    throw refused("\"" + failure.subject() + "\": " + failure.reason(), failure.remedy());
  }
}

}  // namespace orator::pipeline
