#include <CLI/App.hpp>
#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "app/cli/commands.h"
#include "app/cli/landmarks_writer.h"
#include "app/command_line/options.h"
#include "core/base/output_guard.h"
#include "core/face/face_tracker.h"
#include "core/media/film/film_writer.h"
#include "core/media/media_info.h"
#include "core/media/picture.h"
#include "core/media/video_reader.h"
#include "core/packs/pack.h"

namespace orator::cli {
namespace {

namespace fs = std::filesystem;

struct LandmarksArguments {
  fs::path input, output, overlay;
  std::string pack = "studio";
};

face::FaceTracker openTracker(const std::string& packId) {
  const packs::Pack pack = packs::openPack(packId);
  return face::FaceTracker(
      {.detector = pack.file("face_detector"), .attentionMesh = pack.file("attention_mesh")});
}

void requireEnding(const fs::path& overlay, bool video) {
  const std::string ending = overlay.extension().string();
  const bool fits = video ? ending == ".mp4" : ending == ".png" || ending == ".jpg" || ending == ".jpeg";
  if (!overlay.empty() && !fits)
    throw Error(
        ErrorCode::invalidArgument, "--overlay", overlay.string() + " does not fit the input",
        video ? "The overlay of a video ends in .mp4" : "The overlay of a picture ends in .png or .jpg");
}

void finish(const LandmarksArguments& arguments, const LandmarksWriter& writer, CommandSession& session) {
  if (writer.faces() == 0) session.progress().note("no face found in " + arguments.input.string());
  session.progress().finished(
      arguments.output.string() + ": " + std::to_string(writer.frames()) + " frames, " +
          std::to_string(writer.faces()) + " faces",
      {{"output", arguments.output.string()}, {"frames", writer.frames()}, {"faces", writer.faces()}});
}

void markPicture(const LandmarksArguments& arguments, CommandSession& session) {
  requireEnding(arguments.overlay, false);
  media::Picture picture = media::readPicture(arguments.input);
  face::FaceTracker tracker = openTracker(arguments.pack);
  const auto faces = tracker.detect(picture.rgb);
  LandmarksWriter writer(arguments.output, picture.rgb.size(), 0);
  writer.add(faces);
  if (!arguments.overlay.empty()) {
    drawLandmarks(picture.rgb, faces);
    media::writePicture(arguments.overlay, picture.rgb);
  }
  writer.finish();
  finish(arguments, writer, session);
}

void markVideo(const LandmarksArguments& arguments, bool hasSound, CommandSession& session) {
  requireEnding(arguments.overlay, true);
  const RunContext context = session.context();
  media::VideoReader video(arguments.input);
  face::FaceTracker tracker = openTracker(arguments.pack);
  LandmarksWriter writer(arguments.output, video.size(), video.frameRate().perSecond());
  std::unique_ptr<media::FilmWriter> overlay;
  if (!arguments.overlay.empty()) {
    media::FilmWriterSettings settings;
    settings.size = video.size();
    settings.frameRate = video.frameRate();
    if (hasSound) settings.voice = arguments.input;
    overlay = std::make_unique<media::FilmWriter>(arguments.overlay, settings);
  }
  cv::Mat rgb;
  double seconds = 0;
  const std::int64_t total = video.frameCountHint();
  while (video.read(rgb, seconds)) {
    context.throwIfCancelled();
    const auto faces = tracker.track(rgb);
    writer.add(faces);
    if (overlay) {
      cv::Mat drawn = rgb.clone();
      drawLandmarks(drawn, faces);
      overlay->write(drawn);
    }
    context.progress("landmarks", writer.frames(), std::max(total, writer.frames()));
  }
  if (overlay) overlay->finish();
  writer.finish();
  finish(arguments, writer, session);
}

void run(const LandmarksArguments& arguments, CommandSession& session) {
  requireSeparateFiles({arguments.output, arguments.overlay}, {arguments.input});
  if (isPictureFile(arguments.input)) return markPicture(arguments, session);
  const media::MediaInfo info = media::readMediaInfo(arguments.input);
  if (!info.hasVideo)
    throw Error(ErrorCode::unreadableMedia, arguments.input.string(), "has no picture",
                "Give a picture or a video");
  markVideo(arguments, info.hasAudio, session);
}

}  // namespace

void addLandmarksCommand(CLI::App& app, CommandSession& session) {
  auto arguments = std::make_shared<LandmarksArguments>();
  CLI::App* command = app.add_subcommand(
      "landmarks", "The 478 points of every face of a picture, or of the face of each video frame, as JSON");
  addPath(*command, "INPUT", arguments->input, "Picture or video")->required();
  addPath(*command, "--out", arguments->output, "JSON file to write; pixels of the picture as displayed")
      ->required();
  addPath(*command, "--overlay", arguments->overlay, "Also draw them: .png for a picture, .mp4 for a video");
  command->add_option("--pack", arguments->pack, "Pack of networks (default studio)")->type_name("NAME");
  addProgressOption(*command, session);
  command->callback(
      [&session, arguments] { session.work = [&session, arguments] { run(*arguments, session); }; });
}

}  // namespace orator::cli
