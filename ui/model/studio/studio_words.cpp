// The part of Studio that deals with the words of the voice.
#include <QFileInfo>

#include "core/media/audio_reader.h"
#include "core/packs/pack.h"
#include "core/pipeline/film_words.h"
#include "core/words/transcript_file.h"
#include "ui/kit/text/path.h"
#include "ui/kit/translation/language.h"
#include "ui/model/bridge/progress_relay.h"
#include "ui/model/studio/studio.h"

namespace orator::ui {

void Studio::takeWords(const QString& doing, const words::Transcript& words) {
  document_.change(doing, [&](project::Project& p) { p.words = words; });
}

void Studio::alignToVoice(const QString& doing, const std::function<words::Transcript()>& words) {
  const auto found = std::make_shared<words::Transcript>();
  const auto notes = std::make_shared<QStringList>();
  background_.run(
      doing,
      [found, notes, words, project = project()] {
        *found = words();
        if (found->isTimed) return;
        ProgressRelay relay([](auto&&...) {}, [&](const QString& note) { notes->append(note); });
        const packs::Pack pack = packs::openPack(project.pack);
        const std::vector<float> voice = media::readVoice16k(project.voice, {}, project.voiceCut);
        *found = pipeline::timedWords(*found, voice, pack, words::Aligning::automatic, {{}, &relay});
      },
      [this, doing, found, notes, voice = project().voice, cut = project().voiceCut] {
        // The times are those of a voice that may have gone meanwhile.
        if (project().voice != voice || !(project().voiceCut == cut)) return;
        takeWords(doing, *found);
        for (const QString& note : *notes)
          Q_EMIT problem({Problem::Level::info, doing, coreNote(note.toStdString()), {}, {}});
      },
      [this](const Problem& wrong) { Q_EMIT problem(wrong); });
}

void Studio::importWords(const QString& file) {
  alignToVoice(tr("Words of %1").arg(QFileInfo(file).fileName()),
               [path = toPath(file)] { return words::readTranscript(path); });
}

void Studio::takeSpokenText(const QString& text) {
  alignToVoice(tr("Words of the text"), [text = text.toStdString()] { return words::untimed(text, "text"); });
}

void Studio::alignWords() {
  words::Transcript untimed = project().words;
  untimed.isTimed = false;
  alignToVoice(tr("Times of the words"), [untimed] { return untimed; });
}

void Studio::exportWords(const QString& file) {
  background_.run(
      tr("Export words"),
      [words = project().words, file] { words::writeTranscript(words, toPath(file), {}); },
      [this, file] {
        Q_EMIT problem({Problem::Level::done, tr("Export words"), QFileInfo(file).fileName(), {}, {}});
      },
      [this](const Problem& found) { Q_EMIT problem(found); });
}

}  // namespace orator::ui
