#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <utility>

#include "core/base/file_system.h"
#include "core/base/files.h"
#include "core/pipeline/animate.h"
#include "core/pipeline/colour.h"
#include "core/pipeline/parameters.h"

namespace orator::pipeline {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

constexpr const char* kFormat = "orator-request";
constexpr int kVersion = 1;

std::string storedPath(const fs::path& path, const fs::path& folder) {
  if (path.empty()) return {};
  const fs::path absolute = absolutePath(path);
  const fs::path relative = absolute.lexically_relative(folder);
  const bool inside = !relative.empty() && *relative.begin() != "..";
  return pathText(inside ? relative : absolute);
}

/// One JSON object whose keys must all be known: a mistyped name must not silently mean the default.
class Reader {
 public:
  Reader(const json& object, std::string name) : object_(object), name_(std::move(name)) {
    if (!object.is_object()) throw std::invalid_argument(name_ + " must be an object");
  }

  template <typename Value>
  void read(const char* key, Value& value) {
    if (const json* found = find(key)) assign(key, *found, value);
  }
  void read(const char* key, fs::path& path, const fs::path& folder) {
    std::string text;
    read(key, text);
    if (text.empty()) return;
    const fs::path stored{std::u8string(text.begin(), text.end())};
    path = stored.is_absolute() ? stored : (folder / stored).lexically_normal();
  }
  const json* find(const char* key) {
    known_.insert(key);
    const auto found = object_.find(key);
    return found == object_.end() ? nullptr : &*found;
  }
  /// Call after every key was asked for.
  void refuseUnknownKeys() const {
    for (const auto& [key, value] : object_.items())
      if (!known_.count(key)) throw std::invalid_argument("\"" + key + "\" in " + name_ + " is unknown");
  }

 private:
  template <typename Value>
  void assign(const char* key, const json& found, Value& value) const {
    // The library would silently turn true into 1 and 2.5 into 2.
    const bool fits = std::is_same_v<Value, bool>       ? found.is_boolean()
                      : std::is_integral_v<Value>       ? found.is_number_integer()
                      : std::is_floating_point_v<Value> ? found.is_number()
                                                        : true;
    try {
      if (!fits) throw json::type_error::create(302, "wrong type", nullptr);
      found.get_to(value);
    } catch (const json::exception&) {
      throw std::invalid_argument("\"" + std::string(key) + "\" in " + name_ + " has the wrong type");
    }
  }

  const json& object_;
  std::string name_;
  std::set<std::string> known_;
};

constexpr std::array kAngleKeys{"pitch", "yaw", "roll"};  // of MotionSettings::anglePath

json motionJson(const motion::MotionSettings& settings, const fs::path& folder) {
  json styles = json::array(), rerolls = json::array();
  for (const auto& [style, weight] : settings.poseStyle)
    styles.push_back({{"style", style}, {"weight", weight}});
  for (const motion::PoseReroll& reroll : settings.rerolls)
    rerolls.push_back(
        {{"begin_seconds", reroll.beginSeconds}, {"end_seconds", reroll.endSeconds}, {"seed", reroll.seed}});
  json object = {{"blink_strength", settings.blinkStrength},
                 {"blink_rate", settings.blinkRate},
                 {"pose_style", std::move(styles)},
                 {"pose_scale", settings.poseScale},
                 {"expression_scale", settings.expressionScale},
                 {"still", settings.still},
                 {"seed", settings.seed},
                 {"rerolls", std::move(rerolls)},
                 {"pose_reference", storedPath(settings.poseReference, folder)},
                 {"blink_reference", storedPath(settings.blinkReference, folder)},
                 {"compat", settings.compat}};
  for (std::size_t axis = 0; axis < kAngleKeys.size(); ++axis)
    object[kAngleKeys[axis]] = settings.anglePath[axis];
  return object;
}

void readRerolls(const json& list, std::vector<motion::PoseReroll>& rerolls) {
  if (!list.is_array()) throw std::invalid_argument("\"rerolls\" must be a list");
  rerolls.clear();
  for (const json& entry : list) {
    Reader reader(entry, "rerolls");
    motion::PoseReroll reroll;
    reader.read("begin_seconds", reroll.beginSeconds);
    reader.read("end_seconds", reroll.endSeconds);
    reader.read("seed", reroll.seed);
    reader.refuseUnknownKeys();
    rerolls.push_back(reroll);
  }
}

/// A single number stands for one style at full weight; a single scale for all six axes.
void readMotion(const json& object, motion::MotionSettings& settings, const fs::path& folder) {
  Reader reader(object, "motion");
  reader.read("blink_strength", settings.blinkStrength);
  reader.read("blink_rate", settings.blinkRate);
  reader.read("expression_scale", settings.expressionScale);
  reader.read("still", settings.still);
  reader.read("seed", settings.seed);
  reader.read("pose_reference", settings.poseReference, folder);
  reader.read("blink_reference", settings.blinkReference, folder);
  reader.read("compat", settings.compat);
  for (std::size_t axis = 0; axis < kAngleKeys.size(); ++axis)
    reader.read(kAngleKeys[axis], settings.anglePath[axis]);
  if (const json* rerolls = reader.find("rerolls")) readRerolls(*rerolls, settings.rerolls);
  if (const json* scale = reader.find("pose_scale"); scale && scale->is_number())
    settings.poseScale.fill(scale->get<double>());
  else
    reader.read("pose_scale", settings.poseScale);
  if (const json* style = reader.find("pose_style"); style && style->is_number_integer()) {
    settings.poseStyle = {{style->get<int>(), 1.0}};
  } else if (style) {
    if (!style->is_array()) throw std::invalid_argument("\"pose_style\" must be a number or a list");
    settings.poseStyle.clear();
    for (const json& entry : *style) {
      std::pair<int, double> weighted{0, 1.0};
      Reader styleReader(entry, "pose_style");
      styleReader.read("style", weighted.first);
      styleReader.read("weight", weighted.second);
      styleReader.refuseUnknownKeys();
      settings.poseStyle.push_back(weighted);
    }
  }
  reader.refuseUnknownKeys();
}

/// A value that is stored by its name; `names` stand in the order of the values.
template <typename Value, typename Names>
void readNamed(Reader& reader, const char* key, const Names& names, Value& value) {
  std::string name(names[std::size_t(value)]);
  reader.read(key, name);
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end())
    throw std::invalid_argument("the " + std::string(key) + " \"" + name + "\" is unknown");
  value = Value(found - names.begin());
}

void readRender(const json& object, render::RenderSettings& settings) {
  Reader reader(object, "render");
  readNamed(reader, "crop", kCropModeNames, settings.cropMode);
  reader.read("size", settings.outputSide);
  reader.read("device", settings.device);
  readNamed(reader, "precision", kPrecisionNames, settings.precision);
  reader.refuseUnknownKeys();
}

void readVoiceCut(const json& object, media::VoiceCut& cut) {
  Reader reader(object, "voice_cut");
  reader.read("begin_seconds", cut.beginSeconds);
  reader.read("end_seconds", cut.endSeconds);
  reader.read("gain_decibel", cut.gainDecibel);
  reader.read("track", cut.track);
  reader.refuseUnknownKeys();
}

AnimateRequest requestFrom(const json& object, const fs::path& folder) {
  Reader reader(object, "the request");
  std::string format;
  int version = 0;
  reader.read("format", format);
  reader.read("version", version);
  if (format != kFormat) throw std::invalid_argument("this is not an Orator request");
  if (version > kVersion) throw std::invalid_argument("the request was written by a newer Orator");
  AnimateRequest request;
  reader.read("portrait", request.portrait, folder);
  reader.read("voice", request.voice, folder);
  reader.read("output", request.output, folder);
  reader.read("track", request.track, folder);
  reader.read("pack", request.pack);
  reader.read("renderer", request.renderer);
  reader.read("crf", request.constantRateFactor);
  reader.read("fps", request.frameRate.numerator);
  reader.read("idle_seconds", request.idleSeconds);
  if (const json* settings = reader.find("motion")) readMotion(*settings, request.motion, folder);
  if (const json* settings = reader.find("render")) readRender(*settings, request.render);
  if (const json* cut = reader.find("voice_cut")) readVoiceCut(*cut, request.voiceCut);
  if (reader.find("face")) reader.read("face", request.face.emplace(0));
  readNamed(reader, "rotate", kRotationNames, request.rotation);
  if (reader.find("background")) {
    std::string text;
    reader.read("background", text);
    const auto colour = colourFrom(text);
    if (!colour) throw std::invalid_argument("the colour \"" + text + "\" is unknown");
    request.background = *colour;
  }
  if (reader.find("frames")) {
    std::array<std::int64_t, 2> range{};
    reader.read("frames", range);
    request.frames = FrameRange{range[0], range[1]};
  }
  reader.refuseUnknownKeys();
  return request;
}

}  // namespace

void saveRequest(const AnimateRequest& request, const fs::path& file) {
  const fs::path folder = absolutePath(file).parent_path();
  json object = {{"format", kFormat},
                 {"version", kVersion},
                 {"portrait", storedPath(request.portrait, folder)},
                 {"voice", storedPath(request.voice, folder)},
                 {"output", storedPath(request.output, folder)},
                 {"pack", request.pack},
                 {"renderer", request.renderer},
                 {"fps", request.frameRate.numerator},
                 {"crf", request.constantRateFactor},
                 {"motion", motionJson(request.motion, folder)},
                 {"render",
                  {{"crop", kCropModeNames[std::size_t(request.render.cropMode)]},
                   {"size", request.render.outputSide},
                   {"device", request.render.device},
                   {"precision", kPrecisionNames[std::size_t(request.render.precision)]}}}};
  if (!(request.voiceCut == media::VoiceCut{}))
    object["voice_cut"] = {{"begin_seconds", request.voiceCut.beginSeconds},
                           {"end_seconds", request.voiceCut.endSeconds},
                           {"gain_decibel", request.voiceCut.gainDecibel},
                           {"track", request.voiceCut.track}};
  if (!request.track.empty()) object["track"] = storedPath(request.track, folder);
  if (request.idleSeconds > 0) object["idle_seconds"] = request.idleSeconds;
  if (request.face) object["face"] = *request.face;
  const AnimateRequest plain;
  if (request.rotation != plain.rotation) object["rotate"] = kRotationNames[std::size_t(request.rotation)];
  if (request.background != plain.background) object["background"] = colourText(request.background);
  if (request.frames) object["frames"] = {request.frames->begin, request.frames->end};
  writeFile(file, object.dump(2) + "\n");
}

AnimateRequest loadRequest(const fs::path& file) {
  const std::vector<std::uint8_t> bytes = readFile(file, ErrorCode::unreadableProject);
  const auto refused = [&](const std::string& reason) {
    return Error(ErrorCode::unreadableProject, pathText(file), reason,
                 "Correct the file or save the request again");
  };
  try {
    return requestFrom(json::parse(bytes), absolutePath(file).parent_path());
  } catch (const json::parse_error& failure) {
    throw refused("it is not valid JSON at byte " + std::to_string(failure.byte));
  } catch (const json::exception& failure) {  // a number that no double holds, a text that is not UTF-8
    throw refused(failure.what());
  } catch (const std::invalid_argument& failure) {
    throw refused(failure.what());
  }
}

}  // namespace orator::pipeline
