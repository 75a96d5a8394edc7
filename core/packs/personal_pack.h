#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/packs/pack.h"

namespace orator::packs {

/// How like the film frames are that were made again from the person's own motion: as learning::PartScore.
struct LikenessFigures {
  std::int64_t frames = 0;
  double difference = 0;  ///< mean absolute difference, 0..255
  double ssim = 0;
  double detail = 0, flicker = 0;  ///< made by filmed
};

/// What `orator personalise` found on the last quarter of a video, which it did not learn from. `before` is
/// with the general networks, `after` with the pack's.
struct PersonReport {
  std::string video;  ///< its name without folders
  double learnedSeconds = 0, judgedSeconds = 0;
  LikenessFigures mouthBefore, mouthAfter, eyesBefore, eyesAfter;
  /// Whether the person's own network is in the pack; else it was no better on frames that were set aside,
  /// and the general one is kept.
  bool ownMouth = false, ownEyes = false;
  /// Distance of the lips that the voice moves from the filmed ones, root mean square over the height of the
  /// face; none where the video has no voice.
  std::optional<double> lipsBefore, lipsAfter;
  bool ownSpeech = false;            ///< whether the pack changes what the expression network says
  double extentDegrees = 0;          ///< of the head: standard deviation, mean of pitch, yaw and roll
  double speedDegreesPerSecond = 0;  ///< of the head
};

/// Of a pack that is made: `files` lie in `pack.folder`, with the terms of what their start was learned from
/// (as in pack.json, empty: nothing but the person's own video).
struct PersonalFile {
  PackFile file;
  std::vector<std::string> sources;
};

/// Writes pack.folder/pack.json. What it does not have of its own it shares with the pack "studio", in the
/// version that is installed: with another one it is refused.
/// @throws Error packMissing (no pack "studio"), outputUnwritable, diskFull
void writePersonalPack(const Pack& pack, const std::vector<PersonalFile>& files, const PersonReport& report);

/// Whether a pack is one person's: it has that person's manner.
bool isPersonal(const Pack& pack);

/// @throws Error invalidArgument (not a personal pack), packDamaged
PersonReport personReport(const Pack& pack);

/// The report as lines of text, and as JSON.
std::string reportText(const PersonReport& report);
std::string reportJson(const PersonReport& report);

/// "person-NAME", from NAME or from that name itself.
/// @throws Error invalidArgument (empty, longer than 40 characters, or with characters other than letters,
/// digits, '-' and '_')
std::string personalPackId(const std::string& name);

}  // namespace orator::packs
