#include <ATen/ATen.h>

#include "core/audio/mel_spectrogram.h"
#include "core/face/sadtalker/recon_net.h"
#include "core/lab/selfcheck/filled.h"
#include "core/lab/selfcheck/parts.h"
#include "core/motion/sadtalker/exp_net.h"
#include "core/motion/sadtalker/pose_vae.h"
#include "core/motion/sadtalker/savitzky_golay.h"
#include "core/render/facevid2vid/generator.h"
#include "core/tensor/weight_store.h"

namespace orator::lab::selfcheck {

namespace fs = std::filesystem;
namespace fv = render::facevid2vid;

namespace {

constexpr double kPredictionTolerance = 2e-3;  // absolute, colours 0..1

}  // namespace

Lines checkMel(const std::string& part, const fs::path& folder) {
  Golden golden(part, folder);
  const at::Tensor wav = golden["wav"].contiguous();
  const audio::MelSpectrogram mel({wav.data_ptr<float>(), std::size_t(wav.numel())});
  std::vector<float> columns = mel.columns(0, mel.columnCount());
  std::vector<float> windows = mel.windows({0, mel.frameCount()});
  golden.compareAbsolute("mel", at::from_blob(columns.data(), {mel.columnCount(), 80}).t(), 1e-4);
  golden.compareAbsolute("windows", at::from_blob(windows.data(), {mel.frameCount(), 80, 16}), 1e-4);
  return golden.lines;
}

Lines checkExpNet(const std::string& part, const fs::path& folder) {
  Golden golden(part, folder);
  const auto network = filled<motion::sadtalker::ExpNet>(golden, "audio2exp.");
  const at::Tensor out = network.forward(golden["mel"], golden["ref"][0], golden["ratio"][0]);
  golden.compareRelative("out", out.unsqueeze(0), kNetworkTolerance);
  return golden.lines;
}

Lines checkPoseVae(const std::string& part, const fs::path& folder) {
  Golden golden(part, folder);
  const auto network = filled<motion::sadtalker::PoseVae>(golden, "audio2pose.");
  const at::Tensor style = network.styleBias()[golden["class"][0].item<std::int64_t>()];
  const at::Tensor reference = golden["ref"][0][0].slice(0, 64, 70);
  const at::Tensor pose = network.forward(golden["mel"][0], reference, golden["z"], style);
  golden.compareRelative("pose_pred", pose.unsqueeze(0), kNetworkTolerance);
  golden.compareRelative("pose_smooth", motion::sadtalker::savitzkyGolay(pose).unsqueeze(0),
                         kNetworkTolerance);
  golden.compareRelative("pose_smooth", motion::sadtalker::savitzkyGolay(golden["pose_pred"][0]).unsqueeze(0),
                         kNetworkTolerance, "Savitzky-Golay alone");
  return golden.lines;
}

Lines checkRecon(const std::string& part, const fs::path& folder) {
  Golden golden(part, folder);
  const auto network = filled<face::sadtalker::ReconNet>(golden, "face_3drecon.");
  golden.compareRelative("coeffs", network.forward(golden["image"]), kNetworkTolerance);
  return golden.lines;
}

Lines checkMapping(const std::string& part, const fs::path& folder) {
  Golden golden(part, folder);
  const at::Tensor input = golden["input"];
  const auto network = filled<fv::MappingNet>(golden, part + ".", input.size(1));
  const fv::MappedMotion motion = network.forward(input);
  golden.compareRelative("yaw", motion.yaw, kNetworkTolerance);
  golden.compareRelative("pitch", motion.pitch, kNetworkTolerance);
  golden.compareRelative("roll", motion.roll, kNetworkTolerance);
  golden.compareRelative("t", motion.translation, kNetworkTolerance);
  golden.compareRelative("exp", motion.expression, kNetworkTolerance);
  return golden.lines;
}

Lines checkRender(const std::string& part, const fs::path& folder) {
  Golden golden(part, folder);
  const auto mapping = filled<fv::MappingNet>(golden, "mapping70.", std::int64_t(70));
  const auto detector = filled<fv::KeyPointDetector>(golden, "kp_extractor.");
  auto generator = filled<fv::Generator>(golden, "generator.");
  golden.loadStoredState("generator.", tensor::namedState(generator));

  const at::Tensor image = golden["image"];
  const fv::MappedMotion motion = mapping.forward(golden["semantics"]);
  const at::Tensor canonical = detector.forward(image);
  const at::Tensor keyPoints = fv::transformKeyPoints(canonical, motion);
  const at::Tensor source = keyPoints.slice(0, 0, 1), driving = keyPoints.slice(0, 1);
  golden.compareRelative("kp_canonical", canonical, kNetworkTolerance);
  golden.compareRelative("kp_source", source, kNetworkTolerance);
  golden.compareRelative("kp_driving", driving, kNetworkTolerance);
  golden.compareAbsolute("yaw", fv::degreesOf(motion.yaw).slice(0, 1), 1e-3);
  golden.compareAbsolute("pitch", fv::degreesOf(motion.pitch).slice(0, 1), 1e-3);
  golden.compareAbsolute("roll", fv::degreesOf(motion.roll).slice(0, 1), 1e-3);

  const fv::GeneratedFrame frame = generator.forward(generator.sourceFeature(image), driving, source);
  golden.compareRelative("deformation", frame.motion.deformation, kNetworkTolerance);
  golden.compareRelative("occlusion_map", frame.motion.occlusionMap, kNetworkTolerance);
  golden.compareAbsolute("prediction", frame.prediction, kPredictionTolerance);
  return golden.lines;
}

}  // namespace orator::lab::selfcheck
