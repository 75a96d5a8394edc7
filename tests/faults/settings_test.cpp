// The studio's presets and settings, on disks that fail.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <QCoreApplication>
#include <QSettings>
#include <cerrno>

#include "core/base/error.h"
#include "core/base/file_system.h"
#include "in_child.h"
#include "tests/support/files.h"
#include "ui/views/panels/motion/presets.h"

namespace orator::ui {
namespace {

using test::Outcome;

constexpr int kTheme = 1;
constexpr double kOld = 0.5, kNew = 2;

void useSettingsIn(const std::filesystem::path& folder) {
  QCoreApplication::setOrganizationName("Orator");
  QCoreApplication::setApplicationName("Studio");
  QSettings::setDefaultFormat(QSettings::IniFormat);
  QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, QString::fromStdString(folder.string()));
}

void save(double scale) {
  motion::MotionSettings motion;
  motion.expressionScale = scale;
  savePreset("mine", motion);
}

double savedScale() {
  double scale = 0;
  for (const Preset& preset : listPresets())
    if (!preset.factory) scale = preset.motion.expressionScale;
  return scale;
}

class Settings : public testing::TestWithParam<std::pair<const char*, int>> {};

TEST_P(Settings, AreNotLostToAFailingDisk) {
  const auto [call, error] = GetParam();
  for (int number = 1;; ++number) {
    const std::string fault = std::string(call) + ":" + std::to_string(number) + ":" + std::to_string(error);
    SCOPED_TRACE(fault);
    const test::TemporaryFolder folder;
    useSettingsIn(folder.path());
    QSettings().setValue("theme", kTheme);
    save(kOld);
    const Outcome outcome = test::inChild(fault, folder.path(), [] { save(kNew); });
    if (outcome.code != 0) {
      EXPECT_EQ(outcome.code, int(ErrorCode::outputUnwritable)) << outcome.message;
      EXPECT_THAT(outcome.message, testing::HasSubstr(folder.path().string())) << "names no file";
    }
    EXPECT_TRUE(savedScale() == kNew || (outcome.code != 0 && savedScale() == kOld)) << savedScale();
    EXPECT_EQ(QSettings().value("theme").toInt(), kTheme);
    const Outcome again = test::inChild({}, folder.path(), [] { save(kNew); });
    EXPECT_EQ(again.code, 0) << again.message;
    EXPECT_EQ(savedScale(), kNew);
    EXPECT_EQ(entriesOf(folder / "Orator"), std::vector{folder / "Orator/Studio.ini"})
        << "something is left over";
    if (!outcome.faulted || HasFailure()) return;
  }
}

INSTANTIATE_TEST_SUITE_P(All, Settings,
                         testing::Values(std::pair("open", EACCES), std::pair("rename", EIO),
                                         std::pair("fsync", EIO), std::pair("close", EIO)));

}  // namespace
}  // namespace orator::ui
