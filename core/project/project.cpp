#include "core/project/project.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/pipeline/parameters.h"

namespace orator::project {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

std::string utf8(const fs::path& path) {
  const std::u8string text = path.generic_u8string();
  return {text.begin(), text.end()};
}

fs::path fromUtf8(const std::string& text) {
  return fs::path(std::u8string(text.begin(), text.end()));
}

std::string storedPath(const fs::path& path, const fs::path& folder) {
  if (path.empty()) return {};
  if (folder.empty()) return utf8(path);
  const fs::path relative = path.lexically_relative(folder);
  return utf8(relative.empty() ? path : relative);
}

fs::path resolvedPath(const std::string& stored, const fs::path& folder) {
  if (stored.empty()) return {};
  const fs::path path = fromUtf8(stored);
  return path.is_absolute() || folder.empty() ? path : (folder / path).lexically_normal();
}

json rangeJson(const FrameRange& range) {
  return json::array({range.begin, range.end});
}

FrameRange rangeFrom(const json& value) {
  FrameRange range{value.at(0).get<std::int64_t>(), value.at(1).get<std::int64_t>()};
  if (range.begin < 0 || range.end < range.begin) throw std::out_of_range("a frame range runs backwards");
  return range;
}

double within(double value, double minimum, double maximum, const char* name) {
  if (!(value >= minimum && value <= maximum))
    throw std::out_of_range(std::string(name) + " is out of range");
  return value;
}

double within(double value, const ParamSpec& spec, const char* name) {
  return within(value, spec.minimum, spec.maximum, name);
}

int columnFrom(const json& value) {
  return int(within(value.at("column").get<int>(), 0, motion::kCoefficientCount - 1, "column"));
}

json editsJson(const TrackEdits& edits) {
  json out = json::object();
  if (edits.blinks) {
    out["blinks"] = json::array();
    for (const motion::Blink& b : *edits.blinks)
      out["blinks"].push_back(
          {{"start_seconds", b.startSeconds}, {"duration_seconds", b.durationSeconds}, {"depth", b.depth}});
  }
  for (const TimeSpan& span : edits.blinkSpans)
    out["blink_spans"].push_back({{"begin_seconds", span.beginSeconds}, {"end_seconds", span.endSeconds}});
  for (const CurveKeys& curve : edits.curves) {
    json keys = json::array();
    for (const KeyFrame& key : curve.keys) keys.push_back({{"frame", key.frame}, {"offset", key.offset}});
    out["curves"].push_back({{"column", curve.column}, {"keys", std::move(keys)}});
  }
  for (const SmoothStroke& s : edits.strokes)
    out["strokes"].push_back(
        {{"column", s.column}, {"range", rangeJson(s.range)}, {"radius_frames", s.radiusFrames}});
  for (const RangeGain& g : edits.gains)
    out["gains"].push_back({{"range", rangeJson(g.range)},
                            {"expression_scale", g.expressionScale},
                            {"pose_scale", g.poseScale}});
  for (const ColumnGain& g : edits.columnGains)
    out["column_gains"].push_back({{"column", g.column}, {"gain", g.gain}});
  for (const RangeReroll& r : edits.rerolls)
    out["rerolls"].push_back({{"range", rangeJson(r.range)}, {"seed", r.seed}});
  return out;
}

motion::Blink blinkFrom(const json& in, FrameRate frameRate) {
  motion::Blink blink;
  if (in.contains("begin")) {  // version 1 counted in frames
    const double begin = in.at("begin").get<double>(), end = in.at("end").get<double>();
    blink.startSeconds = begin / frameRate.perSecond();
    blink.durationSeconds = (end - begin) / frameRate.perSecond();
  } else {
    blink.startSeconds = in.at("start_seconds").get<double>();
    blink.durationSeconds = in.at("duration_seconds").get<double>();
  }
  blink.depth = within(in.at("depth").get<double>(), 0, 2, "blink depth");
  if (!(blink.durationSeconds > 0)) throw std::out_of_range("a blink ends before it begins");
  return blink;
}

/// @param frameRate of the project, for what older versions counted in frames
TrackEdits editsFrom(const json& in, FrameRate frameRate) {
  TrackEdits edits;
  if (in.contains("blinks")) {
    edits.blinks.emplace();
    for (const json& b : in.at("blinks")) edits.blinks->push_back(blinkFrom(b, frameRate));
  }
  for (const json& s : in.value("blink_spans", json::array()))
    edits.blinkSpans.push_back({within(s.at("begin_seconds"), -1e6, 1e6, "begin_seconds"),
                                within(s.at("end_seconds"), -1e6, 1e6, "end_seconds")});
  for (const json& c : in.value("curves", json::array())) {
    CurveKeys curve{columnFrom(c), {}};
    for (const json& k : c.at("keys"))
      curve.keys.push_back({k.at("frame").get<std::int64_t>(), k.at("offset").get<float>()});
    std::sort(curve.keys.begin(), curve.keys.end(),
              [](const KeyFrame& a, const KeyFrame& b) { return a.frame < b.frame; });
    edits.curves.push_back(std::move(curve));
  }
  for (const json& s : in.value("strokes", json::array()))
    edits.strokes.push_back({columnFrom(s), rangeFrom(s.at("range")),
                             float(within(s.at("radius_frames").get<double>(), 0.5, 20, "radius_frames"))});
  for (const json& g : in.value("gains", json::array()))
    edits.gains.push_back({rangeFrom(g.at("range")),
                           within(g.at("expression_scale"), pipeline::kExpressionScale, "expression_scale"),
                           within(g.at("pose_scale"), pipeline::kPoseScale, "pose_scale")});
  for (const json& g : in.value("column_gains", json::array()))
    edits.columnGains.push_back({columnFrom(g), within(g.at("gain"), 0, 3, "gain")});
  for (const json& r : in.value("rerolls", json::array()))
    edits.rerolls.push_back({rangeFrom(r.at("range")), r.at("seed").get<std::uint64_t>()});
  return edits;
}

constexpr std::array kAngleKeys{"pitch_path", "yaw_path", "roll_path"};  // of MotionSettings::anglePath

json motionJson(const motion::MotionSettings& m, const fs::path& folder) {
  json styles = json::array();
  for (const auto& [style, weight] : m.poseStyle) styles.push_back({{"style", style}, {"weight", weight}});
  json out = {{"blink_strength", m.blinkStrength},
              {"blink_rate", m.blinkRate},
              {"pose_style", std::move(styles)},
              {"pose_scale", m.poseScale},
              {"expression_scale", m.expressionScale},
              {"still", m.still},
              {"seed", m.seed}};
  // Only what is used, so that a project says what was chosen.
  for (std::size_t axis = 0; axis < kAngleKeys.size(); ++axis)
    if (!m.anglePath[axis].empty()) out[kAngleKeys[axis]] = m.anglePath[axis];
  if (!m.poseReference.empty()) out["pose_reference"] = storedPath(m.poseReference, folder);
  if (!m.blinkReference.empty()) out["blink_reference"] = storedPath(m.blinkReference, folder);
  if (m.compat) out["compat"] = true;
  for (const motion::PoseReroll& reroll : m.rerolls)
    out["rerolls"].push_back(
        {{"begin_seconds", reroll.beginSeconds}, {"end_seconds", reroll.endSeconds}, {"seed", reroll.seed}});
  return out;
}

motion::MotionSettings motionFrom(const json& in, const fs::path& folder) {
  motion::MotionSettings m;
  m.blinkStrength =
      within(in.value("blink_strength", m.blinkStrength), pipeline::kBlinkStrength, "blink_strength");
  m.blinkRate = within(in.value("blink_rate", m.blinkRate), pipeline::kBlinkRate, "blink_rate");
  m.expressionScale =
      within(in.value("expression_scale", m.expressionScale), pipeline::kExpressionScale, "expression_scale");
  m.still = in.value("still", m.still);
  m.seed = in.value("seed", m.seed);
  m.poseScale = in.value("pose_scale", m.poseScale);
  for (double scale : m.poseScale) within(scale, pipeline::kPoseScale, "pose_scale");
  if (in.contains("pose_style")) {
    m.poseStyle.clear();
    for (const json& s : in.at("pose_style"))
      m.poseStyle.emplace_back(int(within(s.at("style").get<int>(), pipeline::kPoseStyle, "pose_style")),
                               within(s.at("weight").get<double>(), 0, 1e6, "pose_style weight"));
    if (m.poseStyle.empty()) throw std::out_of_range("pose_style is empty");
  }
  constexpr std::array angles{&pipeline::kPitch, &pipeline::kYaw, &pipeline::kRoll};
  for (std::size_t axis = 0; axis < kAngleKeys.size(); ++axis) {
    m.anglePath[axis] = in.value(kAngleKeys[axis], m.anglePath[axis]);
    for (double degrees : m.anglePath[axis]) within(degrees, *angles[axis], kAngleKeys[axis]);
  }
  m.poseReference = resolvedPath(in.value("pose_reference", ""), folder);
  m.blinkReference = resolvedPath(in.value("blink_reference", ""), folder);
  m.compat = in.value("compat", m.compat);
  for (const json& r : in.value("rerolls", json::array()))
    m.rerolls.push_back({within(r.at("begin_seconds"), 0, 1e6, "begin_seconds"),
                         within(r.at("end_seconds"), 0, 1e6, "end_seconds"),
                         r.at("seed").get<std::uint64_t>()});
  return m;
}

/// A value stored by its name; `names` stand in the order of the values.
template <typename Value, typename Names>
Value valueNamed(const Names& names, const std::string& name, const std::string& what) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) throw std::out_of_range("unknown " + what + " \"" + name + "\"");
  return Value(found - names.begin());
}

}  // namespace

bool operator==(const Project& a, const Project& b) {
  return toJson(a, {}) == toJson(b, {});
}

pipeline::AnimateRequest toRequest(const Project& project) {
  pipeline::AnimateRequest request;
  request.portrait = project.portrait;
  request.voice = project.voice;
  request.voiceCut = project.voiceEdit;
  if (isIdle(project)) request.idleSeconds = project.idleSeconds;
  request.output = project.output.path;
  request.pack = project.pack;
  request.renderer = project.renderer;
  request.motion = project.motion;
  request.render = project.render;
  request.frameRate = project.frameRate;
  request.constantRateFactor = project.output.constantRateFactor;
  request.face = project.face;
  request.frames = project.range;
  request.track = project.track;
  return request;
}

std::string toJson(const Project& p, const fs::path& folder) {
  json out = {
      {"format", kProjectFormat},
      {"version", !p.edits.blinkSpans.empty() ? 4 : (p.idleSeconds > 0 ? 3 : 2)},
      {"portrait", storedPath(p.portrait, folder)},
      {"voice", storedPath(p.voice, folder)},
      {"track", storedPath(p.track, folder)},
      {"voice_edit",
       {{"begin_seconds", p.voiceEdit.beginSeconds},
        {"end_seconds", p.voiceEdit.endSeconds},
        {"gain_decibel", p.voiceEdit.gainDecibel},
        {"track", p.voiceEdit.track}}},
      {"pack", p.pack},
      {"renderer", p.renderer},
      {"frame_rate", json::array({p.frameRate.numerator, p.frameRate.denominator})},
      {"motion", motionJson(p.motion, folder)},
      {"render",
       {{"crop", pipeline::kCropModeNames[std::size_t(p.render.cropMode)]},
        {"output_side", p.render.outputSide},
        {"device", p.render.device},
        {"precision", pipeline::kPrecisionNames[std::size_t(p.render.precision)]}}},
      {"edits", editsJson(p.edits)},
      {"output",
       {{"path", storedPath(p.output.path, folder)}, {"constant_rate_factor", p.output.constantRateFactor}}}};
  if (p.idleSeconds > 0) out["idle_seconds"] = p.idleSeconds;
  if (p.face) out["face"] = *p.face;
  if (p.range) out["range"] = rangeJson(*p.range);
  return out.dump(2) + "\n";
}

Project fromJson(const std::string& text, const fs::path& folder, const std::string& subject) {
  const auto refuse = [&](const std::string& reason) -> Error {
    return {ErrorCode::unreadableProject, subject, reason, "open a backup of it, or make a new project"};
  };
  try {
    const json in = json::parse(text);
    if (!in.is_object() || in.value("format", "") != kProjectFormat)
      throw refuse("this is not an Orator project");
    if (in.at("version").get<int>() > kProjectVersion)
      throw Error(ErrorCode::unreadableProject, subject, "the project was written by a newer Orator",
                  "update Orator to open it");
    Project p;
    p.portrait = resolvedPath(in.value("portrait", ""), folder);
    p.voice = resolvedPath(in.value("voice", ""), folder);
    p.track = resolvedPath(in.value("track", ""), folder);
    if (in.contains("face")) p.face = int(within(in.at("face").get<int>(), pipeline::kFace, "face"));
    if (const json& v = in.value("voice_edit", json::object()); !v.empty()) {
      p.voiceEdit.beginSeconds = within(v.value("begin_seconds", 0.0), 0, 1e6, "begin_seconds");
      p.voiceEdit.endSeconds = within(v.value("end_seconds", 0.0), 0, 1e6, "end_seconds");
      p.voiceEdit.gainDecibel = within(v.value("gain_decibel", 0.0), -24, 24, "gain_decibel");
      p.voiceEdit.track = int(within(v.value("track", 0), 0, 99, "track"));
    }
    p.idleSeconds = within(in.value("idle_seconds", 0.0), pipeline::kIdle, "idle_seconds");
    p.pack = in.value("pack", p.pack);
    p.renderer = in.value("renderer", p.renderer);
    if (in.contains("frame_rate")) {
      p.frameRate = {in.at("frame_rate").at(0).get<int>(), in.at("frame_rate").at(1).get<int>()};
      if (p.frameRate.denominator <= 0) throw std::out_of_range("frame_rate is out of range");
      within(p.frameRate.perSecond(), 1, 240, "frame_rate");
    }
    if (in.contains("motion")) p.motion = motionFrom(in.at("motion"), folder);
    if (const json& r = in.value("render", json::object()); !r.empty()) {
      p.render.cropMode =
          valueNamed<render::CropMode>(pipeline::kCropModeNames, r.value("crop", "full"), "crop mode");
      p.render.outputSide = int(within(r.value("output_side", 0), pipeline::kOutputSide, "output_side"));
      p.render.device = r.value("device", p.render.device);
      p.render.precision = valueNamed<render::Precision>(pipeline::kPrecisionNames,
                                                         r.value("precision", "exact"), "precision");
    }
    if (in.contains("edits")) p.edits = editsFrom(in.at("edits"), p.frameRate);
    if (in.contains("range")) p.range = rangeFrom(in.at("range"));
    if (const json& o = in.value("output", json::object()); !o.empty()) {
      p.output.path = resolvedPath(o.value("path", ""), folder);
      p.output.constantRateFactor =
          int(within(o.value("constant_rate_factor", pipeline::kConstantRateFactor.defaultValue),
                     pipeline::kConstantRateFactor, "constant_rate_factor"));
    }
    return p;
  } catch (const json::exception& e) {
    throw refuse(std::string("the project cannot be understood (") + e.what() + ")");
  } catch (const std::out_of_range& e) {
    throw refuse(e.what());
  }
}

}  // namespace orator::project
