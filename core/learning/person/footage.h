#pragma once

#include <filesystem>
#include <memory>
#include <opencv2/core.hpp>
#include <vector>

#include "core/base/run_context.h"
#include "core/capture/capture.h"
#include "core/face/portrait.h"
#include "core/learning/finish/make_pairs.h"

namespace orator::learning {

/// How the frames of a video that show the person are shared out, in the order of time.
struct FootageParts {
  std::vector<std::int64_t> learned;   ///< five eighths: what networks learn from
  std::vector<std::int64_t> setAside;  ///< one eighth: decides what is kept
  std::vector<std::int64_t> judged;    ///< the last quarter
  std::int64_t portrait = 0;           ///< the calmest of the learned ones

  /// Learned and set aside: all that the pack may know.
  std::vector<std::int64_t> known() const;
};

/// @throws Error noFace (seen for less than 8 s, never towards the camera), pictureTooSmall
FootageParts footageParts(const std::filesystem::path& video, const capture::Capture& seen);

/// Frames of one camera as crops around the face, reduced to what the networks see of it.
struct FilmedShot {
  FilmedPerson person;
  float reducedOctaves = 0;  ///< by how much the pictures were reduced
  int portrait = -1;         ///< place of the portrait among its frames; -1: it is in another shot
};

/// @param frames ascending; at most `most` of each shot are taken, evenly, the portrait always
std::vector<FilmedShot> filmedShots(const std::filesystem::path& video, const capture::Capture& seen,
                                    const std::vector<std::int64_t>& frames, std::int64_t portrait,
                                    std::size_t most, const RunContext& context);

}  // namespace orator::learning
