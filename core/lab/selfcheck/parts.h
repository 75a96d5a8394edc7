#pragma once

#include "core/lab/selfcheck/comparison.h"

namespace orator::lab::selfcheck {

using Lines = std::vector<CheckLine>;

// One function a kind of golden file: opens `part` in the folder, runs what it describes and compares.
// @throws Error of Golden, and whatever LibTorch throws on tensors of another form

Lines checkMel(const std::string& part, const std::filesystem::path& folder);
Lines checkExpNet(const std::string& part, const std::filesystem::path& folder);
Lines checkPoseVae(const std::string& part, const std::filesystem::path& folder);
Lines checkRecon(const std::string& part, const std::filesystem::path& folder);
Lines checkMapping(const std::string& part, const std::filesystem::path& folder);
Lines checkRender(const std::string& part, const std::filesystem::path& folder);

Lines checkCrop(const std::string& part, const std::filesystem::path& folder);
Lines checkAlign(const std::string& part, const std::filesystem::path& folder);
Lines checkSemantics(const std::string& part, const std::filesystem::path& folder);

Lines checkTorchSave(const std::string& part, const std::filesystem::path& folder);
/// The names, shapes and types of our networks against those of the published files.
Lines checkPackageKeys(const std::string& part, const std::filesystem::path& folder);
Lines checkMappingKeys(const std::string& part, const std::filesystem::path& folder);

}  // namespace orator::lab::selfcheck
