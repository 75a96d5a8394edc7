#include "app/cli/report.h"

#include <cstdio>
#include <nlohmann/json.hpp>

namespace orator::cli {

void report(const pipeline::AnimateResult& result, CommandSession& session) {
  const double framesPerSecond = result.renderSeconds > 0 ? double(result.frames) / result.renderSeconds : 0;
  char text[160];
  std::snprintf(text, sizeof text,
                ": %lld frames, %d x %d, %.2f s of video, rendered in %.1f s (%.0f frames a second)",
                static_cast<long long>(result.frames), result.size.width, result.size.height,
                result.durationSeconds, result.renderSeconds, framesPerSecond);
  session.progress().finished(result.output.string() + text, {{"output", result.output.string()},
                                                              {"frames", result.frames},
                                                              {"width", result.size.width},
                                                              {"height", result.size.height},
                                                              {"duration_seconds", result.durationSeconds},
                                                              {"analyse_seconds", result.analyseSeconds},
                                                              {"motion_seconds", result.motionSeconds},
                                                              {"render_seconds", result.renderSeconds},
                                                              {"frames_per_second", framesPerSecond}});
}

}  // namespace orator::cli
