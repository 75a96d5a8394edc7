#include "core/pipeline/frame_journal.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <opencv2/imgcodecs.hpp>
#include <utility>
#include <vector>

namespace orator::pipeline {
namespace {

struct FileHead {
  std::array<char, 8> magic;
  Fingerprint::Value owner;
};
struct FrameHead {
  std::uint32_t magic;
  std::uint32_t bytes;  ///< of the payload that follows
  Fingerprint::Value frame;
  std::uint64_t check;  ///< of the payload
};
constexpr std::array<char, 8> kFileMagic{'o', 'r', 'a', 't', 'o', 'r', 'J', '1'};
constexpr std::uint32_t kFrameMagic = 0x4D415246;
constexpr std::uint32_t kLargestFrame = 256u << 20;

bool readAt(int descriptor, void* target, std::size_t bytes, std::uint64_t offset) {
  return pread(descriptor, target, bytes, off_t(offset)) == ssize_t(bytes);
}

std::uint64_t checkOf(std::span<const std::uint8_t> payload) {
  Fingerprint fingerprint;
  fingerprint.add(payload);
  return fingerprint.value()[0];
}

/// A file, not what a link of that name leads to. @return -1 where there is none
int openExisting(const std::filesystem::path& file, int access) {
  return ::open(file.c_str(), access | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
}

/// A journal of no frames. It has its head before it has its name: what a killed program leaves is known for
/// ours. @return none where there is a file of that name
Descriptor createNew(const std::filesystem::path& file, const FileHead& head) {
  const std::filesystem::path folder = file.has_parent_path() ? file.parent_path() : ".";
  Descriptor unnamed(::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0666));
  if (!unnamed)  // a disk that does not know that
    return Descriptor(::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666));
  const std::string path = "/proc/self/fd/" + std::to_string(unnamed.value());
  if (pwrite(unnamed.value(), &head, sizeof head, 0) != ssize_t(sizeof head) ||
      linkat(AT_FDCWD, path.c_str(), AT_FDCWD, file.c_str(), AT_SYMLINK_FOLLOW) != 0)
    return Descriptor();
  return unnamed;
}

/// Of whatever work, form and version.
bool beginsLikeJournal(int descriptor) {
  struct stat status {};
  std::array<char, 8> magic{};
  return fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode) &&
         readAt(descriptor, magic.data(), magic.size(), 0) &&
         std::equal(magic.begin(), magic.end() - 1, kFileMagic.begin());
}

}  // namespace

bool FrameJournal::isOne(const std::filesystem::path& file) {
  const Descriptor descriptor(openExisting(file, O_RDONLY));
  return descriptor && beginsLikeJournal(descriptor.value());
}

std::optional<FrameJournal> FrameJournal::open(const std::filesystem::path& file,
                                               const Fingerprint::Value& owner) {
  Descriptor descriptor = createNew(file, {kFileMagic, owner});
  const bool isNew = bool(descriptor);
  if (!isNew) descriptor = Descriptor(openExisting(file, O_RDWR));
  if (!descriptor || flock(descriptor.value(), LOCK_EX | LOCK_NB) != 0) return {};
  if (!isNew && !beginsLikeJournal(descriptor.value())) return {};
  FrameJournal journal(file, std::move(descriptor));
  journal.scan(owner);
  if (journal.end_ == 0) journal.begin(owner);
  if (journal.end_ == 0) {
    journal.remove();
    return {};
  }
  return journal;
}

std::optional<FrameJournal> FrameJournal::openToRead(const std::filesystem::path& file,
                                                     const Fingerprint::Value& owner) {
  Descriptor descriptor(openExisting(file, O_RDONLY));
  if (!descriptor || !beginsLikeJournal(descriptor.value())) return {};
  FrameJournal journal(file, std::move(descriptor));
  journal.scan(owner);
  if (journal.end_ == 0) return {};
  return journal;
}

FrameJournal::FrameJournal(std::filesystem::path file, Descriptor descriptor)
    : file_(std::move(file)), descriptor_(std::move(descriptor)) {}

void FrameJournal::scan(const Fingerprint::Value& owner) {
  FileHead head{};
  if (!readAt(descriptor_.value(), &head, sizeof head, 0) || head.magic != kFileMagic || head.owner != owner)
    return;
  const auto length = std::uint64_t(lseek(descriptor_.value(), 0, SEEK_END));
  end_ = sizeof head;
  for (FrameHead frame{}; readAt(descriptor_.value(), &frame, sizeof frame, end_);) {
    const Place place{end_ + sizeof frame, frame.bytes};
    if (frame.magic != kFrameMagic || frame.bytes > kLargestFrame || place.offset + place.bytes > length)
      break;
    if (!firstPlace_) firstPlace_ = place;
    places_[frame.frame] = place;
    end_ = place.offset + place.bytes;
  }
}

void FrameJournal::begin(const Fingerprint::Value& owner) {
  const FileHead head{kFileMagic, owner};
  if (ftruncate(descriptor_.value(), 0) == 0 &&
      pwrite(descriptor_.value(), &head, sizeof head, 0) == ssize_t(sizeof head))
    end_ = sizeof head;
}

/// The decoded payload, or an empty picture.
cv::Mat FrameJournal::payloadAt(const Place& place) const {
  FrameHead head{};
  std::vector<std::uint8_t> bytes(place.bytes);
  if (!readAt(descriptor_.value(), &head, sizeof head, place.offset - sizeof head) ||
      !readAt(descriptor_.value(), bytes.data(), bytes.size(), place.offset) || checkOf(bytes) != head.check)
    return {};
  return cv::imdecode(bytes, cv::IMREAD_UNCHANGED);
}

const cv::Mat& FrameJournal::first() {
  if (first_.empty() && firstPlace_) first_ = payloadAt(*firstPlace_);
  return first_;
}

cv::Size FrameJournal::frameSize() {
  return first().size();
}

cv::Mat FrameJournal::read(const Fingerprint::Value& frame) {
  const auto found = places_.find(frame);
  if (found == places_.end()) return {};
  if (found->second.offset == firstPlace_->offset) return first().clone();
  cv::Mat rgb = payloadAt(found->second);
  if (rgb.empty() || rgb.size() != first().size() || rgb.type() != first_.type()) return {};
  cv::bitwise_xor(rgb, first_, rgb);
  return rgb;
}

bool FrameJournal::append(const Fingerprint::Value& frame, const cv::Mat& rgb) {
  if (!descriptor_ || (rgb.type() != CV_8UC3 && rgb.type() != CV_8UC4)) return false;
  cv::Mat difference;
  if (!firstPlace_) {
    difference = rgb;
  } else {
    if (first().size() != rgb.size() || first_.type() != rgb.type()) return false;
    cv::bitwise_xor(rgb, first_, difference);  // zeros wherever the background stands still
  }
  std::vector<std::uint8_t> payload;
  try {
    cv::imencode(".png", difference, payload, {cv::IMWRITE_PNG_COMPRESSION, 1});
  } catch (const cv::Exception&) {  // in memory it fails for want of that alone
    return false;
  }
  const FrameHead head{kFrameMagic, std::uint32_t(payload.size()), frame, checkOf(payload)};
  std::vector<std::uint8_t> record(sizeof head + payload.size());
  std::memcpy(record.data(), &head, sizeof head);
  std::memcpy(record.data() + sizeof head, payload.data(), payload.size());
  if (pwrite(descriptor_.value(), record.data(), record.size(), off_t(end_)) != ssize_t(record.size()))
    return false;
  const Place place{end_ + sizeof head, head.bytes};
  if (!firstPlace_) {
    firstPlace_ = place;
    first_ = rgb.clone();
  }
  places_[frame] = place;
  end_ += record.size();
  return true;
}

void FrameJournal::remove() {
  struct stat own {
  }, named{};
  const bool isOwn = descriptor_ && fstat(descriptor_.value(), &own) == 0 &&
                     lstat(file_.c_str(), &named) == 0 && own.st_dev == named.st_dev &&
                     own.st_ino == named.st_ino;
  if (isOwn) ::unlink(file_.c_str());  // a journal that stays is only space
  descriptor_.close();
  places_.clear();
}

}  // namespace orator::pipeline
