#include "core/lab/data_set/clip_table.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "core/base/files.h"
#include "tests/support/files.h"

namespace orator::lab {
namespace {

TEST(ClipTable, ReadsTheTableBesideTheFolderByColumnName) {
  const test::TemporaryFolder folder;
  std::filesystem::create_directory(folder / "talks");
  writeFile(folder / "talks.tsv",
            std::string("licence\tfile\tspeaker\tother\nCC-BY-4.0\ta.mp4\tann\tx\r\n\tb.mp4\t\t\n"));
  const ClipTable table(folder / "talks");
  EXPECT_EQ(table.entry("a.mp4").speaker, "ann");
  EXPECT_EQ(table.entry("a.mp4").licence, "CC-BY-4.0");
  EXPECT_EQ(table.entry("b.mp4").speaker, "b");
  EXPECT_EQ(table.entry("c.mp4").speaker, "c");
  EXPECT_EQ(table.entry("c.mp4").licence, "");
}

TEST(ClipTable, ReadsTablesInsideTheFolder) {
  const test::TemporaryFolder folder;
  writeFile(folder / "anything.tsv", std::string("file\tspeaker\nc.mp4\tcarl\n"));
  EXPECT_EQ(ClipTable(folder.path()).entry("c.mp4").speaker, "carl");
}

}  // namespace
}  // namespace orator::lab
