#include "core/face/expression_names.h"

#include <algorithm>
#include <string>

namespace orator::face {
namespace {

constexpr std::array<std::string_view, kFirstMode> kNames = {
    "jaw_open",
    "jaw_left",
    "jaw_right",
    "jaw_forward",
    "mouth_close",
    "mouth_pucker",
    "mouth_funnel",
    "mouth_left",
    "mouth_right",
    "mouth_stretch_left",
    "mouth_stretch_right",
    "mouth_smile_left",
    "mouth_smile_right",
    "mouth_frown_left",
    "mouth_frown_right",
    "upper_lip_raise_left",
    "upper_lip_raise_right",
    "lower_lip_depress_left",
    "lower_lip_depress_right",
    "mouth_press_left",
    "mouth_press_right",
    "mouth_dimple_left",
    "mouth_dimple_right",
    "lip_roll_upper",
    "lip_roll_lower",
    "lip_out_upper",
    "lip_out_lower",
    "chin_raise",
    "cheek_puff_left",
    "cheek_puff_right",
    "cheek_raise_left",
    "cheek_raise_right",
    "nose_wrinkle_left",
    "nose_wrinkle_right",
    "nostril_flare",
    "blink_left",
    "blink_right",
    "squint_left",
    "squint_right",
    "eye_wide_left",
    "eye_wide_right",
    "brow_inner_raise_left",
    "brow_inner_raise_right",
    "brow_outer_raise_left",
    "brow_outer_raise_right",
    "brow_lower_left",
    "brow_lower_right",
    "brow_together",
    "gaze_horizontal",
    "gaze_vertical",
};
constexpr std::array<std::string_view, kModeCount> kModeNames = {
    "mouth_mode_01", "mouth_mode_02", "mouth_mode_03", "mouth_mode_04", "mouth_mode_05",
    "mouth_mode_06", "mouth_mode_07", "mouth_mode_08", "mouth_mode_09", "mouth_mode_10",
    "mouth_mode_11", "mouth_mode_12", "mouth_mode_13", "mouth_mode_14"};

}  // namespace

std::string_view studioExpressionName(int index) {
  return index < kFirstMode ? kNames.at(std::size_t(index)) : kModeNames.at(std::size_t(index - kFirstMode));
}

GazeColumns gazeColumns(const std::vector<std::string>& names) {
  const auto place = [&](int direction) {
    const auto found = std::find(names.begin(), names.end(), studioExpressionName(direction));
    return found == names.end() ? -1 : int(found - names.begin());
  };
  return {place(kGazeHorizontal), place(kGazeVertical)};
}

}  // namespace orator::face
