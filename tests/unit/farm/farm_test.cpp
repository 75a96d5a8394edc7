// The folder of a farm, and what the queue and the reports in it mean.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "core/farm/farm_status.h"
#include "core/farm/submit.h"
#include "farm_films.h"

namespace orator::farm {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

class FarmFolder : public testing::Test {
 protected:
  test::FarmFilms films_;
};

TEST_F(FarmFolder, IsReadAsItWasMade) {
  Farm made = films_.empty();
  made.retries = 5;
  made.slurmOptions = {"--partition=long", "--mem=4G"};
  made = makeFarm(made, {films_.request("a.mp4"), films_.request("b.mp4")}, {.parts = 7}, {});
  const Farm read = openFarm(films_ / "farm");
  EXPECT_EQ(read.name, made.name);
  EXPECT_EQ(read.program, made.program);
  EXPECT_EQ(read.retries, 5);
  EXPECT_EQ(read.slurmOptions, made.slurmOptions);
  ASSERT_EQ(read.films.size(), 2u);
  EXPECT_EQ(read.films[1].output, "b.mp4");
  EXPECT_EQ(read.films[1].parts, 7);
}

TEST_F(FarmFolder, HoldsWhatItsFilmsAreMadeOfOnce) {
  makeFarm(films_.empty(), {films_.request("a.mp4"), films_.request("b.mp4")}, {.parts = 1}, {});
  fs::remove(films_ / "p.png");
  fs::remove(films_ / "v.wav");
  fs::rename(films_ / "farm", films_ / "elsewhere");
  const Farm moved = openFarm(films_ / "elsewhere");
  for (std::size_t film = 0; film < 2; ++film) {
    const auto request = pipeline::loadRequest(moved.requestFile(film));
    EXPECT_EQ(request.portrait, films_ / "elsewhere/inputs/1/p.png");
    EXPECT_TRUE(fs::exists(request.portrait));
    EXPECT_TRUE(fs::exists(request.voice));
    EXPECT_EQ(request.output, moved.folder / moved.films[film].output);
  }
  EXPECT_FALSE(fs::exists(films_ / "elsewhere/inputs/3"));
}

TEST_F(FarmFolder, HasAsManyPartsAsTheMinutesOfTheFilmAsk) {
  const Farm farm = makeFarm(films_.empty(), {films_.request()}, {.minutesPerPart = 0.01}, {});
  EXPECT_EQ(farm.films[0].parts, 4);  // 2.01 s in parts of 0.6 s
}

TEST_F(FarmFolder, IsRefusedWithTheReason) {
  const auto refusal = [&](const std::vector<pipeline::AnimateRequest>& requests) {
    const Error error = test::errorOf([&] { makeFarm(films_.empty(), requests, {.parts = 1}, {}); });
    EXPECT_FALSE(fs::exists(films_ / "farm")) << error.what();
    return std::string(error.what());
  };
  EXPECT_THAT(refusal({films_.request("a.mp4"), films_.request("a.mp4")}), HasSubstr("two films"));
  EXPECT_THAT(refusal({films_.request("a.wav")}), HasSubstr("no pictures"));
  EXPECT_THAT(refusal({}), HasSubstr("0 films"));
  auto request = films_.request();
  request.pack = "./pack";
  EXPECT_THAT(refusal({request}), HasSubstr("relative"));
  request = films_.request();
  request.voice = "none.wav";
  EXPECT_THAT(refusal({request}), HasSubstr("none.wav"));
  films_.made(1);
  EXPECT_EQ(test::errorOf([&] { films_.made(1); }).code(), ErrorCode::invalidArgument);
  EXPECT_EQ(test::errorOf([&] { openFarm(films_ / "none"); }).code(), ErrorCode::fileNotFound);
}

TEST_F(FarmFolder, IsGoneWhereItCouldNotBeFilled) {
  Farm farm = films_.empty();
  constexpr std::size_t kLongest =
      4085;  // what lies in such a folder has a path that the system does not take
  fs::path parent = films_ / "deep";
  while (parent.native().size() < kLongest - 230) parent /= std::string(200, 'd');
  farm.folder = parent / std::string(kLongest - parent.native().size() - 1, 'f');
  EXPECT_EQ(test::errorOf([&] { makeFarm(farm, {films_.request()}, {.parts = 1}, {}); }).code(),
            ErrorCode::outputUnwritable);
  EXPECT_TRUE(fs::exists(parent)) << "it was on its way";
  EXPECT_FALSE(fs::exists(farm.folder));
}

TEST_F(FarmFolder, IsFilledAndSubmittedByOneProgramAtATime) {
  const Farm farm = films_.made(1);
  {
    const Descriptor other = claimFarm(farm);
    EXPECT_EQ(test::errorOf([&] { submitMissing(farm, {}); }).code(), ErrorCode::outputUnwritable);
  }
  fs::remove_all(farm.folder);
  fs::create_directory(farm.folder);
  const Descriptor rival = claimFarm(farm);
  EXPECT_EQ(test::errorOf([&] { films_.made(1); }).code(), ErrorCode::outputUnwritable);
  EXPECT_TRUE(fs::is_empty(farm.folder));
}

TEST_F(FarmFolder, LeadsNowhereElseWhateverItsFileSays) {
  const Farm farm = films_.made(1);
  std::ifstream stream(farm.folder / "farm.json");
  const std::string text(std::istreambuf_iterator<char>(stream), {});
  for (const char* name : {"../talk.mp4", "/tmp/talk.mp4", ".hidden", ""}) {
    std::string changed = text;
    changed.replace(changed.find("talk.mp4"), 8, name);
    std::ofstream(farm.folder / "farm.json") << changed;
    EXPECT_EQ(test::errorOf([&] { openFarm(farm.folder); }).code(), ErrorCode::unreadableProject) << name;
  }
}

TEST(FilmPlan, CutsTheFilmIntoPartsWithoutAGapOrAnOverlap) {
  FilmPlan plan;
  for (const FrameRange frames : {FrameRange{0, 50}, FrameRange{10, 13}, FrameRange{7, 1'000'007}})
    for (const int parts : {1, 3, 7, 64}) {
      plan.frames = frames;
      EXPECT_EQ(plan.part(0, parts).begin, frames.begin);
      EXPECT_EQ(plan.part(parts - 1, parts).end, frames.end);
      for (int part = 1; part < parts; ++part)
        EXPECT_EQ(plan.part(part, parts).begin, plan.part(part - 1, parts).end);
    }
}

TEST(Queue, IsReadAsSqueueWritesIt) {
  EXPECT_THAT(
      jobsOf("12 PENDING\n13_0 RUNNING\n13_17 PENDING\nslurm is unwell\n14_x RUNNING\n13_2 COMPLETING\n"),
      ElementsAre(QueuedJob{12, -1, false}, QueuedJob{13, 0, true}, QueuedJob{13, 17, false},
                  QueuedJob{13, 2, true}));
  EXPECT_TRUE(jobsOf("").empty());
}

TEST(Queue, TakesManyPartsAsRanges) {
  EXPECT_EQ(arrayText({0, 1, 2, 3, 7}), "0-3,7");
  EXPECT_EQ(arrayText({5}), "5");
  EXPECT_EQ(arrayText({1, 3, 4}), "1,3-4");
}

TEST_F(FarmFolder, TellsOfEachJobWhetherItWaitsWorksFailedOrFinished) {
  const Farm farm = films_.made(4);
  EXPECT_EQ(filmStatus(farm, 0, {}).join, JobState::idle);
  writeSubmissions(farm, 0, {{.motion = 1, .parts = 2, .join = 3, .indexes = {0, 1, 2, 3}}});
  writePlan(farm, 0, {.frames = {0, 50}});
  writeReport(farm, 0, Step::motion, 0,
              {.frames = 50, .processorSeconds = 2, .peakMegabytes = 300, .machine = "n1"});
  writeReport(farm, 0, Step::part, 0,
              {.frames = 12, .processorSeconds = 9, .peakMegabytes = 200, .machine = "n2"});
  const std::vector<QueuedJob> queue{{2, 1, true}, {2, 2, false}, {3, -1, false}, {9, 3, true}};
  const FilmStatus status = filmStatus(farm, 0, queue);
  EXPECT_EQ(status.motion, JobState::finished);
  EXPECT_THAT(status.parts,
              ElementsAre(JobState::finished, JobState::working, JobState::waiting, JobState::failed));
  EXPECT_EQ(status.join, JobState::waiting);
  EXPECT_EQ(status.frames, 50);
  EXPECT_EQ(status.finishedFrames, 12);
  EXPECT_EQ(status.processorSeconds, 11);
  EXPECT_EQ(status.peakMegabytes, 300);

  // Part 3 went into the queue again.
  writeSubmissions(farm, 0,
                   {{.motion = 1, .parts = 2, .join = 3, .indexes = {0, 1, 2, 3}},
                    {.parts = 9, .join = 10, .indexes = {3}}});
  EXPECT_EQ(filmStatus(farm, 0, queue).parts[3], JobState::working);
  EXPECT_EQ(filmStatus(farm, 0, queue).join, JobState::failed);
}

}  // namespace
}  // namespace orator::farm
