// The forms of a film, through the pipeline: what is refused before any work, loops, provenance, presets.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <opencv2/imgproc.hpp>

#include "core/base/files.h"
#include "core/media/media_info.h"
#include "core/media/picture.h"
#include "core/media/video_reader.h"
#include "core/pipeline/animate.h"
#include "core/pipeline/film_preset.h"
#include "core/pipeline/loop_point.h"
#include "core/pipeline/provenance.h"
#include "core/words/transcript_file.h"
#include "tests/support/files.h"
#include "tests/unit/pipeline/fake_stages.h"

namespace orator::pipeline {
namespace {

using test::errorOf;
using testing::HasSubstr;

class Notes : public ProgressSink {
 public:
  void progress(std::string_view, std::int64_t done, std::int64_t total) override {
    EXPECT_LE(done, total);
    last = total;
  }
  void note(std::string_view text) override { all.append(text).append("\n"); }
  std::string all;
  std::int64_t last = 0;
};

class Film : public testing::Test {
 protected:
  Film() {
    media::writePicture(folder / "p.png", cv::Mat(64, 96, CV_8UC3, cv::Scalar(1, 2, 3)));
    test::writeWav(folder / "v.wav", test::tone(2.01, 44100, 2), 44100, 2);
    request.portrait = folder / "p.png";
    request.voice = folder / "v.wav";
    request.output = folder / "out.mp4";
  }
  media::MediaInfo made(const std::string& name) {
    request.output = folder / name;
    animate(stages, request, {{}, &notes});
    return media::readMediaInfo(request.output);
  }
  Error refused() {
    Stages none = stages;
    none.openPack = [](const std::string&) -> packs::Pack { throw std::logic_error("work was begun"); };
    return errorOf([&] { animate(none, request, {}); });
  }

  test::TemporaryFolder folder;
  AnimateRequest request;
  Stages stages = test::fakeStages();
  Notes notes;
};

TEST_F(Film, HasTheFormOfItsEnding) {
  EXPECT_EQ(made("a.webm").videoCodec, "vp9");
  EXPECT_EQ(made("a.mov").videoCodec, "prores");
  EXPECT_EQ(made("a.gif").videoCodec, "gif");
  request.format.codec = media::VideoCodec::h265;
  EXPECT_EQ(made("a.mkv").videoCodec, "hevc");
}

TEST_F(Film, OfSoundAloneDrawsNothing) {
  stages.makeRenderer = [](auto&&...) -> std::unique_ptr<render::FaceRenderer> {
    throw std::logic_error("a renderer was made");
  };
  const media::MediaInfo info = made("a.m4a");
  EXPECT_EQ(info.audioCodec, "aac");
  EXPECT_FALSE(info.hasVideo);
  EXPECT_NEAR(info.durationSeconds, 2.01, 0.04);
}

TEST_F(Film, IsTrimmedInSecondsWithItsSound) {
  request.trim = TimeRange{0.4, 1.2};
  const media::MediaInfo info = made("a.mp4");
  EXPECT_EQ(info.frames, 20);
  EXPECT_NEAR(info.durationSeconds, 0.8, 0.03);
  request.trim = TimeRange{3, 4};
  EXPECT_EQ(errorOf([&] { animate(stages, request, {}); }).subject(), "trim");
}

TEST_F(Film, ThatCannotBeMadeIsRefusedBeforeAnyWork) {
  struct Case {
    const char* subject;
    std::function<void(AnimateRequest&)> change;
  };
  const std::string folderName = (folder / "").string();
  for (const Case& one :
       {Case{"codec", [](auto& r) { r.format.codec = media::VideoCodec::vp9; }},
        Case{"alpha", [](auto& r) { r.scene.alpha = render::Transparency::person; }},
        Case{"two_pass", [](auto& r) { r.twoPass = true; }},
        Case{"two_pass",
             [](auto& r) { r.twoPass = true, r.bitRateKbit = 900, r.format.codec = media::VideoCodec::av1; }},
        Case{"trim",
             [](auto& r) {
               r.trim = TimeRange{0, 1}, r.frames = FrameRange{0, 10};
             }},
        Case{"fps",
             [](auto& r) {
               r.output.replace_extension(".gif"), r.frameRate = {60, 1};
             }},
        Case{"bit_rate", [](auto& r) { r.output.replace_extension(".mov"), r.bitRateKbit = 900; }},
        Case{"output",
             [](auto& r) { r.output.replace_extension(".wav"), r.voice.clear(), r.idleSeconds = 1; }},
        Case{"alpha", [](auto& r) {
               r.scene.alpha = render::Transparency::person, r.renderer = "facevid2vid",
               r.output.replace_extension(".webm");
             }}}) {
    const AnimateRequest before = request;
    one.change(request);
    const Error error = refused();
    EXPECT_EQ(error.code(), ErrorCode::invalidArgument) << one.subject;
    EXPECT_EQ(error.subject(), one.subject) << error.what();
    EXPECT_FALSE(error.remedy().empty()) << one.subject;
    request = before;
  }
  request.output = folder / "out.xyz";
  EXPECT_THAT(refused().reason(), HasSubstr(".xyz"));
  request.output = folder / "out.mp4";
  request.scene.behindFile = folder / "none.png";
  EXPECT_EQ(refused().code(), ErrorCode::fileNotFound);
}

TEST_F(Film, OfPicturesTakesThePlaceOfSuchAFilmAlone) {
  request.output = folder / "a.png";
  animate(stages, request, {});
  request.frames = FrameRange{0, 3};
  animate(stages, request, {});
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(request.output), {}), 4)
      << "the old frames are gone";
  test::writeBytes(request.output / "mine.txt", {1});
  request.overwrite = true;
  EXPECT_EQ(refused().code(), ErrorCode::invalidArgument);
  EXPECT_TRUE(std::filesystem::exists(request.output / "mine.txt"));
  request.output = folder / "v.png";
  test::writeBytes(request.output, {1, 2, 3});
  EXPECT_EQ(refused().code(), ErrorCode::invalidArgument);
  request.output = folder / "none" / "v.png";
  EXPECT_EQ(refused().code(), ErrorCode::outputUnwritable);
}

TEST_F(Film, IsMadeInTwoPassesWithOneReport) {
  request.twoPass = true;
  request.bitRateKbit = 200;
  EXPECT_EQ(made("a.mp4").frames, 50);
  EXPECT_EQ(notes.last, 100);
}

/// Frames that their row alone decides, as the journal knows them.
class RowRenderer : public render::FaceRenderer {
 public:
  cv::Size frameSize() const override { return {96, 64}; }
  void render(const motion::MotionTrack& track, FrameRange range, const render::FrameSink& sink,
              const RunContext& context) override {
    for (std::int64_t i = range.begin; i < range.end; ++i) {
      context.throwIfCancelled();
      sink(i, cv::Mat(frameSize(), CV_8UC3, cv::Scalar::all(255 * track.rows[std::size_t(i)][0])));
    }
  }
};

TEST_F(Film, GoesOnFromItsJournalInEveryForm) {
  stages.makeRenderer = [](auto&&...) { return std::make_unique<RowRenderer>(); };
  for (const char* name : {"a.mov", "a.webm", "a.gif", "a.png"}) {
    request.output = folder / name;
    request.resume = true;
    std::stop_source stop;
    class Stopper : public ProgressSink {
     public:
      explicit Stopper(std::stop_source& source) : source_(source) {}
      void progress(std::string_view stage, std::int64_t done, std::int64_t) override {
        if (stage == "render" && done >= 20) source_.request_stop();
      }
      void note(std::string_view) override {}

     private:
      std::stop_source& source_;
    } stopper(stop);
    EXPECT_EQ(errorOf([&] {
                animate(stages, request, {stop.get_token(), &stopper});
              }).code(),
              ErrorCode::cancelled);
    EXPECT_FALSE(std::filesystem::exists(request.output)) << name;
    EXPECT_TRUE(std::filesystem::exists(journalFile(request.output))) << name;
    const auto bytesOf = [](const std::filesystem::path& film) {
      return test::readBytes(std::filesystem::is_directory(film) ? film / "000021.png" : film);
    };
    Notes log;
    animate(stages, request, {{}, &log});
    EXPECT_THAT(log.all, HasSubstr("taken over")) << name;
    const auto resumed = bytesOf(request.output);
    request.output = folder / (std::string("b") + name);
    animate(stages, request, {});
    EXPECT_EQ(resumed, bytesOf(request.output)) << name;
  }
}

motion::MotionTrack swinging(int frames, double period) {
  motion::MotionTrack track;
  track.rows.resize(std::size_t(frames));
  for (int i = 0; i < frames; ++i) {
    track.rows[std::size_t(i)][motion::kAngleColumn] = float(0.1 * std::sin(2 * M_PI * i / period));
    track.rows[std::size_t(i)][0] = float(0.5 * std::cos(2 * M_PI * i / period));
  }
  return track;
}

TEST(Loop, EndsWhereItBeginsInPlaceAndMovement) {
  const motion::MotionTrack track = swinging(100, 30);
  const FrameRange loop = loopOf(track, {0, 100});
  EXPECT_EQ(loop.size() % 30, 0) << loop.begin << ":" << loop.end;
  EXPECT_GE(loop.size(), 50);
  EXPECT_GE(loop.begin, 0);
  EXPECT_LE(loop.end, 100);
  const FrameRange inside = loopOf(track, {20, 90});
  EXPECT_GE(inside.begin, 20);
  EXPECT_LE(inside.end, 90);
}

TEST(Loop, OfLessThanASecondIsTheWhole) {
  EXPECT_EQ(loopOf(swinging(100, 30), {10, 30}), (FrameRange{10, 30}));
}

TEST_F(Film, LoopsWhereItIsPlayedAgainAndAgain) {
  const std::int64_t looped = made("a.gif").frames;
  EXPECT_LT(looped, 50);
  EXPECT_THAT(notes.all, HasSubstr("loop"));
  request.loop = Looping::off;
  EXPECT_EQ(made("a.gif").frames, 50);
}

TEST_F(Film, TellsHowItWasMadeAndIsMadeAgainToEqualBytes) {
  request.motion.seed = 77;
  request.constantRateFactor = 23;
  stages.openPack = libraryStages().openPack;
  for (const char* name : {"a.mp4", "a.mov", "a.webm", "a.mkv", "a.m4a"}) {
    request.output = folder / name;
    animate(stages, request, {});
    Notes log;
    AnimateRequest again = requestOfFilm(request.output, {}, {{}, &log});
    EXPECT_EQ(again.motion.seed, 77u);
    EXPECT_EQ(again.constantRateFactor, 23);
    EXPECT_TRUE(again.output.empty());
    again.output = folder / (std::string("again-") + name);
    animate(stages, again, {{}, &log});
    EXPECT_EQ(test::readBytes(again.output), test::readBytes(request.output)) << name;
    EXPECT_THAT(log.all, testing::Not(HasSubstr("another"))) << name;
  }
}

TEST_F(Film, SaysThatItIsSyntheticAndNotWhereItsFilesLie) {
  made("a.mp4");
  std::string text;
  for (const auto& [name, value] : media::readFilmTags(request.output))
    text.append(name).append("=").append(value);
  EXPECT_THAT(text, HasSubstr("comment=Synthetic media"));
  EXPECT_THAT(text, HasSubstr("\"p.png\""));
  EXPECT_THAT(text, testing::Not(HasSubstr(folder.path().string())));
}

TEST_F(Film, TellsOfFilesThatAreNotItsOwn) {
  made("a.mp4");
  media::writePicture(folder / "p.png", cv::Mat(64, 96, CV_8UC3, cv::Scalar(9, 9, 9)));
  Notes log;
  requestOfFilm(request.output, {}, {{}, &log});
  EXPECT_THAT(log.all, HasSubstr("p.png is another file"));
  std::filesystem::remove(folder / "p.png");
  const Error error = errorOf([&] { requestOfFilm(request.output, {}, {}); });
  EXPECT_EQ(error.code(), ErrorCode::fileNotFound);
  EXPECT_THAT(error.remedy(), HasSubstr("--portrait"));
  media::writePicture(folder / "q.png", cv::Mat(64, 96, CV_8UC3, cv::Scalar(1, 2, 3)));
  AnimateRequest given;
  given.portrait = folder / "q.png";
  EXPECT_EQ(requestOfFilm(request.output, given, {}).portrait, folder / "q.png");
}

TEST_F(Film, OfSomebodyElseSaysNothing) {
  test::ffmpeg("-f lavfi -i testsrc=d=1:s=64x64 " + test::quoted(folder / "other.mp4"));
  EXPECT_EQ(errorOf([&] { requestOfFilm(folder / "other.mp4", {}, {}); }).code(),
            ErrorCode::unreadableProject);
  EXPECT_EQ(errorOf([&] { requestOfFilm(folder / "none.mp4", {}, {}); }).code(), ErrorCode::fileNotFound);
}

TEST_F(Film, ThatSaysNonsenseOfItselfIsRefusedByName) {
  const std::string film = R"({"format": "orator-film", "version": 1, "files": {}, )";
  for (const std::string& said :
       {std::string("[]"), std::string(R"({"format": 3})"), std::string(R"({"format": "orator-film"})"),
        film + R"("settings": 1})", film + R"("settings": {"crf": 1e6}})",
        film + R"("settings": {"pack": [])", std::string(100'000, '[')}) {
    test::ffmpeg("-f lavfi -i testsrc=d=0.1:s=64x64 -movflags use_metadata_tags -metadata orator='" + said +
                 "' " + test::quoted(folder / "n.mp4"));
    const Error error = errorOf([&] { requestOfFilm(folder / "n.mp4", {}, {}); });
    EXPECT_EQ(error.code(), ErrorCode::unreadableProject) << said.substr(0, 80) << error.what();
    EXPECT_THAT(error.subject(), HasSubstr("n.mp4"));
    std::filesystem::remove(folder / "n.mp4");
  }
}

/// The frame of a film at a moment.
cv::Mat frameAt(const std::filesystem::path& film, double moment) {
  media::VideoReader video(film);
  cv::Mat rgb, found;
  for (double seconds = 0; video.read(rgb, seconds) && seconds <= moment + 0.001;) found = rgb.clone();
  return found;
}

TEST_F(Film, HasCaptionsWhileTheyAreSaid) {
  stages.makeRenderer = [](auto&&...) {
    return std::make_unique<test::FakeRenderer>(cv::Size(320, 240), std::make_shared<test::Calls>());
  };
  writeFile(folder / "c.srt", std::string("1\n00:00:00,400 --> 00:00:01,000\nHello world\n"));
  request.constantRateFactor = 4;
  made("plain.mp4");
  request.scene.captions = folder / "c.srt";
  made("said.mp4");
  const auto difference = [&](double moment) {
    cv::Mat apart;
    cv::absdiff(frameAt(folder / "plain.mp4", moment), frameAt(folder / "said.mp4", moment), apart);
    cv::cvtColor(apart, apart, cv::COLOR_RGB2GRAY);
    return cv::boundingRect(cv::Mat(apart > 60));
  };
  EXPECT_TRUE(difference(0.2).empty());
  EXPECT_GT(difference(0.6).y, 180) << "letters stand at the lower edge";
  EXPECT_TRUE(difference(1.2).empty());
}

TEST_F(Film, WritesTheCaptionsOfItsPart) {
  writeFile(
      folder / "c.srt",
      std::string("1\n00:00:00,200 --> 00:00:00,600\nbefore\n\n2\n00:00:01,000 --> 00:00:01,400\ninside\n"));
  request.scene.captions = folder / "c.srt";
  request.captionsOutput = folder / "out.vtt";
  request.trim = TimeRange{0.8, 1.6};
  made("a.mp4");
  const words::Transcript found = words::readTranscript(request.captionsOutput);
  ASSERT_EQ(found.words.size(), 1u);
  EXPECT_EQ(found.words[0].text, "inside");
  EXPECT_NEAR(found.words[0].beginSeconds, 0.2, 1e-6);
  request.captionsOutput = folder / "sound.srt";
  made("a.m4a");
  EXPECT_EQ(words::readTranscript(request.captionsOutput).words.size(), 1u) << "also of sound alone";
}

TEST_F(Film, TakesWordsThatAreGivenBeforeThoseOfAFile) {
  writeFile(folder / "c.srt", std::string("1\n00:00:00,200 --> 00:00:00,600\nof a file\n"));
  request.scene.captions = folder / "c.srt";
  request.words = words::Transcript{{{"given", 0.5, 1, false}}, true};
  request.captionsOutput = folder / "out.json";
  made("a.mp4");
  EXPECT_EQ(words::readTranscript(request.captionsOutput), *request.words);
}

TEST_F(Film, FindsTheTimesOfATextByTheVoice) {
  std::vector<float> voice = test::tone(2.01, 44100, 1);
  std::fill(voice.begin(), voice.begin() + 44100, 0.f);
  test::writeWav(folder / "v.wav", voice, 44100, 1);
  writeFile(folder / "c.txt", std::string("Bonjour à tous les enfants là-bas"));
  request.scene.captions = folder / "c.txt";
  request.captionsOutput = folder / "out.json";
  made("a.mp4");
  const words::Transcript found = words::readTranscript(request.captionsOutput);
  ASSERT_EQ(found.words.size(), 6u);
  EXPECT_NEAR(found.words.front().beginSeconds, 1, 0.05);
  EXPECT_NEAR(found.words.back().endSeconds, 2, 0.05);
}

TEST_F(Film, IsRefusedWithCaptionsThatCannotBe) {
  request.captionsOutput = folder / "out.srt";
  EXPECT_THAT(refused().reason(), HasSubstr("no words"));
  request.scene.captions = folder / "none.srt";
  EXPECT_EQ(refused().code(), ErrorCode::fileNotFound);
  writeFile(folder / "c.txt", std::string("Hello"));
  request.scene.captions = folder / "c.txt";
  request.captionsOutput = folder / "c.txt";
  EXPECT_EQ(refused().code(), ErrorCode::invalidArgument) << "an output is an input";
  request.captionsOutput = folder / "out.doc";
  EXPECT_THAT(refused().remedy(), HasSubstr(".vtt"));
  request.captionsOutput.clear();
  request.voice.clear();
  request.idleSeconds = 1;
  EXPECT_THAT(errorOf([&] { animate(stages, request, {}); }).reason(), HasSubstr("no voice"));
}

TEST_F(Film, TellsThatItsMotionWasAnother) {
  request.motionOfFilm = "0123";
  made("a.mp4");
  EXPECT_THAT(notes.all, HasSubstr("motion is not that of the film"));
}

TEST(FilmPresets, AreWhatTheyPromiseAndLeaveTheRest) {
  const std::vector<FilmPreset> all = filmPresets();
  EXPECT_GE(all.size(), 9u);
  for (const FilmPreset& preset : all) {
    FilmSettings film;
    film.motion.seed = 5;
    film.portrait = "p.png";
    applyFilmPreset(preset.name, film);
    EXPECT_EQ(film.motion.seed, 5u) << preset.name;
    EXPECT_EQ(film.portrait, "p.png") << preset.name;
    EXPECT_FALSE(preset.title.empty()) << preset.name;
    EXPECT_NE(film, FilmSettings{}) << preset.name;
  }
  FilmSettings film;
  applyFilmPreset("vertical", film);
  EXPECT_EQ(film.scene.aspect, (Aspect{9, 16}));
  EXPECT_EQ(film.render.outputSide, 1920);
}

TEST(FilmPresets, RefuseWhatIsNoneAndWhatTheyMustNotSet) {
  const test::TemporaryFolder folder;
  FilmSettings film;
  const Error unknown = errorOf([&] { applyFilmPreset("imax", film); });
  EXPECT_EQ(unknown.code(), ErrorCode::invalidArgument);
  EXPECT_THAT(unknown.remedy(), HasSubstr("vertical"));
  const std::string head = R"({"format": "orator-film-preset", "version": 1, "title": "t", "settings": )";
  for (const std::string& text :
       {std::string("{"), std::string("{}"), head + R"({"motion": {"seed": 3}}})",
        head + R"({"portrait": "x.png"}})", head + R"({"scene": {"behind_file": "x.png"}}})",
        head + R"({"crf": 99}})", head + R"({"crg": 9}})", head + "[]}"}) {
    std::ofstream(folder / "p.json") << text;
    const Error error = errorOf([&] { applyFilmPreset((folder / "p.json").string(), film); });
    EXPECT_EQ(error.code(), ErrorCode::unreadableProject) << text;
    EXPECT_EQ(film, FilmSettings{}) << text;
  }
  EXPECT_EQ(errorOf([&] { applyFilmPreset((folder / "none.json").string(), film); }).code(),
            ErrorCode::fileNotFound);
}

}  // namespace
}  // namespace orator::pipeline
