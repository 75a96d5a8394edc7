#include <CLI/App.hpp>
#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "app/cli/commands.h"
#include "app/command_line/options.h"
#include "core/base/files.h"
#include "core/base/output_guard.h"
#include "core/capture/capture.h"
#include "core/media/picture.h"
#include "core/motion/track_io.h"

namespace orator::cli {
namespace {

namespace fs = std::filesystem;

struct CaptureArguments {
  fs::path video, output, portrait;
  std::string pack = "studio";
  std::optional<FrameRange> frames;
  bool overwrite = false;
};

bool isTrack(const fs::path& file) {
  try {
    motion::readTrack(file);
    return true;
  } catch (const Error&) {
    return false;
  }
}

/// A track takes the place of a track; nothing else is replaced unasked.
void checkOutputs(const CaptureArguments& arguments) {
  motion::requireTrackEnding(arguments.output);
  requireSeparateFiles({arguments.output, arguments.portrait}, {arguments.video});
  if (!arguments.portrait.empty()) {
    const std::string ending = arguments.portrait.extension().string();
    if (ending != ".png" && ending != ".jpg" && ending != ".jpeg")
      throw Error(ErrorCode::invalidArgument, "--portrait-out", "the name does not end in .png or .jpg",
                  "Give the picture one of these endings");
  }
  if (arguments.overwrite) return;
  const auto refuse = [](const fs::path& file, const std::string& reason) {
    throw Error(ErrorCode::invalidArgument, pathText(file), reason,
                "Choose another name, delete that file, or give --overwrite");
  };
  if (fs::is_regular_file(arguments.output) && !isTrack(arguments.output))
    refuse(arguments.output, "there is a file of that name which is no track");
  if (!arguments.portrait.empty() && fs::is_regular_file(arguments.portrait))
    refuse(arguments.portrait, "there is a file of that name already");
}

void run(const CaptureArguments& arguments, CommandSession& session) {
  checkOutputs(arguments);
  const RunContext context = session.context();
  capture::TrackRange range;
  if (arguments.frames)
    range = {double(arguments.frames->begin) / capture::kFramesPerSecond,
             double(arguments.frames->end) / capture::kFramesPerSecond};
  const capture::Capture seen =
      capture::captureVideo(arguments.video, packs::openPack(arguments.pack), context, range);
  if (!arguments.portrait.empty())
    media::writePicture(arguments.portrait, capture::pictureOf(arguments.video, seen, seen.calmest));
  motion::writeTrack(seen.track(), arguments.output);

  const std::int64_t frames = std::int64_t(seen.frames.size());
  std::int64_t held = 0;
  nlohmann::json gaps = nlohmann::json::array();
  for (const capture::Gap& gap : seen.gaps()) {
    held += gap.frames.size();
    gaps.push_back({gap.frames.begin, gap.frames.end});
  }
  const std::string file = arguments.output.string();
  session.progress().finished(
      file + ": " + std::to_string(frames) + " frames, " + std::to_string(held) + " of them held",
      {{"output", file},
       {"frames", frames},
       {"fps", capture::kFramesPerSecond},
       {"basis", seen.basis},
       {"held", held},
       {"gaps", std::move(gaps)},
       {"calmest_frame", seen.calmest},
       {"face_pixels", seen.facePixels()}});
}

}  // namespace

void addCaptureCommand(CLI::App& app, CommandSession& session) {
  auto arguments = std::make_shared<CaptureArguments>();
  CLI::App* command = app.add_subcommand(
      "capture", "What the person in a video does, as a coefficient track that drives any portrait");
  addPath(*command, "VIDEO", arguments->video, "Video of one person, of any frame rate")->required();
  addPath(*command, "--out", arguments->output,
          "Track to write: .json, .csv or .mat, for render --track; 25 frames a second")
      ->required();
  addPath(*command, "--portrait-out", arguments->portrait,
          "Also write the calmest picture of the video: eyes open, mouth shut, frontal, sharp");
  command
      ->add_option_function<std::string>(
          "--frames", [arguments](const std::string& text) { arguments->frames = parseFrameRange(text); },
          "Only the frames a to b-1, 25 a second from the start of the video (default all)")
      ->type_name("a:b");
  command->add_option("--pack", arguments->pack, "Pack of networks and face model (default studio)")
      ->type_name("NAME");
  command->add_flag("--overwrite", arguments->overwrite,
                    "Let the outputs replace existing files that are no tracks");
  addProgressOption(*command, session);
  command->callback(
      [&session, arguments] { session.work = [&session, arguments] { run(*arguments, session); }; });
}

}  // namespace orator::cli
