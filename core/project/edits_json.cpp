#include "core/project/edits_json.h"

#include <algorithm>
#include <limits>

#include "core/base/json_value.h"
#include "core/pipeline/parameters.h"

namespace orator::project {
namespace {

using nlohmann::json;

constexpr std::size_t kMostEdits = 1'000'000;  ///< of one kind

json rangeJson(const FrameRange& range) {
  return json::array({range.begin, range.end});
}

std::int64_t frameFrom(const json& value, const std::string& what) {
  return numberFrom(value, std::int64_t(pipeline::kFrameIndex.minimum),
                    std::int64_t(pipeline::kFrameIndex.maximum), what);
}

/// Members of one edit, each with the range that was declared for it.
class Edit {
 public:
  Edit(const json& in, const char* kind) : object_(in, kind) {}
  double number(const ParamSpec& spec) {
    return numberFrom(object_.at(spec.name), spec.minimum, spec.maximum, object_.nameOf(spec.name));
  }
  int column() {
    return numberFrom(object_.at(kColumn.name), 0, int(kColumn.maximum), object_.nameOf(kColumn.name));
  }
  std::int64_t frame() { return frameFrom(object_.at("frame"), object_.nameOf("frame")); }
  std::uint64_t seed() {
    const ParamSpec& spec = pipeline::parameter("seed").spec;
    return numberFrom(object_.at("seed"), std::uint64_t(0), std::uint64_t(spec.maximum),
                      object_.nameOf("seed"));
  }
  FrameRange range() {
    const json& list = listFrom(object_.at("range"), 2, object_.nameOf("range"));
    if (list.size() != 2) throw std::invalid_argument(object_.nameOf("range") + " must be two frames");
    return {frameFrom(list[0], object_.nameOf("range")), frameFrom(list[1], object_.nameOf("range"))};
  }
  JsonObject& object() { return object_; }

 private:
  JsonObject object_;
};

motion::Blink blinkFrom(const json& in, FrameRate frameRate) {
  Edit edit(in, "blinks");
  motion::Blink blink;
  blink.depth = edit.number(kBlinkDepth);
  const json* begin = edit.object().find("begin");
  if (!begin) {
    blink.startSeconds = edit.number(kBlinkStart);
    blink.durationSeconds = edit.number(kBlinkDuration);
    return blink;
  }
  // version 1 counted in frames
  const double last = pipeline::kFrameIndex.maximum;
  const double first = numberFrom(*begin, -last, last, edit.object().nameOf("begin"));
  const double end = numberFrom(edit.object().at("end"), -last, last, edit.object().nameOf("end"));
  blink.startSeconds = first / frameRate.perSecond();
  blink.durationSeconds = (end - first) / frameRate.perSecond();
  return blink;
}

CurveKeys curveFrom(const json& in) {
  Edit edit(in, "curves");
  CurveKeys curve{edit.column(), {}};
  for (const json& key : listFrom(edit.object().at("keys"), kMostEdits, edit.object().nameOf("keys"))) {
    Edit values(key, "keys");
    curve.keys.push_back({values.frame(), float(values.number(kKeyOffset))});
  }
  std::stable_sort(curve.keys.begin(), curve.keys.end(),
                   [](const KeyFrame& a, const KeyFrame& b) { return a.frame < b.frame; });
  return curve;
}

/// Each entry of a list that may be missing, made an edit of its kind.
template <typename Make>
void readList(JsonObject& in, const char* key, Make make) {
  const json* list = in.find(key);
  if (!list) return;
  for (const json& entry : listFrom(*list, kMostEdits, in.nameOf(key))) make(entry);
}

}  // namespace

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
  for (const MotionShift& s : edits.shifts)
    out["shifts"].push_back({{"begin_seconds", s.beginSeconds},
                             {"end_seconds", s.endSeconds},
                             {"shift_seconds", s.shiftSeconds}});
  for (const RangeReroll& r : edits.rerolls)
    out["rerolls"].push_back({{"range", rangeJson(r.range)}, {"seed", r.seed}});
  return out;
}

TrackEdits editsFrom(const json& in, FrameRate frameRate) {
  JsonObject object(in, "edits");
  TrackEdits edits;
  if (object.find("blinks")) edits.blinks.emplace();
  readList(object, "blinks", [&](const json& b) { edits.blinks->push_back(blinkFrom(b, frameRate)); });
  readList(object, "blink_spans", [&](const json& s) {
    Edit edit(s, "blink_spans");
    edits.blinkSpans.push_back({edit.number(kSpanBegin), edit.number(kSpanEnd)});
  });
  readList(object, "curves", [&](const json& c) { edits.curves.push_back(curveFrom(c)); });
  readList(object, "strokes", [&](const json& s) {
    Edit edit(s, "strokes");
    edits.strokes.push_back({edit.column(), edit.range(), float(edit.number(kStrokeRadius))});
  });
  readList(object, "gains", [&](const json& g) {
    Edit edit(g, "gains");
    edits.gains.push_back({edit.range(), edit.number(pipeline::parameter("expression_scale").spec),
                           edit.number(pipeline::parameter("pose_scale").spec)});
  });
  readList(object, "column_gains", [&](const json& g) {
    Edit edit(g, "column_gains");
    edits.columnGains.push_back({edit.column(), edit.number(kColumnGain)});
  });
  readList(object, "shifts", [&](const json& s) {
    Edit edit(s, "shifts");
    edits.shifts.push_back({edit.number(kShiftBegin), edit.number(kShiftEnd), edit.number(kShiftSeconds)});
  });
  readList(object, "rerolls", [&](const json& r) {
    Edit edit(r, "rerolls");
    edits.rerolls.push_back({edit.range(), edit.seed()});
  });
  checkEdits(edits);
  return edits;
}

}  // namespace orator::project
