#include "core/media/film/film_writer.h"

#include <algorithm>
#include <cerrno>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>

#include "core/base/error.h"
#include "core/base/file_system.h"
#include "core/base/files.h"
#include "core/base/partial_folder.h"
#include "core/media/film/film_encoder.h"
#include "core/media/film/picture_sequence.h"

namespace orator::media {
namespace {

/// Frames that may wait for the encoder: as many as 32 MB hold, two to sixteen.
std::size_t queueLength(cv::Size size) {
  constexpr std::size_t kBytes = std::size_t(32) << 20;
  return std::clamp<std::size_t>(kBytes / (std::size_t(size.area()) * 4 + 1), 2, 16);
}

}  // namespace

/// Where a film lies until it is complete.
class FilmPlace {
 public:
  FilmPlace(const std::filesystem::path& target, const FilmWriterSettings& settings) {
    if (settings.pass == 1) return;  // writes what it finds out alone
    if (!settings.form.isSequence()) {
      file_.emplace(target);
      return;
    }
    const std::filesystem::path folder = absolutePath(target).parent_path();
    if (!isFolder(folder)) throw writeError(target, ENOENT);
    folder_.emplace(target);
  }
  std::unique_ptr<FrameEncoder> makeEncoder(const std::filesystem::path& target,
                                            const FilmWriterSettings& settings) {
    if (folder_) return std::make_unique<PictureSequence>(folder_->path(), target, settings);
    return std::make_unique<FilmEncoder>(file_ ? file_->path() : target, target, settings);
  }
  void commit() {
    if (file_) file_->commit();
    if (folder_) folder_->commit();
  }

 private:
  std::optional<PartialFile> file_;
  std::optional<PartialFolder> folder_;
};

struct FilmWriter::State {
  State(const std::filesystem::path& path, const FilmWriterSettings& settings)
      : place(path, settings), encoder(encoderOf(path, settings)), capacity(queueLength(settings.size)) {
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
      while (take(frame)) encoder->encode(frame);
      if (complete()) encoder->finish();
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

  std::unique_ptr<FrameEncoder> encoderOf(const std::filesystem::path& path,
                                          const FilmWriterSettings& settings) {
    requireEncoder(settings.form);
    return place.makeEncoder(path, settings);
  }

  // The encoder is declared after the place: it closes what the place then removes.
  FilmPlace place;
  std::unique_ptr<FrameEncoder> encoder;
  const std::size_t capacity;
  std::mutex mutex;
  std::condition_variable changed;
  std::deque<cv::Mat> queue;
  bool closed = false, abandoned = false;
  std::exception_ptr failure;
  std::thread thread;
};

FilmWriter::FilmWriter(const std::filesystem::path& path, const FilmWriterSettings& settings)
    : state_(std::make_unique<State>(path, settings)) {}
FilmWriter::~FilmWriter() = default;

void FilmWriter::write(const cv::Mat& frame) {
  state_->put(frame);
}

void FilmWriter::finish() {
  state_->close();
  state_->place.commit();
}

}  // namespace orator::media
