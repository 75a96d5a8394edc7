#include <limits>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/file_system.h"
#include "core/pipeline/parameter_json.h"
#include "core/project/edits_json.h"
#include "core/project/project.h"
#include "core/words/words_json.h"

namespace orator::project {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

/// The first version whose settings are written as those of requests are.
constexpr int kOneDialect = 5;

void rename(json& object, const char* before, const char* now) {
  if (!object.is_object() || !object.contains(before)) return;
  object[now] = std::move(object[before]);
  object.erase(before);
}

/// What versions 1 to 4 called differently.
void modernise(json& in) {
  rename(in, "voice_edit", "voice_cut");
  rename(in, "frame_rate", "fps");
  rename(in, "range", "frames");
  if (in.contains("motion"))
    for (const auto& [before, now] :
         {std::pair{"pitch_path", "pitch"}, {"yaw_path", "yaw"}, {"roll_path", "roll"}})
      rename(in["motion"], before, now);
  if (in.contains("render")) rename(in["render"], "output_side", "size");
  // An empty range was none.
  const auto frames = in.find("frames");
  if (frames != in.end() && frames->is_array() && frames->size() == 2 && (*frames)[0] == (*frames)[1])
    in.erase("frames");
  if (!in.contains("output")) return;
  const json output = std::move(in["output"]);
  in.erase("output");
  JsonObject object(output, "output");
  if (const json* path = object.find("path")) in["output"] = *path;
  if (const json* factor = object.find("constant_rate_factor")) in["crf"] = *factor;
}

Project projectFrom(json in, const fs::path& folder, int version) {
  if (version < kOneDialect) modernise(in);
  JsonObject object(in, "the project");
  Project project;
  pipeline::readSettings(object, {folder, true}, false, project);
  if (const json* consent = object.find("consent")) project.consent = textFrom(*consent, "\"consent\"");
  if (const json* list = object.find("words")) project.words.words = words::wordsFrom(*list, "\"words\"");
  project.words.isTimed = !project.words.words.empty();
  words::checkTranscript(project.words, "words");
  if (const json* shows = object.find("shows_words"))
    project.showsWords = flagFrom(*shows, "\"shows_words\"");
  if (const json* edits = object.find("edits")) project.edits = editsFrom(*edits, project.frameRate);
  return project;
}

}  // namespace

std::string toJson(const Project& project, const fs::path& folder) {
  checkProject(project);
  const fs::path home = folder.empty() ? folder : absolutePath(folder);
  json out = {{"format", kProjectFormat}, {"version", kProjectVersion}, {"edits", editsJson(project.edits)}};
  if (!project.consent.empty()) out["consent"] = project.consent;
  if (!project.words.words.empty()) out["words"] = words::wordsJson(project.words.words);
  if (project.showsWords) out["shows_words"] = true;
  pipeline::writeSettings(project, {home, true}, out);
  return out.dump(2) + "\n";
}

Project fromJson(const std::string& text, const fs::path& folder, const std::string& subject) {
  const auto refuse = [&](const std::string& reason) -> Error {
    return {ErrorCode::unreadableProject, subject, reason, "open a backup of it, or make a new project"};
  };
  try {
    json in = parsedJson(text);
    const auto format = in.is_object() ? in.find("format") : in.end();
    if (!in.is_object() || format == in.end() || *format != kProjectFormat)
      throw refuse("this is not an Orator project");
    const int version = numberFrom(JsonObject(in, "the project").at("version"), 1,
                                   std::numeric_limits<int>::max(), "\"version\"");
    if (version > kProjectVersion)
      throw Error(ErrorCode::unreadableProject, subject, "the project was written by a newer Orator",
                  "update Orator to open it");
    return projectFrom(std::move(in), folder, version);
  } catch (const json::exception& failure) {
    throw refuse(std::string("the project cannot be understood (") + failure.what() + ")");
  } catch (const std::invalid_argument& failure) {
    throw refuse(std::string("the project cannot be understood: ") + failure.what());
  } catch (const Error& failure) {
    if (failure.code() == ErrorCode::unreadableProject) throw;
    throw refuse("\"" + failure.subject() + "\": " + failure.reason());
  }
}

}  // namespace orator::project
