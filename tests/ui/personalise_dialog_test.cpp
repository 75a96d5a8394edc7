#include "ui/views/dialogs/personalise_dialog.h"

#include <QImage>
#include <QLabel>
#include <QSignalSpy>
#include <QTest>
#include <QTextBrowser>
#include <atomic>

#include "core/packs/personal_pack.h"
#include "tests/support/files.h"
#include "tests/ui/studio_window.h"
#include "ui/kit/text/path.h"

namespace orator::ui {
namespace {

/// A person who is learned in a hundred steps, from where it was left.
struct FakePerson {
  test::TemporaryFolder folder;
  std::atomic<int> done{0};
  std::atomic<bool> hold{false};
  std::string failure;

  Personalise make() {
    return [this](const std::filesystem::path& video, const std::string& name, const RunContext& context) {
      if (!failure.empty())
        throw Error(ErrorCode::noFace, video.string(), "no face was found in the video", failure);
      while (done < 100) {
        context.throwIfCancelled();
        if (hold && done >= 40) {
          QThread::msleep(2);
          continue;
        }
        context.progress("mouth", ++done, 100);
      }
      return installed(name);
    };
  }

  std::filesystem::path installed(const std::string& name) const {
    packs::Pack pack;
    pack.id = packs::personalPackId(name);
    pack.folder = folder / pack.id;
    std::filesystem::create_directories(pack.folder);
    QImage sheet(640, 320, QImage::Format_RGB888);
    sheet.fill(Qt::darkGreen);
    EXPECT_TRUE(sheet.save(toQString(pack.folder / "comparison.png")));
    packs::PersonReport report;
    report.video = "anna.mp4";
    report.learnedSeconds = 22.5;
    report.judgedSeconds = 7.5;
    report.mouthBefore = {187, 11.5, 0.8, 1.1, 0.9};
    report.mouthAfter = {187, 8.25, 0.86, 0.9, 0.8};
    report.ownMouth = true;
    const packs::PackFile manner{"manner", pack.folder / "manner.safetensors", std::string(64, '0'), "Orator",
                                 "own"};
    packs::writePersonalPack(pack, {{manner, {}}}, report);
    return pack.folder;
  }
};

class MakeItThisPerson : public testing::Test {
 protected:
  void SetUp() override {
    dialog_ = std::make_unique<PersonaliseDialog>(person_.make());
    dialog_->show();
  }
  QPushButton* button(const char* id) { return dialog_->findChild<QPushButton*>(id); }
  QString report() { return dialog_->findChild<QTextBrowser*>()->toPlainText(); }
  bool says(const QString& text) {
    for (const QLabel* label : dialog_->findChildren<QLabel*>())
      if (label->text().contains(text)) return true;
    return false;
  }
  FakePerson person_;
  std::unique_ptr<PersonaliseDialog> dialog_;
};

TEST_F(MakeItThisPerson, needsAVideoAndTakesItsNameForThePerson) {
  EXPECT_FALSE(button("start")->isEnabled());
  dialog_->setVideo("/films/Anna speaks (2).mp4");
  EXPECT_TRUE(button("start")->isEnabled());
  EXPECT_EQ(dialog_->findChildren<QLineEdit*>().at(1)->text(), "Anna-speaks-2-");
  EXPECT_FALSE(button("use")->isEnabled());
}

TEST_F(MakeItThisPerson, pausesAndGoesOnWhereItWas) {
  person_.hold = true;
  dialog_->setVideo("/films/anna.mp4");
  button("start")->click();
  ASSERT_TRUE(waitFor([&] { return person_.done == 40; }, 10000));
  EXPECT_EQ(button("start")->text(), "Pause");
  ASSERT_TRUE(waitFor([&] { return says("Learning the mouth"); }, 10000));
  button("start")->click();
  dialog_->waitForWork();
  EXPECT_EQ(button("start")->text(), "Resume");
  EXPECT_TRUE(says("Paused"));
  EXPECT_EQ(person_.done, 40);
  person_.hold = false;
  button("start")->click();
  dialog_->waitForWork();
  EXPECT_EQ(person_.done, 100);
  EXPECT_TRUE(says("person-anna is installed"));
}

TEST_F(MakeItThisPerson, showsTheResultBesideTheFootageAndOffersThePerson) {
  QSignalSpy made(dialog_.get(), &PersonaliseDialog::packMade),
      wanted(dialog_.get(), &PersonaliseDialog::wanted);
  dialog_->setVideo("/films/anna.mp4");
  dialog_->start();
  dialog_->waitForWork();
  ASSERT_EQ(made.size(), 1);
  EXPECT_EQ(made[0][0].toString(), "person-anna");
  for (const char* figure :
       {"22.5 s", "7.5 s", "11.50", "8.25", "-28 %", "own network", "general network kept"})
    EXPECT_TRUE(report().contains(figure)) << figure << " in " << report().toStdString();
  bool shown = false;
  for (const QLabel* label : dialog_->findChildren<QLabel*>())
    shown = shown || (label->isVisible() && label->pixmap().width() == 640);
  EXPECT_TRUE(shown);
  button("use")->click();
  ASSERT_EQ(wanted.size(), 1);
  EXPECT_EQ(wanted[0][0].toString(), "person-anna");
  EXPECT_TRUE(wanted[0][1].toString().endsWith("person-anna/portrait.png"));
}

TEST_F(MakeItThisPerson, saysWhatIsWrongWithAVideo) {
  person_.failure = "Choose a video of one person who looks at the camera";
  dialog_->setVideo("/films/bars.mp4");
  dialog_->start();
  dialog_->waitForWork();
  EXPECT_TRUE(says("looks at the camera"));
  EXPECT_EQ(button("start")->text(), "Start");
  EXPECT_FALSE(button("use")->isEnabled());
}

}  // namespace
}  // namespace orator::ui
