#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/base/run_context.h"
#include "core/lab/lse/lse_score.h"
#include "core/learning/measures/speech_measures.h"
#include "core/learning/sync_net/sync_judge.h"

namespace orator::lab {

/// How a pack's motion compares with people. Nothing here knows what anything was trained on: it needs a
/// folder of videos and a pack.
struct EvaluateOptions {
  std::filesystem::path clips;      ///< folder of videos, searched with its subfolders
  std::filesystem::path landmarks;  ///< optional, as in BuildOptions
  std::filesystem::path heldOut;    ///< only the speakers of this list, as learning::HeldOut
  bool heldOutOnly = false;         ///< without a list: only those whom its hash holds out of every training
  std::string pack = "studio";
  std::int64_t limit = 0;  ///< at most so many files, evenly spread over the names; 0: all
  /// Also renders, at most 64 frames a clip, and judges the pictures; at most 250 where the published SyncNet
  /// is installed (a pack with a file of the role "syncnet_v2"), which scores them.
  bool render = false;
  std::uint64_t seed = 0;  ///< of blinks and head motion; one more for every clip
};

/// A quantity of the person and of what was made for that person.
struct RealAndMade {
  double real = 0, made = 0;
};

/// What was made for one clip: its longest stretch with a face, driven by the voice of that stretch and by
/// the picture of its first frame with a face that the portrait analysis takes.
struct ClipScore {
  std::string name, speaker;
  std::int64_t frames = 0;
  learning::LagCorrelation lipOpening;  ///< 13 to 14 over face height
  double lipWidthCorrelation = 0;       ///< 61 to 291 over face height, best lag of its own
  learning::ClosureMatch closures;      ///< at lipOpening's lag
  std::int64_t silentFrames = 0,
               silentAndShut = 0;  ///< made opening under 2 % of the face, 0.3 s into a pause
  RealAndMade lipSpeed;            ///< mean |change| of opening, face heights a second
  RealAndMade lipRange;            ///< 5th to 95th percentile of the opening
  RealAndMade headDiversity, headSpeed, beatAlign;  ///< degrees, degrees a second, 0..1
  RealAndMade blinks, blinkSeconds;                 ///< count; their mean duration, 0 without any
  std::optional<learning::SyncScore> realSync,
      madeSync;  ///< SyncNet3D, where the studio pack has a `syncnet`
  /// LSE-D and LSE-C of the film and of what was made, where it was rendered and SyncNet is installed. Faces
  /// are cut out by our own landmarks; where a frame has none, as in the frame before.
  std::optional<lse::LseScore> realLse, madeLse;
  std::optional<double> sharpness;  ///< CPBD of rendered frames, mean
  std::optional<double> portraitSharpness;
  /// Cosine between the face model's identity coefficients of the rendered frames and of the portrait: the
  /// shape of the face, not its skin. 1 = the same.
  std::optional<double> identity;
};

struct Evaluation {
  std::vector<ClipScore> clips;
  std::vector<std::string> skipped;  ///< name and reason
};

/// Means over clips, every speaker counting alike. Counts (closures, blinks, silent frames) are added up.
ClipScore meanScore(const std::vector<ClipScore>& clips);

/// The videos of the folder that are judged, sorted: the speaker of each is told by the tables of its folder.
/// @throws Error fileNotFound (no videos, no list), invalidArgument (nobody is held out)
std::vector<std::filesystem::path> chosenVideos(const EvaluateOptions& options);

/// Stage "evaluate" counts files. A file without a voice or a usable face is skipped with its reason.
/// @throws Error fileNotFound (no videos), packMissing, packDamaged, cancelled
Evaluation evaluate(const EvaluateOptions& options, const RunContext& context);

}  // namespace orator::lab
