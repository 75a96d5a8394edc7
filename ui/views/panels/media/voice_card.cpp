#include "ui/views/panels/media/voice_card.h"

#include <cmath>

#include "core/pipeline/parameters.h"
#include "ui/kit/text/path.h"
#include "ui/kit/themes/theme.h"
#include "ui/kit/widgets/layouts.h"
#include "ui/views/panels/media/speech_dialog.h"
#include "ui/views/panels/media/voice_recorder.h"
#include "ui/views/panels/media/waveform_view.h"

namespace orator::ui {
namespace {

ParamSpec idleSpec() {
  ParamSpec spec = pipeline::parameter("idle").spec;
  spec.label = QT_TRANSLATE_NOOP("ParamSlider", "Wait silently");
  return spec;
}

QString labelOf(const char* parameter) {
  return ParamSlider::tr(pipeline::parameter(parameter).spec.label.data());
}
QString descriptionOf(const char* parameter) {
  return ParamSlider::tr(pipeline::parameter(parameter).spec.description.data());
}

}  // namespace

VoiceCard::VoiceCard(Studio& studio, QWidget* parent)
    : QFrame(parent),
      studio_(studio),
      waveform_(new WaveformView(studio)),
      recorder_(new VoiceRecorder(toQString(studio.options().dataFolder / "voices"), this)),
      name_(new QLabel),
      length_(new QLabel),
      meter_(new QProgressBar),
      gain_(new QDoubleSpinBox),
      controls_(new QWidget),
      idle_(new ParamSlider(idleSpec())) {
  setObjectName("card");
  auto* rows = tight<QVBoxLayout>(this, 8, 10);
  auto* top = tight<QHBoxLayout>(nullptr, 2);
  auto* title = new QLabel(tr("Voice"));
  title->setObjectName("cardTitle");
  top->addWidget(title);
  top->addStretch(1);
  record_ = iconButton("microphone", tr("Record from the microphone"));
  record_->setEnabled(VoiceRecorder::hasMicrophone());
  if (!record_->isEnabled()) record_->setToolTip(tr("No microphone was found"));
  auto* speech = iconButton("speech", tr("Text to speech…"));
  auto* open = iconButton("open", tr("Choose a voice…"));
  for (QToolButton* button : {record_, speech, open}) top->addWidget(button);
  rows->addLayout(top);
  rows->addWidget(waveform_);
  auto* info = tight<QHBoxLayout>();
  name_->setObjectName("muted");
  length_->setObjectName("muted");
  info->addWidget(name_, 1);
  info->addWidget(length_);
  remove_ = smallButton("cancel", tr("Use no voice"));
  info->addWidget(remove_);
  rows->addLayout(info);
  auto* bottom = tight<QHBoxLayout>(controls_);
  auto* play = iconButton("play", tr("Play and pause (Space)"));
  bottom->addWidget(play);
  whole_ = iconButton("reset", tr("Use the whole voice again"));
  bottom->addWidget(whole_);
  meter_->setTextVisible(false);
  meter_->setRange(0, 100);
  meter_->setAccessibleName(tr("Recording level"));
  meter_->hide();
  bottom->addWidget(meter_, 1);
  bottom->addStretch(1);
  auto* gainLabel = mutedLabel(tr("Gain"));
  bottom->addWidget(gainLabel);
  gain_->setRange(-24, 24);
  gain_->setSingleStep(0.5);
  gain_->setDecimals(1);
  gain_->setSuffix(" dB");
  gain_->setKeyboardTracking(false);
  gain_->setFixedWidth(78);
  gain_->setToolTip(tr("Makes the voice louder or softer, for the film and for the motion"));
  gain_->setAccessibleName(tr("Gain"));
  bottom->addWidget(gain_);
  rows->addWidget(controls_);
  addChoices(*rows);

  connect(open, &QToolButton::clicked, this, &VoiceCard::openRequested);
  connect(speech, &QToolButton::clicked, this, &VoiceCard::speak);
  connect(record_, &QToolButton::clicked, this, &VoiceCard::toggleRecording);
  connect(play, &QToolButton::clicked, &studio_.player(), &Player::toggle);
  connect(&studio_.player(), &Player::playingChanged, play,
          [this, play] { play->setIcon(icon(studio_.player().isPlaying() ? "pause" : "play")); });
  connect(gain_, &QDoubleSpinBox::valueChanged, this, [this](double gain) {
    studio_.document().change(
        tr("Gain"), [&](project::Project& p) { p.voiceCut.gainDecibel = gain; }, "gain");
  });
  connect(whole_, &QToolButton::clicked, &studio_, [this] { studio_.trimVoice(0, 0); });
  connect(remove_, &QToolButton::clicked, &studio_, &Studio::removeVoice);
  connect(idle_, &ParamSlider::edited, this, [this](double seconds, bool) {
    studio_.document().change(
        tr("Wait silently"), [&](project::Project& p) { p.idleSeconds = seconds; }, "idle");
  });
  connect(recorder_, &VoiceRecorder::level, this, [this](double peak) {
    // In decibels, as ears hear it: 60 dB fill the bar.
    meter_->setValue(qRound(100 + 20 * std::log10(std::max(peak, 0.001)) * 100 / 60));
    length_->setText(tr("%1 s").arg(recorder_->seconds(), 0, 'f', 1));
  });
  connect(recorder_, &VoiceRecorder::recorded, &studio_, &Studio::setVoice);
  connect(recorder_, &VoiceRecorder::problem, &studio_, &Studio::problem);
  connect(recorder_, &VoiceRecorder::stateChanged, this, [this] {
    record_->setIcon(recorder_->isRecording() ? icon("microphone", colours().bad) : icon("microphone"));
    record_->setToolTip(recorder_->isRecording() ? tr("Stop recording") : tr("Record from the microphone"));
    meter_->setVisible(recorder_->isRecording());
    refresh();
  });
  connect(&studio_, &Studio::voiceChanged, this, &VoiceCard::refresh);
  connect(&studio_.document(), &Document::changed, this, &VoiceCard::refresh);
  refresh();
}

void VoiceCard::addChoices(QVBoxLayout& rows) {
  track_ = new ChoiceField(labelOf("voice_track"), descriptionOf("voice_track"));
  rows.addWidget(track_);
  connect(track_, &ChoiceField::chosen, this, [this](const QVariant& track) {
    studio_.document().change(labelOf("voice_track"),
                              [&](project::Project& p) { p.voiceCut.track = track.toInt(); });
  });
  gate_ = new QCheckBox(tr("Only speech moves the mouth"));
  gate_->setToolTip(descriptionOf("speech_gate"));
  rows.addWidget(gate_);
  connect(gate_, &QCheckBox::clicked, this, [this](bool on) {
    studio_.document().change(labelOf("speech_gate"), [&](project::Project& p) {
      p.motion.speechGate = on ? motion::SpeechGating::on : motion::SpeechGating::off;
    });
  });
  rows.addWidget(idle_);
}

void VoiceCard::refresh() {
  const auto& voice = studio_.voice();
  const QString file = toQString(studio_.project().voice.filename());
  name_->setText(fontMetrics().elidedText(file, Qt::ElideMiddle, 170));
  name_->setToolTip(toQString(studio_.project().voice));
  const media::VoiceCut& edit = studio_.project().voiceCut;
  const bool trimmed = edit.beginSeconds > 0 || edit.endSeconds > 0;
  if (!voice)
    length_->clear();
  else if (trimmed)
    length_->setText(tr("%1 of %2 s").arg(voice->seconds, 0, 'f', 1).arg(voice->wholeSeconds, 0, 'f', 1));
  else
    length_->setText(tr("%1 s").arg(voice->seconds, 0, 'f', 1));
  whole_->setVisible(voice && trimmed);
  const bool none = studio_.project().voice.empty(), recording = recorder_->isRecording();
  name_->setVisible(!none || recording);
  length_->setVisible(!none || recording);
  remove_->setVisible(!none && !recording);
  controls_->setVisible(!none || recording);
  showTracks(voice ? voice->soundTracks : 0);
  gate_->setVisible(!none && !recording);
  gate_->setChecked(studio_.project().motion.speechGate == motion::SpeechGating::on);
  idle_->setVisible(none && !recording);
  idle_->setValue(studio_.project().idleSeconds);
  const QSignalBlocker block(gain_);
  gain_->setValue(studio_.project().voiceCut.gainDecibel);
  gain_->setEnabled(voice != nullptr);
}

void VoiceCard::showTracks(int count) {
  track_->setVisible(count > 1);
  if (count < 2) return;
  if (track_->box().count() != count + 1) {
    const QSignalBlocker block(track_->box());
    track_->box().clear();
    track_->box().addItem(tr("The main one"), 0);
    for (int track = 1; track <= count; ++track) track_->box().addItem(QString::number(track), track);
    track_->setUsual(media::VoiceCut{}.track);
  }
  track_->setValue(studio_.project().voiceCut.track);
}

void VoiceCard::speak() {
  SpeechDialog dialog(toQString(studio_.options().dataFolder / "voices"), this);
  if (dialog.exec() != QDialog::Accepted) return;
  studio_.setVoice(dialog.file());
  studio_.takeSpokenText(dialog.spokenText());
}

void VoiceCard::toggleRecording() {
  recorder_->isRecording() ? recorder_->stop() : recorder_->start();
}

}  // namespace orator::ui
