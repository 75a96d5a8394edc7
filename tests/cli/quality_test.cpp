// How good films are, through the program.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/files.h"
#include "program.h"
#include "sample.h"

namespace orator::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using testing::HasSubstr;

/// A film of the sample, made once, and what becomes of it.
class FilmQuality : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    sample_ = new SampleFolder;
    const ProgramResult made =
        runOrator({"animate", "--portrait", sample_->portrait(), "--voice", sampleVoice().string(),
                   "--frames", "0:60", "--size", "384", "--out", sample_->output(), "--progress", "none"});
    ASSERT_EQ(made.exitCode, 0) << made.err;
  }
  static void TearDownTestSuite() { delete sample_; }

  static std::string film() { return sample_->output(); }
  static std::string changed(const std::string& name, const std::string& how) {
    const std::string file = (*sample_ / name).string();
    ffmpeg("-i " + quoted(fs::path(film())) + " " + how + " " + quoted(fs::path(file)));
    return file;
  }
  static std::vector<json> judged(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "quality");
    arguments.insert(arguments.end(), {"--json", "--progress", "none"});
    const ProgramResult result = runOrator(arguments);
    EXPECT_EQ(result.exitCode, 0) << result.err;
    return json::parse(result.out).get<std::vector<json>>();
  }

  static SampleFolder* sample_;
};

SampleFolder* FilmQuality::sample_ = nullptr;

TEST_F(FilmQuality, TellsWhatIsWrongWithAFilm) {
  const std::string late = changed("late.mp4", "-af adelay=900:all=1 -c:v copy -shortest"),
                    blurred = changed("blurred.mp4", "-vf scale=64:-2,scale=384:-2 -c:a copy"),
                    flickering = changed(
                        "flickering.mp4",
                        "-vf \"geq=lum='lum(X,Y)*(1-0.08*mod(N,2))':cb='cb(X,Y)':cr='cr(X,Y)'\" -c:a copy");
  const std::vector<json> reports =
      judged({film(), late, blurred, flickering, "--portrait", sample_->portrait()});
  ASSERT_EQ(reports.size(), 4u);
  const auto score = [&](int film, const char* part) {
    return reports[std::size_t(film)]["scores"][part].get<double>();
  };
  EXPECT_LT(score(1, "sync"), score(0, "sync"));
  EXPECT_LT(reports[1]["sync"]["opening_correlation"], reports[0]["sync"]["opening_correlation"]);
  EXPECT_LT(score(2, "sharpness"), score(0, "sharpness") - 20);
  EXPECT_LT(score(3, "flicker"), score(0, "flicker") - 50);
  EXPECT_GT(score(0, "identity"), 80);
  for (int i : {1, 2, 3}) EXPECT_LT(reports[std::size_t(i)]["score"], reports[0]["score"]) << i;
  EXPECT_EQ(reports[0]["sync"]["lane"].size(), std::size_t(25 * reports[0]["seconds"].get<double>() + 0.5));
}

TEST_F(FilmQuality, EndsWithItsOwnCodeWhereAFilmIsWorthLessThanAskedFor) {
  const ProgramResult enough = runOrator({"quality", film(), "--min-score", "1"});
  EXPECT_EQ(enough.exitCode, 0) << enough.err;
  EXPECT_THAT(enough.out, HasSubstr("identity"));
  const fs::path report = *sample_ / "report.json";
  const ProgramResult less =
      runOrator({"quality", film(), "--min-score", "100", "--out", report.string(), "--progress", "json"});
  EXPECT_EQ(less.exitCode, 1);
  EXPECT_THAT(less.out, HasSubstr("less than 100"));
  EXPECT_EQ(json::parse(readBytes(report)).at(0).at("film"), film());
}

TEST_F(FilmQuality, RefusesWhatIsNoFilmOfATalkingPerson) {
  const auto refused = [](const std::string& file) {
    return runOrator({"quality", file, "--progress", "json"}).exitCode;
  };
  EXPECT_EQ(refused(sample_->portrait()), 14);
  EXPECT_EQ(refused((*sample_ / "missing.mp4").string()), 10);
  EXPECT_EQ(refused(sampleVoice().string()), 13);
  EXPECT_EQ(runOrator({"quality", film(), "--out", film(), "--progress", "json"}).exitCode, 2);
}

}  // namespace
}  // namespace orator::test
