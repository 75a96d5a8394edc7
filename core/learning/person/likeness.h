#pragma once

#include <array>
#include <filesystem>
#include <memory>
#include <vector>

#include "core/base/run_context.h"
#include "core/capture/capture.h"
#include "core/face/portrait.h"
#include "core/learning/measures/contact_sheet.h"
#include "core/learning/measures/crop_scores.h"
#include "core/render/finish/finish.h"

namespace orator::learning {

using PartFigures = std::array<PartScore, kParts.size()>;  ///< mouth, left eye, right eye of the picture

/// Filmed frames of a person against the same frames made of one portrait: the person's own captured
/// coefficients drive it, and every frame is compared part by part where the skull has them, as
/// `orator-lab evaluate --reenact` does.
class Likeness {
 public:
  /// @param portrait of the frame `source` of the capture @param frames ascending, that are compared
  Likeness(const std::filesystem::path& video, const capture::Capture& seen, std::int64_t source,
           std::shared_ptr<const face::Portrait> portrait, std::vector<std::int64_t> frames,
           const RunContext& context);

  /// @param weights of the networks that complete mouth and eyes; both may be empty
  PartFigures judge(const render::finish::Finish::Weights& weights) const;
  /// Filmed frames over those made with each of the weights, frames worth seeing. CV_8UC3 RGB
  cv::Mat sheet(const std::vector<render::finish::Finish::Weights>& ways) const;

 private:
  Corners filmedCorners(std::int64_t frame, Part part) const;
  Corners madeCorners(std::int64_t frame, Part part) const;
  void render(const std::vector<std::int64_t>& frames, const render::finish::Finish::Weights& weights,
              const std::function<void(std::size_t, const cv::Mat&)>& sink) const;

  const std::filesystem::path video_;
  const capture::Capture& seen_;
  const std::int64_t source_;
  const std::shared_ptr<const face::Portrait> portrait_;
  const std::vector<std::int64_t> frames_;
  std::vector<SheetCrops> real_;  ///< of each frame
  const RunContext context_;      ///< quiet
};

}  // namespace orator::learning
