#include "ui/bridge/problem.h"

#include <QCoreApplication>
#include <QFileInfo>

namespace orator::ui {
namespace {

QString tr(const char* text) {
  return QCoreApplication::translate("Problem", text);
}

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

}  // namespace

Problem problemFrom(const Error& error, const QString& doing) {
  Problem problem;
  problem.level = error.code() == ErrorCode::cancelled ? Problem::Level::info : Problem::Level::error;
  problem.title = doing;
  const QString subject = QString::fromUtf8(error.subject().c_str());
  const QString reason = QString::fromUtf8(error.reason().c_str());
  problem.reason = subject.isEmpty() ? reason : QFileInfo(subject).fileName() + ": " + reason;
  problem.remedy =
      error.remedy().empty() ? usualRemedy(error.code()) : QString::fromUtf8(error.remedy().c_str());
  problem.code = QString::fromUtf8(errorName(error.code()).data(), qsizetype(errorName(error.code()).size()));
  return problem;
}

}  // namespace orator::ui
