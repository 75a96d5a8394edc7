#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/run_context.h"

namespace orator::lab {

/// Training of the studio face model: mean, identity and expression directions of the canonical mesh from
/// tracked people.
///
/// Mean and identity: principal components of the neutral faces of all people and their mirror images.
/// Expression: the canonical mesh's drawn actions (core/face/expression_names.h) say what a direction means;
/// each is completed to the movement of the whole face that people make with it, as far as people make it
/// (regression on the principal movements). Lids and gaze stay as drawn. The rest of the 64 are the principal
/// components of what the others leave unexplained, ordered and of unit variance.
struct FaceModelOptions {
  std::filesystem::path set;        ///< data set (core/learning/clips/data_set.h)
  std::filesystem::path out;        ///< folder, made if missing
  std::filesystem::path portraits;  ///< optional: folder of pictures that also show identities
  std::filesystem::path heldOut;    ///< speakers to judge on, one a line; empty: every sixth
  std::string pack = "studio";      ///< its face model is the one the set was measured with
  int threads = 0;                  ///< 0: all
};

/// Root mean square distance of the 478 points (x, y) from the nearest face of a model, percent of the height
/// of the face, on people that were not learned from; regularised as face::fitFaceModel() is.
struct FaceModelError {
  double motion = 0, lips = 0;  ///< movement about a clip's own mean, all points and lips
  double identity = 0;          ///< neutral face of a person
};

struct FaceModelResult {
  std::filesystem::path model;
  std::size_t people = 0, heldOutPeople = 0;
  double frames = 0;
  FaceModelError moved;  ///< how far people are from their mean at all
  FaceModelError before, after;
  struct Point {
    int directions = 0;
    FaceModelError error;
  };
  std::vector<Point> curve;  ///< principal movements and identities alone, by their number
};

/// Writes out/face_model.safetensors, out/rebase.safetensors (what carries coefficients of the old basis
/// over: core/learning/motion_nets/rebase_expnet.h) and out/report.json. Deterministic. Stage "read" counts
/// clips.
/// @throws Error fileNotFound, invalidArgument (too few people), packMissing, packDamaged, outputUnwritable,
/// cancelled
FaceModelResult trainFaceModel(const FaceModelOptions& options, const RunContext& context);

}  // namespace orator::lab
