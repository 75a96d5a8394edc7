#include "core/base/number.h"

#include <gtest/gtest.h>

#include <cstring>
#include <limits>
#include <random>

namespace orator {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

TEST(SameNumber, isTheNumberWhereTheOtherTypeHoldsIt) {
  EXPECT_EQ(sameNumber<int>(2147483647.0), 2147483647);
  EXPECT_EQ(sameNumber<int>(-2147483648.0), std::numeric_limits<int>::min());
  EXPECT_EQ(sameNumber<int>(std::int64_t(-7)), -7);
  EXPECT_EQ(sameNumber<std::uint64_t>(std::int64_t(7)), 7u);
  EXPECT_EQ(sameNumber<std::int64_t>(9007199254740992.0), 9007199254740992);
  EXPECT_EQ(sameNumber<float>(0.1), 0.1f);
  EXPECT_EQ(sameNumber<double>(std::numeric_limits<std::uint64_t>::max()), 18446744073709551616.0);
}

TEST(SameNumber, isNoneWhereItWouldBecomeAnother) {
  for (const double value :
       {0.5, -0.5, 2147483648.0, -2147483649.0, 1e300, kInfinity, -kInfinity, std::nan("")})
    EXPECT_FALSE(sameNumber<int>(value)) << value;
  EXPECT_FALSE(sameNumber<std::uint64_t>(-1.0));
  EXPECT_FALSE(sameNumber<std::uint64_t>(18446744073709551616.0)) << "one more than the largest";
  EXPECT_FALSE(sameNumber<std::int64_t>(9223372036854775808.0));
  EXPECT_FALSE(sameNumber<int>(std::int64_t(1) << 40));
  EXPECT_FALSE(sameNumber<std::uint64_t>(std::int64_t(-1)));
  EXPECT_FALSE(sameNumber<float>(1e39));
  EXPECT_FALSE(sameNumber<float>(-kInfinity));
  EXPECT_FALSE(sameNumber<double>(std::nan("")));
}

TEST(NumberFromText, takesTheWholeTextOrNothing) {
  EXPECT_EQ(numberFromText<double>("-0.5"), -0.5);
  EXPECT_EQ(numberFromText<int>("42"), 42);
  for (const char* text : {"", " 1", "1 ", "1x", "0x10", "+1", "1,5", "nan", "inf", "-inf", "1e999"})
    EXPECT_FALSE(numberFromText<double>(text)) << text;
  for (const char* text : {"1.0", "1e2", "2147483648", "-"}) EXPECT_FALSE(numberFromText<int>(text)) << text;
  EXPECT_FALSE(numberFromText<std::uint64_t>("-1"));
}

TEST(NumberText, isReadAsTheVeryNumber) {
  std::mt19937_64 random(7);
  for (int i = 0; i < 10'000; ++i) {
    const std::uint64_t bits = random();
    double value;
    std::memcpy(&value, &bits, sizeof value);
    if (std::isfinite(value)) {
      ASSERT_EQ(numberFromText<double>(numberText(value)), value) << value;
    }
    ASSERT_EQ(numberFromText<std::uint64_t>(numberText(bits)), bits);
  }
  EXPECT_EQ(numberText(0.05), "0.05");
  EXPECT_EQ(numberText(60.0), "60");
  EXPECT_EQ(numberText(1e6), "1000000");
  EXPECT_EQ(numberText(-4e9), "-4000000000");
}

}  // namespace
}  // namespace orator
