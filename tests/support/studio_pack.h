#pragma once

#include "core/face/face_model.h"
#include "core/packs/pack.h"

namespace orator::test {

/// The face model of the studio pack, read once.
inline const face::FaceModel& studioFaceModel() {
  static const face::FaceModel model = face::loadFaceModel(packs::openPack("studio").file("face_model"));
  return model;
}

}  // namespace orator::test
