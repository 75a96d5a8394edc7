#include "core/learning/person/likeness.h"

#include "core/render/mesh/mesh_renderer.h"
#include "core/render/mesh/motion_limits.h"

namespace orator::learning {

using render::finish::Finish;

Likeness::Likeness(const std::filesystem::path& video, const capture::Capture& seen, std::int64_t source,
                   std::shared_ptr<const face::Portrait> portrait, std::vector<std::int64_t> frames,
                   const RunContext& context)
    : video_(video),
      seen_(seen),
      source_(source),
      portrait_(std::move(portrait)),
      frames_(std::move(frames)),
      context_{context.stop, nullptr} {
  real_.resize(frames_.size());
  capture::visitPictures(
      video_, seen_, frames_,
      [&](std::size_t i, const cv::Mat& rgb) {
        for (const Part part : kParts)
          real_[i][std::size_t(part)] = crop(rgb, filmedCorners(frames_[i], part), part);
      },
      context_);
}

Corners Likeness::filmedCorners(std::int64_t frame, Part part) const {
  return cornersOf(*portrait_->model, seen_.fit(frame), part);
}

Corners Likeness::madeCorners(std::int64_t frame, Part part) const {
  // What the renderer holds back of the head's motion is not held against mouth and eyes.
  const motion::CoefficientRow source = seen_.row(source_);
  const motion::CoefficientRow shown =
      render::mesh::MotionLimits(portrait_->quality).applied(source, seen_.row(frame));
  return movedCorners(filmedCorners(source_, part), *portrait_, part, source, shown);
}

void Likeness::render(const std::vector<std::int64_t>& frames, const Finish::Weights& weights,
                      const std::function<void(std::size_t, const cv::Mat&)>& sink) const {
  motion::MotionTrack track;
  track.basis = portrait_->model->id;
  track.source = seen_.row(source_);
  for (const std::int64_t frame : frames) track.rows.push_back(seen_.row(frame));
  track.blink.assign(track.rows.size(), 0.f);
  const auto finish =
      weights.mouth.empty() && weights.eye.empty() ? nullptr : std::make_shared<const Finish>(weights);
  render::mesh::makeMeshRenderer(portrait_, {}, finish)
      ->render(
          track, {0, track.frames()}, [&](std::int64_t i, const cv::Mat& rgb) { sink(std::size_t(i), rgb); },
          context_);
}

PartFigures Likeness::judge(const Finish::Weights& weights) const {
  std::array<PartGauge, kParts.size()> gauges;
  std::int64_t last = -2;
  render(frames_, weights, [&](std::size_t i, const cv::Mat& rgb) {
    if (frames_[i] == source_) return;
    for (const Part part : kParts)
      gauges[std::size_t(part)].add(real_[i][std::size_t(part)],
                                    crop(rgb, madeCorners(frames_[i], part), part), last == frames_[i] - 1);
    last = frames_[i];
  });
  PartFigures figures;
  for (std::size_t p = 0; p < gauges.size(); ++p) figures[p] = gauges[p].score();
  return figures;
}

cv::Mat Likeness::sheet(const std::vector<Finish::Weights>& ways) const {
  std::vector<float> openings, closures;
  for (const std::int64_t frame : frames_) {
    openings.push_back(seen_.frames[std::size_t(frame)].measures.lipOpening);
    closures.push_back(seen_.frames[std::size_t(frame)].closure);
  }
  std::vector<std::int64_t> chosen;
  for (const std::size_t i : sheetFrames(openings, closures)) chosen.push_back(frames_[i]);
  std::vector<std::vector<SheetCrops>> strips(1 + ways.size(), std::vector<SheetCrops>(chosen.size()));
  capture::visitPictures(
      video_, seen_, chosen,
      [&](std::size_t i, const cv::Mat& rgb) {
        for (const Part part : kParts)
          strips[0][i][std::size_t(part)] = crop(rgb, filmedCorners(chosen[i], part), part, kSheetScale);
      },
      context_);
  for (std::size_t way = 0; way < ways.size(); ++way)
    render(chosen, ways[way], [&](std::size_t i, const cv::Mat& rgb) {
      for (const Part part : kParts)
        strips[way + 1][i][std::size_t(part)] = crop(rgb, madeCorners(chosen[i], part), part, kSheetScale);
    });
  return contactSheet(strips);
}

}  // namespace orator::learning
