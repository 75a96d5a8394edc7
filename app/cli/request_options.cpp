#include "app/cli/request_options.h"

#include <CLI/App.hpp>
#include <algorithm>
#include <charconv>
#include <string>
#include <string_view>
#include <vector>

#include "app/command_line/options.h"
#include "core/pipeline/colour.h"
#include "core/pipeline/parameters.h"

namespace orator::cli {
namespace {

using pipeline::AnimateRequest;

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts(1);
  for (const char c : text) {
    if (c == separator)
      parts.emplace_back();
    else
      parts.back() += c;
  }
  return parts;
}

/// "7" or "3:0.5,17:0.5".
std::vector<std::pair<int, double>> parsePoseStyle(const std::string& text) {
  static constexpr ParamSpec kWeight{"pose_style", "", 1, 0, 1000, 0.01, "", ""};
  std::vector<std::pair<int, double>> styles;
  double sum = 0;
  for (const std::string& part : split(text, ',')) {
    const std::size_t colon = part.find(':');
    const double weight = colon == std::string::npos ? 1 : parseNumber(kWeight, part.substr(colon + 1));
    styles.emplace_back(int(parseNumber(pipeline::kPoseStyle, part.substr(0, colon))), weight);
    sum += weight;
  }
  if (sum <= 0)
    throw Error(ErrorCode::invalidArgument, "--pose-style",
                "the weights of \"" + text + "\" add up to nothing",
                "Give at least one style a weight above 0");
  return styles;
}

constexpr std::array<std::string_view, 6> kPoseAxes{"pitch", "yaw", "roll", "x", "y", "z"};

/// One factor, six for pitch, yaw, roll, x, y, z, or those named: "yaw:0.3,pitch:1.2".
std::array<double, 6> parsePoseScale(const std::string& text) {
  const std::vector<std::string> parts = split(text, ',');
  std::array<double, 6> scale{};
  if (text.find(':') != std::string::npos) {
    scale.fill(1);
    for (const std::string& part : parts) {
      const std::size_t colon = std::min(part.find(':'), part.size());
      const auto axis = std::find(kPoseAxes.begin(), kPoseAxes.end(), part.substr(0, colon));
      if (axis == kPoseAxes.end() || colon == part.size())
        throw Error(ErrorCode::invalidArgument, "--pose-scale", "\"" + part + "\" names no axis",
                    "Name pitch, yaw, roll, x, y or z, for example pitch:1,yaw:0.3");
      scale[std::size_t(axis - kPoseAxes.begin())] =
          parseNumber(pipeline::kPoseScale, part.substr(colon + 1));
    }
  } else if (parts.size() == 1) {
    scale.fill(parseNumber(pipeline::kPoseScale, text));
  } else if (parts.size() == scale.size()) {
    for (std::size_t i = 0; i < scale.size(); ++i) scale[i] = parseNumber(pipeline::kPoseScale, parts[i]);
  } else {
    throw Error(ErrorCode::invalidArgument, "--pose-scale",
                "\"" + text + "\" is neither one factor nor six nor named axes",
                "Give one, six for pitch,yaw,roll,x,y,z, or for example pitch:1,yaw:0.3");
  }
  return scale;
}

/// "-20,0,20".
std::vector<double> parsePath(const ParamSpec& spec, const std::string& text) {
  std::vector<double> path;
  for (const std::string& part : split(text, ',')) path.push_back(parseNumber(spec, part));
  return path;
}

/// "3.2:4.8" or "3.2:4.8:7", several separated by commas. Without a seed the range gets one of its own.
std::vector<motion::PoseReroll> parseRerolls(const std::string& text) {
  static constexpr ParamSpec kTime{"reroll", "", 0, 0, 86400, 0.01, "s", ""};
  std::vector<motion::PoseReroll> rerolls;
  for (const std::string& part : split(text, ',')) {
    const std::vector<std::string> numbers = split(part, ':');
    const bool complete = numbers.size() == 2 || numbers.size() == 3;
    motion::PoseReroll reroll;
    if (complete) {
      reroll = {parseNumber(kTime, numbers[0]), parseNumber(kTime, numbers[1]), 1'000'000 + rerolls.size()};
      if (numbers.size() == 3) reroll.seed = std::uint64_t(parseNumber(pipeline::kSeed, numbers[2]));
    }
    if (!complete || reroll.endSeconds <= reroll.beginSeconds)
      throw Error(ErrorCode::invalidArgument, "--reroll",
                  "\"" + part + "\" is not begin:end or begin:end:seed with begin < end",
                  "For example --reroll 3.2:4.8");
    rerolls.push_back(reroll);
  }
  return rerolls;
}

FrameRange parseFrames(const std::string& text) {
  const auto refuse = [&]() -> FrameRange {
    throw Error(ErrorCode::invalidArgument, "--frames", "\"" + text + "\" is not a range a:b with 0 <= a < b",
                "For example --frames 0:75");
  };
  const std::vector<std::string> parts = split(text, ':');
  if (parts.size() != 2) return refuse();
  FrameRange range;
  const auto read = [](const std::string& part, std::int64_t& value) {
    const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), value);
    return error == std::errc() && end == part.data() + part.size();
  };
  if (!read(parts[0], range.begin) || !read(parts[1], range.end) || range.begin < 0 ||
      range.end <= range.begin)
    return refuse();
  return range;
}

int parseSize(const std::string& text) {
  constexpr int kLeast = 64;
  const int size = int(parseNumber(pipeline::kOutputSide, text));
  if (size != 0 && size < kLeast)
    throw Error(ErrorCode::invalidArgument, "--size",
                "\"" + text + "\" is under " + std::to_string(kLeast) + " px",
                "Give 0 for the portrait's own size, or 64 to 3840");
  return size;
}

/// Declares `spec` with a parser of its own, for parameters that are more than one number.
template <typename Store>
CLI::Option* addParsed(CLI::App& command, const ParamSpec& spec, const std::string& form,
                       const std::string& more, Store store) {
  return command.add_option_function<std::string>(flagName(spec), store, helpText(spec) + more)
      ->type_name(form);
}

void addNumber(CLI::App& command, const ParamSpec& spec, double& value) {
  addParsed(command, spec, "X", "",
            [&value, spec](const std::string& text) { value = parseNumber(spec, text); });
}

template <typename Names>
CLI::IsMember oneOf(const Names& names) {
  std::vector<std::string> list;
  for (const auto name : names) list.emplace_back(name);
  return CLI::IsMember(list);
}

/// @param name one of the names
template <typename Names>
std::size_t indexOf(const Names& names, const std::string& name) {
  return std::size_t(std::find(names.begin(), names.end(), name) - names.begin());
}

/// Everything that puts other head movements and blinks in place of the generated ones.
void addPaths(CLI::App& command, motion::MotionSettings& motion) {
  const ParamSpec* const angles[] = {&pipeline::kPitch, &pipeline::kYaw, &pipeline::kRoll};
  for (std::size_t axis = 0; axis < 3; ++axis)
    addParsed(command, *angles[axis], "PATH",
              "; \"-20,0,20\" passes three angles; without it the voice moves the head",
              [&motion, axis, spec = *angles[axis]](const std::string& text) {
                motion.anglePath[axis] = parsePath(spec, text);
              });
  addPath(command, "--pose-reference", motion.poseReference,
          "Video whose head movement is taken, at any frame rate; played forth and back when it is short");
  addPath(command, "--blink-reference", motion.blinkReference,
          "Video whose blinks are taken, at any frame rate; nothing else of its face is");
  command
      .add_option_function<std::string>(
          "--reroll", [&motion](const std::string& text) { motion.rerolls = parseRerolls(text); },
          "Draw the head movement anew between two times in seconds only; several with commas")
      ->type_name("a:b[:SEED]");
  command.add_flag("--compat", motion.compat,
                   "As SadTalker was published: its blinks and its way with reference videos");
}

}  // namespace

void addFrameRate(CLI::App& command, FrameRate& frameRate, const std::string& otherwise) {
  std::vector<std::string> rates;
  for (const int rate : pipeline::kFramesPerSecond) rates.push_back(std::to_string(rate));
  command
      .add_option_function<std::string>(
          "--fps",
          [&frameRate](const std::string& text) {
            frameRate = {std::stoi(text), 1};
          },
          "Frames per second: 24, 25, 30, 50 or 60 (default " + otherwise + ")")
      ->check(CLI::IsMember(rates))
      ->type_name("N");
}

void addPictureOptions(CLI::App& command, AnimateRequest& request) {
  command
      .add_option_function<std::string>(
          "--rotate",
          [&request](const std::string& name) {
            request.rotation = face::Rotation(indexOf(pipeline::kRotationNames, name));
          },
          "Turn the portrait clockwise by 90, 180 or 270 degrees first, or by what sets the face upright "
          "(auto) (default 0)")
      ->check(oneOf(pipeline::kRotationNames))
      ->type_name("DEGREES");
  command
      .add_option_function<std::string>(
          "--background",
          [&request](const std::string& text) {
            const auto colour = pipeline::colourFrom(text);
            if (!colour)
              throw Error(ErrorCode::invalidArgument, "--background", "\"" + text + "\" is no colour",
                          "Give #rrggbb, white, black, grey, green or blue");
            request.background = *colour;
          },
          "What a portrait with transparency is laid over: #rrggbb, white, black, grey, green or blue "
          "(default white)")
      ->type_name("COLOUR");
}

void addMotionOptions(CLI::App& command, AnimateRequest& request) {
  motion::MotionSettings& motion = request.motion;
  addPath(command, "--portrait", request.portrait,
          "Picture of one face: png, jpg, webp, bmp, tiff, heic or avif")
      ->required();
  addPictureOptions(command, request);
  CLI::Option* voice = addPath(command, "--voice", request.voice, "Any sound or video file with speech");
  command
      .add_option("--voice-track", request.voiceCut.track,
                  "Which sound track of a file with several, counted from 1 (default 0: its main one)")
      ->check(CLI::Range(0, 99))
      ->type_name("N");
  CLI::Option* idle =
      addParsed(command, pipeline::kIdle, "SECONDS", "; in place of --voice",
                [&](const std::string& text) { request.idleSeconds = parseNumber(pipeline::kIdle, text); });
  idle->excludes(voice);
  command.parse_complete_callback([voice, idle] {
    if (voice->empty() && idle->empty()) throw CLI::RequiredError("--voice or --idle");
  });
  command
      .add_option(
          "--pack", request.pack,
          "Pack of networks: a name of orator packs list, or the path of a pack's folder (default studio)")
      ->type_name("NAME");
  addNumber(command, pipeline::kBlinkStrength, motion.blinkStrength);
  addNumber(command, pipeline::kBlinkRate, motion.blinkRate);
  addParsed(command, pipeline::kPoseStyle, "N", "; 3:0.5,17:0.5 blends two",
            [&](const std::string& text) { motion.poseStyle = parsePoseStyle(text); });
  addParsed(command, pipeline::kPoseScale, "X",
            "; pitch:1,yaw:0.3 names axes, six numbers scale pitch,yaw,roll,x,y,z",
            [&](const std::string& text) { motion.poseScale = parsePoseScale(text); });
  addNumber(command, pipeline::kExpressionScale, motion.expressionScale);
  command.add_flag("--still", motion.still, "Keep the head in the portrait's pose");
  addPaths(command, motion);
  request.frameRate = {pipeline::kDefaultFramesPerSecond, 1};
  addFrameRate(command, request.frameRate, std::to_string(pipeline::kDefaultFramesPerSecond));
  addParsed(command, pipeline::kSeed, "N", "", [&](const std::string& text) {
    motion.seed = std::uint64_t(parseNumber(pipeline::kSeed, text));
  });
  addParsed(command, pipeline::kFace, "N", "",
            [&](const std::string& text) { request.face = int(parseNumber(pipeline::kFace, text)); });
}

void addPrecision(CLI::App& command, render::Precision& precision) {
  command
      .add_option_function<std::string>(
          "--precision",
          [&precision](const std::string& name) {
            precision = render::Precision(indexOf(pipeline::kPrecisionNames, name));
          },
          "Arithmetic of facevid2vid: exact (float32), or fast (float16, CUDA only) (default exact)")
      ->check(oneOf(pipeline::kPrecisionNames))
      ->type_name("NAME");
}

void addRenderOptions(CLI::App& command, AnimateRequest& request) {
  command
      .add_option("--renderer", request.renderer,
                  "mesh or facevid2vid, as far as the pack has it (default mesh)")
      ->type_name("NAME");
  command
      .add_option_function<std::string>(
          "--crop",
          [&request](const std::string& name) {
            request.render.cropMode = render::CropMode(indexOf(pipeline::kCropModeNames, name));
          },
          "What of the portrait is shown: crop, extcrop, resize, full or extfull (default full)")
      ->check(oneOf(pipeline::kCropModeNames))
      ->type_name("MODE");
  addParsed(command, pipeline::kOutputSide, "PIXELS", "",
            [&request](const std::string& text) { request.render.outputSide = parseSize(text); });
  addDevice(command, request.render.device);
  addPrecision(command, request.render.precision);
  command
      .add_option_function<std::string>(
          "--frames", [&request](const std::string& text) { request.frames = parseFrames(text); },
          "Only the frames a to b-1 and their sound, counted from 0 (default all)")
      ->type_name("a:b");
}

void addOverwrite(CLI::App& command, bool& overwrite) {
  command.add_flag("--overwrite", overwrite, "Let the video replace an existing file that is no film");
}

void addResumeOptions(CLI::App& command, AnimateRequest& request) {
  addOverwrite(command, request.overwrite);
  command.add_flag_function(
      "--resume,!--no-resume", [&request](std::int64_t count) { request.resume = count > 0; },
      "Keep finished frames in <out>.frames until the video is finished, and take them over when the same "
      "command is given again after an interruption (default: with facevid2vid only)");
  command.add_flag(
      "--keep-frames", request.keepFrames,
      "Leave <out>.frames when the video is finished: after an edit of some frames only they and "
      "13 on each side are rendered");
}

}  // namespace orator::cli
