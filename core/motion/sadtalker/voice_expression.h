#pragma once

#include <memory>
#include <span>
#include <vector>

#include "core/base/run_context.h"
#include "core/face/face_model.h"
#include "core/packs/pack.h"

namespace orator::motion::sadtalker {

/// ExpNet (section 3.2) as a function of a voice, for models that move the head in their own way. Immutable;
/// safe to use from several threads.
class VoiceExpression {
 public:
  /// @throws Error packMissing, packDamaged, checkpointRefused
  explicit VoiceExpression(const packs::Pack& pack);
  ~VoiceExpression();

  /// Expression of every frame at 25 a second, with open eyes and β0 = 0; at least one. The last voice is
  /// remembered.
  /// @param voice16k mono, 16 000 Hz
  std::shared_ptr<const std::vector<face::ExpressionCoefficients>> hear(std::span<const float> voice16k,
                                                                        const RunContext& context) const;
  /// [64, 64], row-major: what one unit of each coefficient of β0 adds to the expression.
  const std::vector<float>& beta0Gain() const;
  const face::ExpressionCoefficients& blinkDirection() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace orator::motion::sadtalker
