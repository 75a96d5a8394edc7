// orator serve, as somebody uses it who means harm, or does not know how.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>

#include "raw_request.h"
#include "running_program.h"

namespace orator::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class HostileServe : public testing::Test {
 protected:
  std::string withToken(const std::string& line, const std::string& more = {}, const std::string& body = {}) {
    return line + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + RunningService::token() +
           "\r\n" + more + "\r\n" + body;
  }
  std::string posted(const std::string& path, const std::string& body) {
    return answerTo(
        service_.port(),
        withToken("POST " + path,
                  "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n",
                  body));
  }
  /// The service answers who has the token.
  void expectWell() {
    EXPECT_THAT(answerTo(service_.port(), withToken("GET /v1/jobs")), StartsWith("HTTP/1.1 200"));
  }
  void TearDown() override {
    expectWell();
    EXPECT_EQ(service_.program().stop(), 0) << service_.program().err();
  }
  RunningService service_;
};

TEST_F(HostileServe, AnswersNothingWithoutTheToken) {
  const std::string token = RunningService::token();
  std::string longer = token + "x", other = token;
  other.back() = 'x';
  for (const char* line :
       {"GET /", "GET /v1/jobs", "GET /openapi.json", "POST /v1/uploads?name=x.png", "POST /v1/jobs",
        "DELETE /v1/jobs/00000000000000000000000000000000", "GET /nothing", "OPTIONS /v1/jobs", "HEAD /"})
    for (const std::string& header :
         {std::string(), std::string("Authorization: Bearer \r\n"),
          "Authorization: Bearer " + longer + "\r\n", "Authorization: Bearer " + other + "\r\n",
          "Authorization: Bearer " + token.substr(1) + "\r\n", "Authorization: Basic " + token + "\r\n",
          "Cookie: token=" + token + "\r\n"}) {
      const std::string answer =
          answerTo(service_.port(), std::string(line) + " HTTP/1.1\r\nHost: x\r\n" + header + "\r\n");
      EXPECT_THAT(answer, StartsWith("HTTP/1.1 401")) << line << " " << header;
      EXPECT_THAT(answer, Not(HasSubstr("<!doctype"))) << line;
    }
  // In the address it opens the page alone.
  EXPECT_THAT(answerTo(service_.port(), "GET /v1/jobs?token=" + token + " HTTP/1.1\r\nHost: x\r\n\r\n"),
              StartsWith("HTTP/1.1 401"));
  EXPECT_FALSE(fs::exists(service_.folder() / "uploads/x.png"));
}

TEST_F(HostileServe, ReadsNothingOutsideItsFolders) {
  std::ofstream(service_ / "secret.txt") << "a secret";
  for (const char* path : {"/../secret.txt", "/v1/jobs/../../secret.txt", "/%2e%2e/secret.txt",
                           "/v1/jobs/..%2f..%2fsecret.txt/result", "//etc/passwd", "/v1/jobs/%00/result",
                           "/uploads/", "/v1/jobs/00000000000000000000000000000000/result"}) {
    const std::string answer = answerTo(service_.port(), withToken(std::string("GET ") + path));
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 4")) << path;
    EXPECT_THAT(answer, Not(HasSubstr("a secret"))) << path;
  }
  const std::string secret = (service_ / "secret.txt").string();
  for (const std::string& order :
       {json{{"files", {{"portrait", secret}}}}.dump(),
        json{{"files", {{"voice", "../../secret.txt"}}}}.dump(),
        json{{"files", json::object()}, {"settings", {{"portrait", secret}}}}.dump(),
        json{{"files", json::object()}, {"settings", {{"output", secret}}}}.dump(),
        json{{"files", json::object()}, {"settings", {{"pack", "/etc"}}}}.dump(),
        json{{"files", json::object()}, {"settings", {{"pack", ".."}}}}.dump(),
        json{{"files", json::object()}, {"ending", "/../../x.mp4"}}.dump(),
        json{{"files", json::object()}, {"ending", ".png"}}.dump()}) {
    const std::string answer = posted("/v1/jobs", order);
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 40")) << order;
    EXPECT_THAT(answer, Not(HasSubstr("a secret"))) << order;
  }
  for (const char* name :
       {"../x.png", "..%2Fx.png", "%2Ftmp%2Fx.png", ".hidden", "a%00b.png", "a%5Cb.png", "", "a%0Ab"})
    EXPECT_THAT(posted(std::string("/v1/uploads?name=") + name, "x"), StartsWith("HTTP/1.1 400")) << name;
  EXPECT_TRUE(fs::is_empty(service_.folder() / "uploads"));
}

TEST_F(HostileServe, RefusesBodiesOfAnySizeBeforeTheyAreSent) {
  for (const char* length :
       {"999999999999999999", "18446744073709551615", "99999999999999999999999", "-1", "many"})
    EXPECT_THAT(answerTo(service_.port(),
                         withToken("POST /v1/uploads?name=x.wav",
                                   std::string("Content-Length: ") + length + "\r\n", "abc"),
                         false),
                StartsWith("HTTP/1.1 400"))
        << length;
  EXPECT_THAT(answerTo(service_.port(),
                       withToken("POST /v1/nothing", "Content-Length: 999999999999\r\n", "abc"), false),
              StartsWith("HTTP/1.1 404"));
  EXPECT_TRUE(fs::is_empty(service_.folder() / "uploads"));
}

TEST_F(HostileServe, ForgetsAFileThatEndsTooEarly) {
  answerTo(service_.port(), withToken("POST /v1/uploads?name=x.wav", "Content-Length: 1000\r\n", "abc"),
           true);
  EXPECT_TRUE(fs::is_empty(service_.folder() / "uploads"));
}

TEST_F(HostileServe, RefusesOrdersThatAreNoneWithTheReason) {
  for (const std::string& order :
       {std::string(), std::string("{"), std::string("[]"), std::string("null"), std::string("\"x\""),
        std::string(100'000, '['), std::string("{\"files\": 3}"),
        std::string("{\"files\": {\"portrait\": 3}}"), std::string("{\"files\": {}, \"settings\": []}"),
        std::string("{\"files\": {}, \"settings\": {\"x\": 1}}"),
        std::string("{\"files\": {}, \"settings\": {\"fps\": 1e999}}"), std::string("\xff\xfe"),
        std::string("{\"files\": {\"rocket\": \"x\"}}")}) {
    const std::string answer = posted("/v1/jobs", order);
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 40")) << order.substr(0, 80);
    EXPECT_THAT(answer, HasSubstr("\"reason\"")) << order.substr(0, 80);
  }
}

TEST_F(HostileServe, StandsRequestsThatAreNone) {
  for (const std::string& bytes :
       {std::string("\r\n\r\n"), std::string("GET\r\n\r\n"), std::string(100'000, 'A'),
        "GET /" + std::string(20'000, 'a') + " HTTP/1.1\r\n\r\n",
        std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc", 9), std::string(5000, '\0'),
        withToken("GET /v1/jobs", "X: " + std::string(100'000, 'x') + "\r\n"),
        withToken("GET /openapi.json", "Range: bytes=" + std::string(7'000, '9') + "-\r\n"),
        withToken("GET /openapi.json", "Range: bytes=5-1,9-,-\r\n"),
        withToken("POST /v1/jobs", "Transfer-Encoding: chunked\r\n", "ZZZZ\r\nabc"),
        withToken("POST /v1/jobs", "Transfer-Encoding: chunked\r\n", "fffffffffffffff\r\nabc")})
    answerTo(service_.port(), bytes, true);
  posted("/v1/jobs", std::string(4 << 20, ' '));
}

TEST_F(HostileServe, ServesOthersWhileClientsSendNothing) {
  std::vector<std::unique_ptr<Connection>> slow;
  for (int i = 0; i < 16; ++i) {
    slow.push_back(std::make_unique<Connection>(service_.port()));
    slow.back()->send(i % 2 ? "GET /v1/jo"
                            : withToken("POST /v1/uploads?name=x.wav", "Content-Length: 100\r\n", "a"));
  }
  expectWell();
  for (const auto& connection : slow) connection->rest();  // each is left after a time of silence
  EXPECT_TRUE(fs::is_empty(service_.folder() / "uploads"));
}

TEST_F(HostileServe, TakesOneRequestAConnection) {
  const std::string second = withToken("GET /openapi.json");
  const std::string answers = answerTo(service_.port(), withToken("GET /v1/jobs") + second);
  EXPECT_THAT(answers, StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(answers, Not(HasSubstr("openapi")));
}

}  // namespace
}  // namespace orator::test
