#include "core/pipeline/frame_journal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <opencv2/core.hpp>

#include "core/media/media_info.h"
#include "core/media/picture.h"
#include "core/pipeline/journalled_renderer.h"
#include "tests/support/files.h"
#include "tests/support/progress.h"
#include "tests/unit/pipeline/fake_stages.h"

namespace orator::pipeline {
namespace {

using testing::ElementsAre;

Fingerprint::Value numbered(int number) {
  Fingerprint fingerprint;
  fingerprint.add(number);
  return fingerprint.value();
}

cv::Mat picture(int number) {
  cv::Mat rgb(48, 64, CV_8UC3);
  cv::RNG(std::uint64_t(number + 1)).fill(rgb, cv::RNG::UNIFORM, 0, 256);
  return rgb;
}

bool same(const cv::Mat& a, const cv::Mat& b) {
  return a.size() == b.size() && a.type() == b.type() && cv::norm(a, b, cv::NORM_INF) == 0;
}

class Journal : public testing::Test {
 protected:
  FrameJournal opened(int owner = 0) { return *FrameJournal::open(file_, numbered(owner)); }
  void write(int frames) {
    FrameJournal journal = opened();
    for (int i = 0; i < frames; ++i) EXPECT_TRUE(journal.append(numbered(i), picture(i)));
  }
  test::TemporaryFolder folder_;
  const std::filesystem::path file_ = folder_ / "clip.mp4.frames";
};

TEST_F(Journal, GivesBackWhatWasWrittenToIt) {
  FrameJournal journal = opened();
  for (int i = 0; i < 4; ++i) {
    const cv::Mat given = picture(i);
    EXPECT_TRUE(journal.append(numbered(i), given));
    EXPECT_TRUE(same(given, picture(i))) << "changed what it was given";
  }
  for (int i = 0; i < 4; ++i) EXPECT_TRUE(same(journal.read(numbered(i)), picture(i))) << i;
  EXPECT_FALSE(journal.contains(numbered(4)));
  EXPECT_TRUE(journal.read(numbered(4)).empty());
}

TEST_F(Journal, GivesThemBackToTheNextProgram) {
  write(4);
  FrameJournal journal = opened();
  EXPECT_EQ(journal.frames(), 4u);
  for (const int i : {3, 0, 2, 1}) EXPECT_TRUE(same(journal.read(numbered(i)), picture(i))) << i;
  EXPECT_TRUE(journal.append(numbered(4), picture(4)));
  EXPECT_TRUE(same(journal.read(numbered(4)), picture(4)));
}

TEST_F(Journal, KeepsEveryWholeFrameOfATornFile) {
  write(4);
  const auto whole = test::readBytes(file_);
  for (const std::size_t lost : {std::size_t(1), whole.size() / 8, whole.size() / 3}) {
    test::writeBytes(file_, {whole.begin(), whole.end() - long(lost)});
    FrameJournal journal = opened();
    ASSERT_GE(journal.frames(), 1u);
    EXPECT_LT(journal.frames(), 4u);
    EXPECT_TRUE(journal.append(numbered(9), picture(9)));
    for (int i = 0; i < 4; ++i)
      if (journal.contains(numbered(i))) {
        EXPECT_TRUE(same(journal.read(numbered(i)), picture(i))) << i;
      }
    EXPECT_TRUE(same(journal.read(numbered(9)), picture(9)));
  }
}

TEST_F(Journal, ADamagedFrameIsNotGivenOut) {
  write(3);
  auto bytes = test::readBytes(file_);
  bytes[bytes.size() - 100] ^= 1;
  test::writeBytes(file_, bytes);
  FrameJournal journal = opened();
  EXPECT_TRUE(journal.read(numbered(2)).empty());
  EXPECT_TRUE(same(journal.read(numbered(1)), picture(1)));
}

TEST_F(Journal, BelongsToOneOwner) {
  write(3);
  EXPECT_EQ(opened(1).frames(), 0u);
  EXPECT_EQ(opened(0).frames(), 0u);  // the other one has begun it anew
}

TEST_F(Journal, AFileThatIsNoJournalIsLeftAsItIs) {
  for (const std::size_t bytes : {0, 7, 5000}) {
    const std::vector<std::uint8_t> foreign(bytes, 7);
    test::writeBytes(file_, foreign);
    EXPECT_FALSE(FrameJournal::open(file_, numbered(0)).has_value());
    removeJournal(folder_ / "clip.mp4");
    EXPECT_EQ(test::readBytes(file_), foreign);
  }
}

TEST_F(Journal, ALinkIsNotFollowed) {
  write(2);
  const auto frames = test::readBytes(file_);
  std::filesystem::rename(file_, folder_ / "precious");
  for (const char* target : {"precious", "not there"}) {
    std::filesystem::remove(file_);
    std::filesystem::create_symlink(folder_ / target, file_);
    EXPECT_FALSE(FrameJournal::open(file_, numbered(1)).has_value());
    removeJournal(folder_ / "clip.mp4");
    EXPECT_TRUE(std::filesystem::is_symlink(file_));
  }
  EXPECT_EQ(test::readBytes(folder_ / "precious"), frames);
  EXPECT_FALSE(std::filesystem::exists(folder_ / "not there"));
}

TEST_F(Journal, APipeOfItsNameIsNotWaitedFor) {
  ASSERT_EQ(mkfifo(file_.c_str(), 0600), 0);
  EXPECT_FALSE(FrameJournal::open(file_, numbered(0)).has_value());
  EXPECT_TRUE(std::filesystem::is_fifo(file_));
}

TEST_F(Journal, RemovesNoOtherFileThatTookItsName) {
  FrameJournal journal = opened();
  std::filesystem::remove(file_);
  test::writeBytes(file_, {1, 2, 3});
  journal.remove();
  EXPECT_EQ(test::readBytes(file_).size(), 3u);
}

TEST_F(Journal, ServesOneProgramAtATime) {
  const FrameJournal journal = opened();
  EXPECT_FALSE(FrameJournal::open(file_, numbered(0)).has_value());
}

TEST_F(Journal, IsNotHadWhereNothingCanBeWritten) {
  EXPECT_FALSE(FrameJournal::open(folder_ / "none" / "x.frames", numbered(0)).has_value());
  EXPECT_FALSE(FrameJournal::open(folder_.path(), numbered(0)).has_value());
}

TEST_F(Journal, SaysWhenTheDiskIsFull) {
  FrameJournal journal = opened();
  EXPECT_TRUE(journal.append(numbered(0), picture(0)));
  const test::FileSizeLimit limit(12000);
  EXPECT_FALSE(journal.append(numbered(1), picture(1)));
  EXPECT_FALSE(journal.contains(numbered(1)));
  EXPECT_TRUE(same(journal.read(numbered(0)), picture(0)));
}

TEST_F(Journal, GoesAwayWhenItIsRemoved) {
  opened().remove();
  EXPECT_FALSE(std::filesystem::exists(file_));
}

/// The whole way through animate().
class Resume : public testing::Test {
 protected:
  Resume() {
    media::writePicture(folder_ / "p.png", cv::Mat(64, 96, CV_8UC3, cv::Scalar(1, 2, 3)));
    test::writeWav(folder_ / "v.wav", test::tone(2.01, 16000, 1), 16000, 1);
    request_.portrait = folder_ / "p.png";
    request_.voice = folder_ / "v.wav";
    request_.output = folder_ / "out.mp4";
    request_.resume = true;
    track_.basis = "fake";
    track_.rows.resize(50);
    for (std::size_t i = 0; i < track_.rows.size(); ++i) track_.rows[i][0] = float(i) / 50;
    track_.blink.resize(50);
  }
  /// Stops after so many frames.
  void interrupt(std::int64_t frames) {
    test::StopAt user(frames, "render");
    EXPECT_EQ(test::errorOf([&] { render(user.context()); }).code(), ErrorCode::cancelled);
  }
  void render(const RunContext& context = {}) {
    calls_->rendered.clear();
    renderTrack(stages_, request_, nullptr, track_, context);
  }
  test::TemporaryFolder folder_;
  AnimateRequest request_;
  motion::MotionTrack track_;
  std::shared_ptr<test::Calls> calls_ = std::make_shared<test::Calls>();
  Stages stages_ = test::fakeStages(calls_);
};

TEST_F(Resume, RendersOnlyWhatIsMissingAndGivesTheSameFile) {
  request_.resume = false;
  render();
  const auto whole = test::readBytes(request_.output);
  std::filesystem::remove(request_.output);
  request_.resume = true;
  interrupt(20);
  EXPECT_TRUE(std::filesystem::exists(journalFile(request_.output)));
  EXPECT_FALSE(std::filesystem::exists(request_.output));
  render();
  EXPECT_EQ(calls_->rendered.size(), 30u);
  EXPECT_EQ(calls_->rendered.front(), 20);
  EXPECT_EQ(test::readBytes(request_.output), whole);
  EXPECT_EQ(folder_.names(), (std::vector<std::string>{"out.mp4", "p.png", "v.wav"}));
}

TEST_F(Resume, AnEditRendersTheFramesInTheReachOfItsRows) {
  request_.renderer = "facevid2vid";
  request_.keepFrames = true;
  render();
  EXPECT_EQ(calls_->rendered.size(), 50u);
  track_.rows[24][5] += 1;
  track_.rows[25][5] += 1;
  render();
  const int reach = render::rendererTraits(request_.renderer).rowReach;
  EXPECT_EQ(calls_->rendered.size(), 2u + 2 * reach);
  EXPECT_EQ(calls_->rendered.front(), 24 - reach);
  EXPECT_EQ(calls_->rendered.back(), 25 + reach);
  render();
  EXPECT_TRUE(calls_->rendered.empty());
}

TEST_F(Resume, AnEditRendersItsOwnFramesAloneWhereARendererLooksAtOneRow) {
  request_.renderer = "mesh";
  request_.keepFrames = true;
  render();
  track_.rows[24][5] += 1;
  render();
  EXPECT_EQ(calls_->rendered, (std::vector<std::int64_t>{24}));
}

TEST_F(Resume, APathOfAnglesRendersItsFramesAgain) {
  request_.renderer = "facevid2vid";
  request_.keepFrames = true;
  render();
  track_.replacedAngles[1].assign(50, 0.f);  // the rows' own values: what changes is who turns the key points
  render();
  EXPECT_EQ(calls_->rendered.size(), 50u);
  track_.replacedAngles[1][49] = 0.1f;
  render();
  const int reach = render::rendererTraits(request_.renderer).rowReach;
  EXPECT_EQ(calls_->rendered.size(), 1u + reach);
  EXPECT_EQ(calls_->rendered.front(), 49 - reach);
}

TEST_F(Resume, AnotherPortraitOrSettingBeginsAnew) {
  interrupt(20);
  request_.render.outputSide = 128;
  render();
  EXPECT_EQ(calls_->rendered.size(), 50u);
  request_.keepFrames = true;
  request_.render.precision = render::Precision::fast;
  render();
  EXPECT_EQ(calls_->rendered.size(), 50u);
  media::writePicture(folder_ / "p.png", cv::Mat(64, 96, CV_8UC3, cv::Scalar(1, 2, 4)));
  render();
  EXPECT_EQ(calls_->rendered.size(), 50u);
}

TEST_F(Resume, FramesThatWereSpoiledOnTheDiskAreRenderedAgain) {
  request_.keepFrames = true;
  render();
  const auto file = journalFile(request_.output);
  auto bytes = test::readBytes(file);
  bytes[bytes.size() / 2] ^= 0xFF;
  test::writeBytes(file, bytes);
  render();
  EXPECT_GE(calls_->rendered.size(), 1u);
  EXPECT_EQ(media::readMediaInfo(request_.output).frames, 50);
}

TEST_F(Resume, LeavesNothingWhereItIsNotAskedFor) {
  request_.resume.reset();
  interrupt(20);
  EXPECT_EQ(folder_.names(), (std::vector<std::string>{"p.png", "v.wav"}));
}

TEST_F(Resume, IsTheRuleWithARendererThatIsNotLive) {
  request_.resume.reset();
  request_.renderer = "facevid2vid";
  interrupt(20);
  EXPECT_TRUE(std::filesystem::exists(journalFile(request_.output)));
  request_.resume = false;
  render();
  EXPECT_EQ(calls_->rendered.size(), 50u);
}

}  // namespace
}  // namespace orator::pipeline
