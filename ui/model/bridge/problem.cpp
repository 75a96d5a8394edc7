#include "ui/model/bridge/problem.h"

#include <QFileInfo>
#include <new>

#include "ui/kit/translation/language.h"
#include "ui/kit/translation/tr.h"

namespace orator::ui {
namespace {

/// What the studio advises where the core's own remedy is silent.
QString usualRemedy(ErrorCode code) {
  switch (code) {
    case ErrorCode::fileNotFound:
    case ErrorCode::notAFile:
      return tr("Choose the file again; it may have been moved or renamed.");
    case ErrorCode::unreadablePicture:
      return tr("Open it in a picture program and save it as PNG or JPEG.");
    case ErrorCode::unreadableMedia:
      return tr("Convert it to WAV, MP3 or MP4 and try again.");
    case ErrorCode::noSound:
      return tr("Choose a file that contains speech.");
    case ErrorCode::voiceTooShort:
      return tr("Use at least a fifth of a second of speech.");
    case ErrorCode::silentVoice:
      return tr("Raise the level of the recording, or choose another one.");
    case ErrorCode::pictureTooSmall:
      return tr("Use a picture of 256 pixels or more.");
    case ErrorCode::noFace:
      return tr("Use a picture that shows one face from the front, evenly lit.");
    case ErrorCode::faceCutOff:
      return tr("Use a picture in which the whole face is visible.");
    case ErrorCode::outputUnwritable:
      return tr("Choose another folder for the film.");
    case ErrorCode::diskFull:
      return tr("Free some disk space and press Retry.");
    case ErrorCode::packMissing:
      return tr("Open Packs and install it.");
    case ErrorCode::packDamaged:
    case ErrorCode::checkpointRefused:
      return tr("Open Packs, verify it and install it again.");
    case ErrorCode::unreadableProject:
      return tr("Open one of the backups beside the project.");
    case ErrorCode::deviceUnavailable:
      return tr("Choose the CPU in the tool bar.");
    case ErrorCode::outOfMemory:
      return tr("Choose a smaller output size.");
    case ErrorCode::invalidArgument:
      return tr("Reset the setting to its default.");
    case ErrorCode::internal:
      return tr("Use Help > Copy report and tell us about it.");
    case ErrorCode::cancelled:
      return {};
  }
  return {};
}

/// What happened, for a reader of another language than the core's.
QString usualReason(ErrorCode code) {
  switch (code) {
    case ErrorCode::fileNotFound:
      return tr("the file does not exist");
    case ErrorCode::notAFile:
      return tr("this is not a file");
    case ErrorCode::unreadablePicture:
      return tr("the picture cannot be read");
    case ErrorCode::unreadableMedia:
      return tr("the sound or video cannot be read");
    case ErrorCode::noSound:
      return tr("there is no sound in it");
    case ErrorCode::voiceTooShort:
      return tr("the voice is too short");
    case ErrorCode::silentVoice:
      return tr("the recording is silent");
    case ErrorCode::pictureTooSmall:
      return tr("the picture is too small");
    case ErrorCode::noFace:
      return tr("no face was found in the picture");
    case ErrorCode::faceCutOff:
      return tr("the face leaves the picture");
    case ErrorCode::outputUnwritable:
      return tr("the file cannot be written");
    case ErrorCode::diskFull:
      return tr("no space is left on the disk");
    case ErrorCode::packMissing:
      return tr("a pack or one of its files is not installed");
    case ErrorCode::packDamaged:
      return tr("a file of a pack is damaged");
    case ErrorCode::checkpointRefused:
      return tr("the file of weights is damaged or belongs to another model");
    case ErrorCode::unreadableProject:
      return tr("the file cannot be understood");
    case ErrorCode::deviceUnavailable:
      return tr("this computer has no usable CUDA device");
    case ErrorCode::outOfMemory:
      return tr("there is not enough memory");
    case ErrorCode::invalidArgument:
      return tr("a setting is out of its range");
    case ErrorCode::internal:
      return tr("something went wrong inside the studio");
    case ErrorCode::cancelled:
      return tr("stopped");
  }
  return {};
}

/// The core speaks English and knows the details; other readers are told the kind of error first.
QString localReason(const Error& error) {
  const QString exact = QString::fromUtf8(error.reason().c_str());
  if (currentLanguage() == "en") return exact;
  return usualReason(error.code()) + (exact.isEmpty() ? QString() : " (" + exact + ")");
}

/// Whether the core's remedy is for who types commands; the studio has a menu for it.
bool speaksOfCommands(ErrorCode code) {
  return code == ErrorCode::packMissing || code == ErrorCode::packDamaged ||
         code == ErrorCode::checkpointRefused || code == ErrorCode::fileNotFound;
}

}  // namespace

Problem problemFrom(const Error& error, const QString& doing) {
  Problem problem;
  problem.level = error.code() == ErrorCode::cancelled ? Problem::Level::info : Problem::Level::error;
  problem.title = doing;
  const QString subject = QString::fromUtf8(error.subject().c_str());
  const QString reason = localReason(error);
  problem.reason = subject.isEmpty() ? reason : QFileInfo(subject).fileName() + ": " + reason;
  problem.remedy = error.remedy().empty() || currentLanguage() != "en" || speaksOfCommands(error.code())
                       ? usualRemedy(error.code())
                       : QString::fromUtf8(error.remedy().c_str());
  problem.code = QString::fromUtf8(errorName(error.code()).data(), qsizetype(errorName(error.code()).size()));
  return problem;
}

Problem caughtProblem(const QString& doing) {
  try {
    throw;
  } catch (const Error& e) {
    return problemFrom(e, doing);
  } catch (const std::bad_alloc&) {
    return problemFrom(Error(ErrorCode::outOfMemory, "", "the computer has no memory left"), doing);
  } catch (const std::exception& e) {
    return problemFrom(Error(ErrorCode::internal, "", e.what()), doing);
  }
}

}  // namespace orator::ui
