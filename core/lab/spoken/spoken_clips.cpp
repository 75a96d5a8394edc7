#include "core/lab/spoken/spoken_clips.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "core/audio/mel_spectrogram.h"
#include "core/base/file_system.h"
#include "core/base/files.h"
#include "core/face/face_measures.h"
#include "core/lab/spoken/synthetic_voice.h"
#include "core/learning/clips/data_set.h"
#include "core/learning/clips/held_out.h"
#include "core/learning/measures/lip_geometry.h"
#include "core/motion/sadtalker/voice_expression.h"

namespace orator::lab {
namespace {

namespace fs = std::filesystem;

constexpr std::array kVariants{"m1", "f1", "m2", "f3",     "m4",    "f4",
                               "m5", "m6", "m8", "klatt2", "anika", "steph"};
constexpr double kFadeSeconds = 0.04;
constexpr std::int64_t kMaximumFrames = 1500;

/// The language's voice with a rate and a pitch of its own.
SyntheticVoice voiceOf(const std::string& language, const std::string& variant) {
  const std::string name = language + "+" + variant;
  return {language, variant, int(135 + 55 * learning::nameHash(name + " rate")),
          int(30 + 40 * learning::nameHash(name + " pitch"))};
}

/// Share of a closure in every frame, [T], 0..1.
at::Tensor closures(const std::vector<SpeechSound>& sounds, std::int64_t frames) {
  at::Tensor share = at::zeros({frames});
  auto* values = share.data_ptr<float>();
  for (const SpeechSound& sound : sounds) {
    if (!isBilabial(sound)) continue;
    const Contact contact = contactOf(sound);
    const double half = 0.5 / learning::kFramesPerSecond;  // a frame stands for the time around its instant
    for (std::int64_t t = 0; t < frames; ++t) {
      const double at = double(t) / learning::kFramesPerSecond;
      const double outside =
          std::max({contact.begin - half - at, at - contact.end - half, 0.0}) / kFadeSeconds;
      if (outside < 1)
        values[t] = std::max(values[t], float(0.5 + 0.5 * std::cos(std::numbers::pi * outside)));
    }
  }
  return share;
}

/// Takes the opening of the lips to zero where `share` is one. @param expression [T, 64]
at::Tensor withClosedLips(const at::Tensor& expression, const at::Tensor& share,
                          const learning::LipGeometry& geometry) {
  const at::Tensor opening = at::matmul(expression, geometry.opening) + geometry.neutralOpening;
  const at::Tensor centred = expression - expression.mean(0, true);
  const at::Tensor goesAlong = at::matmul(centred.t(), at::matmul(centred, geometry.opening));
  const at::Tensor perOpening = goesAlong / goesAlong.dot(geometry.opening).clamp_min(1e-9);
  return expression - (opening.clamp_min(0) * share).unsqueeze(1) * perOpening;
}

class Speaker {
 public:
  explicit Speaker(const SpokenOptions& options)
      : options_(options),
        pack_(packs::openPack(options.pack)),
        model_(face::loadFaceModel(pack_.file("face_model"))),
        geometry_(learning::lipGeometry(model_)),
        voiceExpression_(pack_) {}

  void speak(const std::string& text, const SyntheticVoice& voice, SpokenReport& report,
             const RunContext& context) const {
    SyntheticSpeech speech = lab::speak(text, voice);
    constexpr std::size_t kSamples = audio::kSamplesPerMelFrame;
    const auto frames =
        std::min<std::int64_t>(std::int64_t(speech.voice16k.size() / kSamples), kMaximumFrames);
    speech.voice16k.resize(std::size_t(frames) * kSamples);
    const auto expressions = voiceExpression_.expressions(speech.voice16k, context);
    const at::Tensor share = closures(speech.sounds, frames);
    at::Tensor expression = at::empty({frames, face::kExpressionCount});
    for (std::int64_t t = 0; t < frames; ++t)
      std::copy_n((*expressions)[std::size_t(t)].begin(), face::kExpressionCount,
                  expression.data_ptr<float>() + t * face::kExpressionCount);

    learning::Clip clip;
    clip.speaker = voice.language + "+" + voice.variant;
    clip.name = clip.file = "spoken/" + clip.speaker;
    clip.language = voice.language;
    clip.source = "eSpeak NG";
    clip.licence = "synthetic";
    clip.sourceFramesPerSecond = learning::kFramesPerSecond;
    clip.faceHeight = face::faceHeight(model_, {});
    clip.expression = withClosedLips(expression, share, geometry_);
    clip.lipOpening = at::matmul(clip.expression, geometry_.opening) + geometry_.neutralOpening;
    clip.lipWidth = at::matmul(clip.expression, geometry_.width) + geometry_.neutralWidth;
    clip.eyeOpening = at::ones({frames});
    clip.pose = at::zeros({frames, 6});
    clip.identity = at::zeros({model_.identity.rows});
    clip.points = points(clip.expression);
    learning::setVoice(clip, speech.voice16k);
    learning::writeClip(options_.set, clip);
    ++report.clips;
    report.frames += frames;
    report.bilabials += std::count_if(speech.sounds.begin(), speech.sounds.end(), isBilabial);
  }

 private:
  /// f16 [T, 478, 3]
  at::Tensor points(const at::Tensor& expression) const {
    at::Tensor all = at::empty({expression.size(0), face::kLandmarkCount, 3});
    for (std::int64_t t = 0; t < expression.size(0); ++t) {
      face::ExpressionCoefficients row;
      std::copy_n(expression[t].contiguous().data_ptr<float>(), row.size(), row.begin());
      const auto shape = model_.shape({}, row);
      auto* to = all[t].data_ptr<float>();
      for (const cv::Point3f& p : shape) *to++ = p.x, *to++ = p.y, *to++ = p.z;
    }
    return all.to(at::kHalf);
  }

  SpokenOptions options_;
  packs::Pack pack_;
  face::FaceModel model_;
  learning::LipGeometry geometry_;
  motion::sadtalker::VoiceExpression voiceExpression_;
};

std::vector<fs::path> textFiles(const fs::path& folder) {
  std::vector<fs::path> files = entriesOf(folder);
  std::erase_if(files, [](const fs::path& file) { return file.extension() != ".txt"; });
  if (files.empty())
    throw Error(ErrorCode::fileNotFound, pathText(folder), "holds no texts",
                "Put sentences into files named after languages: de.txt, fr.txt");
  return files;
}

}  // namespace

SpokenReport makeSpokenClips(const SpokenOptions& options, const RunContext& context) {
  if (options.voices < 1 || options.voices > int(kVariants.size()))
    throw Error(ErrorCode::invalidArgument, "voices", "must be 1 to " + std::to_string(kVariants.size()));
  const std::vector<fs::path> texts = textFiles(options.texts);
  const Speaker speaker(options);
  SpokenReport report;
  for (const fs::path& file : texts) {
    const auto bytes = readFile(file, ErrorCode::unreadableProject);
    const std::string text(bytes.begin(), bytes.end());
    for (int i = 0; i < options.voices; ++i) {
      context.progress("speak", report.clips, std::int64_t(texts.size()) * options.voices);
      context.throwIfCancelled();
      speaker.speak(text, voiceOf(file.stem().string(), kVariants[std::size_t(i)]), report, context);
    }
  }
  return report;
}

}  // namespace orator::lab
