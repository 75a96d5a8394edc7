#pragma once

#include <filesystem>
#include <opencv2/core.hpp>
#include <vector>

#include "core/face/face_model.h"

namespace orator::face {

inline constexpr int kBfmIdentityCount = 80;
inline constexpr int kBfmTextureCount = 80;

/// Camera of the BFM's coefficients: PortraitCamera for a picture of 224 x 224 pixels.
inline constexpr float kBfmFocalPixels = 1015, kBfmCentrePixels = 112, kBfmSidePixels = 224;

/// The Basel Face Model 2009 in the form of Deep3DFaceReconstruction: what SadTalker's coefficients mean.
/// Head coordinates as FaceModel, decimetre, centred on the mean vertex. V vertices, 35709 in the published
/// one. Immutable once loaded; shared between threads.
struct BfmModel {
  cv::Mat1f mean;                    ///< [1, 3V], x y z interleaved
  cv::Mat1f identity;                ///< [80, 3V], times the standard deviation of each
  cv::Mat1f expression;              ///< [64, 3V], the same
  cv::Mat1f textureMean;             ///< [1, 3V], R G B 0..255
  cv::Mat1f texture;                 ///< [80, 3V]
  std::vector<cv::Vec3i> triangles;  ///< counter-clockwise seen from the camera
  std::vector<int> keypoints;        ///< vertices of the 68 landmarks, in the order of the iBUG annotation

  int vertexCount() const { return mean.cols / 3; }
  /// @param identityCoefficients up to 80 @return V points, head at rest
  std::vector<cv::Point3f> shape(const std::vector<float>& identityCoefficients,
                                 const ExpressionCoefficients& expressionCoefficients) const;
  /// @param textureCoefficients up to 80 @return V colours R G B, 0..1, without light
  std::vector<cv::Vec3f> colours(const std::vector<float>& textureCoefficients) const;
};

/// The same model gives the same bytes. @throws Error outputUnwritable
void saveBfmModel(const BfmModel& model, const std::filesystem::path& file);
/// @throws Error packMissing, packDamaged
BfmModel loadBfmModel(const std::filesystem::path& file);

/// Where the imported model lies in a folder of models.
std::filesystem::path bfmModelFile(const std::filesystem::path& modelsFolder);
/// The imported model in one of packs::modelFolders().
/// @throws Error packMissing, which says how to import it
std::filesystem::path installedBfmModel();

}  // namespace orator::face
