#include "app/cli/request_options.h"

#include <CLI/App.hpp>
#include <algorithm>
#include <charconv>
#include <string>
#include <string_view>
#include <vector>

#include "app/cli/options.h"
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

/// One factor, or six for pitch, yaw, roll, x, y, z.
std::array<double, 6> parsePoseScale(const std::string& text) {
  const std::vector<std::string> parts = split(text, ',');
  std::array<double, 6> scale{};
  if (parts.size() == 1) {
    scale.fill(parseNumber(pipeline::kPoseScale, text));
  } else if (parts.size() == scale.size()) {
    for (std::size_t i = 0; i < scale.size(); ++i) scale[i] = parseNumber(pipeline::kPoseScale, parts[i]);
  } else {
    throw Error(ErrorCode::invalidArgument, "--pose-scale", "\"" + text + "\" is neither one factor nor six",
                "Give one, or six for pitch,yaw,roll,x,y,z");
  }
  return scale;
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
void addParsed(CLI::App& command, const ParamSpec& spec, const std::string& form, const std::string& more,
               Store store) {
  command.add_option_function<std::string>(flagName(spec), store, helpText(spec) + more)->type_name(form);
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

void addFrameRate(CLI::App& command, AnimateRequest& request) {
  std::vector<std::string> rates;
  for (const int rate : pipeline::kFramesPerSecond) rates.push_back(std::to_string(rate));
  request.frameRate = {pipeline::kDefaultFramesPerSecond, 1};
  command
      .add_option_function<std::string>(
          "--fps",
          [&request](const std::string& text) {
            request.frameRate = {std::stoi(text), 1};
          },
          "Frames per second: 24, 25, 30, 50 or 60 (default " +
              std::to_string(pipeline::kDefaultFramesPerSecond) + ")")
      ->check(CLI::IsMember(rates))
      ->type_name("N");
}

}  // namespace

void addMotionOptions(CLI::App& command, AnimateRequest& request) {
  motion::MotionSettings& motion = request.motion;
  addPath(command, "--portrait", request.portrait, "Picture of one face: png, jpg, webp, bmp or tiff")
      ->required();
  addPath(command, "--voice", request.voice, "Any sound or video file with speech")->required();
  command.add_option("--pack", request.pack, "Pack of networks, see orator packs list (default studio)")
      ->type_name("NAME");
  addNumber(command, pipeline::kBlinkStrength, motion.blinkStrength);
  addNumber(command, pipeline::kBlinkRate, motion.blinkRate);
  addParsed(command, pipeline::kPoseStyle, "N", "; 3:0.5,17:0.5 blends two",
            [&](const std::string& text) { motion.poseStyle = parsePoseStyle(text); });
  addParsed(command, pipeline::kPoseScale, "X", "; six numbers scale pitch,yaw,roll,x,y,z",
            [&](const std::string& text) { motion.poseScale = parsePoseScale(text); });
  addNumber(command, pipeline::kExpressionScale, motion.expressionScale);
  command.add_flag("--still", motion.still, "Keep the head in the portrait's pose");
  addFrameRate(command, request);
  addParsed(command, pipeline::kSeed, "N", "", [&](const std::string& text) {
    motion.seed = std::uint64_t(parseNumber(pipeline::kSeed, text));
  });
  addParsed(command, pipeline::kFace, "N", "",
            [&](const std::string& text) { request.face = int(parseNumber(pipeline::kFace, text)); });
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
            const auto& names = pipeline::kCropModeNames;
            request.render.cropMode =
                render::CropMode(std::find(names.begin(), names.end(), name) - names.begin());
          },
          "What of the portrait is shown: crop, extcrop, resize, full or extfull (default full)")
      ->check(oneOf(pipeline::kCropModeNames))
      ->type_name("MODE");
  addParsed(command, pipeline::kOutputSide, "PIXELS", "",
            [&request](const std::string& text) { request.render.outputSide = parseSize(text); });
  command.add_option("--device", request.render.device, "auto, cpu or cuda (default auto)")
      ->check(oneOf(pipeline::kDeviceNames))
      ->type_name("DEVICE");
  command
      .add_option_function<std::string>(
          "--frames", [&request](const std::string& text) { request.frames = parseFrames(text); },
          "Only the frames a to b-1 and their sound, counted from 0 (default all)")
      ->type_name("a:b");
}

}  // namespace orator::cli
