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

// SyncNet and Wav2Lip as published.
Lines checkMfcc(const std::string& part, const std::filesystem::path& folder);
Lines checkSyncNet(const std::string& part, const std::filesystem::path& folder);
Lines checkLse(const std::string& part, const std::filesystem::path& folder);
Lines checkSyncCrop(const std::string& part, const std::filesystem::path& folder);
Lines checkSyncKeys(const std::string& part, const std::filesystem::path& folder);
Lines checkWav2LipMel(const std::string& part, const std::filesystem::path& folder);
Lines checkWav2Lip(const std::string& part, const std::filesystem::path& folder);
Lines checkLipExpert(const std::string& part, const std::filesystem::path& folder);
Lines checkWav2LipKeys(const std::string& part, const std::filesystem::path& folder);

// Restoration.
Lines checkGfpgan(const std::string& part, const std::filesystem::path& folder);
Lines checkParseNet(const std::string& part, const std::filesystem::path& folder);
Lines checkPasteBack(const std::string& part, const std::filesystem::path& folder);
Lines checkRealEsrgan(const std::string& part, const std::filesystem::path& folder);
Lines checkRestorationKeys(const std::string& part, const std::filesystem::path& folder);

// LivePortrait. The pictures of 512 pixels take the vectors of the spectral norms from the part for 256.
Lines checkLivePortraitExtract(const std::string& part, const std::filesystem::path& folder);
Lines checkLivePortraitMotion(const std::string& part, const std::filesystem::path& folder);
Lines checkLivePortraitWarp(const std::string& part, const std::filesystem::path& folder);
Lines checkLivePortraitGenerate(const std::string& part, const std::filesystem::path& folder);
Lines checkLivePortraitCrop(const std::string& part, const std::filesystem::path& folder);
Lines checkLivePortraitWhole(const std::string& part, const std::filesystem::path& folder);
Lines checkLivePortraitKeys(const std::string& part, const std::filesystem::path& folder);

}  // namespace orator::lab::selfcheck
