// The studio's presets, settings, takes and small pictures, on disks that fail.
#include "ui/kit/settings/settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <QCoreApplication>
#include <cerrno>
#include <optional>
#include <random>

#include "core/base/error.h"
#include "core/base/file_system.h"
#include "in_child.h"
#include "scenario.h"
#include "tests/support/files.h"
#include "ui/kit/pictures/image.h"
#include "ui/views/panels/media/voice_recorder.h"
#include "ui/views/panels/motion/presets.h"

namespace orator::ui {
namespace {

using test::Ending;
using test::mayBeOld;
using test::Outcome;

constexpr int kTheme = 1, kOtherTheme = 2;
constexpr double kOld = 0.5, kNew = 2;

void useSettingsIn(const std::filesystem::path& folder) {
  QCoreApplication::setOrganizationName("Orator");
  QCoreApplication::setApplicationName("Studio");
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

/// Chosen in a menu or a dialog, which wait for nothing.
void chooseTheme(int theme) {
  std::optional<Error> told;
  Settings::listenToFailures([&](const Error& error) { told = error; });
  Settings().setValue("theme", theme);
  Settings::listenToFailures(nullptr);
  if (told) throw *told;
}

int chosenTheme() {
  return Settings().value("theme").toInt();
}

constexpr std::pair<const char*, const char*> kFaults[] = {
    {"open", "13"}, {"write", "5"}, {"write", "28:on"}, {"rename", "5"}, {"fsync", "5"}, {"close", "5"}};

using Work = std::function<void(const std::filesystem::path& folder)>;
using Judge = std::function<void(const std::filesystem::path& folder, Ending ending)>;

/// @return whether the fault came to pass
bool survives(const std::string& fault, const Work& prepare, const Work& work, const Judge& judge) {
  SCOPED_TRACE(fault);
  const test::TemporaryFolder folder;
  useSettingsIn(folder.path());
  prepare(folder.path());
  const Outcome outcome = test::inChild(fault, folder.path(), [&] { work(folder.path()); });
  if (outcome.code != 0) {
    EXPECT_TRUE(outcome.code == int(ErrorCode::outputUnwritable) || outcome.code == int(ErrorCode::diskFull))
        << outcome.code << outcome.message;
    EXPECT_THAT(outcome.message, testing::HasSubstr(folder.path().string())) << "names no file";
  }
  judge(folder.path(), outcome.code == 0 ? Ending::done : Ending::failed);
  const Outcome again = test::inChild({}, folder.path(), [&] { work(folder.path()); });
  EXPECT_EQ(again.code, 0) << again.message;
  judge(folder.path(), Ending::done);
  return outcome.faulted;
}

/// @param fault kills the work; empty: it is killed after `time`
/// @return whether it was killed by the fault
bool survivesKill(const std::string& fault, std::optional<std::chrono::microseconds> time,
                  const Work& prepare, const Work& work, const Judge& judge) {
  const test::TemporaryFolder folder;
  useSettingsIn(folder.path());
  prepare(folder.path());
  const Outcome outcome = test::inChild(
      fault, folder.path(), [&] { work(folder.path()); }, time);
  judge(folder.path(), Ending::killed);
  const Outcome again = test::inChild({}, folder.path(), [&] { work(folder.path()); });
  EXPECT_EQ(again.code, 0) << again.message;
  judge(folder.path(), Ending::doneAfterKill);
  return outcome.faulted;
}

/// Killed before each call to the disk, and at any time.
void killAll(const Work& prepare, const Work& work, const Judge& judge) {
  int number = 1;
  while (survivesKill("call:" + std::to_string(number) + ":kill", {}, prepare, work, judge) &&
         !testing::Test::HasFailure())
    ++number;
  EXPECT_GT(number, 1) << "nothing was killed";
  std::mt19937 random(11);
  constexpr std::uint32_t kWhole = 20'000;  // microseconds
  const int kills = test::everythingIsAskedFor() ? 15 : 1;
  for (int kill = 0; kill < kills && !testing::Test::HasFailure(); ++kill)
    survivesKill({}, std::chrono::microseconds(random() % kWhole), prepare, work, judge);
}

/// Every kind of call fails: the first of them, the second ...
void walk(const Work& prepare, const Work& work, const Judge& judge) {
  for (const auto& [call, what] : kFaults) {
    int number = 1;
    const auto fault = [&, call = call, what = what] {
      return std::string(call) + ":" + std::to_string(number) + ":" + what;
    };
    while (survives(fault(), prepare, work, judge) && !testing::Test::HasFailure()) ++number;
    EXPECT_GT(number, 1) << call << " is called nowhere";
  }
  killAll(prepare, work, judge);
}

void prepareSettings(const std::filesystem::path&) {
  chooseTheme(kTheme);
  save(kOld);
}

void judgeSettingsFolder(const std::filesystem::path& folder, Ending ending) {
  // Qt gives the file that it writes a name, which stays of a program that is killed.
  if (ending == Ending::killed || ending == Ending::doneAfterKill) return;
  EXPECT_EQ(entriesOf(folder / "Orator"), std::vector{folder / "Orator/Studio.json"})
      << "something is left over";
}

TEST(StudioFiles, OfPresetsAreWholeOnAFailingDisk) {
  walk(
      prepareSettings, [](const auto&) { save(kNew); },
      [](const auto& folder, Ending ending) {
        EXPECT_TRUE(savedScale() == kNew || (mayBeOld(ending) && savedScale() == kOld)) << savedScale();
        EXPECT_EQ(chosenTheme(), kTheme);
        judgeSettingsFolder(folder, ending);
      });
}

TEST(StudioFiles, OfSettingsAreWholeOnAFailingDiskAndSayThatTheyAreOld) {
  walk(
      prepareSettings, [](const auto&) { chooseTheme(kOtherTheme); },
      [](const auto& folder, Ending ending) {
        EXPECT_TRUE(chosenTheme() == kOtherTheme || (mayBeOld(ending) && chosenTheme() == kTheme))
            << chosenTheme();
        EXPECT_EQ(savedScale(), kOld);
        judgeSettingsFolder(folder, ending);
      });
}

TEST(StudioFiles, OfTakesAndPicturesAreWholeOnAFailingDisk) {
  const auto write = [](const std::filesystem::path& folder, int content) {
    writeWav(folder / "take.wav", QByteArray(400, char(content)), 48000);
    QImage image(8, 8, QImage::Format_RGB888);
    image.fill(content);
    savePng(image, folder / "small.png");
  };
  constexpr int kOldContent = 1, kNewContent = 2;
  const test::TemporaryFolder olds, news;
  write(olds.path(), kOldContent);
  write(news.path(), kNewContent);
  walk([&](const auto& folder) { write(folder, kOldContent); },
       [&](const auto& folder) { write(folder, kNewContent); },
       [&](const auto& folder, Ending ending) {
         for (const char* name : {"take.wav", "small.png"}) {
           const auto bytes = test::readBytes(folder / name);
           EXPECT_TRUE(bytes == test::readBytes(news / name) ||
                       (mayBeOld(ending) && bytes == test::readBytes(olds / name)))
               << name;
         }
         if (ending == Ending::killed) return;
         EXPECT_EQ(entriesOf(folder).size(), 2u) << "something is left over";
       });
}

/// A program of before keeps its settings in Qt's own format.
TEST(SettingsFile, TakesOverWhatAnEarlierStudioKept) {
  const test::TemporaryFolder folder;
  useSettingsIn(folder.path());
  QSettings::setDefaultFormat(QSettings::IniFormat);
  QSettings().setValue("theme", kTheme);
  QSettings().setValue("window/state", QByteArray("\0\xff", 2));
  Settings::adoptEarlier();
  EXPECT_EQ(chosenTheme(), kTheme);
  EXPECT_EQ(Settings().value("window/state").toByteArray(), QByteArray("\0\xff", 2));
  chooseTheme(kOtherTheme);
  Settings::adoptEarlier();
  EXPECT_EQ(chosenTheme(), kOtherTheme);
}

TEST(SettingsFile, KeepsEveryKindOfValueForTheNextRun) {
  const test::TemporaryFolder folder;
  useSettingsIn(folder.path());
  const QStringList list{"a", "b,c"};
  const QByteArray bytes("\0\xff\"", 3);
  const auto keep = [&] {
    Settings settings;
    settings.setValue("list", list);
    settings.setValue("bytes", bytes);
    settings.setValue("number", 0.1);
    settings.setValue("group/text", QString::fromUtf8("预设"));
  };
  EXPECT_EQ(test::inChild({}, folder.path(), keep).code, 0);
  const Settings settings;
  EXPECT_EQ(settings.value("list").toStringList(), list);
  EXPECT_EQ(settings.value("bytes").toByteArray(), bytes);
  EXPECT_EQ(settings.value("number").toDouble(), 0.1);
  EXPECT_EQ(settings.value("group/text").toString(), QString::fromUtf8("预设"));
}

}  // namespace
}  // namespace orator::ui
