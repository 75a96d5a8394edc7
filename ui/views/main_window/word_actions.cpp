// What the menu of words does.
#include <QFileDialog>

#include "core/words/transcript_file.h"
#include "ui/views/main_window/main_window.h"

namespace orator::ui {
namespace {

QString patternOf(const words::TranscriptFormat& format) {
  return "*" + QString::fromUtf8(format.ending.data(), qsizetype(format.ending.size()));
}

}  // namespace

void MainWindow::makeWordActions() {
  add("import_words", tr("&Import captions or text…"), "import", {}, [this] {
    QStringList patterns;
    for (const words::TranscriptFormat& format : words::transcriptFormats()) patterns << patternOf(format);
    const QString file = QFileDialog::getOpenFileName(this, tr("Import captions or text"), {},
                                                      tr("Captions and texts (%1)").arg(patterns.join(' ')));
    if (!file.isEmpty()) studio_.importWords(file);
  });
  add("align_words", tr("&Find their times by the voice"), "voice", {}, [this] { studio_.alignWords(); });
  add("export_words", tr("&Export captions…"), "export", {}, [this] {
    QStringList filters;
    for (const words::TranscriptFormat& format : words::transcriptFormats())
      if (format.isWritten)
        filters << QString::fromStdString(std::string(format.name)) + " (" + patternOf(format) + ")";
    const QString file =
        QFileDialog::getSaveFileName(this, tr("Export captions"), "captions.srt", filters.join(";;"));
    if (!file.isEmpty()) studio_.exportWords(file);
  });
  add("show_words", tr("&Draw them into the film"), "", {}, [this] {
    studio_.document().change(tr("Draw captions"), [](project::Project& p) { p.showsWords = !p.showsWords; });
  });
  actions_["show_words"]->setCheckable(true);
  add("clear_words", tr("&Remove the words"), "", {}, [this] {
    studio_.document().change(tr("Remove the words"), [](project::Project& p) {
      p.words = {};
      p.edits.shifts.clear();
    });
  });
  const auto follow = [this] {
    const project::Project& p = studio_.project();
    const bool some = !p.words.words.empty();
    for (const char* id : {"export_words", "show_words", "clear_words"}) actions_[id]->setEnabled(some);
    actions_["import_words"]->setEnabled(!p.voice.empty());
    actions_["align_words"]->setEnabled(some && !p.voice.empty());
    actions_["show_words"]->setChecked(p.showsWords);
  };
  connect(&studio_.document(), &Document::changed, this, follow);
  follow();
}

}  // namespace orator::ui
