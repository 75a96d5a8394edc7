// What the jobs of a film do, one after the other in this process.
#include "core/farm/film_work.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/farm/farm_status.h"
#include "farm_films.h"
#include "tests/support/progress.h"
#include "tests/unit/pipeline/fake_stages.h"

namespace orator::farm {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class FilmWork : public testing::Test {
 protected:
  /// Of a film made at once.
  std::vector<std::uint8_t> whole() {
    pipeline::AnimateRequest request = films_.request();
    request.output = films_ / "whole.mp4";
    request.resume = false;
    animate(stages_, request, {});
    return test::readBytes(request.output);
  }
  void renderParts(const Farm& farm) {
    for (int part = 0; part < farm.films[0].parts; ++part) renderFilmPart(stages_, farm, 0, part, "1-0", {});
  }
  std::vector<std::uint8_t> film(const Farm& farm) { return test::readBytes(farm.folder / "talk.mp4"); }

  test::FarmFilms films_;
  std::shared_ptr<test::Calls> calls_ = std::make_shared<test::Calls>();
  pipeline::Stages stages_ = test::fakeStages(calls_);
};

TEST_F(FilmWork, GivesTheBytesOfAFilmMadeAtOnceInAnyNumberOfParts) {
  const auto expected = whole();
  for (const int parts : {2, 3, 50, 64}) {
    const Farm farm = films_.made(parts);
    calls_->generated = 0;
    makeFilmMotion(stages_, farm, 0, {});
    calls_->rendered.clear();
    renderParts(farm);
    EXPECT_EQ(calls_->rendered.size(), 50u);
    joinFilm(stages_, farm, 0, {});
    EXPECT_EQ(film(farm), expected) << parts;
    EXPECT_EQ(calls_->generated, 1);
    EXPECT_EQ(calls_->rendered.size(), 50u) << "the join has rendered";
    removeFarm(farm);
  }
}

TEST_F(FilmWork, DrawsAFilmOfOnePartInTheJoinWhereThatCostsLessThanKeepingFrames) {
  const Farm farm = films_.made(1);
  EXPECT_EQ(farm.films[0].parts, 0);
  makeFilmMotion(stages_, farm, 0, {});
  calls_->rendered.clear();
  EXPECT_EQ(filmStatus(farm, 0, {}).finishedFrames, 0);
  joinFilm(stages_, farm, 0, {});
  EXPECT_EQ(calls_->rendered.size(), 50u);
  EXPECT_EQ(filmStatus(farm, 0, {}).finishedFrames, 50);
  EXPECT_EQ(film(farm), whole());
  auto slow = films_.request();
  slow.renderer = "facevid2vid";
  removeFarm(farm);
  EXPECT_EQ(makeFarm(films_.empty(), {slow}, {.parts = 1}, {}).films[0].parts, 1);
}

TEST_F(FilmWork, TakesOverWhatAnEarlierAttemptHasRendered) {
  const Farm farm = films_.made(2);
  makeFilmMotion(stages_, farm, 0, {});
  test::StopAt user(10, "render");
  EXPECT_EQ(test::errorOf([&] { renderFilmPart(stages_, farm, 0, 0, "1-0", user.context()); }).code(),
            ErrorCode::cancelled);
  EXPECT_EQ(filmStatus(farm, 0, {}).finishedFrames, 10);
  calls_->rendered.clear();
  renderFilmPart(stages_, farm, 0, 0, "1-1", {});
  EXPECT_EQ(calls_->rendered.size(), 15u);
  renderFilmPart(stages_, farm, 0, 1, "2-0", {});
  joinFilm(stages_, farm, 0, {});
  EXPECT_EQ(film(farm), whole());
}

TEST_F(FilmWork, DoesNothingAgainThatHasFinished) {
  const Farm farm = films_.made(2);
  makeFilmMotion(stages_, farm, 0, {});
  makeFilmMotion(stages_, farm, 0, {});
  EXPECT_EQ(calls_->generated, 1);
  renderParts(farm);
  calls_->rendered.clear();
  renderParts(farm);
  EXPECT_TRUE(calls_->rendered.empty());
  joinFilm(stages_, farm, 0, {});
  fs::remove(farm.folder / "talk.mp4");
  joinFilm(stages_, farm, 0, {});
  EXPECT_FALSE(fs::exists(farm.folder / "talk.mp4"));
}

TEST_F(FilmWork, LeavesReportsAndNoFramesBehind) {
  const Farm farm = films_.made(2);
  makeFilmMotion(stages_, farm, 0, {});
  renderParts(farm);
  joinFilm(stages_, farm, 0, {});
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(farm.workFolder(0)))
    names.push_back(entry.path().filename().string());
  EXPECT_THAT(names, testing::UnorderedElementsAre("film.json", "motion.json", "part-000000.json",
                                                   "part-000001.json", "plan.json"));
  const auto report = readReport(farm, 0, Step::part, 1);
  ASSERT_TRUE(report);
  EXPECT_EQ(report->frames, 25);
  EXPECT_GT(report->peakMegabytes, 1);
  EXPECT_FALSE(report->machine.empty());
}

TEST_F(FilmWork, TheJoinRendersFramesThatAreDamagedOrGone) {
  const Farm farm = films_.made(3);
  makeFilmMotion(stages_, farm, 0, {});
  renderParts(farm);
  const auto journals = journalsOfPart(farm, 0, 1);
  ASSERT_EQ(journals.size(), 1u);
  auto bytes = test::readBytes(journals[0]);
  bytes[bytes.size() - 20] ^= 1;
  test::writeBytes(journals[0], bytes);
  fs::remove(journalsOfPart(farm, 0, 2).at(0));
  calls_->rendered.clear();
  test::Listener listener;
  joinFilm(stages_, farm, 0, {{}, &listener});
  EXPECT_EQ(calls_->rendered.size(), 18u);  // the last of part 1, all 17 of part 2
  EXPECT_THAT(listener.notes, testing::Contains(HasSubstr("17 frames were in no part")));
  EXPECT_EQ(film(farm), whole());
}

TEST_F(FilmWork, WaitsForWhatIsBeforeIt) {
  const Farm farm = films_.made(2);
  EXPECT_EQ(test::errorOf([&] { renderFilmPart(stages_, farm, 0, 0, "1-0", {}); }).code(),
            ErrorCode::fileNotFound);
  makeFilmMotion(stages_, farm, 0, {});
  renderFilmPart(stages_, farm, 0, 0, "1-0", {});
  const Error error = test::errorOf([&] { joinFilm(stages_, farm, 0, {}); });
  EXPECT_EQ(error.code(), ErrorCode::fileNotFound);
  EXPECT_THAT(error.what(), HasSubstr("part 1 of 0 to 1"));
  EXPECT_FALSE(fs::exists(farm.folder / "talk.mp4"));
}

TEST_F(FilmWork, RefusesPartsThatAreNotThereAndNamesThatLeadElsewhere) {
  const Farm farm = films_.made(2);
  makeFilmMotion(stages_, farm, 0, {});
  EXPECT_EQ(test::errorOf([&] { renderFilmPart(stages_, farm, 0, 2, "1-0", {}); }).code(),
            ErrorCode::invalidArgument);
  EXPECT_EQ(test::errorOf([&] { renderFilmPart(stages_, farm, 1, 0, "1-0", {}); }).code(),
            ErrorCode::invalidArgument);
  EXPECT_EQ(test::errorOf([&] { renderFilmPart(stages_, farm, 0, 0, "../x", {}); }).code(),
            ErrorCode::invalidArgument);
}

TEST_F(FilmWork, SaysWhenTheSharedFolderIsFull) {
  const Farm farm = films_.made(2);
  makeFilmMotion(stages_, farm, 0, {});
  const test::FileSizeLimit limit(700);
  EXPECT_EQ(test::errorOf([&] { renderFilmPart(stages_, farm, 0, 0, "1-0", {}); }).code(),
            ErrorCode::outputUnwritable);
  EXPECT_FALSE(readReport(farm, 0, Step::part, 0));
}

}  // namespace
}  // namespace orator::farm
