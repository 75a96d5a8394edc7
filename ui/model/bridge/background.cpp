#include "ui/model/bridge/background.h"

namespace orator::ui {

void Background::run(const QString& doing, std::function<void()> work, std::function<void()> done,
                     std::function<void(const Problem&)> failed) {
  pool_.start([=, this] {
    std::function<void()> outcome = done;
    try {
      work();
    } catch (...) {
      outcome = [failed, problem = caughtProblem(doing)] { failed(problem); };
    }
    QMetaObject::invokeMethod(this, outcome);
  });
}

}  // namespace orator::ui
