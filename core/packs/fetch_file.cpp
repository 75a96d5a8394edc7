#include "core/packs/fetch_file.h"

#include <curl/curl.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <memory>

#include "core/base/file_system.h"
#include "core/base/files.h"

namespace orator::packs {
namespace {

namespace fs = std::filesystem;
constexpr std::uint64_t kLargestFile = 8ull << 30;
constexpr int kAttempts = 3;

/// One request; what its callbacks share.
class Transfer {
 public:
  Transfer(const fs::path& part, std::uint64_t limit,
           const std::function<void(std::uint64_t, std::uint64_t)>& onBytes, const RunContext& context)
      : start_(sizeOfFile(part)), limit_(limit), onBytes_(onBytes), context_(context) {
    file_.reset(std::fopen(part.c_str(), "ab"));
    if (!file_) throw writeError(part, errno);
  }

  /// @return curl's verdict; `reason` in words
  CURLcode perform(const std::string& address, std::string& reason) {
    static const bool ready = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
    const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(ready ? curl_easy_init() : nullptr,
                                                                   &curl_easy_cleanup);
    if (!curl) throw Error(ErrorCode::internal, "libcurl", "cannot be started");
    char message[CURL_ERROR_SIZE] = "";
    const auto set = [&](CURLoption option, auto value) { curl_easy_setopt(curl.get(), option, value); };
    set(CURLOPT_URL, address.c_str());
    set(CURLOPT_PROTOCOLS_STR, "http,https,file");
    set(CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
    set(CURLOPT_FOLLOWLOCATION, 1L);
    set(CURLOPT_MAXREDIRS, 8L);
    set(CURLOPT_FAILONERROR, 1L);
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_CONNECTTIMEOUT, 20L);
    set(CURLOPT_LOW_SPEED_LIMIT, 1L);
    set(CURLOPT_LOW_SPEED_TIME, 30L);
    set(CURLOPT_USERAGENT, "orator");
    set(CURLOPT_ERRORBUFFER, message);
    set(CURLOPT_RESUME_FROM_LARGE, curl_off_t(start_));
    set(CURLOPT_WRITEFUNCTION, &Transfer::onData);
    set(CURLOPT_WRITEDATA, this);
    set(CURLOPT_NOPROGRESS, 0L);
    set(CURLOPT_XFERINFOFUNCTION, &Transfer::onProgress);
    set(CURLOPT_XFERINFODATA, this);
    const CURLcode code = curl_easy_perform(curl.get());
    curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status_);
    reason = message[0] ? message : curl_easy_strerror(code);
    if (tooLong_) reason = "it is longer than the published file";
    if (std::fclose(file_.release()) != 0 && writeErrno_ == 0) writeErrno_ = errno;
    return code;
  }

  std::uint64_t received() const { return received_; }
  int writeErrno() const { return writeErrno_; }
  bool tooLong() const { return tooLong_; }
  /// The server has nothing from this position on.
  bool refusedRange() const { return status_ == 416; }

 private:
  static std::size_t onData(char* data, std::size_t, std::size_t count, void* self) {
    auto& transfer = *static_cast<Transfer*>(self);
    if (transfer.start_ + transfer.received_ + count > transfer.limit_) {
      transfer.tooLong_ = true;
      return 0;
    }
    const std::size_t written = std::fwrite(data, 1, count, transfer.file_.get());
    if (written != count) transfer.writeErrno_ = errno;
    transfer.received_ += written;
    return written;
  }
  static int onProgress(void* self, curl_off_t total, curl_off_t done, curl_off_t, curl_off_t) {
    const auto& transfer = *static_cast<const Transfer*>(self);
    if (transfer.context_.stop.stop_requested()) return 1;
    if (done > 0)
      transfer.onBytes_(transfer.start_ + std::uint64_t(done),
                        total > 0 ? transfer.start_ + std::uint64_t(total) : 0);
    return 0;
  }

  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_{nullptr, &std::fclose};
  std::uint64_t start_, limit_, received_ = 0;
  const std::function<void(std::uint64_t, std::uint64_t)>& onBytes_;
  const RunContext& context_;
  long status_ = 0;
  int writeErrno_ = 0;
  bool tooLong_ = false;
};

}  // namespace

std::string fetchFile(const std::string& address, const fs::path& part, std::uint64_t expectedBytes,
                      const std::function<void(std::uint64_t, std::uint64_t)>& onBytes,
                      const RunContext& context) {
  const std::uint64_t limit = expectedBytes > 0 ? expectedBytes : kLargestFile;
  std::string reason;
  for (int attempt = 0; attempt < kAttempts;) {
    context.throwIfCancelled();
    const std::uint64_t before = sizeOfFile(part);
    if (before > limit) removeFile(part);
    Transfer transfer(part, limit, onBytes, context);
    const CURLcode code = transfer.perform(address, reason);
    if (transfer.writeErrno() != 0) throw writeError(part, transfer.writeErrno());
    context.throwIfCancelled();
    if (transfer.tooLong()) break;
    if (code == CURLE_OK) {
      if (expectedBytes == 0 || sizeOfFile(part) == expectedBytes) return {};
      reason = "the connection ended early";
    } else if (before > 0 &&
               (code == CURLE_RANGE_ERROR || code == CURLE_BAD_DOWNLOAD_RESUME || transfer.refusedRange())) {
      removeFile(part);
      ++attempt;
      continue;
    } else if (code == CURLE_HTTP_RETURNED_ERROR || code == CURLE_COULDNT_RESOLVE_HOST ||
               code == CURLE_COULDNT_CONNECT || code == CURLE_FILE_COULDNT_READ_FILE) {
      break;
    }
    attempt = transfer.received() > 0 ? 1 : attempt + 1;
  }
  return reason;
}

}  // namespace orator::packs
