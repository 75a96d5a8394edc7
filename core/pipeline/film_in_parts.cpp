#include "core/pipeline/film_in_parts.h"

#include <algorithm>
#include <chrono>
#include <functional>
#include <utility>

#include "core/pipeline/film_form.h"
#include "core/pipeline/film_parts.h"
#include "core/pipeline/film_render.h"
#include "core/pipeline/journalled_renderer.h"
#include "core/pipeline/output_check.h"
#include "core/pipeline/provenance.h"
#include "core/pipeline/stage_progress.h"

namespace orator::pipeline {
namespace {

using MakeRenderer = std::function<std::unique_ptr<render::FaceRenderer>()>;

/// Made when a frame is drawn: loading networks takes longer than reading many finished frames.
class RendererAtNeed : public render::FaceRenderer {
 public:
  /// @param size of its frames; empty: it is made to know
  RendererAtNeed(MakeRenderer make, cv::Size size) : make_(std::move(make)), size_(size) {}
  cv::Size frameSize() const override { return size_.empty() ? made().frameSize() : size_; }
  void render(const motion::MotionTrack& track, FrameRange range, const render::FrameSink& sink,
              const RunContext& context) override {
    made().render(track, range, sink, context);
  }

 private:
  render::FaceRenderer& made() const {
    if (!renderer_) renderer_ = make_();
    return *renderer_;
  }
  const MakeRenderer make_;
  const cv::Size size_;
  mutable std::unique_ptr<render::FaceRenderer> renderer_;
};

std::vector<FrameJournal> journalsOf(const FinishedPart& part, const Fingerprint::Value& owner) {
  std::vector<FrameJournal> journals;
  for (const std::filesystem::path& file : part.journals)
    if (auto journal = FrameJournal::openToRead(file, owner)) journals.push_back(std::move(*journal));
  return journals;
}

cv::Size sizeOfFrames(const std::vector<FinishedPart>& parts, const Fingerprint::Value& owner) {
  for (const FinishedPart& part : parts)
    for (FrameJournal& journal : journalsOf(part, owner))
      if (const cv::Size size = journal.frameSize(); !size.empty()) return size;
  return {};
}

/// Frames out of the parts' journals, which are open while their part is read: many parts need no many open
/// files.
class RendererOfParts : public render::FaceRenderer {
 public:
  RendererOfParts(MakeRenderer make, int rowReach, const Fingerprint::Value& owner,
                  std::vector<FinishedPart> parts, RunContext told)
      : drawn_(std::move(make), sizeOfFrames(parts, owner)),
        rowReach_(rowReach),
        owner_(owner),
        parts_(std::move(parts)),
        told_(std::move(told)) {}
  cv::Size frameSize() const override { return drawn_.frameSize(); }
  void render(const motion::MotionTrack& track, FrameRange range, const render::FrameSink& sink,
              const RunContext& context) override {
    if (parts_.empty()) return drawn_.render(track, range, sink, context);
    std::int64_t missing = 0;
    for (const FinishedPart& part : parts_) {
      const FrameRange frames{std::max(range.begin, part.frames.begin), std::min(range.end, part.frames.end)};
      if (frames.begin >= frames.end) continue;
      std::vector<FrameJournal> journals = journalsOf(part, owner_);
      JournalledRenderer journalled(drawn_, rowReach_, nullptr, journals);
      missing += frames.size() - journalled.known(track, frames);
      journalled.render(track, frames, sink, context);
    }
    if (missing > 0)
      told_.note(std::to_string(missing) + " frames were in no part and have been rendered by the join");
  }

 private:
  RendererAtNeed drawn_;
  const int rowReach_;
  const Fingerprint::Value owner_;
  const std::vector<FinishedPart> parts_;
  const RunContext told_;  ///< of what is missing
};

}  // namespace

Fingerprint::Value filmOwner(std::span<const std::uint8_t> request, const packs::Pack& pack,
                             const motion::MotionTrack& track) {
  Fingerprint fingerprint;
  fingerprint.add(request);
  fingerprint.add(std::string_view(motionDigest(track)));
  for (const packs::PackFile& file : pack.files) {
    fingerprint.add(std::string_view(file.role));
    fingerprint.add(std::string_view(file.sha256));
  }
  return fingerprint.value();
}

void renderToJournal(const Stages& stages, const AnimateRequest& request, const motion::MotionTrack& track,
                     FrameRange range, FrameJournal& journal, std::span<FrameJournal> finished,
                     const RunContext& context) {
  try {
    checkRequest(request);
    const Analysed analysed = analyse(stages, request, nullptr, context);
    const auto renderer =
        stages.makeRenderer(request.renderer, analysed.pack, analysed.portrait,
                            filmRenderSettings(request, analysed, track, context), {context.stop, nullptr});
    JournalledRenderer journalled(*renderer, render::rendererTraits(request.renderer).rowReach, &journal,
                                  finished);
    StageProgress progress(context, "render", range.size());
    const auto sink = [&](std::int64_t frame, const cv::Mat&) {
      if (!journalled.keepsFrames())
        throw Error(ErrorCode::outputUnwritable, "frames", "finished frames cannot be written",
                    "Free some space in the folder that is shared, then go on");
      progress.done(frame + 1 - range.begin);
    };
    journalled.render(track, range, sink, context);
  } catch (...) {
    throw caughtError();
  }
}

AnimateResult joinParts(const Stages& stages, const AnimateRequest& request, const motion::MotionTrack& track,
                        const Fingerprint::Value& owner, std::vector<FinishedPart> parts,
                        const RunContext& context) {
  try {
    checkRequest(request);
    checkFilm(request);
    checkOutput(request);
    AnimateRequest whole = request;
    whole.resume = false;  // the frames are kept already
    Stages joining = stages;
    joining.makeRenderer = [&](const std::string& name, const packs::Pack& pack,
                               std::shared_ptr<const face::Portrait> portrait,
                               const render::RenderSettings& settings,
                               const RunContext& inner) -> std::unique_ptr<render::FaceRenderer> {
      return std::make_unique<RendererOfParts>(
          [&stages, name, pack, portrait, settings, inner] {
            return stages.makeRenderer(name, pack, portrait, settings, inner);
          },
          render::rendererTraits(name).rowReach, owner, std::move(parts), context);
    };
    const auto begin = std::chrono::steady_clock::now();
    const Analysed analysed = analyse(stages, whole, nullptr, context);
    const auto analysedAt = std::chrono::steady_clock::now();
    AnimateResult result = renderFilm(joining, whole, analysed, track, context);
    result.analyseSeconds = std::chrono::duration<double>(analysedAt - begin).count();
    result.renderSeconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - analysedAt).count();
    return result;
  } catch (...) {
    throw caughtError();
  }
}

}  // namespace orator::pipeline
