#pragma once

#include <filesystem>
#include <string>

#include "core/media/film/film_writer.h"
#include "core/motion/motion_track.h"
#include "core/packs/pack.h"
#include "core/pipeline/animate.h"

namespace orator::pipeline {

/// The names of what a film says of itself.
inline constexpr const char *kCommentTag = "comment", *kSettingsTag = "orator";

/// What a film says of itself: that it is synthetic, and everything that it was made of, so that it can be
/// made again. Files are told by their names and SHA-256 alone, not by where they lie: that is nobody's
/// business, and films are the same wherever they are made. GIF and WebP have no place for it, WAV for the
/// first alone.
/// @throws Error what reading the files throws
media::FilmTags provenanceOf(const AnimateRequest& request, const packs::Pack& pack,
                             const motion::MotionTrack& track);

/// A number that tells whether motion is the same, to the bit.
std::string motionDigest(const motion::MotionTrack& track);

/// The request that made a film, without its output. Files are looked for beside the film, then in the
/// current folder; `given` comes before both. Notes tell of files and of a pack that are not what the film
/// was made of.
/// @param given paths that are set take the place of the film's
/// @throws Error unreadableProject (the film says nothing of how it was made), fileNotFound (a file of it,
/// with the option that names another place), and what reading the film throws
AnimateRequest requestOfFilm(const std::filesystem::path& film, const AnimateRequest& given,
                             const RunContext& context);

}  // namespace orator::pipeline
