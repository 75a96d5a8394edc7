#include "core/packs/fetch_file.h"

#include <curl/curl.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <string_view>

#include "core/base/descriptor.h"
#include "core/base/file_system.h"
#include "core/base/files.h"

namespace orator::packs {
namespace {

namespace fs = std::filesystem;
constexpr std::uint64_t kLargestFile = 8ull << 30;
constexpr int kAttempts = 3;
constexpr std::uint64_t kSeamBytes = 1024;  // as much of random numbers agrees in no two files

/// One request; what its callbacks share.
class Transfer {
 public:
  Transfer(const fs::path& part, std::uint64_t expected,
           const std::function<void(std::uint64_t, std::uint64_t)>& onBytes, const RunContext& context)
      : file_(openPart(part)),
        start_(std::uint64_t(std::max(off_t(0), ::lseek(file_.value(), 0, SEEK_END)))),
        expected_(expected),
        onBytes_(onBytes),
        context_(context) {
    seam_.resize(std::min<std::uint64_t>(start_, kSeamBytes));
    const ssize_t got = ::pread(file_.value(), seam_.data(), seam_.size(), off_t(start_ - seam_.size()));
    if (got != ssize_t(seam_.size())) throw writeError(part, got < 0 ? errno : EIO);
  }

  /// @return curl's verdict; `reason` in words
  CURLcode perform(const std::string& address, std::string& reason) {
    static const bool ready = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
    const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(ready ? curl_easy_init() : nullptr,
                                                                   &curl_easy_cleanup);
    curl_ = curl.get();
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
    set(CURLOPT_RESUME_FROM_LARGE, curl_off_t(start_ - seam_.size()));
    set(CURLOPT_WRITEFUNCTION, &Transfer::onData);
    set(CURLOPT_WRITEDATA, this);
    set(CURLOPT_NOPROGRESS, 0L);
    set(CURLOPT_XFERINFOFUNCTION, &Transfer::onProgress);
    set(CURLOPT_XFERINFODATA, this);
    const CURLcode code = curl_easy_perform(curl.get());
    curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status_);
    reason = message[0] ? message : curl_easy_strerror(code);
    if (otherLength_) reason = "it is longer or shorter than the published file";
    if (received_ > 0 && writeErrno_ == 0 && ::fsync(file_.value()) != 0) writeErrno_ = errno;
    return code;
  }

  std::uint64_t received() const { return received_; }
  int writeErrno() const { return writeErrno_; }
  bool otherLength() const { return otherLength_; }
  /// What is there does not belong to what this address has.
  bool differs() const { return differs_; }
  /// The server has nothing from this position on.
  bool refusedRange() const { return status_ == 416; }

 private:
  /// For this program alone, and no link.
  static Descriptor openPart(const fs::path& part) {
    constexpr int kFlags = O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;
    Descriptor file(::open(part.c_str(), kFlags, 0666));
    if (!file) throw writeError(part, errno);
    if (!isFile(part)) throw writeError(part, EEXIST);
    if (::flock(file.value(), LOCK_EX | LOCK_NB) != 0)
      throw Error(ErrorCode::outputUnwritable, pathText(part),
                  "another program is fetching this file right now", "Wait until it has finished");
    return file;
  }

  static std::size_t onData(char* data, std::size_t, std::size_t count, void* self) {
    return static_cast<Transfer*>(self)->take({data, count}) ? count : 0;
  }

  /// Whether the length that the server announces, where it does, is the published one.
  bool hasPublishedLength() const {
    curl_off_t announced = -1;
    curl_easy_getinfo(curl_, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &announced);
    return expected_ == 0 || announced < 0 || start_ - seam_.size() + std::uint64_t(announced) == expected_;
  }

  bool take(std::string_view data) {
    const std::uint64_t limit = expected_ > 0 ? expected_ : kLargestFile;
    otherLength_ = (again_ + received_ == 0 && !hasPublishedLength()) ||
                   start_ - seam_.size() + again_ + received_ + data.size() > limit;
    if (otherLength_) return false;
    const std::string_view repeated = data.substr(0, seam_.size() - again_);
    differs_ = repeated != std::string_view(seam_).substr(again_, repeated.size());
    if (differs_) return false;
    again_ += repeated.size();
    return write(data.substr(repeated.size()));
  }

  bool write(std::string_view data) {
    while (!data.empty()) {
      const ssize_t written = ::write(file_.value(), data.data(), data.size());
      if (written < 0 && errno == EINTR) continue;
      if (written <= 0) {
        writeErrno_ = written < 0 ? errno : ENOSPC;
        return false;
      }
      received_ += std::uint64_t(written);
      data.remove_prefix(std::size_t(written));
    }
    return true;
  }

  static int onProgress(void* self, curl_off_t total, curl_off_t done, curl_off_t, curl_off_t) {
    const auto& transfer = *static_cast<const Transfer*>(self);
    if (transfer.context_.stop.stop_requested()) return 1;
    const std::uint64_t from = transfer.start_ - transfer.seam_.size();
    if (done > 0)
      transfer.onBytes_(std::max(transfer.start_, from + std::uint64_t(done)),
                        total > 0 ? from + std::uint64_t(total) : 0);
    return 0;
  }

  Descriptor file_;
  std::string seam_;  ///< the last bytes that are there
  std::uint64_t start_, expected_, again_ = 0, received_ = 0;
  CURL* curl_ = nullptr;
  const std::function<void(std::uint64_t, std::uint64_t)>& onBytes_;
  const RunContext& context_;
  long status_ = 0;
  int writeErrno_ = 0;
  bool otherLength_ = false, differs_ = false;
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
    Transfer transfer(part, expectedBytes, onBytes, context);
    const CURLcode code = transfer.perform(address, reason);
    if (transfer.writeErrno() != 0) throw writeError(part, transfer.writeErrno());
    context.throwIfCancelled();
    if (transfer.otherLength()) break;
    if (transfer.differs()) {
      removeFile(part);
      continue;
    }
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
