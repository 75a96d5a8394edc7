#include "ui/views/panels/media/speech_dialog.h"

#include <QDialogButtonBox>
#include <QDir>
#include <QFormLayout>
#include <QStandardPaths>

#include "ui/kit/widgets/layouts.h"

namespace orator::ui {
namespace {

const std::pair<const char*, const char*> kEspeakVoices[] = {
    {"en-us", "English (US)"}, {"en-gb", "English (GB)"}, {"de", "Deutsch"},   {"fr", "Français"},
    {"es", "Español"},         {"it", "Italiano"},        {"pt", "Português"}, {"cmn", "中文"},
    {"hi", "हिन्दी"},           {"ru", "Русский"}};
constexpr const char* kFliteVoices[] = {"slt", "awb", "kal", "rms"};

}  // namespace

SpeechDialog::SpeechDialog(QString folder, QWidget* parent)
    : QDialog(parent),
      folder_(std::move(folder)),
      text_(new QPlainTextEdit),
      synthesiser_(new QComboBox),
      voice_(new QComboBox),
      speed_(new QSlider(Qt::Horizontal)),
      status_(mutedLabel()) {
  setWindowTitle(tr("Text to speech"));
  setMinimumSize(460, 340);
  auto* rows = tight<QVBoxLayout>(this, 12, 18);
  text_->setPlaceholderText(tr("What should the portrait say?"));
  text_->setAccessibleName(tr("Text"));
  text_->setTabChangesFocus(true);
  rows->addWidget(text_, 1);
  auto* form = new QFormLayout;
  form->setHorizontalSpacing(14);
  for (const char* program : {"espeak-ng", "flite", "say"})
    if (!QStandardPaths::findExecutable(program).isEmpty()) synthesiser_->addItem(program);
  synthesiser_->setObjectName("synthesiser");
  form->addRow(tr("Synthesiser"), synthesiser_);
  form->addRow(tr("Voice"), voice_);
  speed_->setRange(80, 260);
  speed_->setValue(150);
  speed_->setToolTip(tr("Words per minute"));
  auto* speedText = new QLabel;
  connect(speed_, &QSlider::valueChanged, speedText,
          [speedText](int words) { speedText->setText(tr("%1 words per minute").arg(words)); });
  speedText->setText(tr("%1 words per minute").arg(speed_->value()));
  auto* speedRow = tight<QHBoxLayout>(nullptr, 8);
  speedRow->addWidget(speed_, 1);
  speedRow->addWidget(speedText);
  form->addRow(tr("Speed"), speedRow);
  synthesiser_->setAccessibleName(tr("Synthesiser"));
  voice_->setAccessibleName(tr("Voice"));
  speed_->setAccessibleName(tr("Speed"));
  rows->addLayout(form);
  rows->addWidget(status_);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
  speakButton_ = buttons->addButton(tr("Use as voice"), QDialogButtonBox::ActionRole);
  speakButton_->setObjectName("primary");
  rows->addWidget(buttons);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  connect(speakButton_, &QPushButton::clicked, this, &SpeechDialog::speak);
  connect(synthesiser_, &QComboBox::currentTextChanged, this, &SpeechDialog::fillVoices);
  connect(&process_, &QProcess::finished, this, &SpeechDialog::finished);
  fillVoices();
  if (synthesiser_->count() == 0) {
    speakButton_->setEnabled(false);
    status_->setText(
        tr("No synthesiser is installed. espeak-ng and flite are free; install one and open this again."));
  }
}

void SpeechDialog::fillVoices() {
  voice_->clear();
  if (synthesiser_->currentText() == "espeak-ng") {
    for (const auto& [id, name] : kEspeakVoices) voice_->addItem(QString::fromUtf8(name), id);
  } else if (synthesiser_->currentText() == "flite") {
    for (const char* name : kFliteVoices) voice_->addItem(name, name);
  } else {
    voice_->addItem(tr("System voice"), QString());
  }
}

void SpeechDialog::speak() {
  const QString text = text_->toPlainText().trimmed();
  if (text.isEmpty()) {
    status_->setText(tr("Write something first."));
    return;
  }
  QDir().mkpath(folder_);
  for (int number = 1; file_.isEmpty() || QFile::exists(file_); ++number)
    file_ = QDir(folder_).filePath(QString("speech-%1.wav").arg(number, 3, 10, QChar('0')));
  const QString program = synthesiser_->currentText(), voice = voice_->currentData().toString();
  // The text goes in as one argument, never through a shell.
  QStringList arguments;
  if (program == "espeak-ng")
    arguments << "-v" << voice << "-s" << QString::number(speed_->value()) << "-w" << file_ << "--" << text;
  else if (program == "flite")
    arguments << "-voice" << voice << "--setf" << QString("duration_stretch=%1").arg(150.0 / speed_->value())
              << "-t" << text << "-o" << file_;
  else
    arguments << "-r" << QString::number(speed_->value()) << "-o" << file_ << "--data-format=LEI16@22050"
              << text;
  speakButton_->setEnabled(false);
  status_->setText(tr("Speaking…"));
  process_.start(program, arguments);
}

void SpeechDialog::finished(int exitCode) {
  speakButton_->setEnabled(true);
  if (exitCode == 0 && QFile::exists(file_)) return accept();
  status_->setText(tr("The synthesiser failed: %1")
                       .arg(QString::fromLocal8Bit(process_.readAllStandardError()).left(200)));
  file_.clear();
}

}  // namespace orator::ui
