#pragma once

struct AVStream;

namespace orator::media {

/// Clockwise quarter turns (0..3) that bring the stored picture of a stream upright. Internal to core/media.
int quarterTurns(const AVStream& stream);

}  // namespace orator::media
