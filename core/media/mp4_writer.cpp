#include "core/media/mp4_writer.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/media/mp4_encoder.h"

namespace orator::media {
namespace {

std::size_t queueLength(cv::Size size) {
  constexpr std::size_t kBytes = std::size_t(64) << 20;
  return std::clamp<std::size_t>(kBytes / (std::size_t(size.area()) * 3 + 1), 2, 16);
}

}  // namespace

struct Mp4Writer::State {
  State(std::filesystem::path path, const Mp4Settings& settings)
      : file(std::move(path)),
        encoder(file.path(), file.target(), settings),
        capacity(queueLength(settings.size)) {
    thread = std::thread([this] { run(); });
  }

  ~State() {
    {
      const std::lock_guard lock(mutex);
      abandoned = true;
    }
    changed.notify_all();
    if (thread.joinable()) thread.join();
  }

  void run() {
    try {
      cv::Mat frame;
      while (take(frame)) encoder.encode(frame);
      if (complete()) encoder.finish();
    } catch (...) {
      const std::lock_guard lock(mutex);
      failure = std::current_exception();
    }
    changed.notify_all();
  }

  /// The next frame; false when there will be none.
  bool take(cv::Mat& frame) {
    std::unique_lock lock(mutex);
    changed.wait(lock, [this] { return abandoned || closed || !queue.empty(); });
    if (abandoned || queue.empty()) return false;
    frame = std::move(queue.front());
    queue.pop_front();
    lock.unlock();
    changed.notify_all();
    return true;
  }

  bool complete() {
    const std::lock_guard lock(mutex);
    return closed && !abandoned;
  }

  void put(const cv::Mat& frame) {
    std::unique_lock lock(mutex);
    changed.wait(lock, [this] { return failure || queue.size() < capacity; });
    if (failure) std::rethrow_exception(failure);
    queue.push_back(frame);
    lock.unlock();
    changed.notify_all();
  }

  void close() {
    {
      const std::lock_guard lock(mutex);
      closed = true;
    }
    changed.notify_all();
    if (thread.joinable()) thread.join();
    if (failure) std::rethrow_exception(failure);
  }

  // The encoder is declared after the file: it closes what the file then removes.
  PartialFile file;
  Mp4Encoder encoder;
  const std::size_t capacity;
  std::mutex mutex;
  std::condition_variable changed;
  std::deque<cv::Mat> queue;
  bool closed = false, abandoned = false;
  std::exception_ptr failure;
  std::thread thread;
};

Mp4Writer::Mp4Writer(std::filesystem::path path, const Mp4Settings& settings)
    : state_(std::make_unique<State>(std::move(path), settings)) {}
Mp4Writer::~Mp4Writer() = default;

void Mp4Writer::write(const cv::Mat& rgb) {
  state_->put(rgb);
}

void Mp4Writer::finish() {
  state_->close();
  state_->file.commit();
}

}  // namespace orator::media
