#include "core/base/tensor_statistics.h"

#include <gtest/gtest.h>

namespace orator {
namespace {

TensorSummary note(const std::string& name, double maximum) {
  TensorSummary made;
  made.name = name;
  made.maximum = maximum;
  return made;
}

TEST(TensorStatistics, KeepTheLastOfEachNameAndCountThem) {
  TensorStatistics notes;
  notes.add(note("b", 1));
  notes.add(note("a", 2));
  notes.add(note("b", 3));
  const auto all = notes.all();
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].name, "a");
  EXPECT_EQ(all[1].maximum, 3);
  EXPECT_EQ(all[1].seen, 2);
  notes.clear();
  EXPECT_TRUE(notes.all().empty());
}

TEST(TensorStatistics, AreOffUntilSomebodyLooks) {
  EXPECT_FALSE(TensorStatistics().isEnabled());
}

}  // namespace
}  // namespace orator
