#include "core/packs/personal_pack.h"

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/base/files.h"

namespace orator::packs {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr char kBasePack[] = "studio";
constexpr char kPersonPrefix[] = "person-";

ordered_json figuresJson(const LikenessFigures& f) {
  return {{"frames", f.frames},
          {"difference", f.difference},
          {"ssim", f.ssim},
          {"detail", f.detail},
          {"flicker", f.flicker}};
}

LikenessFigures figuresFrom(const json& value) {
  return {value.at("frames").get<std::int64_t>(), value.at("difference").get<double>(),
          value.at("ssim").get<double>(), value.at("detail").get<double>(),
          value.at("flicker").get<double>()};
}

ordered_json asJson(const PersonReport& report) {
  ordered_json root{{"video", report.video},
                    {"learned_seconds", report.learnedSeconds},
                    {"judged_seconds", report.judgedSeconds},
                    {"mouth_before", figuresJson(report.mouthBefore)},
                    {"mouth_after", figuresJson(report.mouthAfter)},
                    {"eyes_before", figuresJson(report.eyesBefore)},
                    {"eyes_after", figuresJson(report.eyesAfter)},
                    {"own_mouth", report.ownMouth},
                    {"own_eyes", report.ownEyes},
                    {"own_speech", report.ownSpeech},
                    {"head_extent_degrees", report.extentDegrees},
                    {"head_speed_degrees_per_second", report.speedDegreesPerSecond}};
  if (report.lipsBefore) root["lips_before"] = *report.lipsBefore;
  if (report.lipsAfter) root["lips_after"] = *report.lipsAfter;
  return root;
}

PersonReport reportFrom(const json& root) {
  PersonReport report;
  report.video = root.at("video").get<std::string>();
  report.learnedSeconds = root.at("learned_seconds").get<double>();
  report.judgedSeconds = root.at("judged_seconds").get<double>();
  report.mouthBefore = figuresFrom(root.at("mouth_before"));
  report.mouthAfter = figuresFrom(root.at("mouth_after"));
  report.eyesBefore = figuresFrom(root.at("eyes_before"));
  report.eyesAfter = figuresFrom(root.at("eyes_after"));
  report.ownMouth = root.at("own_mouth").get<bool>();
  report.ownEyes = root.at("own_eyes").get<bool>();
  report.ownSpeech = root.at("own_speech").get<bool>();
  report.extentDegrees = root.at("head_extent_degrees").get<double>();
  report.speedDegreesPerSecond = root.at("head_speed_degrees_per_second").get<double>();
  if (root.contains("lips_before")) report.lipsBefore = root.at("lips_before").get<double>();
  if (root.contains("lips_after")) report.lipsAfter = root.at("lips_after").get<double>();
  return report;
}

std::string likenessLine(const char* part, const LikenessFigures& before, const LikenessFigures& after,
                         bool own) {
  char text[256];
  const double change = before.difference > 0 ? 100 * (after.difference / before.difference - 1) : 0;
  std::snprintf(text, sizeof text,
                "%-6s difference %.2f -> %.2f (%+.0f %%)  SSIM %.3f -> %.3f  detail %.2f -> %.2f  %s\n", part,
                before.difference, after.difference, change, before.ssim, after.ssim, before.detail,
                after.detail, own ? "own network" : "general network kept: no better one was learned");
  return text;
}

}  // namespace

std::string reportText(const PersonReport& report) {
  char text[256];
  std::snprintf(text, sizeof text, "learned from %.1f s of %s, judged on the last %.1f s\n",
                report.learnedSeconds, report.video.c_str(), report.judgedSeconds);
  std::string all = text;
  all += likenessLine("mouth", report.mouthBefore, report.mouthAfter, report.ownMouth);
  all += likenessLine("eyes", report.eyesBefore, report.eyesAfter, report.ownEyes);
  if (report.lipsBefore && report.lipsAfter) {
    std::snprintf(text, sizeof text, "speech distance of the lips %.2f -> %.2f %% of the face  %s\n",
                  100 * *report.lipsBefore, 100 * *report.lipsAfter,
                  report.ownSpeech ? "own manner" : "general manner kept: no better one was found");
    all += text;
  } else {
    all += "speech general manner kept: the video has no voice to learn from\n";
  }
  std::snprintf(text, sizeof text, "head   style 46: extent %.1f degrees, %.1f degrees a second",
                report.extentDegrees, report.speedDegreesPerSecond);
  return all + text;
}

std::string reportJson(const PersonReport& report) {
  return asJson(report).dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string personalPackId(const std::string& name) {
  constexpr std::size_t kLongest = 40;
  const std::string own = name.starts_with(kPersonPrefix) ? name.substr(sizeof kPersonPrefix - 1) : name;
  const bool good =
      !own.empty() && own.size() <= kLongest && std::all_of(own.begin(), own.end(), [](unsigned char c) {
        return (c < 128 && std::isalnum(c)) || c == '-' || c == '_';
      });
  if (!good)
    throw Error(ErrorCode::invalidArgument, "pack \"" + name + "\"", "is no name for a personal pack",
                "Give 1 to 40 letters, digits, - and _");
  return kPersonPrefix + own;
}

void writePersonalPack(const Pack& pack, const std::vector<PersonalFile>& files, const PersonReport& report) {
  ordered_json entries = ordered_json::array();
  const auto own = [&](const std::string& role) {
    return std::any_of(files.begin(), files.end(),
                       [&](const PersonalFile& f) { return f.file.role == role; });
  };
  for (const PersonalFile& file : files) {
    entries.push_back({{"role", file.file.role},
                       {"path", pathText(file.file.path.filename())},
                       {"sha256", file.file.sha256},
                       {"origin", file.file.origin},
                       {"licence", file.file.licence}});
    if (!file.sources.empty()) entries.back()["sources"] = file.sources;
  }
  const Pack base = openPack(kBasePack);
  for (const char* role :
       {"face_detector", "attention_mesh", "canonical_mesh", "person_matte", "speech_detector", "face_model",
        "expression_map", "audio2exp", "head_motion", "finish_mouth", "finish_eye"})
    for (const PackFile& file : base.files)
      if (file.role == role && !own(role))
        entries.push_back({{"role", role}, {"pack", kBasePack}, {"sha256", file.sha256}});
  const ordered_json root{{"format", 1},
                          {"id", pack.id},
                          {"title", pack.title},
                          {"motion_model", base.motionModel},
                          {"renderers", base.renderers},
                          {"coefficient_basis", base.coefficientBasis},
                          {"picture_size", base.pictureSizePx},
                          {"person", asJson(report)},
                          {"files", entries}};
  writeFile(pack.folder / "pack.json", root.dump(2, ' ', false, json::error_handler_t::replace) + "\n");
}

bool isPersonal(const Pack& pack) {
  return pack.has("manner");
}

PersonReport personReport(const Pack& pack) {
  if (!isPersonal(pack))
    throw Error(ErrorCode::invalidArgument, "pack " + pack.id, "is not one person's",
                "Choose a pack of orator personalise: orator packs list shows them");
  const std::filesystem::path file = pack.folder / "pack.json";
  std::ifstream stream(file);
  try {
    return reportFrom(json::parse(stream).at("person"));
  } catch (const json::exception& error) {
    throw Error(ErrorCode::packDamaged, pathText(file),
                std::string("is not the description of a personal pack (") + error.what() + ")",
                "Make the pack again from its video: orator personalise");
  }
}

}  // namespace orator::packs
