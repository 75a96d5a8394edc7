// build_face_model CANONICAL_MESH OUT: writes the face model as it is drawn, before people have taught it.
#include <exception>
#include <iostream>

#include "core/face/model_builder/build_face_model.h"

int main(int count, char** arguments) {
  if (count != 3) {
    std::cerr
        << "usage: build_face_model geometry_pipeline_metadata_landmarks.binarypb face_model.safetensors\n";
    return 2;
  }
  try {
    orator::face::saveFaceModel(orator::face::buildStudioFaceModel(arguments[1]), arguments[2]);
  } catch (const std::exception& error) {
    std::cerr << "build_face_model: " << error.what() << "\n";
    return 1;
  }
}
