#pragma once

#include <string_view>
#include <vector>

#include "core/packs/pack.h"

namespace orator::tensor {
class WeightStore;
}

namespace orator::packs {

/// Names of the networks a pack may hold. Of SadTalker: "audio2exp", "audio2pose", "face_3drecon",
/// "kp_extractor", "generator", "mapping70", "mapping73"; of others: "syncnet", "wav2lip", "expert",
/// "gfpgan", "parsenet", "realesrgan_x2", "realesrgan_x4"; of LivePortrait: "lp_F" (appearance), "lp_M"
/// (motion), "lp_W" (warping), "lp_G" (generator), "lp_stitching", "lp_lip", "lp_eye".
const std::vector<std::string_view>& networkNames();

/// True when one of the pack's files has this network, as its role says.
bool hasNetwork(const Pack& pack, std::string_view network);

/// @throws Error packMissing unless hasNetwork
void requireNetwork(const Pack& pack, std::string_view network);

/// The weights of one network, under the names of the network's own modules: the prefixes of the packaged
/// checkpoint ("generator.") and of the separate files ("kp_detector.", "net_recon.", "model.", "mapping.")
/// are gone. The file is taken by its role: a file of this network alone, else "facevid2vid" (kp_extractor
/// and generator), else "sadtalker" (all but the mapping networks). The file's SHA-256 is checked once per
/// process; the tensors read the mapped file where its format allows.
/// @throws Error invalidArgument (no such network), packMissing, packDamaged, checkpointRefused
tensor::WeightStore openNetworkWeights(const Pack& pack, std::string_view network);

}  // namespace orator::packs
