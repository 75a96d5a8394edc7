#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/render/precision.h"

namespace orator::render {

inline constexpr const char* kDefaultRenderer = "mesh";

/// What the rest of the program asks about a renderer without making one. Declared in its line of
/// renderer_registry.cpp; tests/contract holds every renderer to it.
struct RendererTraits {
  std::string_view label{};       ///< "Mesh (fast)", in a list of choices; English, the studio translates it
  std::string_view shortLabel{};  ///< "Mesh", where there is little room
  /// Frames come about as fast as they are shown: small pictures may be tried with it, and drawing a short
  /// film again costs less than keeping its finished frames.
  bool live = false;
  bool transparent = false;                  ///< offers RenderSettings::transparency
  int rowReach = 0;                          ///< frame i depends on the track's rows i-rowReach..i+rowReach
  std::vector<std::string_view> devices{};   ///< of RenderSettings::device but "auto", where it can run
  std::vector<Precision> precisions{};       ///< that its arithmetic offers
  std::vector<std::string_view> networks{};  ///< of packs::networkNames() that it reads whatever the crop
  // Peak memory of its networks in bytes, on top of layers and frames.
  double cpuBytes = 0;     ///< where they run on the CPU
  double hostBytes = 0;    ///< of the computer, where they run on a card
  double deviceBytes = 0;  ///< of the card

  bool hasDeviceChoice() const { return devices.size() > 1; }
  bool offers(Precision precision) const;
};

/// A name that makeRenderer refuses has the traits of an unlabelled, slow renderer that looks at every row
/// and runs anywhere: nothing is saved on what is not known. Any thread; the result lives for ever.
const RendererTraits& rendererTraits(std::string_view name);

/// Names makeRenderer accepts.
std::vector<std::string> rendererNames();

/// @throws Error invalidArgument, with the names that there are, for any other
void requireRendererName(std::string_view name);

}  // namespace orator::render
