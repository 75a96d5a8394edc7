#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "core/base/files.h"
#include "core/project/project_file.h"
#include "scenario.h"
#include "tests/support/files.h"

namespace orator::test {
namespace {

namespace fs = std::filesystem;
using project::Project;
using Names = std::vector<std::string>;

constexpr std::uint64_t kOld = project::kBackupCount, kNew = 99;

Project withSeed(std::uint64_t seed) {
  Project project;
  project.motion.seed = seed;
  return project;
}

Names namesIn(const fs::path& folder) {
  Names names;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (!entry.is_directory()) names.push_back(entry.path().lexically_relative(folder).string());
  std::sort(names.begin(), names.end());
  return names;
}

std::uint64_t seedOf(const fs::path& file) {
  return project::loadProject(file).motion.seed;
}

fs::path projectFile(const fs::path& folder) {
  return folder / "film.orator";
}

/// A save that was killed may have succeeded, and then the next one lets go of one version more.
void judgeProject(const fs::path& folder, Ending ending) {
  const std::uint64_t seed = seedOf(projectFile(folder));
  EXPECT_TRUE(seed == kNew || (mayBeOld(ending) && seed == kOld)) << seed;
  std::vector<std::uint64_t> kept{seed};
  for (const fs::path& backup : project::backups(projectFile(folder))) kept.push_back(seedOf(backup));
  const bool strict = ending == Ending::failed || ending == Ending::done;
  const std::uint64_t oldest = seed == kNew ? (strict ? 1 : 2) : (strict ? 0 : 1);
  for (std::uint64_t wanted = oldest; wanted <= kOld; ++wanted) EXPECT_THAT(kept, testing::Contains(wanted));
  EXPECT_TRUE(!strict || std::is_sorted(kept.rbegin(), kept.rend()));
  if (ending == Ending::killed) return;
  EXPECT_EQ(namesIn(folder).size(), std::size_t(project::kBackupCount + 1)) << "something is left over";
}

Scenario savedProject() {
  return {.name = "Project",
          .prepare =
              [](const fs::path& folder) {
                for (std::uint64_t seed = 0; seed <= kOld; ++seed)
                  project::saveProject(withSeed(seed), projectFile(folder));
              },
          .work = [](const fs::path& folder) { project::saveProject(withSeed(kNew), projectFile(folder)); },
          .judge = judgeProject};
}

Scenario safetyCopy() {
  return {.name = "SafetyCopy",
          .prepare =
              [](const fs::path& folder) {
                project::writeAutosave(folder / "safe", "s", withSeed(kOld), "/films/a.orator");
              },
          .work =
              [](const fs::path& folder) {
                project::writeAutosave(folder / "safe", "s", withSeed(kNew), "/films/a.orator");
              },
          .judge =
              [](const fs::path& folder, Ending ending) {
                const auto found = project::listAutosaves(folder / "safe");
                ASSERT_EQ(found.size(), 1u);
                const std::uint64_t seed = found[0].project.motion.seed;
                EXPECT_TRUE(seed == kNew || (mayBeOld(ending) && seed == kOld)) << seed;
                if (ending == Ending::killed) return;
                EXPECT_EQ(namesIn(folder), Names{"safe/s.autosave"});
              }};
}

/// Media of more than one block, so that a copy can end in its middle.
std::vector<std::uint8_t> medium(char content) {
  return std::vector<std::uint8_t>(3 << 20, std::uint8_t(content));
}

Project withMedia(const fs::path& folder, std::uint64_t seed) {
  Project project = withSeed(seed);
  project.portrait = folder / "in/face.png";
  project.voice = folder / "in/voice.wav";
  return project;
}

Scenario bundle() {
  return {
      .name = "Bundle",
      .prepare =
          [](const fs::path& folder) {
            fs::create_directory(folder / "in");
            for (const char* name : {"in/face.png", "in/voice.wav"}) writeBytes(folder / name, medium('o'));
            project::bundle(withMedia(folder, kOld), folder / "b", "film");
            for (const char* name : {"in/face.png", "in/voice.wav"}) writeBytes(folder / name, medium('n'));
          },
      .work = [](const fs::path& folder) { project::bundle(withMedia(folder, kNew), folder / "b", "film"); },
      .judge =
          [](const fs::path& folder, Ending ending) {
            const std::uint64_t seed = seedOf(folder / "b/film.orator");
            EXPECT_TRUE(seed == kNew || (mayBeOld(ending) && seed == kOld)) << seed;
            for (const char* name : {"b/media/face.png", "b/media/voice.wav"}) {
              const auto bytes = readBytes(folder / name);
              EXPECT_TRUE(bytes == medium('n') || (mayBeOld(ending) && bytes == medium('o'))) << name;
            }
            if (ending == Ending::killed) return;
            Names left = namesIn(folder);
            std::erase_if(left, [](const std::string& name) { return name.starts_with("b/film.orator"); });
            EXPECT_EQ(left, (Names{"b/media/face.png", "b/media/voice.wav", "in/face.png", "in/voice.wav"}));
          }};
}

}  // namespace

std::vector<Scenario> projectScenarios() {
  return {savedProject(), safetyCopy(), bundle()};
}

}  // namespace orator::test
