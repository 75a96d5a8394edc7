#pragma once

#include <QAudioSource>
#include <QBuffer>
#include <QObject>
#include <QTimer>
#include <filesystem>
#include <memory>

#include "ui/model/bridge/problem.h"

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
  /// Writes mono 16-bit sound at 48 kHz as the next take and announces it; says so when there is nothing to
  /// keep.
  void keepTake(const QByteArray& pcm);
  double seconds() const;

 Q_SIGNALS:
  void recorded(const QString& file);
  void problem(const orator::ui::Problem& problem);
  void stateChanged();
  /// While recording: the peak of the last moment, 0..1.
  void level(double peak);

 private:
  QString folder_;
  std::unique_ptr<QAudioSource> source_;
  QBuffer buffer_;
  static constexpr int kRateHz = 48000;
  QTimer meter_;
  qint64 metered_ = 0;
};

/// The largest magnitude of 16-bit samples, 0..1.
double peakOf(const char* pcm, qsizetype bytes);

/// A mono 16-bit WAV file, whole or not at all. @throws Error outputUnwritable, diskFull
void writeWav(const std::filesystem::path& file, const QByteArray& pcm, int rateHz);

}  // namespace orator::ui
