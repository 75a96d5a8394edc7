#include "ui/views/overlay/overlay_figures.h"

#include "ui/kit/diagnostics/memory_use.h"

namespace orator::ui {
namespace {

constexpr std::size_t kErrors = 12;

}  // namespace

OverlayFigures::OverlayFigures(Studio& studio) : studio_(studio) {
  connect(&studio_, &Studio::timed, this, [this](const QString& stage, double milliseconds) {
    std::vector<float>& values = stageMilliseconds[stage.toStdString()];
    values.push_back(float(milliseconds));
    if (values.size() > kHistory) values.erase(values.begin());
  });
  connect(&studio_, &Studio::problem, this, [this](const Problem& problem) {
    if (problem.level != Problem::Level::error && problem.level != Problem::Level::warning) return;
    errors.insert(errors.begin(), (problem.code.isEmpty() ? problem.title : problem.code).toStdString() +
                                      ": " + problem.reason.toStdString());
    if (errors.size() > kErrors) errors.pop_back();
  });
}

void OverlayFigures::setGathering(bool on) {
  TensorStatistics::shared().setEnabled(on);
  on ? watch_.start() : watch_.stop();
}

void OverlayFigures::renew() {
  const auto& gaps = watch_.gaps();
  loopGaps.clear();
  for (std::size_t i = gaps.size() - std::min(gaps.size(), kHistory); i < gaps.size(); ++i)
    loopGaps.push_back(gaps[i].whole);
  tensors = TensorStatistics::shared().all();
  device = deviceMemory();
  residentBytes = ui::residentBytes();
  cacheBytes = studio_.cache().usedBytes();
  cacheBudget = studio_.cache().budgetBytes();
  frames = studio_.frames();
  cachedFrames = 0;
  for (const FrameRange& range : studio_.cache().ranges()) cachedFrames += range.size();
  jobsWaiting = jobsRunning = jobsDone = jobsFailed = 0;
  for (int row = 0; row < studio_.jobs().rowCount(); ++row) {
    const JobState state = studio_.jobs().job(row).state;
    if (state == JobState::waiting || state == JobState::paused) ++jobsWaiting;
    if (state == JobState::running) ++jobsRunning;
    if (state == JobState::done) ++jobsDone;
    if (state == JobState::failed || state == JobState::cancelled) ++jobsFailed;
  }
}

}  // namespace orator::ui
