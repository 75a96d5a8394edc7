#include "core/learning/clips/split_set.h"

#include <ATen/ops/empty.h>

#include "core/learning/clips/held_out.h"
#include "core/packs/sha256.h"

namespace orator::learning {

Split splitSet(const SplitOptions& options, const RunContext& context) {
  const HeldOut heldOut(options.heldOut);
  Split split;
  const auto files = clipFiles(options.set);
  std::int64_t done = 0;
  for (const auto& file : files) {
    context.progress("read", done++, std::int64_t(files.size()));
    context.throwIfCancelled();
    Clip clip = readClip(file);
    if (options.needVoice && !clip.hasVoice()) continue;
    clip.points = at::Tensor();
    clip.voice = clip.voice.slice(0, 0, 1).clone();  // still says that there is one
    if (heldOut.contains(clip.speaker)) {
      split.validation.push_back(std::move(clip));
    } else if (nameHash(clip.speaker) < options.share) {
      split.training.push_back(std::move(clip));
    }
  }
  context.note(std::to_string(split.training.size()) + " clips to learn from, " +
               std::to_string(split.validation.size()) + " of other speakers");
  return split;
}

std::string fingerprint(const std::vector<Clip>& clips) {
  packs::Sha256 hash;
  const auto add = [&hash](const void* bytes, std::size_t count) {
    hash.update({static_cast<const std::uint8_t*>(bytes), count});
  };
  for (const Clip& clip : clips) {
    const std::string head = clip.name + '\n' + clip.speaker + '\n' + std::to_string(clip.frames()) + '\n' +
                             std::to_string(clip.mel.defined() ? clip.mel.size(-1) : 0) + '\n';
    add(head.data(), head.size());
    const at::Tensor values = clip.expression.contiguous();
    add(values.data_ptr(), values.nbytes());
  }
  return std::to_string(clips.size()) + " clips " + hash.finish().substr(0, 12);
}

}  // namespace orator::learning
