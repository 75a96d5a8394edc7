#include "ui/panels/media/voice_recorder.h"

#include <QAudioDevice>
#include <QDir>
#include <QMediaDevices>
#include <QSaveFile>
#include <QtEndian>

namespace orator::ui {

VoiceRecorder::VoiceRecorder(QString folder, QObject* parent) : QObject(parent), folder_(std::move(folder)) {}
VoiceRecorder::~VoiceRecorder() {
  if (source_) source_->stop();
}

bool VoiceRecorder::hasMicrophone() {
  return !QMediaDevices::defaultAudioInput().isNull();
}

void VoiceRecorder::start() {
  if (source_) return;
  QAudioFormat format;
  format.setSampleRate(rateHz_);
  format.setChannelCount(1);
  format.setSampleFormat(QAudioFormat::Int16);
  const QAudioDevice device = QMediaDevices::defaultAudioInput();
  if (device.isNull() || !device.isFormatSupported(format)) {
    Q_EMIT problem({Problem::Level::warning,
                    tr("Recording"),
                    tr("No microphone that records 48 kHz was found."),
                    tr("Connect one, or record elsewhere and drop the file here."),
                    {}});
    return;
  }
  buffer_.setData({});
  buffer_.open(QIODevice::WriteOnly);
  source_ = std::make_unique<QAudioSource>(device, format);
  source_->start(&buffer_);
  Q_EMIT stateChanged();
}

void VoiceRecorder::stop() {
  if (!source_) return;
  source_->stop();
  source_.reset();
  buffer_.close();
  Q_EMIT stateChanged();
  QDir().mkpath(folder_);
  QString file;
  for (int take = 1; file.isEmpty() || QFile::exists(file); ++take)
    file = QDir(folder_).filePath(QString("take-%1.wav").arg(take, 3, 10, QChar('0')));
  if (writeWav(file, buffer_.data(), rateHz_))
    Q_EMIT recorded(file);
  else
    Q_EMIT problem({Problem::Level::error,
                    tr("Recording"),
                    tr("The take cannot be written to %1.").arg(folder_),
                    tr("Free some disk space and record again."),
                    {}});
}

bool writeWav(const QString& file, const QByteArray& pcm, int rateHz) {
  QSaveFile out(file);
  if (!out.open(QIODevice::WriteOnly)) return false;
  QByteArray header;
  const auto number = [&](auto value) {
    value = qToLittleEndian(value);
    header.append(reinterpret_cast<const char*>(&value), sizeof(value));
  };
  header.append("RIFF");
  number(quint32(36 + pcm.size()));
  header.append("WAVEfmt ");
  number(quint32(16));
  number(quint16(1));  // PCM
  number(quint16(1));  // mono
  number(quint32(rateHz));
  number(quint32(rateHz * 2));
  number(quint16(2));
  number(quint16(16));
  header.append("data");
  number(quint32(pcm.size()));
  out.write(header);
  out.write(pcm);
  return out.commit();
}

}  // namespace orator::ui
