#pragma once

#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QFrame>
#include <QLabel>
#include <QProgressBar>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/kit/widgets/choice_field.h"
#include "ui/kit/widgets/param_slider.h"
#include "ui/model/studio/studio.h"

namespace orator::ui {

class VoiceRecorder;
class WaveformView;

/// The voice: waveform with trim handles, gain, playback, sound track, speech gate, microphone and text to
/// speech; or how long the person waits without one.
class VoiceCard : public QFrame {
  Q_OBJECT
 public:
  explicit VoiceCard(Studio& studio, QWidget* parent = nullptr);

 Q_SIGNALS:
  void openRequested();

 private:
  void addChoices(QVBoxLayout& rows);
  void refresh();
  void showTracks(int count);
  void speak();
  void toggleRecording();

  Studio& studio_;
  WaveformView* waveform_;
  VoiceRecorder* recorder_;
  QLabel *name_, *length_;
  QProgressBar* meter_;
  QDoubleSpinBox* gain_;
  QToolButton *record_ = nullptr, *whole_ = nullptr, *remove_ = nullptr;
  QWidget* controls_;             ///< of a voice: play, gain
  ChoiceField* track_ = nullptr;  ///< of a file with several sound tracks
  QCheckBox* gate_ = nullptr;     ///< speech alone moves the mouth
  ParamSlider* idle_;             ///< in their place where there is none
};

}  // namespace orator::ui
