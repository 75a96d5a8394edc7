#include "ui/views/panels/media/voice_recorder.h"

#include <QAudioDevice>
#include <QDir>
#include <QMediaDevices>
#include <QtEndian>
#include <algorithm>
#include <cstdlib>

#include "core/base/files.h"
#include "ui/kit/text/path.h"

namespace orator::ui {

namespace {

constexpr int kMeterMs = 60;
constexpr double kLeastSeconds = 0.2, kSilentPeak = 0.002;

}  // namespace

VoiceRecorder::VoiceRecorder(QString folder, QObject* parent) : QObject(parent), folder_(std::move(folder)) {
  meter_.setInterval(kMeterMs);
  connect(&meter_, &QTimer::timeout, this, [this] {
    const QByteArray& pcm = buffer_.data();
    Q_EMIT level(peakOf(pcm.constData() + metered_, pcm.size() - metered_));
    metered_ = pcm.size();
  });
}
VoiceRecorder::~VoiceRecorder() {
  if (source_) source_->stop();
}

bool VoiceRecorder::hasMicrophone() {
  return !QMediaDevices::defaultAudioInput().isNull();
}

void VoiceRecorder::start() {
  if (source_) return;
  QAudioFormat format;
  format.setSampleRate(kRateHz);
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
  metered_ = 0;
  meter_.start();
  Q_EMIT stateChanged();
}

void VoiceRecorder::stop() {
  if (!source_) return;
  meter_.stop();
  source_->stop();
  source_.reset();
  buffer_.close();
  Q_EMIT stateChanged();
  keepTake(buffer_.data());
}

double VoiceRecorder::seconds() const {
  return double(buffer_.data().size()) / 2 / kRateHz;
}

void VoiceRecorder::keepTake(const QByteArray& pcm) {
  if (double(pcm.size()) / 2 / kRateHz < kLeastSeconds || peakOf(pcm.constData(), pcm.size()) < kSilentPeak) {
    Q_EMIT problem({Problem::Level::warning,
                    tr("Recording"),
                    tr("Nothing was heard."),
                    tr("Check that the microphone is on and that the system lets the studio use it."),
                    {}});
    return;
  }
  QDir().mkpath(folder_);
  QString file;
  for (int take = 1; file.isEmpty() || QFile::exists(file); ++take)
    file = QDir(folder_).filePath(QString("take-%1.wav").arg(take, 3, 10, QChar('0')));
  try {
    writeWav(toPath(file), pcm, kRateHz);
  } catch (const Error& error) {
    Q_EMIT problem(
        {Problem::Level::error, tr("Recording"), tr("The take cannot be written to %1.").arg(folder_),
         tr("Free some disk space and record again."), QString::fromUtf8(errorName(error.code()))});
    return;
  }
  Q_EMIT recorded(file);
}

double peakOf(const char* pcm, qsizetype bytes) {
  int peak = 0;
  for (qsizetype i = 0; i + 1 < bytes; i += 2)
    peak = std::max(peak, std::abs(int(qFromLittleEndian<qint16>(pcm + i))));
  return peak / 32768.0;
}

void writeWav(const std::filesystem::path& file, const QByteArray& pcm, int rateHz) {
  std::string wav = "RIFF";
  const auto number = [&](auto value) {
    value = qToLittleEndian(value);
    wav.append(reinterpret_cast<const char*>(&value), sizeof(value));
  };
  number(quint32(36 + pcm.size()));
  wav.append("WAVEfmt ");
  number(quint32(16));
  number(quint16(1));  // PCM
  number(quint16(1));  // mono
  number(quint32(rateHz));
  number(quint32(rateHz * 2));
  number(quint16(2));
  number(quint16(16));
  wav.append("data");
  number(quint32(pcm.size()));
  wav.append(pcm.constData(), std::size_t(pcm.size()));
  writeFile(file, wav);
}

}  // namespace orator::ui
