#include <cstdio>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "app/cli/commands.h"
#include "app/command_line/options.h"
#include "core/media/media_info.h"

namespace orator::cli {
namespace {

using json = nlohmann::ordered_json;

json details(const std::filesystem::path& file, const media::MediaInfo& info) {
  json root{
      {"file", file.string()}, {"container", info.container}, {"duration_seconds", info.durationSeconds}};
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
    root["audio"] = {
        {"codec", info.audioCodec}, {"sample_rate_hz", info.sampleRateHz}, {"channels", info.channels}};
  return root;
}

void print(const std::filesystem::path& file, const media::MediaInfo& info) {
  std::printf("%s\n  container  %s, %.3f s\n", file.c_str(), info.container.c_str(), info.durationSeconds);
  if (info.hasVideo)
    std::printf("  video      %s, %s, %s, %d x %d px, %.3f frames a second, %lld frames%s\n",
                info.videoCodec.c_str(), info.pixelFormat.c_str(), info.colourSpace.c_str(), info.width,
                info.height, info.frameRate.perSecond(), static_cast<long long>(info.frames),
                info.fastStart ? ", index first" : "");
  if (info.hasAudio)
    std::printf("  audio      %s, %d Hz, %d channel%s\n", info.audioCodec.c_str(), info.sampleRateHz,
                info.channels, info.channels == 1 ? "" : "s");
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
    session.work = [arguments] {
      const media::MediaInfo info = media::readMediaInfo(arguments->file);
      if (arguments->asJson)
        std::cout << details(arguments->file, info).dump(2) << std::endl;
      else
        print(arguments->file, info);
    };
  });
}

}  // namespace orator::cli
