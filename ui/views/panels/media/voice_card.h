#pragma once

#include <QDoubleSpinBox>
#include <QFrame>
#include <QLabel>
#include <QProgressBar>
#include <QToolButton>

#include "ui/kit/widgets/param_slider.h"
#include "ui/model/studio/studio.h"

namespace orator::ui {

class VoiceRecorder;
class WaveformView;

/// The voice: waveform with trim handles, gain, playback, microphone and text to speech; or how long the
/// person waits without one.
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
  QToolButton *record_ = nullptr, *whole_ = nullptr, *remove_ = nullptr;
  QWidget* controls_;  ///< of a voice: play, gain
  ParamSlider* idle_;  ///< in their place where there is none
};

}  // namespace orator::ui
