#pragma once

#include <QImage>

struct ImDrawData;

namespace orator::ui {

/// Draws what ImGui wants drawn without any graphics hardware, so that the overlay is there on every
/// computer.
/// @param atlas the font texture, one byte of coverage a pixel (QImage::Format_Alpha8)
/// @param target ARGB32 premultiplied, of the display size; drawn over
void rasteriseImGui(const ImDrawData& data, const QImage& atlas, QImage& target);

}  // namespace orator::ui
