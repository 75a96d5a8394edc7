#include "core/media/film/picture_sequence.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstdio>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "core/base/descriptor.h"
#include "core/base/error.h"
#include "core/base/files.h"
#include "core/media/film/film_encoder.h"
#include "core/media/film/png_text.h"

namespace orator::media {
namespace {

constexpr const char* kSoundName = "sound.wav";
constexpr std::size_t kDigits = 6;

std::string pictureName(std::int64_t number) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%0*lld.png", int(kDigits), static_cast<long long>(number));
  return text.data();
}

/// A file of the folder; the folder is brought to the disk as a whole, by finish().
void writeInto(const std::filesystem::path& file, const std::filesystem::path& target,
               std::span<const std::uint8_t> bytes) {
  Descriptor descriptor(::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
  if (!descriptor) throw writeError(target, errno);
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor.value(), bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) throw writeError(target, written < 0 ? errno : ENOSPC);
    bytes = bytes.subspan(std::size_t(written));
  }
}

}  // namespace

bool isOfSequence(const std::filesystem::path& name) {
  const std::string text = name.filename().string(), stem = name.stem().string();
  const bool numbered = stem.size() >= kDigits && std::all_of(stem.begin(), stem.end(), [](unsigned char c) {
                          return std::isdigit(c) != 0;
                        });
  return text == kSoundName || (numbered && name.extension() == ".png");
}

PictureSequence::PictureSequence(std::filesystem::path folder, std::filesystem::path target,
                                 const FilmWriterSettings& settings)
    : folder_(std::move(folder)),
      target_(std::move(target)),
      size_(settings.size),
      alpha_(settings.form.alpha),
      tags_(settings.tags) {
  if (size_.width < 1 || size_.height < 1)
    throw Error(ErrorCode::invalidArgument, pathText(target_), "a film needs a size");
  if (settings.voice.empty()) return;
  FilmWriterSettings sound = settings;
  sound.form = {Container::wav, VideoCodec::none};
  sound_ = std::make_unique<FilmEncoder>(folder_ / kSoundName, target_, sound);
}

PictureSequence::~PictureSequence() = default;

void PictureSequence::encode(const cv::Mat& frame) {
  if (frame.type() != (alpha_ ? CV_8UC4 : CV_8UC3) || frame.size() != size_)
    throw Error(ErrorCode::internal, pathText(target_), "a frame has another size or type than the film");
  cv::Mat picture;
  cv::cvtColor(frame, picture, alpha_ ? cv::COLOR_RGBA2BGRA : cv::COLOR_RGB2BGR);
  std::vector<std::uint8_t> bytes;
  try {
    cv::imencode(".png", picture, bytes, {cv::IMWRITE_PNG_COMPRESSION, 1});
  } catch (const cv::Exception&) {  // in memory it fails for want of that alone
    throw Error(ErrorCode::outOfMemory, pathText(target_), "its pictures do not fit into memory",
                "Close other programs, or choose a smaller size");
  }
  writeInto(folder_ / pictureName(frames_++), target_, withPngTexts(bytes, tags_));
}

void PictureSequence::finish() {
  if (frames_ == 0) throw Error(ErrorCode::internal, pathText(target_), "the film has no frames");
  if (sound_) sound_->finish();
  const Descriptor disk(::open(folder_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!disk || ::syncfs(disk.value()) != 0) throw writeError(target_, errno);
}

}  // namespace orator::media
