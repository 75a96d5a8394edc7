#pragma once

#include <array>
#include <string_view>

#include "core/base/param_spec.h"

namespace orator::pipeline {

// The one declaration of every number a user can set: sliders, command line, JSON validation and help read
// it.

inline constexpr ParamSpec kBlinkStrength{"blink_strength",
                                          "Blink strength",
                                          1,
                                          0,
                                          2,
                                          0.05,
                                          "",
                                          "How far the lids close in a blink; 0 keeps the eyes open"};
inline constexpr ParamSpec kBlinkRate{
    "blink_rate", "Blink rate", 16, 0, 60, 1, "per minute", "How often the face blinks on average"};
inline constexpr ParamSpec kPoseStyle{
    "pose_style",     "Pose style", 0, 0, 45, 1, "", "Which of the 46 manners of moving the head is used",
    ParamCost::motion};
inline constexpr ParamSpec kPoseScale{"pose_scale",
                                      "Head movement",
                                      1,
                                      0,
                                      2,
                                      0.05,
                                      "",
                                      "How much the head moves; 0 keeps it in the portrait's pose"};
inline constexpr ParamSpec kExpressionScale{
    "expression_scale", "Expression", 1, 0, 3, 0.05, "", "How strongly mouth and face follow the voice"};
inline constexpr ParamSpec kPitch{"pitch",
                                  "Pitch",
                                  0,
                                  -60,
                                  60,
                                  0.5,
                                  "degrees",
                                  "Path of the nod, spread evenly over the clip; positive looks down",
                                  ParamCost::motion};
inline constexpr ParamSpec kYaw{
    "yaw",
    "Yaw",
    0,
    -60,
    60,
    0.5,
    "degrees",
    "Path of the turn, spread evenly over the clip; positive looks to the right of the picture",
    ParamCost::motion};
inline constexpr ParamSpec kRoll{
    "roll",
    "Roll",
    0,
    -60,
    60,
    0.5,
    "degrees",
    "Path of the tilt, spread evenly over the clip; positive turns counter-clockwise",
    ParamCost::motion};
inline constexpr ParamSpec kIdle{"idle",
                                 "Idle",
                                 0,
                                 0,
                                 3600,
                                 0.1,
                                 "s",
                                 "Seconds to wait without a voice: the head breathes, the eyes blink",
                                 ParamCost::motion};
inline constexpr ParamSpec kOutputSide{
    "size",
    "Size",
    0,
    0,
    3840,
    2,
    "px",
    "Longer side of the video; 0 keeps the portrait's own size, 64 is the least",
    ParamCost::film};
inline constexpr ParamSpec kSeed{
    "seed",           "Seed", 0,  0,
    4294967295.0,     1,      "", "Chooses one of the equally natural head movements and blink times",
    ParamCost::motion};
inline constexpr ParamSpec kFace{"face",
                                 "Face",
                                 0,
                                 0,
                                 99,
                                 1,
                                 "",
                                 "Which face of the portrait speaks, counted from 0, the largest",
                                 ParamCost::renderer};
inline constexpr ParamSpec kConstantRateFactor{
    "crf",
    "Compression",
    18,
    0,
    51,
    1,
    "",
    "Constant rate factor of the H.264 encoder; smaller is better and larger",
    ParamCost::film};

inline constexpr std::array kParameters{
    kBlinkStrength, kBlinkRate,  kPoseStyle, kPoseScale, kExpressionScale,   kPitch, kYaw, kRoll,
    kIdle,          kOutputSide, kSeed,      kFace,      kConstantRateFactor};

inline constexpr std::array kFramesPerSecond{24, 25, 30, 50, 60};
inline constexpr int kDefaultFramesPerSecond = 25;

/// Names of render::CropMode in its order, as on the command line and in JSON.
inline constexpr std::array<std::string_view, 5> kCropModeNames{"crop", "extcrop", "resize", "full",
                                                                "extfull"};
inline constexpr std::array<std::string_view, 3> kDeviceNames{"auto", "cpu", "cuda"};
/// Names of face::Rotation in its order: degrees clockwise, or as many quarters as set the face upright.
inline constexpr std::array<std::string_view, 5> kRotationNames{"0", "90", "180", "270", "auto"};
/// Names of render::Precision in its order.
inline constexpr std::array<std::string_view, 2> kPrecisionNames{"exact", "fast"};

}  // namespace orator::pipeline
