#pragma once

#include <QAudioSource>
#include <QBuffer>
#include <QObject>
#include <memory>

#include "ui/bridge/problem.h"

namespace orator::ui {

/// Records the default microphone into numbered WAV takes.
class VoiceRecorder : public QObject {
  Q_OBJECT
 public:
  explicit VoiceRecorder(QString folder, QObject* parent = nullptr);
  ~VoiceRecorder() override;
  static bool hasMicrophone();
  bool isRecording() const { return source_ != nullptr; }
  void start();
  /// Writes the take and announces it.
  void stop();

 Q_SIGNALS:
  void recorded(const QString& file);
  void problem(const orator::ui::Problem& problem);
  void stateChanged();

 private:
  QString folder_;
  std::unique_ptr<QAudioSource> source_;
  QBuffer buffer_;
  int rateHz_ = 48000;
};

/// A mono 16-bit WAV file. @return false when it cannot be written
bool writeWav(const QString& file, const QByteArray& pcm, int rateHz);

}  // namespace orator::ui
