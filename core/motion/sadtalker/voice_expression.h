#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "core/base/run_context.h"
#include "core/face/face_model.h"
#include "core/packs/pack.h"

namespace orator::motion::sadtalker {

/// ExpNet (section 3.2; role "audio2exp") and, where the pack has it, the half of our PoseVAE (section 3.3)
/// that makes motion (role "head_motion") as functions of a voice.
/// Immutable; safe to use from several threads.
class VoiceExpression {
 public:
  /// @throws Error packMissing, packDamaged, checkpointRefused
  explicit VoiceExpression(const packs::Pack& pack);
  ~VoiceExpression();

  /// Expression of every frame at 25 a second, with open eyes and β0 = 0; at least one. The last voice is
  /// remembered.
  /// @param voice16k mono, 16 000 Hz
  std::shared_ptr<const std::vector<face::ExpressionCoefficients>> expressions(
      std::span<const float> voice16k, const RunContext& context) const;
  /// Whether the pack has weights of a PoseVAE.
  bool movesHead() const;
  /// Motion of the head against the portrait's pose, as many frames as expressions() gives: pitch, yaw, roll
  /// in radians, translation in decimetre. It begins and ends in the portrait's pose. Depends on voice,
  /// styles and seed. Call it only where movesHead().
  /// @param styles style and weight; weights are normalised. 46 is that of the pack's manner, where it has
  /// one
  /// @throws Error invalidArgument (no such style, no weight), cancelled
  std::vector<std::array<float, 6>> headMotion(std::span<const float> voice16k,
                                               const std::vector<std::pair<int, double>>& styles,
                                               std::uint64_t seed, const RunContext& context) const;
  /// [64, 64], row-major: what one unit of each coefficient of β0 adds to the expression.
  const std::vector<float>& beta0Gain() const;
  const face::ExpressionCoefficients& blinkDirection() const;

 private:
  struct EncodedVoice;
  std::shared_ptr<const EncodedVoice> encode(std::span<const float> voice16k,
                                             const RunContext& context) const;
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace orator::motion::sadtalker
