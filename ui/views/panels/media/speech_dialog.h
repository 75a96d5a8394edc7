#pragma once

#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QPlainTextEdit>
#include <QProcess>
#include <QPushButton>
#include <QSlider>

namespace orator::ui {

/// Text to speech through a synthesiser that is installed on the computer (espeak-ng, flite, say).
class SpeechDialog : public QDialog {
  Q_OBJECT
 public:
  /// @param folder where the spoken files are kept
  explicit SpeechDialog(QString folder, QWidget* parent = nullptr);
  /// Path of the file that was spoken; valid after the dialog was accepted.
  const QString& file() const { return file_; }
  QString spokenText() const { return text_->toPlainText(); }

 private:
  void fillVoices();
  void speak();
  void finished(int exitCode);

  QString folder_, file_;
  QPlainTextEdit* text_;
  QComboBox *synthesiser_, *voice_;
  QSlider* speed_;
  QLabel* status_;
  QPushButton* speakButton_;
  QProcess process_;
};

}  // namespace orator::ui
