#include <ATen/ATen.h>

#include <cmath>

#include "core/audio/mel_spectrogram.h"
#include "core/lab/lse/face_cropper.h"
#include "core/lab/lse/lse_score.h"
#include "core/lab/lse/mfcc.h"
#include "core/lab/lse/sync_net_v2.h"
#include "core/lab/selfcheck/filled.h"
#include "core/lab/selfcheck/key_lists.h"
#include "core/lab/selfcheck/parts.h"
#include "core/lab/selfcheck/pictures.h"
#include "core/motion/wav2lip/frame_inputs.h"
#include "core/motion/wav2lip/generator.h"
#include "core/motion/wav2lip/lip_expert.h"
#include "core/tensor/shape.h"

namespace orator::lab::selfcheck {

namespace fs = std::filesystem;
namespace w2l = motion::wav2lip;

namespace {

std::vector<double> doublesOf(const at::Tensor& tensor) {
  const at::Tensor flat = tensor.to(at::kDouble).contiguous();
  return {flat.data_ptr<double>(), flat.data_ptr<double>() + flat.numel()};
}

at::Tensor vectorOf(const std::vector<double>& values) {
  return at::tensor(values, at::kDouble);
}

/// [N, 3, H, W], blue, green, red in 0..1, of [N, H, W, 3] bytes.
at::Tensor facePlanes(const at::Tensor& faces) {
  tensor::expectShape("faces", faces, {"N", "H", "W", 3});
  return faces.permute({0, 3, 1, 2}).to(at::kFloat).contiguous() / 255;
}

std::vector<cv::Vec4i> boxesOf(const at::Tensor& tensor) {
  tensor::expectShape("boxes", tensor, {"N", 4});
  std::vector<cv::Vec4i> boxes;
  for (std::int64_t i = 0; i < tensor.size(0); ++i) {
    cv::Vec4i& box = boxes.emplace_back();
    for (int side = 0; side < 4; ++side) box[side] = tensor[i][side].item<int>();
  }
  return boxes;
}

}  // namespace

Lines checkMfcc(const std::string& part, const fs::path& folder) {
  constexpr double kTolerance = 1e-6;
  Golden golden(part, folder);
  golden.compareAbsolute("filterbank", tensorFrom(lse::filterBank()), kTolerance);
  golden.compareAbsolute("mfcc", tensorFrom(lse::mfcc(doublesOf(golden["pcm"]))), kTolerance);
  golden.compareAbsolute("mfcc_of_silence_1700", tensorFrom(lse::mfcc(std::vector<double>(1700, 0))),
                         kTolerance);
  return golden.lines;
}

Lines checkSyncNet(const std::string& part, const fs::path& folder) {
  Golden golden(part, folder);
  const auto network = filled<lse::SyncNetV2>(golden, "syncnet.");
  const at::Tensor frames = golden["frames_bgr"], mfcc = golden["mfcc"];
  tensor::expectShape("frames", frames, {"T", 224, 224, 3});
  tensor::expectShape("MFCC", mfcc, {13, "C"});
  const at::Tensor planes = frames.permute({3, 0, 1, 2}).to(at::kFloat).contiguous();
  std::vector<at::Tensor> features, voice;
  for (std::int64_t v = 0; v + 5 <= frames.size(0); ++v)
    features.push_back(network.lipFeature(planes.slice(1, v, v + 5).unsqueeze(0)));
  const at::Tensor feature = at::cat(features);
  golden.compareRelative("lip_feature", feature, kNetworkTolerance);
  golden.compareRelative("lip", network.embedLips(feature), kNetworkTolerance);
  const std::int64_t windows = golden["audio"].size(0);
  for (std::int64_t v = 0; v < windows; ++v) voice.push_back(mfcc.slice(1, 4 * v, 4 * v + 20).unsqueeze(0));
  golden.compareRelative("audio", network.embedVoice(at::stack(voice)), kNetworkTolerance);
  return golden.lines;
}

Lines checkLse(const std::string& part, const fs::path& folder) {
  constexpr double kTolerance = 1e-4;
  Golden golden(part, folder);
  const at::Tensor distances = lse::embeddingDistances(golden["lip"], golden["audio"]);
  const lse::LseScore score = lse::scoreOf(distances);
  golden.compareAbsolute("dists", distances, kTolerance);
  golden.compareAbsolute("mean_dist", distances.mean(0), kTolerance);
  golden.compareAbsolute("min_dist", vectorOf({score.distance}), kTolerance);
  golden.compareAbsolute("confidence", vectorOf({score.confidence}), kTolerance);
  golden.compareAbsolute("offset", vectorOf({double(score.offsetFrames)}), 0);
  golden.compareAbsolute("framewise_confidence",
                         vectorOf({score.frameConfidence.begin(), score.frameConfidence.end()}), kTolerance);
  return golden.lines;
}

Lines checkSyncCrop(const std::string& part, const fs::path& folder) {
  Golden golden(part, folder);
  const cv::Mat picture = pictureFrom(golden["image_bgr"]);
  const at::Tensor boxes = golden["bbox"];
  tensor::expectShape("boxes", boxes, {"T", 4});
  std::vector<cv::Vec4d> given;
  for (std::int64_t i = 0; i < boxes.size(0); ++i) {
    const auto box = doublesOf(boxes[i]);
    given.emplace_back(box[0], box[1], box[2], box[3]);
  }
  std::vector<double> half, x, y;
  for (const lse::CropPlace& place : lse::cropPlaces(given)) {
    half.push_back(place.half);
    x.push_back(place.centre.x);
    y.push_back(place.centre.y);
  }
  golden.compareAbsolute("s", vectorOf(half), 1e-9);
  golden.compareAbsolute("x", vectorOf(x), 1e-9);
  golden.compareAbsolute("y", vectorOf(y), 1e-9);
  lse::FaceCropper cropper;
  for (const cv::Vec4d& box : given) cropper.add(picture, box);
  const std::vector<cv::Mat> crops = cropper.finish();
  std::vector<at::Tensor> chosen;
  for (const double frame : doublesOf(golden["frames"]))
    chosen.push_back(tensorFrom(crops.at(std::size_t(frame))));
  golden.compareMeanAbsolute("crops_bgr", at::stack(chosen), 1);
  return golden.lines;
}

Lines checkSyncKeys(const std::string& part, const fs::path& folder) {
  Keys keys;
  addKeys(keys, "", lse::SyncNetV2());
  return compareKeyLists(part, folder, {{"syncnet_v2.model", keys}});
}

Lines checkWav2LipMel(const std::string& part, const fs::path& folder) {
  Golden golden(part, folder);
  const at::Tensor wav = golden["wav"].to(at::kFloat).contiguous();
  const std::span voice(wav.data_ptr<float>(), std::size_t(wav.numel()));
  const auto mel = [&](const std::string& name, audio::MelForm form) {
    const audio::MelSpectrogram spectrogram(voice, form);
    std::vector<float> columns = spectrogram.columns(0, spectrogram.columnCount());
    golden.compareAbsolute(name, at::from_blob(columns.data(), {spectrogram.columnCount(), 80}).t(), 1e-4);
    return spectrogram.columnCount();
  };
  mel("mel_constant", audio::MelForm::wav2lipZeros);
  const std::int64_t columns = mel("mel_reflect", audio::MelForm::wav2lip);
  const std::string kStarts = "starts_";
  for (const std::string& name : golden.names(kStarts)) {
    const auto starts = w2l::windowStarts(columns, std::stod(name.substr(kStarts.size())));
    golden.compareAbsolute(name, vectorOf({starts.begin(), starts.end()}), 0);
  }
  std::vector<double> steadied;
  for (const cv::Vec4i& box : w2l::steadiedBoxes(boxesOf(golden["boxes"])))
    steadied.insert(steadied.end(), {double(box[0]), double(box[1]), double(box[2]), double(box[3])});
  golden.compareAbsolute("boxes_smoothed", vectorOf(steadied).reshape({-1, 4}), 0);
  return golden.lines;
}

Lines checkWav2Lip(const std::string& part, const fs::path& folder) {
  Golden golden(part, folder);
  const auto network = filled<w2l::Generator>(golden, "wav2lip.");
  const at::Tensor faces = facePlanes(golden["faces_bgr"]);
  const at::Tensor embedding = network.audioEmbedding(golden["mel"]);
  golden.compareRelative("audio_embedding", embedding, kNetworkTolerance);
  golden.compareRelative("out", network.forward(embedding, w2l::generatorInput(faces, faces)),
                         kNetworkTolerance);
  return golden.lines;
}

Lines checkLipExpert(const std::string& part, const fs::path& folder) {
  Golden golden(part, folder);
  const auto network = filled<w2l::LipExpert>(golden, "expert.");
  const at::Tensor faces = facePlanes(golden["faces_bgr"]);
  std::vector<at::Tensor> windows;
  for (std::int64_t v = 0; v + 5 <= faces.size(0); ++v)
    windows.push_back(faces.slice(0, v, v + 5).slice(2, w2l::kFaceSide / 2).reshape({15, 48, 96}));
  const at::Tensor face = network.embedFaces(at::stack(windows)), voice = network.embedVoice(golden["mel"]);
  golden.compareRelative("face", face, kNetworkTolerance);
  golden.compareRelative("audio", voice, kNetworkTolerance);
  golden.compareAbsolute("cosine", w2l::inSync(face, voice), 1e-5);
  return golden.lines;
}

Lines checkWav2LipKeys(const std::string& part, const fs::path& folder) {
  Keys generator, expert;
  addKeys(generator, "", w2l::Generator());
  addKeys(expert, "", w2l::LipExpert());
  return compareKeyLists(part, folder, {{"wav2lip.pth", generator}, {"lipsync_expert.pth", expert}});
}

}  // namespace orator::lab::selfcheck
