#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/face/face_model.h"
#include "core/lab/data_set/build_data_set.h"
#include "core/lab/data_set/clip_files.h"
#include "core/lab/data_set/clip_table.h"
#include "core/lab/data_set/voice_offset.h"
#include "core/packs/pack.h"

namespace orator::lab {

struct BuiltStretch {
  std::string name;
  std::int64_t frames = 0;
  double beginSeconds = 0;
  bool voice = false;
  double residual = 0;  ///< of the fit, over the height of the face
};

/// What became of one file.
struct BuiltFile {
  std::string file, speaker;
  std::string rejected;  ///< the reason, one of few fixed texts; empty when accepted
  std::string detail;    ///< its numbers or the error's text
  std::int64_t framesRead = 0;
  VoiceOffset offset;
  bool offsetCorrected = false;
  std::vector<BuiltStretch> stretches;
};

/// Makes the clips of one file after another. Not thread-safe; one per thread.
class ClipBuilder {
 public:
  /// @throws Error packMissing, packDamaged. @param options must outlive this object
  ClipBuilder(const BuildOptions& options, const packs::Pack& pack);
  /// Clips are written before it returns. What is wrong with the file is part of the result.
  /// @throws Error outputUnwritable, diskFull, cancelled
  BuiltFile build(const std::filesystem::path& video, const RunContext& context);

 private:
  void buildClips(const std::filesystem::path& video, BuiltFile& built, const RunContext& context);

  const BuildOptions& options_;
  face::FaceTracker tracker_;
  face::FaceModel model_;
  std::filesystem::path tableFolder_;
  std::optional<ClipTable> table_;
};

}  // namespace orator::lab
