// orator serve, as a program uses it that has the token.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <httplib.h>
#include <sys/stat.h>

#include <csignal>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include "core/media/media_info.h"
#include "running_program.h"
#include "tests/cli/program.h"
#include "tests/cli/sample.h"

namespace orator::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

std::string contentsOf(const fs::path& file) {
  const auto bytes = readBytes(file);
  return {bytes.begin(), bytes.end()};
}

class Serve : public testing::Test {
 protected:
  explicit Serve(const std::vector<std::string>& options = {})
      : service_(options), client_("127.0.0.1", service_.port()) {
    std::signal(SIGPIPE, SIG_IGN);  // a service that refuses a body may close before all of it is sent
    client_.set_bearer_token_auth(RunningService::token());
    client_.set_read_timeout(120);
  }
  std::string upload(const std::string& file, const std::string& name) {
    const auto answer =
        client_.Post("/v1/uploads?name=" + name, contentsOf(file), "application/octet-stream");
    EXPECT_EQ(answer->status, 201) << answer->body;
    return json::parse(answer->body).at("id");
  }
  json orderOf(const std::string& settings = R"({"render": {"size": 128}})") {
    return {
        {"files",
         {{"portrait", upload(sample_.portrait(), "me.png")}, {"voice", upload(sample_.voice(), "v.wav")}}},
        {"settings", json::parse(settings)}};
  }
  httplib::Result post(const json& order) {
    return client_.Post("/v1/jobs", order.dump(), "application/json");
  }
  std::string begin(const json& order) {
    const auto answer = post(order);
    EXPECT_EQ(answer->status, 201) << answer->body;
    return json::parse(answer->body).at("id");
  }
  /// All events of a job until it is over.
  std::string eventsOf(const std::string& job) {
    std::string events;
    const auto answer = client_.Get("/v1/jobs/" + job + "/events", [&](const char* bytes, std::size_t count) {
      events.append(bytes, count);
      return true;
    });
    EXPECT_EQ(answer->status, 200);
    EXPECT_EQ(answer->get_header_value("Content-Type"), "text/event-stream");
    return events;
  }
  json job(const std::string& id) { return json::parse(client_.Get("/v1/jobs/" + id)->body); }

  SampleFolder sample_;
  RunningService service_;
  httplib::Client client_;
};

TEST_F(Serve, MakesAFilmOfUploadedFilesAndTellsHowFarItIs) {
  const std::string id = begin(orderOf());
  const std::string events = eventsOf(id);
  for (const char* text :
       {"event: progress\n", "\"stage\":\"render\"", "event: over\n", "\"state\":\"finished\""})
    EXPECT_THAT(events, HasSubstr(text));
  EXPECT_EQ(job(id).at("frames"), 50);
  const auto film = client_.Get("/v1/jobs/" + id + "/result");
  ASSERT_EQ(film->status, 200);
  EXPECT_EQ(film->get_header_value("Content-Type"), "video/mp4");
  std::ofstream(sample_ / "served.mp4", std::ios::binary) << film->body;
  EXPECT_EQ(media::readMediaInfo(sample_ / "served.mp4").frames, 50);

  // The same film as the command line's, but for the names of the files that it tells.
  fs::rename(sample_ / "portrait.png", sample_ / "me.png");
  fs::rename(sample_ / "voice.wav", sample_ / "v.wav");
  const auto alone = runOrator({"animate", "--portrait", (sample_ / "me.png").string(), "--voice",
                                (sample_ / "v.wav").string(), "--size", "128", "--out", sample_.output()});
  ASSERT_EQ(alone.exitCode, 0) << alone.err;
  EXPECT_EQ(film->body, contentsOf(sample_.output()));
}

TEST_F(Serve, TellsWhyAFilmCannotBeMade) {
  json order = orderOf();
  order["files"]["portrait"] = upload(sample_.voice(), "voice.png");
  const std::string id = begin(order);
  EXPECT_THAT(eventsOf(id), HasSubstr("unreadable_picture"));
  const json state = job(id);
  EXPECT_EQ(state.at("state"), "failed");
  EXPECT_EQ(state.at("error").at("subject"), "voice.png");
  EXPECT_EQ(client_.Get("/v1/jobs/" + id + "/result")->status, 404);
}

TEST_F(Serve, CancelsWhatWorksAndWhatWaitsAndDeletesWhatIsOver) {
  const json longFilm = orderOf(R"({"render": {"size": 1024}, "fps": 60})");
  const std::string working = begin(longFilm), waiting = begin(longFilm);
  EXPECT_EQ(client_.Delete("/v1/uploads/" + longFilm.at("files").at("voice").get<std::string>())->status,
            400);
  EXPECT_EQ(client_.Delete("/v1/jobs/" + waiting)->status, 204);
  EXPECT_EQ(job(waiting).at("state"), "cancelled");
  EXPECT_EQ(client_.Delete("/v1/jobs/" + working)->status, 204);
  EXPECT_THAT(eventsOf(working), HasSubstr("\"state\":\"cancelled\""));
  for (const std::string& id : {working, waiting}) {
    EXPECT_EQ(client_.Delete("/v1/jobs/" + id)->status, 204);
    EXPECT_EQ(client_.Get("/v1/jobs/" + id)->status, 404);
  }
  EXPECT_EQ(json::parse(client_.Get("/v1/jobs")->body).at("jobs").size(), 0u);
  EXPECT_TRUE(fs::is_empty(service_.folder() / "films"));
}

TEST_F(Serve, DescribesItselfAndHasAPageToTryIt) {
  const json api = json::parse(client_.Get("/openapi.json")->body);
  for (const char* path : {"/v1/uploads", "/v1/jobs", "/v1/jobs/{id}/events", "/v1/jobs/{id}/result"})
    EXPECT_TRUE(api.at("paths").contains(path)) << path;
  httplib::Client browser("127.0.0.1", service_.port());
  const auto page = browser.Get(std::string("/?token=") + RunningService::token());
  EXPECT_EQ(page->status, 200);
  EXPECT_THAT(page->body, HasSubstr("<!doctype html>"));
  EXPECT_THAT(page->get_header_value("Content-Security-Policy"), HasSubstr("default-src 'none'"));
  EXPECT_THAT(page->body, Not(HasSubstr(RunningService::token())));
}

TEST_F(Serve, LeavesNoFileBehind) {
  begin(orderOf(R"({"render": {"size": 1024}, "fps": 60})"));
  EXPECT_EQ(service_.program().stop(), 0);
  std::vector<std::string> left;
  for (const auto& entry : fs::directory_iterator(service_.folder())) left.push_back(entry.path().filename());
  EXPECT_EQ(left, std::vector<std::string>{"orator-service"});
}

TEST_F(Serve, HasItsFolderForItself) {
  const std::string file = upload(sample_.voice(), "v.wav");
  const ProgramResult second =
      runOrator({"serve", "--port", "0", "--token-file", (service_ / "token").string(), "--folder",
                 service_.folder().string(), "--progress", "json"});
  EXPECT_EQ(second.exitCode, 30);
  EXPECT_THAT(second.error().at("reason").get<std::string>(), HasSubstr("another service"));
  EXPECT_TRUE(fs::exists(service_.folder() / "uploads" / file / "v.wav"));
}

class SmallService : public Serve {
 protected:
  SmallService() : Serve({"--max-jobs", "1", "--max-upload", "1"}) {}
};

TEST_F(SmallService, TakesAsMuchAsItsLimitsAllow) {
  const json order = orderOf();
  const std::string id = begin(order);
  EXPECT_THAT(post(order)->body, HasSubstr("there are 1 already"));
  const std::string large(2 << 20, 'x');
  const auto refused = client_.Post("/v1/uploads?name=x.wav", large, "application/octet-stream");
  if (refused) {  // it may have closed while the rest was still being sent
    EXPECT_EQ(refused->status, 400);
  }
  upload(sample_.voice(), "3.wav");
  upload(sample_.voice(), "4.wav");
  EXPECT_THAT(client_.Post("/v1/uploads?name=5.wav", "x", "application/octet-stream")->body,
              HasSubstr("there are 4 files already"));
  eventsOf(id);
}

TEST(ServeRefuses, AKeyThatOthersCanReadOrGuessAndAFolderThatIsNotItsOwn) {
  const TemporaryFolder folder;
  const auto reasonFor = [&](const std::string& token, int rights, const std::string& place) {
    const fs::path file = folder / "token";
    fs::remove(file);
    std::ofstream(file) << token;
    chmod(file.c_str(), mode_t(rights));
    const ProgramResult refused = runOrator({"serve", "--port", "0", "--token-file", file.string(),
                                             "--folder", (folder / place).string(), "--progress", "json"});
    EXPECT_EQ(refused.exitCode, 2);
    return refused.error().at("reason").get<std::string>();
  };
  EXPECT_THAT(reasonFor("a-token-of-the-tests", 0644, "new"), HasSubstr("others"));
  EXPECT_THAT(reasonFor("short", 0600, "new"), HasSubstr("16"));
  fs::create_directory(folder / "mine");
  std::ofstream(folder / "mine/precious") << "x";
  EXPECT_THAT(reasonFor("a-token-of-the-tests", 0600, "mine"), HasSubstr("not an empty folder"));
  EXPECT_TRUE(fs::exists(folder / "mine/precious"));
  // A file of the mark's name that somebody else has made.
  fs::create_directories(folder / "other/films");
  std::ofstream(folder / "other/orator-service") << "x";
  std::ofstream(folder / "other/films/precious.mp4") << "x";
  EXPECT_THAT(reasonFor("a-token-of-the-tests", 0600, "other"), HasSubstr("not an empty folder"));
  EXPECT_TRUE(fs::exists(folder / "other/films/precious.mp4"));
}

}  // namespace
}  // namespace orator::test
