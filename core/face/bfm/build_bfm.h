#pragma once

#include <filesystem>

#include "core/base/run_context.h"
#include "core/face/bfm/bfm_model.h"

namespace orator::face {

/// Makes the face model of SadTalker's coefficients from the published folder BFM_Fitting, as
/// Deep3DFaceReconstruction does: bases times their standard deviations, decimetre, the vertices of the
/// front, centred. Read: 01_MorphableModel.mat, Exp_Pca.bin, std_exp.txt, BFM_front_idx.mat,
/// BFM_exp_idx.mat, facemodel_info.mat; all sizes come from the files. Needs about 1 GB for some seconds.
/// @throws Error fileNotFound (names every file that is missing), checkpointRefused (names the file and what
/// is wrong in it), cancelled
BfmModel buildBfmModel(const std::filesystem::path& folder, const RunContext& context);

/// Builds it and keeps it for this user, under bfmModelFile(modelsFolder); the sources stay as they are.
/// Stage "Face model" (6 files). A note says when a file is not the published one.
/// @param modelsFolder usually packs::userModelsFolder() @return the file written
/// @throws Error as buildBfmModel, outputUnwritable, diskFull
std::filesystem::path importBfm(const std::filesystem::path& folder,
                                const std::filesystem::path& modelsFolder, const RunContext& context);

}  // namespace orator::face
