#include "core/base/error.h"

#include <gtest/gtest.h>

#include "core/base/run_context.h"

namespace orator {
namespace {

TEST(Error, NamesSubjectReasonAndRemedyInOneSentenceEach) {
  const Error error(ErrorCode::noFace, "tree.png", "no face was found", "Choose a picture that shows a face");
  EXPECT_STREQ(error.what(), "tree.png: no face was found. Choose a picture that shows a face");
  EXPECT_EQ(errorName(error.code()), "no_face");
}

TEST(Error, LeavesOutWhatIsEmpty) {
  EXPECT_STREQ(Error(ErrorCode::cancelled, "", "stopped on request").what(), "stopped on request");
}

TEST(RunContext, ThrowsCancelledOnlyAfterAStopRequest) {
  std::stop_source source;
  const RunContext context{source.get_token()};
  EXPECT_NO_THROW(context.throwIfCancelled());
  source.request_stop();
  try {
    context.throwIfCancelled();
    FAIL() << "no exception";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::cancelled);
  }
}

}  // namespace
}  // namespace orator
