#include "core/packs/network_layout.h"

#include "core/base/error.h"

namespace orator::packs {

const std::vector<NetworkLayout>& networkLayouts() {
  static const std::vector<NetworkLayout> layouts{
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
  return layouts;
}

const NetworkLayout& networkLayout(std::string_view network) {
  for (const NetworkLayout& layout : networkLayouts())
    if (layout.network == network) return layout;
  throw Error(ErrorCode::invalidArgument, "network \"" + std::string(network) + "\"",
              "is not one that packs hold");
}

}  // namespace orator::packs
