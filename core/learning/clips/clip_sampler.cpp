#include "core/learning/clips/clip_sampler.h"

#include <cmath>
#include <map>

namespace orator::learning {

ClipSampler::ClipSampler(const std::vector<Clip>& clips) : clips_(clips) {
  const auto collection = [](const Clip& clip) { return clip.name.substr(0, clip.name.find('/')); };
  std::map<std::string, double> speakerFrames, collectionWeight;
  std::map<std::string, std::string> home;
  for (const Clip& clip : clips) {
    speakerFrames[clip.speaker] += double(clip.frames());
    home[clip.speaker] = collection(clip);
  }
  for (const auto& [speaker, frames] : speakerFrames) collectionWeight[home[speaker]] += std::sqrt(frames);
  std::vector<double> weights;
  for (const Clip& clip : clips) {
    const double ofSpeaker = double(clip.frames()) / std::sqrt(speakerFrames[clip.speaker]);
    weights.push_back(ofSpeaker / std::sqrt(collectionWeight[home[clip.speaker]]));
  }
  distribution_ = std::discrete_distribution<std::size_t>(weights.begin(), weights.end());
}

const Clip& ClipSampler::draw(std::mt19937_64& random) const {
  return clips_[distribution_(random)];
}

}  // namespace orator::learning
