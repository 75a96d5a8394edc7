#pragma once

#include <QElapsedTimer>
#include <QString>
#include <functional>

#include "core/base/run_context.h"

namespace orator::ui {

/// Tells on the core's progress, not more often than a window can show it. Used by one thread.
class ProgressRelay : public ProgressSink {
 public:
  using Told = std::function<void(const QString& stage, std::int64_t done, std::int64_t total)>;
  using Noted = std::function<void(const QString& note)>;

  explicit ProgressRelay(Told told, Noted noted = {}) : told_(std::move(told)), noted_(std::move(noted)) {}
  /// Told of each new stage, of its end and every kPeriodMs between them.
  void progress(std::string_view stage, std::int64_t done, std::int64_t total) override;
  void note(std::string_view text) override;

 private:
  static constexpr int kPeriodMs = 100;

  Told told_;
  Noted noted_;
  QString stage_;
  QElapsedTimer timer_;
};

}  // namespace orator::ui
