#include "core/service/http_service.h"

#include <httplib.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <fstream>
#include <limits>
#include <regex>
#include <semaphore>
#include <thread>

#include "core/base/file_system.h"
#include "core/base/foreign_error.h"
#include "core/base/json_value.h"
#include "core/base/number.h"
#include "core/service/service_texts.h"

namespace orator::service {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using namespace std::chrono_literals;

constexpr std::size_t kShortestToken = 16, kLongestOrder = 1 << 20, kPiece = 1 << 16;
constexpr int kThreads = 32;
constexpr int kMostStreams = 16;  // of events, each of which holds a thread
constexpr const char* kJson = "application/json";

/// In a time that tells nothing of where they differ.
bool same(const std::string& given, const std::string& token) {
  std::size_t difference = given.size() ^ token.size();
  for (std::size_t i = 0; i < given.size(); ++i)
    difference |= std::size_t(given[i] ^ token[i % token.size()]);
  return difference == 0;
}

std::string dumped(const json& object) {
  return object.dump(-1, ' ', false, json::error_handler_t::replace);
}

void answer(httplib::Response& response, int status, const json& object) {
  response.status = status;
  response.set_content(dumped(object) + "\n", kJson);
}

int statusOf(ErrorCode code) {
  switch (code) {
    case ErrorCode::fileNotFound:
      return 404;
    case ErrorCode::diskFull:
    case ErrorCode::outputUnwritable:
      return 507;
    case ErrorCode::internal:
    case ErrorCode::outOfMemory:
      return 500;
    default:
      return 400;
  }
}

void refuse(httplib::Response& response, int status, const Error& error) {
  answer(response, status,
         {{"error",
           {{"code", errorName(error.code())},
            {"subject", fs::path(error.subject()).filename().string()},
            {"reason", error.reason()},
            {"remedy", error.remedy()}}}});
}

Error unknownRequest(const httplib::Request& request) {
  return {ErrorCode::invalidArgument, request.method, "this is nothing that the service knows",
          "openapi.json lists what there is"};
}

/// Whether a body that it may have is read by one who counts its bytes.
bool takesBody(const httplib::Request& request) {
  if (request.method == "POST") return request.path == "/v1/uploads" || request.path == "/v1/jobs";
  static const std::regex kDeleted("/v1/(uploads|jobs)/[0-9a-f]{32}");
  return request.method == "GET" || request.method == "HEAD" ||
         (request.method == "DELETE" && request.path.size() < 100 &&
          std::regex_match(request.path, kDeleted));
}

/// A type that no browser takes for a page.
std::string filmType(const fs::path& film) {
  const std::string ending = film.extension().string();
  if (ending == ".mp4") return "video/mp4";
  if (ending == ".webm") return "video/webm";
  if (ending == ".gif") return "image/gif";
  return "application/octet-stream";
}

}  // namespace

std::string readToken(const fs::path& file) {
  requireFile(file);
  struct stat status {};
  const auto refused = [&](const std::string& reason, const std::string& remedy) {
    return Error(ErrorCode::invalidArgument, pathText(file), reason, remedy);
  };
  if (stat(file.c_str(), &status) != 0 || (status.st_mode & 077) != 0)
    throw refused("others may read the key to the service", "Keep it to yourself: chmod 600");
  std::string token;
  std::ifstream stream(file);
  std::getline(stream, token);
  const bool isVisible =
      std::all_of(token.begin(), token.end(), [](unsigned char c) { return c > 0x20 && c < 0x7F; });
  if (token.size() < kShortestToken || token.size() > 1000 || !isVisible)
    throw refused("its first line is no key of 16 to 1000 visible characters",
                  "Make one: (umask 077; head -c 32 /dev/urandom | base64 > FILE)");
  return token;
}

class HttpService::Routes {
 public:
  Routes(Workshop& workshop, HttpSettings settings) : workshop_(workshop), settings_(std::move(settings)) {
    configure();
    addUploads();
    addJobs();
    addEvents();
    addResult();
    addTexts();
    const bool any = settings_.port == 0;
    port_ = any                                                 ? server_.bind_to_any_port("127.0.0.1")
            : server_.bind_to_port("127.0.0.1", settings_.port) ? settings_.port
                                                                : -1;
    if (port_ <= 0)
      throw Error(ErrorCode::invalidArgument, "--port",
                  "the port " + std::to_string(settings_.port) + " cannot be had",
                  "Another program has it, or it is below 1024: choose another one");
  }

  int port() const { return port_; }
  void run(const std::stop_token& stop) {
    std::counting_semaphore<2> wake(0);
    std::atomic<bool> ended = false;
    const std::stop_callback wanted(stop, [&] { wake.release(); });
    const std::jthread ender([&] {
      wake.acquire();
      ending_ = true;
      // A server that has not begun to listen yet would not hear of it.
      while (!ended && !server_.is_running()) std::this_thread::sleep_for(10ms);
      if (!ended) server_.stop();
    });
    server_.listen_after_bind();
    ended = true;
    wake.release();
  }

 private:
  using Request = httplib::Request;
  using Response = httplib::Response;

  void configure() {
    server_.new_task_queue = [] { return new httplib::ThreadPool(kThreads); };  // the server deletes it
    // One request a connection: what a refused one has left unread is never taken for another.
    server_.set_keep_alive_max_count(1);
    server_.set_read_timeout(settings_.readSeconds);
    server_.set_write_timeout(settings_.readSeconds);
    server_.set_payload_max_length(std::numeric_limits<std::size_t>::max());  // uploads count their bytes
    server_.set_default_headers({{"Cache-Control", "no-store"},
                                 {"X-Content-Type-Options", "nosniff"},
                                 {"X-Frame-Options", "DENY"},
                                 {"Referrer-Policy", "no-referrer"}});
    server_.set_pre_routing_handler([this](const Request& request, Response& response) {
      if (!isKnown(request)) {
        refuse(response, 401,
               {ErrorCode::invalidArgument, "Authorization", "the request does not bring the service's token",
                "Send the header Authorization: Bearer TOKEN"});
        return httplib::Server::HandlerResponse::Handled;
      }
      if (takesBody(request)) return httplib::Server::HandlerResponse::Unhandled;
      refuse(response, 404, unknownRequest(request));  // before a body is read that nobody counts
      return httplib::Server::HandlerResponse::Handled;
    });
    server_.set_exception_handler([](const Request&, Response& response, const std::exception_ptr& thrown) {
      try {
        std::rethrow_exception(thrown);
      } catch (const std::exception& failure) {
        const Error error = asError(failure);
        refuse(response, statusOf(error.code()), error);
      }
    });
    server_.set_error_handler([](const Request& request, Response& response) {
      if (!response.body.empty()) return;
      refuse(response, response.status, unknownRequest(request));
    });
  }

  bool isKnown(const Request& request) const {
    constexpr std::string_view kBearer = "Bearer ";
    const std::string header = request.get_header_value("Authorization");
    if (header.starts_with(kBearer) && same(header.substr(kBearer.size()), settings_.token)) return true;
    return request.method == "GET" && request.path == "/" &&
           same(request.get_param_value("token"), settings_.token);
  }

  /// What a client announces is refused before it is sent.
  void requireSize(const Request& request) const {
    if (!request.has_header("Content-Length")) return;
    const auto size = numberFromText<std::uint64_t>(request.get_header_value("Content-Length"));
    if (!size || *size > workshop_.limits().uploadBytes)
      throw Error(ErrorCode::invalidArgument, "Content-Length",
                  "a file may have " + std::to_string(workshop_.limits().uploadBytes) + " bytes",
                  "Give a smaller file, or start the service with a larger --max-upload");
  }

  void addUploads() {
    server_.Post("/v1/uploads", [this](const Request& request, Response& response,
                                       const httplib::ContentReader& content) {
      requireSize(request);
      const auto upload = workshop_.beginUpload(request.get_param_value("name"));
      if (request.is_multipart_form_data())
        throw Error(ErrorCode::invalidArgument, "Content-Type", "a form is no file",
                    "Send the file's bytes as they are, as application/octet-stream");
      std::exception_ptr failure;
      const bool isWhole = content([&](const char* bytes, std::size_t count) {
        try {
          upload->write(std::span(reinterpret_cast<const std::uint8_t*>(bytes), count));
          return true;
        } catch (...) {
          failure = std::current_exception();
          return false;
        }
      });
      if (failure) std::rethrow_exception(failure);
      if (!isWhole)
        throw Error(ErrorCode::invalidArgument, "body", "it ended before it was whole", "Send it again");
      const std::uint64_t bytes = upload->bytes();
      answer(response, 201, {{"id", upload->finish()}, {"bytes", bytes}});
    });
    server_.Delete(R"(/v1/uploads/([0-9a-f]{32}))",
                   [this](const Request& request, Response& response, const httplib::ContentReader&) {
                     workshop_.removeUpload(request.matches[1]);
                     response.status = 204;
                   });
  }

  void addJobs() {
    server_.Post(
        "/v1/jobs", [this](const Request&, Response& response, const httplib::ContentReader& content) {
          std::string text;
          const bool isWhole = content([&](const char* bytes, std::size_t count) {
            if (text.size() + count > kLongestOrder) return false;
            text.append(bytes, count);
            return true;
          });
          if (!isWhole)
            throw Error(ErrorCode::invalidArgument, "body", "it is cut off, or longer than 1 MB",
                        "Send the job as a JSON object");
          json order;
          try {
            order = parsedJson(text);
          } catch (const std::exception& failure) {
            throw Error(ErrorCode::invalidArgument, "body", failure.what(), "Send the job as a JSON object");
          }
          answer(response, 201, workshop_.job(workshop_.addJob(order)).toJson());
        });
    server_.Get("/v1/jobs", [this](const Request&, Response& response) {
      json list = json::array();
      for (const JobNews& news : workshop_.jobs()) list.push_back(news.toJson());
      answer(response, 200, {{"jobs", list}});
    });
    server_.Get(R"(/v1/jobs/([0-9a-f]{32}))", [this](const Request& request, Response& response) {
      answer(response, 200, workshop_.job(request.matches[1]).toJson());
    });
    server_.Delete(R"(/v1/jobs/([0-9a-f]{32}))",
                   [this](const Request& request, Response& response, const httplib::ContentReader&) {
                     workshop_.cancel(request.matches[1]);
                     response.status = 204;
                   });
  }

  /// Server-sent events: the job's state whenever it changes, until it is over.
  void addEvents() {
    server_.Get(R"(/v1/jobs/([0-9a-f]{32})/events)", [this](const Request& request, Response& response) {
      const std::string id = request.matches[1];
      workshop_.job(id);  // refuses one that is not there
      if (++streams_ > kMostStreams) {
        --streams_;
        refuse(response, 503,
               {ErrorCode::invalidArgument, "events", "too many streams of events are open", "Close others"});
        return;
      }
      response.set_chunked_content_provider(
          "text/event-stream",
          [this, id, version = std::optional<std::uint64_t>()](std::size_t, httplib::DataSink& sink) mutable {
            return sendNews(id, version, sink);
          },
          [this](bool) { --streams_; });
    });
  }

  /// One event, or after a second of nothing a comment, which finds out whether somebody still listens.
  bool sendNews(const std::string& id, std::optional<std::uint64_t>& version, httplib::DataSink& sink) {
    std::string text = ": waiting\n\n";
    bool isLast = ending_;
    try {
      const JobNews news = version ? workshop_.waitForNews(id, *version, 1s) : workshop_.job(id);
      if (version != news.version)
        text = "event: " + std::string(news.isOver() ? "over" : "progress") +
               "\ndata: " + dumped(news.toJson()) + "\n\n";
      version = news.version;
      isLast = isLast || news.isOver();
    } catch (const Error&) {  // somebody has deleted the job
      text = "event: over\ndata: {}\n\n";
      isLast = true;
    }
    if (!sink.write(text.data(), text.size())) return false;
    if (isLast) sink.done();
    return true;
  }

  void addResult() {
    server_.Get(R"(/v1/jobs/([0-9a-f]{32})/result)", [this](const Request& request, Response& response) {
      const fs::path film = workshop_.film(request.matches[1]);
      const auto stream = std::make_shared<std::ifstream>(film, std::ios::binary);
      if (!*stream)
        throw Error(ErrorCode::fileNotFound, film.filename().string(), "the film is gone", "Make it again");
      response.set_header("Content-Disposition",
                          "attachment; filename=\"film" + film.extension().string() + "\"");
      response.set_content_provider(
          std::size_t(sizeOfFile(film)), filmType(film),
          [stream](std::size_t offset, std::size_t length, httplib::DataSink& sink) {
            std::array<char, kPiece> bytes{};
            stream->seekg(std::streamoff(offset));
            stream->read(bytes.data(), std::streamsize(std::min(length, bytes.size())));
            return stream->gcount() > 0 && sink.write(bytes.data(), std::size_t(stream->gcount()));
          });
    });
  }

  void addTexts() {
    server_.Get("/openapi.json",
                [](const Request&, Response& response) { response.set_content(kOpenApi, kJson); });
    server_.Get("/", [](const Request&, Response& response) {
      response.set_header("Content-Security-Policy",
                          "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; "
                          "connect-src 'self'; media-src blob:; img-src blob:");
      response.set_content(kPage, "text/html; charset=utf-8");
    });
  }

  Workshop& workshop_;
  const HttpSettings settings_;
  httplib::Server server_;
  std::atomic<int> streams_ = 0;
  std::atomic<bool> ending_ = false;
  int port_ = -1;
};

HttpService::HttpService(Workshop& workshop, HttpSettings settings)
    : routes_(std::make_unique<Routes>(workshop, std::move(settings))) {}

HttpService::~HttpService() = default;

int HttpService::port() const {
  return routes_->port();
}

void HttpService::run(const std::stop_token& stop) {
  routes_->run(stop);
}

}  // namespace orator::service
