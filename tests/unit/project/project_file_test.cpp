#include "core/project/project_file.h"

#include <gtest/gtest.h>

#include <fstream>

#include "core/base/error.h"
#include "core/base/files.h"
#include "tests/support/files.h"

namespace orator::project {
namespace {

namespace fs = std::filesystem;

class ProjectFile : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::path(testing::TempDir()) / testing::UnitTest::GetInstance()->current_test_info()->name();
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }
  void touch(const fs::path& file) {
    fs::create_directories(file.parent_path());
    std::ofstream(file) << "x";
  }
  fs::path folder_;
};

Project withSeed(std::uint64_t seed) {
  Project p;
  p.motion.seed = seed;
  return p;
}

TEST_F(ProjectFile, opensWhatItSaved) {
  saveProject(withSeed(7), folder_ / "ä b.orator");
  EXPECT_EQ(loadProject(folder_ / "ä b.orator").motion.seed, 7u);
}

TEST_F(ProjectFile, keepsNumberedBackupsUpToTheLimit) {
  const fs::path file = folder_ / "a.orator";
  for (std::uint64_t seed = 0; seed < kBackupCount + 5; ++seed) saveProject(withSeed(seed), file);
  const std::vector<fs::path> found = backups(file);
  ASSERT_EQ(found.size(), std::size_t(kBackupCount));
  EXPECT_EQ(loadProject(found.front()).motion.seed, std::uint64_t(kBackupCount + 3));
  EXPECT_EQ(loadProject(file).motion.seed, std::uint64_t(kBackupCount + 4));
}

TEST_F(ProjectFile, aFailedSaveThrowsAndLeavesTheOldFile) {
  const fs::path file = folder_ / "a.orator";
  saveProject(withSeed(1), file);
  {
    const test::FileSizeLimit full(10);
    EXPECT_THROW(saveProject(withSeed(2), file), Error);
  }
  EXPECT_EQ(loadProject(file).motion.seed, 1u);
  EXPECT_TRUE(backups(file).empty()) << "a save that failed must not push a backup out";
}

TEST_F(ProjectFile, aBackupThatCannotBeMadeFailsTheSaveAndCostsNothing) {
  const fs::path file = folder_ / "a.orator";
  for (std::uint64_t seed = 0; seed <= kBackupCount; ++seed) saveProject(withSeed(seed), file);
  fs::create_directories(file.string() + ".oldest/full");  // the way of the oldest one is blocked
  EXPECT_THROW(saveProject(withSeed(99), file), Error);
  EXPECT_EQ(loadProject(file).motion.seed, std::uint64_t(kBackupCount));
  const std::vector<fs::path> found = backups(file);
  ASSERT_EQ(found.size(), std::size_t(kBackupCount));
  for (std::size_t i = 0; i < found.size(); ++i)
    EXPECT_EQ(loadProject(found[i]).motion.seed, std::uint64_t(kBackupCount - 1 - i)) << found[i];
}

TEST_F(ProjectFile, leavesFilesAloneThatAreNamedLikeBackups) {
  const fs::path file = folder_ / "a.orator";
  touch(file.string() + ".1");
  fs::create_directories(file.string() + ".2");
  for (std::uint64_t seed = 0; seed < 3; ++seed) saveProject(withSeed(seed), file);
  EXPECT_EQ(fs::file_size(file.string() + ".1"), 1u);
  ASSERT_EQ(backups(file).size(), 2u);
  EXPECT_EQ(loadProject(backups(file)[0]).motion.seed, 1u);
  EXPECT_EQ(loadProject(backups(file)[1]).motion.seed, 0u);
}

TEST_F(ProjectFile, aLinkedPrivateProjectStaysALinkAndPrivate) {
  const fs::path real = folder_ / "disk" / "real.orator", link = folder_ / "link.orator";
  fs::create_directories(real.parent_path());
  saveProject(withSeed(1), real);
  fs::permissions(real, fs::perms::owner_read | fs::perms::owner_write);
  fs::create_symlink(real, link);
  saveProject(withSeed(2), link);
  EXPECT_TRUE(fs::is_symlink(link));
  EXPECT_EQ(loadProject(real).motion.seed, 2u);
  EXPECT_EQ(fs::status(real).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  ASSERT_EQ(backups(link).size(), 1u);
  EXPECT_EQ(loadProject(backups(link)[0]).motion.seed, 1u);
  EXPECT_EQ(fs::status(backups(link)[0]).permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(ProjectFile, namesWhatIsWrongWithAFile) {
  const auto codeOf = [&](const fs::path& file) {
    try {
      loadProject(file);
    } catch (const Error& e) {
      return e.code();
    }
    return ErrorCode::internal;
  };
  EXPECT_EQ(codeOf(folder_ / "none.orator"), ErrorCode::fileNotFound);
  EXPECT_EQ(codeOf(folder_), ErrorCode::notAFile);
  saveProject({}, folder_ / "cut.orator");
  fs::resize_file(folder_ / "cut.orator", fs::file_size(folder_ / "cut.orator") / 2);
  const std::string cut = test::errorOf([&] { loadProject(folder_ / "cut.orator"); }).reason();
  EXPECT_NE(cut.find("cut off"), std::string::npos) << cut;
  EXPECT_EQ(cut.find("json.exception"), std::string::npos) << "words of the library: " << cut;
  touch(folder_ / "bad.orator");
  EXPECT_EQ(codeOf(folder_ / "bad.orator"), ErrorCode::unreadableProject);
}

TEST_F(ProjectFile, relinksMissingMediaByName) {
  Project p;
  p.portrait = folder_ / "gone" / "face.png";
  p.voice = folder_ / "voice.wav";
  touch(p.voice);
  touch(folder_ / "new" / "face.png");
  ASSERT_EQ(missingMedia(p).size(), 1u);
  EXPECT_EQ(relink(p, folder_ / "new"), 1);
  EXPECT_EQ(p.portrait, folder_ / "new" / "face.png");
  EXPECT_TRUE(missingMedia(p).empty());
}

TEST_F(ProjectFile, aBundleOpensAfterItWasMoved) {
  Project p;
  p.portrait = folder_ / "in" / "face.png";
  p.voice = folder_ / "in" / "voice.wav";
  touch(p.portrait);
  touch(p.voice);
  bundle(p, folder_ / "bundle", "film");
  fs::rename(folder_ / "bundle", folder_ / "moved");
  fs::remove_all(folder_ / "in");
  EXPECT_TRUE(missingMedia(loadProject(folder_ / "moved" / "film.orator")).empty());
}

TEST_F(ProjectFile, filesOfOneNameDoNotMeetInABundle) {
  const fs::path media = folder_ / "bundle" / "media";
  Project p;
  p.portrait = folder_ / "one" / "take.mp4";
  p.voice = folder_ / "two" / "take.mp4";
  p.motion.poseReference = media / "take.mp4";  // lies in the bundle's own folder already
  p.motion.blinkReference = p.voice;
  const std::string texts[] = {"portrait", "voice", "pose"};
  const fs::path files[] = {p.portrait, p.voice, p.motion.poseReference};
  for (int i = 0; i < 3; ++i) {
    touch(files[i]);
    writeFile(files[i], texts[i]);
  }
  bundle(p, folder_ / "bundle", "film");
  const Project opened = loadProject(folder_ / "bundle" / "film.orator");
  const auto text = [](const fs::path& file) {
    const auto bytes = readFile(file, ErrorCode::unreadableProject);
    return std::string(bytes.begin(), bytes.end());
  };
  EXPECT_EQ(text(opened.portrait), "portrait");
  EXPECT_EQ(text(opened.voice), "voice");
  EXPECT_EQ(text(opened.motion.poseReference), "pose");
  EXPECT_EQ(opened.motion.blinkReference, opened.voice);
  for (const fs::path& file : {opened.portrait, opened.voice, opened.motion.poseReference})
    EXPECT_EQ(file.parent_path(), media);
}

TEST_F(ProjectFile, autosavesComeBackWithTheirOrigin) {
  writeAutosave(folder_, "s1", withSeed(3), "/films/a.orator");
  writeAutosave(folder_, "s1", withSeed(4), "/films/a.orator");
  touch(folder_ / "damaged.autosave");
  const std::vector<Autosave> found = listAutosaves(folder_);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].project.motion.seed, 4u);
  EXPECT_EQ(found[0].original, "/films/a.orator");
  removeAutosave(folder_, "s1");
  EXPECT_TRUE(listAutosaves(folder_).empty());
}

}  // namespace
}  // namespace orator::project
