#include "core/base/error.h"

namespace orator {

std::string_view errorName(ErrorCode code) {
  switch (code) {
    case ErrorCode::invalidArgument:
      return "invalid_argument";
    case ErrorCode::fileNotFound:
      return "file_not_found";
    case ErrorCode::notAFile:
      return "not_a_file";
    case ErrorCode::unreadablePicture:
      return "unreadable_picture";
    case ErrorCode::unreadableMedia:
      return "unreadable_media";
    case ErrorCode::noSound:
      return "no_sound";
    case ErrorCode::voiceTooShort:
      return "voice_too_short";
    case ErrorCode::silentVoice:
      return "silent_voice";
    case ErrorCode::pictureTooSmall:
      return "picture_too_small";
    case ErrorCode::noFace:
      return "no_face";
    case ErrorCode::faceCutOff:
      return "face_cut_off";
    case ErrorCode::outputUnwritable:
      return "output_unwritable";
    case ErrorCode::diskFull:
      return "disk_full";
    case ErrorCode::packMissing:
      return "pack_missing";
    case ErrorCode::packDamaged:
      return "pack_damaged";
    case ErrorCode::checkpointRefused:
      return "checkpoint_refused";
    case ErrorCode::unreadableProject:
      return "unreadable_project";
    case ErrorCode::deviceUnavailable:
      return "device_unavailable";
    case ErrorCode::outOfMemory:
      return "out_of_memory";
    case ErrorCode::internal:
      return "internal";
    case ErrorCode::cancelled:
      return "cancelled";
  }
  return "unknown";
}

namespace {
std::string sentence(const std::string& subject, const std::string& reason, const std::string& remedy) {
  std::string text = subject.empty() ? reason : subject + ": " + reason;
  if (!remedy.empty()) text += ". " + remedy;
  return text;
}
}  // namespace

Error::Error(ErrorCode code, std::string subject, std::string reason, std::string remedy)
    : std::runtime_error(sentence(subject, reason, remedy)),
      code_(code),
      subject_(std::move(subject)),
      reason_(std::move(reason)),
      remedy_(std::move(remedy)) {}

}  // namespace orator
