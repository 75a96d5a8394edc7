#pragma once

#include <QDoubleSpinBox>
#include <QFrame>
#include <QLabel>
#include <QProgressBar>
#include <QToolButton>

#include "ui/studio/studio.h"

namespace orator::ui {

class VoiceRecorder;
class WaveformView;

/// The voice: waveform with trim handles, gain, playback, microphone and text to speech.
class VoiceCard : public QFrame {
  Q_OBJECT
 public:
  explicit VoiceCard(Studio& studio, QWidget* parent = nullptr);

 Q_SIGNALS:
  void openRequested();

 private:
  void refresh();
  void speak();
  void toggleRecording();

  Studio& studio_;
  WaveformView* waveform_;
  VoiceRecorder* recorder_;
  QLabel *name_, *length_;
  QProgressBar* meter_;
  QDoubleSpinBox* gain_;
  QToolButton *record_ = nullptr, *whole_ = nullptr;
};

}  // namespace orator::ui
