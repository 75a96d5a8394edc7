#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <opencv2/core.hpp>
#include <optional>

#include "core/base/descriptor.h"
#include "core/pipeline/fingerprint.h"

namespace orator::pipeline {

/// Finished frames on disk, by the fingerprint of everything that decides their pixels. One file that only
/// grows: a program that is killed leaves every whole frame behind, and a torn last one is dropped. Frames
/// are kept without loss, as differences to the first. Memory: 40 bytes a frame. One thread; one program at a
/// time.
class FrameJournal {
 public:
  /// Opens or begins the file. Frames that do not belong to `owner` (another portrait, renderer or setting)
  /// are discarded; a file that is no journal, and a link, are left as they are.
  /// @return nothing when the file is no journal, cannot be written or another program is using it
  static std::optional<FrameJournal> open(const std::filesystem::path& file, const Fingerprint::Value& owner);
  /// Opens a file that another program wrote, or is writing, to read what it holds by now. Nothing can be
  /// added.
  /// @return nothing where there is no journal of that owner
  static std::optional<FrameJournal> openToRead(const std::filesystem::path& file,
                                                const Fingerprint::Value& owner);
  FrameJournal(FrameJournal&& other) noexcept = default;
  FrameJournal& operator=(FrameJournal&&) = delete;

  /// Whether a file of that name is a journal, and no link to one.
  static bool isOne(const std::filesystem::path& file);

  std::size_t frames() const { return places_.size(); }
  bool contains(const Fingerprint::Value& frame) const { return places_.contains(frame); }
  /// The frame as it was added, or an empty picture where there is none or it is damaged.
  cv::Mat read(const Fingerprint::Value& frame);
  /// Of all frames; empty where there is none yet.
  cv::Size frameSize();
  /// @param rgb CV_8UC3 or CV_8UC4, of one size and type for all @return false when it cannot be written;
  /// nothing is added then
  bool append(const Fingerprint::Value& frame, const cv::Mat& rgb);
  /// Deletes the file; nothing more can be read or added.
  void remove();

 private:
  struct Place {
    std::uint64_t offset = 0;  ///< of the payload
    std::uint32_t bytes = 0;
  };
  FrameJournal(std::filesystem::path file, Descriptor descriptor);
  void scan(const Fingerprint::Value& owner);
  void begin(const Fingerprint::Value& owner);
  const cv::Mat& first();
  cv::Mat payloadAt(const Place& place) const;

  std::filesystem::path file_;
  Descriptor descriptor_;
  std::uint64_t end_ = 0;
  std::map<Fingerprint::Value, Place> places_;
  std::optional<Place> firstPlace_;
  cv::Mat first_;  ///< what the others are differences to; read when it is needed
};

}  // namespace orator::pipeline
