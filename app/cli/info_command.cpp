#include <array>
#include <cstdio>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "app/cli/commands.h"
#include "app/command_line/options.h"
#include "core/base/files.h"
#include "core/face/portrait.h"
#include "core/face/portrait_findings.h"
#include "core/media/media_info.h"
#include "core/media/picture.h"
#include "core/packs/pack.h"

namespace orator::cli {
namespace {

using OrderedJson = nlohmann::ordered_json;

OrderedJson details(const std::filesystem::path& file, const media::MediaInfo& info) {
  OrderedJson root{
      {"file", pathText(file)}, {"container", info.container}, {"duration_seconds", info.durationSeconds}};
  if (info.hasVideo)
    root["video"] = {{"codec", info.videoCodec},
                     {"pixel_format", info.pixelFormat},
                     {"colour_space", info.colourSpace},
                     {"width", info.width},
                     {"height", info.height},
                     {"fps", info.frameRate.perSecond()},
                     {"frames", info.frames},
                     {"fast_start", info.fastStart}};
  if (info.hasAudio)
    root["audio"] = {{"codec", info.audioCodec},
                     {"sample_rate_hz", info.sampleRateHz},
                     {"channels", info.channels},
                     {"tracks", info.soundTracks}};
  if (info.encrypted) root["encrypted"] = true;
  return root;
}

/// What animate would say of a picture.
struct PortraitLook {
  std::shared_ptr<const face::Portrait> portrait;  ///< null where there is no face
  std::string whyNot;
};

PortraitLook lookAt(const std::filesystem::path& file, const RunContext& context) {
  try {
    RunContext quiet = context;
    quiet.sink = nullptr;  // the findings are printed with the rest
    const packs::Pack pack = packs::openPack("studio");
    return {face::analysePortrait(media::readPicture(file), pack, {}, quiet), ""};
  } catch (const Error& error) {
    if (error.code() == ErrorCode::cancelled) throw;
    return {nullptr, error.reason() + ". " + error.remedy()};
  }
}

OrderedJson details(const PortraitLook& look) {
  if (!look.portrait) return {{"faces", 0}, {"reason", look.whyNot}};
  const face::PortraitQuality& q = look.portrait->quality;
  constexpr std::array kKinds{"photo", "drawing", "animal"};
  OrderedJson findings = OrderedJson::array();
  for (const face::PortraitFinding& finding : face::findingsOf(q))
    findings.push_back({{"kind", face::findingName(finding.kind)},
                        {"severity", finding.severity == face::FindingSeverity::warning ? "warning" : "hint"},
                        {"text", finding.text},
                        {"value", finding.value},
                        {"remedy", face::remedyName(finding.remedy)}});
  return {{"faces", look.portrait->faces.size()}, {"yaw_degrees", q.yawDegrees},
          {"pitch_degrees", q.pitchDegrees},      {"roll_degrees", q.rollDegrees},
          {"face_height_px", q.faceHeightPixels}, {"lips_visible", q.lipsVisible},
          {"eyes_visible", q.eyesVisible},        {"picture", kKinds[std::size_t(q.kind)]},
          {"transparent", q.transparent},         {"findings", std::move(findings)}};
}

void print(const PortraitLook& look) {
  if (!look.portrait) {
    std::printf("  portrait   %s\n", look.whyNot.c_str());
    return;
  }
  const face::PortraitQuality& q = look.portrait->quality;
  std::printf("  portrait   %zu face%s, %.0f px high, turned by %.0f and tilted by %.0f degrees\n",
              look.portrait->faces.size(), look.portrait->faces.size() == 1 ? "" : "s",
              double(q.faceHeightPixels), double(q.yawDegrees), double(q.pitchDegrees));
  for (const face::PortraitFinding& finding : face::findingsOf(q))
    std::printf("  note       %s\n", face::messageOf(finding).c_str());
}

void print(const std::filesystem::path& file, const media::MediaInfo& info) {
  std::printf("%s\n  container  %s, %.3f s\n", printable(pathText(file)).c_str(), info.container.c_str(),
              info.durationSeconds);
  if (info.hasVideo)
    std::printf("  video      %s, %s, %s, %d x %d px, %.3f frames a second, %lld frames%s\n",
                info.videoCodec.c_str(), info.pixelFormat.c_str(), info.colourSpace.c_str(), info.width,
                info.height, info.frameRate.perSecond(), static_cast<long long>(info.frames),
                info.fastStart ? ", index first" : "");
  if (info.hasAudio)
    std::printf("  audio      %s, %d Hz, %d channel%s\n", info.audioCodec.c_str(), info.sampleRateHz,
                info.channels, info.channels == 1 ? "" : "s");
  if (info.soundTracks > 1) std::printf("  tracks     %d of sound\n", info.soundTracks);
  if (info.encrypted) std::printf("  encrypted  nothing of it can be played or used\n");
}

}  // namespace

void addInfoCommand(CLI::App& app, CommandSession& session) {
  struct Arguments {
    std::filesystem::path file;
    bool asJson = false;
  };
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand("info", "What is in a picture, sound or video file");
  addPath(*command, "FILE", arguments->file, "Picture, sound or video")->required();
  command->add_flag("--json", arguments->asJson, "Print one JSON object");
  addProgressOption(*command, session);
  command->callback([&session, arguments] {
    session.work = [&session, arguments] {
      const media::MediaInfo info = media::readMediaInfo(arguments->file);
      std::optional<PortraitLook> look;
      if (info.hasVideo && info.frames == 1 && info.durationSeconds == 0)
        look = lookAt(arguments->file, session.context());
      if (!arguments->asJson) {
        print(arguments->file, info);
        if (look) print(*look);
        return;
      }
      OrderedJson root = details(arguments->file, info);
      if (look) root["portrait"] = details(*look);
      std::cout << root.dump(2, ' ', false, OrderedJson::error_handler_t::replace) << std::endl;
    };
  });
}

}  // namespace orator::cli
