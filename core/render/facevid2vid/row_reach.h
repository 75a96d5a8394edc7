#pragma once

namespace orator::render::facevid2vid {

inline constexpr int kRowReach = 13;  ///< frame i depends on rows i-13..i+13, the mapping network's window

}  // namespace orator::render::facevid2vid
