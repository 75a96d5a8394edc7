#pragma once

#include <c10/core/Device.h>
#include <c10/core/ScalarType.h>

#include <filesystem>
#include <functional>
#include <vector>

#include "core/base/run_context.h"
#include "core/face/face_model.h"
#include "core/learning/clips/data_set.h"
#include "core/learning/clips/mel_augmentation.h"
#include "core/learning/measures/lip_geometry.h"
#include "core/learning/trainer/adam_w.h"
#include "core/learning/trainer/learning_rate.h"
#include "core/motion/sadtalker/exp_net.h"

namespace orator::learning {

/// Training of ExpNet (SadTalker, section 3.2) on tracked people, in the basis of the studio face model.
/// The published recipe distils a lip-sync network through a renderer; here the coefficients themselves are
/// the target, and losses on the lips' landmarks weight them by what is seen.
struct ExpNetOptions {
  std::int64_t steps = 3000;
  int sequences = 20;  ///< a batch is this many stretches ...
  int frames = 12;     ///< ... of this many frames ...
  int stride = 2;      ///< ... this many frames apart
  LearningRate learningRate{.peak = 1e-3, .warmUpSteps = 100, .floor = 0.01};
  double silenceShare = 0.05;   ///< of the sequences: a hiss without a voice, to which the mouth is closed
  double spokenShare = 0.08;    ///< of the sequences: synthetic voices, where there are any
  double dropout = 0.25;        ///< of the 512 audio features
  double averageDecay = 0.997;  ///< of the running average of the weights, which is what is kept
  std::int64_t validateEvery = 200;
  std::int64_t alignAt = 400;   ///< step that moves every voice to where the network expects it; -1: none
  std::filesystem::path start;  ///< expnet.safetensors to learn on from; empty: random weights
  std::string anchor;  ///< collection whose sound is exact (core/learning/motion_nets/voice_alignment.h)
  at::Device device = at::kCPU;  ///< where the network learns; judging and files are the CPU's
  std::uint64_t seed = 1;
  at::ScalarType precision = at::kFloat;  ///< of the convolutions (core/learning/trainer/precision.h)
  MelAugmentation augmentation;
  AdamWOptions optimiser;
};

/// What is learned from, and what it is judged by.
struct ExpNetMaterial {
  std::vector<Clip> filmed;
  std::vector<Clip> spoken;      ///< synthetic voices (core/lab/spoken/spoken_clips.h); may be empty
  std::vector<Clip> validation;  ///< of other people
};

/// One clip driven by its own voice and its first frame.
struct ExpNetScore {
  double openingCorrelation = 0, widthCorrelation = 0;  ///< Pearson at the best lag within +-2 frames
  int lag = 0;  ///< of the opening, frames; positive: the network is late
};

ExpNetScore scoreExpNet(const motion::sadtalker::ExpNet& net, const Clip& clip, const LipGeometry& geometry);

/// Mean over speakers of the mean over each speaker's clips.
ExpNetScore meanScore(const motion::sadtalker::ExpNet& net, const std::vector<Clip>& clips,
                      const LipGeometry& geometry);

/// Rows of the last layer that a voice cannot know are not learned: the gaze and the lids keep the portrait's
/// own value, the brows start from it, and one unit of blink is the model's own lid closure.
void fixVoicelessRows(motion::sadtalker::ExpNet& net, const face::FaceModel& model);

/// Least squares on what a voice does not tell shrinks the movement. The mouth's rows are stretched about
/// their mean until the opening, steadied over three frames as the studio motion model does, varies as much
/// as people's; correlations do not change by it.
/// @param clips of people who were not learned from: on those learned from the network moves more
/// @return the factor, 1 to 2.2
double restoreExtent(motion::sadtalker::ExpNet& net, const std::vector<Clip>& clips,
                     const LipGeometry& geometry);

/// Trains, or goes on where `folder` was left (core/learning/trainer/run_training.h). Writes beside state and
/// log folder/offsets.json (frames the voices were moved by), folder/best.safetensors and
/// folder/expnet.safetensors (the average at the best validation score, its extent restored, half precision;
/// keys as in the checkpoint without prefix). The same seed and clips give the same run on one thread.
/// @throws Error as runTraining(), invalidArgument (no clips), fileNotFound and checkpointRefused (start)
void trainExpNet(const ExpNetMaterial& material, const face::FaceModel& model, const ExpNetOptions& options,
                 const std::filesystem::path& folder, const RunContext& context);

}  // namespace orator::learning
