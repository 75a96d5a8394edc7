#include "core/packs/network_layout.h"

#include <utility>

#include "core/base/error.h"

namespace orator::packs {

namespace {

std::vector<NetworkLayout> sadTalkerLayouts() {
  return {
      {"audio2exp", {"audio2exp", "sadtalker"}, "audio2exp.", "model.", "mapping1.weight"},
      {"audio2pose", {"audio2pose", "sadtalker"}, "audio2pose.", "model.", "netG.decoder.pose_linear.weight"},
      {"face_3drecon", {"face_3drecon", "sadtalker"}, "face_3drecon.", "net_recon.", "backbone.conv1.weight"},
      {"kp_extractor",
       {"kp_extractor", "facevid2vid", "sadtalker"},
       "kp_extractor.",
       "kp_detector.",
       "predictor.conv.weight"},
      {"generator",
       {"generator", "facevid2vid", "sadtalker"},
       "generator.",
       "generator.",
       "first.conv.weight"},
      {"mapping70", {"mapping70"}, "mapping70.", "mapping.", "first.0.weight"},
      {"mapping73", {"mapping73"}, "mapping73.", "mapping.", "first.0.weight"}};
}

/// Of networks that have files of their own.
std::vector<NetworkLayout> ownFileLayouts() {
  return {
      {"syncnet", {"syncnet_v2"}, "", "", "netcnnlip.0.weight", Neighbours::outside},
      {"wav2lip",
       {"wav2lip"},
       "state_dict.module.",
       "state_dict.",
       "face_decoder_blocks.1.0.conv_block.0.weight",
       Neighbours::outside},
      {"expert",
       {"lipsync_expert"},
       "state_dict.module.",
       "state_dict.",
       "face_encoder.16.conv_block.0.weight",
       Neighbours::outside},
      {"gfpgan",
       {"gfpgan"},
       "params_ema.",
       "params.",
       "stylegan_decoder.constant_input.weight",
       Neighbours::outside},
      {"parsenet", {"parsenet"}, "", "", "out_mask_conv.conv2d.weight", Neighbours::outside},
      {"realesrgan_x2",
       {"realesrgan_x2"},
       "params_ema.",
       "params.",
       "conv_first.weight",
       Neighbours::outside},
      {"realesrgan_x4",
       {"realesrgan_x4"},
       "params_ema.",
       "params.",
       "conv_first.weight",
       Neighbours::outside},
      {"lp_F", {"liveportrait_appearance"}, "", "", "resblocks_3d.3dr0.conv1.weight", Neighbours::outside},
      {"lp_M", {"liveportrait_motion"}, "", "", "detector.fc_exp.weight", Neighbours::outside},
      {"lp_W", {"liveportrait_warping"}, "", "", "dense_motion_network.mask.weight", Neighbours::outside},
      {"lp_G", {"liveportrait_generator"}, "", "", "G_middle_0.conv_0.weight_orig", Neighbours::outside},
      {"lp_stitching",
       {"liveportrait_retargeting"},
       "retarget_shoulder.",
       "retarget_shoulder.module.",
       "mlp.0.weight",
       Neighbours::outside},
      {"lp_lip",
       {"liveportrait_retargeting"},
       "retarget_mouth.",
       "retarget_mouth.module.",
       "mlp.0.weight",
       Neighbours::outside},
      {"lp_eye",
       {"liveportrait_retargeting"},
       "retarget_eye.",
       "retarget_eye.module.",
       "mlp.0.weight",
       Neighbours::outside}};
}

}  // namespace

const std::vector<NetworkLayout>& networkLayouts() {
  static const std::vector<NetworkLayout> layouts = [] {
    std::vector<NetworkLayout> all = sadTalkerLayouts();
    for (NetworkLayout& layout : ownFileLayouts()) all.push_back(std::move(layout));
    return all;
  }();
  return layouts;
}

const NetworkLayout& networkLayout(std::string_view network) {
  for (const NetworkLayout& layout : networkLayouts())
    if (layout.network == network) return layout;
  throw Error(ErrorCode::invalidArgument, "network \"" + std::string(network) + "\"",
              "is not one that packs hold");
}

}  // namespace orator::packs
