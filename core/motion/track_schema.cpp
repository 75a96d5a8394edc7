#include "core/motion/track_schema.h"

#include "core/motion/motion_track.h"
#include "core/motion/track_io.h"

namespace orator::motion {

JsonSchema trackSchema() {
  const JsonSchema number{{"type", "number"}}, lane = listSchema(number, 0, kMostTrackFrames);
  const JsonSchema row = listSchema(number, kCoefficientCount, kCoefficientCount);
  const JsonSchema term{{"type", "integer"}, {"minimum", 1}, {"maximum", kLargestRateTerm}};
  return fileSchema(
      "A track: a row of 64 expression coefficients, 3 angles and 3 translations for each frame",
      {{"kind", {{"const", "orator motion track"}}},
       {"format", {{"const", 1}}},
       {"frame_rate", listSchema(term, 2, 2)},
       {"basis", textSchema()},
       {"source", row},
       {"blink", lane},
       {"gaze_x", lane},
       {"gaze_y", lane},
       {"replaced_pitch", lane},
       {"replaced_yaw", lane},
       {"replaced_roll", lane},
       {"rows", listSchema(row, 0, kMostTrackFrames)}},
      {"kind", "format", "frame_rate", "basis", "source", "blink", "rows"}, false);
}

}  // namespace orator::motion
