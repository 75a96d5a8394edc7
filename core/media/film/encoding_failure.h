#pragma once

#include <filesystem>

namespace orator::media {

/// FFmpeg's status as our error: system errors come from writing, the rest is ours to answer for. Internal to
/// core/media. @param status nothing happens from 0 on
/// @throws Error outOfMemory, diskFull, outputUnwritable, internal
void requireEncoded(int status, const std::filesystem::path& target);

}  // namespace orator::media
