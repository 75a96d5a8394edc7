#include "core/base/tensor_notes.h"

#include <gtest/gtest.h>

namespace orator {
namespace {

TensorNote note(const std::string& name, double maximum) {
  TensorNote made;
  made.name = name;
  made.maximum = maximum;
  return made;
}

TEST(TensorNotes, KeepTheLastOfEachNameAndCountThem) {
  TensorNotes notes;
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

TEST(TensorNotes, AreOffUntilSomebodyLooks) {
  EXPECT_FALSE(TensorNotes().isEnabled());
}

}  // namespace
}  // namespace orator
