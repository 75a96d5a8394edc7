#include "app/lab/reenact_report.h"

#include <cstdio>
#include <nlohmann/json.hpp>
#include <string>

#include "core/base/files.h"
#include "core/base/output_guard.h"

namespace orator::cli {
namespace {

using lab::PartScore;
using lab::PartScores;
using lab::ReenactScore;
using nlohmann::json;

json asJson(const PartScore& score) {
  return {{"frames", score.frames},
          {"difference", score.difference},
          {"ssim", score.ssim},
          {"detail", score.detail},
          {"flicker", score.flicker}};
}

json asJson(const PartScores& scores) {
  return {{"mouth", asJson(scores[std::size_t(lab::Part::mouth)])},
          {"left_eye", asJson(scores[std::size_t(lab::Part::leftEye)])},
          {"right_eye", asJson(scores[std::size_t(lab::Part::rightEye)])},
          {"eyes", asJson(lab::eyesOf(scores))}};
}

json asJson(const ReenactScore& score) {
  return {{"name", score.name},       {"speaker", score.speaker},        {"frames", score.frames()},
          {"all", asJson(score.all)}, {"shut_eyes", asJson(score.shut)}, {"wide_mouths", asJson(score.wide)}};
}

void printLine(const ReenactScore& s) {
  std::string name = s.name;
  if (name.size() > 44) name = "..." + name.substr(name.size() - 41);
  const PartScore mouth = s.all[0], eyes = lab::eyesOf(s.all), shut = lab::eyesOf(s.shut);
  std::printf("%-44s %6lld %6.1f %5.2f %5.2f %5.2f %6.1f %5.2f %5.2f %5.2f %6.1f\n", name.c_str(),
              (long long)s.frames(), mouth.difference, mouth.ssim, mouth.detail, mouth.flicker,
              eyes.difference, eyes.ssim, eyes.detail, eyes.flicker, shut.difference);
}

void printMean(const ReenactScore& mean) {
  std::printf("\nmean of %s%24s %10s %8s %8s %8s\n", mean.speaker.c_str(), "difference", "SSIM", "detail",
              "flicker", "frames");
  const auto line = [](const char* name, const PartScore& s) {
    std::printf("%-28s %8.2f %12.3f %8.2f %8.2f %8lld\n", name, s.difference, s.ssim, s.detail, s.flicker,
                (long long)s.frames);
  };
  const auto eye = [&](const char* name, const PartScores& s) {
    line(name, lab::eyesOf(s));
    line("  left in the picture", s[std::size_t(lab::Part::leftEye)]);
    line("  right in the picture", s[std::size_t(lab::Part::rightEye)]);
  };
  line("mouth", mean.all[0]);
  line("mouth, where it is wide", mean.wide[0]);
  eye("eyes", mean.all);
  eye("eyes, where they are shut", mean.shut);
}

}  // namespace

void runReenactment(const lab::ReenactOptions& options, const std::filesystem::path& jsonFile,
                    CommandSession& session) {
  requireSeparateFiles({jsonFile, options.sheets}, {options.chosen.clips, options.chosen.landmarks});
  const lab::Reenactment result = lab::reenact(options, session.context());
  if (result.clips.empty())
    throw Error(ErrorCode::noFace, pathText(options.chosen.clips),
                "none of its videos has a face that stays in view",
                "Give videos of one person each, at least half a second long");
  const ReenactScore mean = lab::meanScore(result.clips);
  json all{{"pack", options.chosen.pack},
           {"mean", asJson(mean)},
           {"clips", json::array()},
           {"skipped", result.skipped}};
  for (const ReenactScore& clip : result.clips) all["clips"].push_back(asJson(clip));
  if (!jsonFile.empty()) writeFile(jsonFile, all.dump(1) + "\n");
  if (session.progressMode != ProgressMode::json) {
    std::printf("%-44s %6s %-24s %-24s %6s\n%-51s %6s %5s %5s %5s %6s %5s %5s %5s\n", "clip", "frames",
                " mouth", " eyes", "shut", "", "diff", "SSIM", "det", "flick", "diff", "SSIM", "det",
                "flick");
    for (const ReenactScore& clip : result.clips) printLine(clip);
    printMean(mean);
    for (const std::string& skipped : result.skipped) std::printf("skipped %s\n", skipped.c_str());
    std::fflush(stdout);
  }
  session.progress().finished(std::to_string(result.clips.size()) + " clips judged", {{"mean", all["mean"]}});
}

}  // namespace orator::cli
