#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace orator {

/// What went wrong, in terms a user can act on. The numeric value is the exit code of the command line.
enum class ErrorCode {
  invalidArgument = 2,     ///< a value outside its documented range, an unknown name
  fileNotFound = 10,       ///< the path does not exist
  notAFile = 11,           ///< the path is a directory or a device
  unreadablePicture = 12,  ///< not a picture, or a damaged one
  unreadableMedia = 13,    ///< not an audio or video file, or a damaged one
  noSound = 14,            ///< a media file without an audio stream
  voiceTooShort = 15,      ///< no samples, or less than 0.2 s of them
  silentVoice = 16,        ///< nothing above the noise floor
  pictureTooSmall = 17,    ///< shorter side under 64 pixels
  noFace = 20,             ///< no face in the picture
  faceCutOff = 21,         ///< the face leaves the picture
  outputUnwritable = 30,   ///< the output folder is missing or not writable
  diskFull = 31,           ///< no space left while writing
  packMissing = 40,        ///< a pack or one of its files is not installed
  packDamaged = 41,        ///< a pack file does not match its checksum or its description
  checkpointRefused = 42,  ///< a weight file that is malformed, hostile or of another model
  unreadableProject = 43,  ///< a project, track or request file that cannot be understood
  deviceUnavailable = 50,  ///< CUDA was asked for and is not there
  outOfMemory = 51,        ///< host or device memory is exhausted
  internal = 70,           ///< a broken promise inside Orator
  cancelled = 130,         ///< the user stopped the work
};

/// Stable lower-case name of a code, for logs and `--progress json`, for example "no_face".
std::string_view errorName(ErrorCode code);

/// The one exception type of the core. `what()` is "subject: reason. remedy".
/// Thread rule: immutable, copyable between threads.
class Error : public std::runtime_error {
 public:
  /// @param subject the file or parameter concerned; may be empty
  /// @param reason what is wrong with it, one sentence without a full stop
  /// @param remedy what the user can do, one sentence without a full stop; may be empty
  Error(ErrorCode code, std::string subject, std::string reason, std::string remedy = {});

  ErrorCode code() const { return code_; }
  const std::string& subject() const { return subject_; }
  const std::string& reason() const { return reason_; }
  const std::string& remedy() const { return remedy_; }

 private:
  ErrorCode code_;
  std::string subject_, reason_, remedy_;
};

}  // namespace orator
