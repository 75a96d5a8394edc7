// What carries the core's progress and failures to the window.
#include <gtest/gtest.h>

#include <QStringList>
#include <new>
#include <stdexcept>

#include "ui/model/bridge/background.h"
#include "ui/model/bridge/progress_relay.h"
#include "ui/views/screenshots/screenshots.h"

namespace orator::ui {
namespace {

TEST(ProgressRelay, tellsStagesAndTheirEndsAndLittleBetween) {
  QStringList told;
  ProgressRelay relay([&](const QString& stage, std::int64_t done, std::int64_t total) {
    told << QString("%1 %2/%3").arg(stage).arg(done).arg(total);
  });
  for (int i = 0; i <= 5000; ++i) relay.progress("draw", i, 5000);
  relay.progress("write", 0, 1);
  relay.note("nobody asked");
  EXPECT_EQ(told.first(), "draw 0/5000");
  EXPECT_EQ(told.mid(told.size() - 2), QStringList({"draw 5000/5000", "write 0/1"}));
  EXPECT_LT(told.size(), 2500);
}

TEST(Background, tellsOfWhateverWasThrown) {
  Background background;
  QStringList outcome;
  const auto run = [&](std::function<void()> work) {
    background.run(
        "Trying", std::move(work), [&] { outcome << "done"; }, [&](const Problem& p) { outcome << p.code; });
  };
  run([] {});
  run([] { throw Error(ErrorCode::diskFull, "a", "b"); });
  run([] { throw std::bad_alloc(); });
  run([] { throw std::runtime_error("odd"); });
  ASSERT_TRUE(waitFor([&] { return outcome.size() == 4; }, 10000));
  outcome.sort();
  EXPECT_EQ(outcome, QStringList({"disk_full", "done", "internal", "out_of_memory"}));
}

}  // namespace
}  // namespace orator::ui
