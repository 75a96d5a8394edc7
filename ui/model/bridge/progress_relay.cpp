#include "ui/model/bridge/progress_relay.h"

namespace orator::ui {

void ProgressRelay::progress(std::string_view stage, std::int64_t done, std::int64_t total) {
  const QString name = QString::fromUtf8(stage.data(), qsizetype(stage.size()));
  if (name == stage_ && done < total && timer_.isValid() && timer_.elapsed() < kPeriodMs) return;
  stage_ = name;
  timer_.start();
  told_(name, done, total);
}

void ProgressRelay::note(std::string_view text) {
  if (noted_) noted_(QString::fromUtf8(text.data(), qsizetype(text.size())));
}

}  // namespace orator::ui
