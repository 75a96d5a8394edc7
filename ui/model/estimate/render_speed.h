#pragma once

#include <QString>

namespace orator::ui {

/// How long this computer takes for a pixel of a film, learned from the films it made and remembered over
/// sessions. GUI thread.
namespace RenderSpeed {

/// Seconds a pixel with this renderer on this device; below zero: nothing was rendered with them yet.
double secondsPerPixel(const std::string& renderer, const std::string& device);
/// A film of so many pixels, all frames together, took so long.
void learn(const std::string& renderer, const std::string& device, double pixels, double seconds);

}  // namespace RenderSpeed
}  // namespace orator::ui
