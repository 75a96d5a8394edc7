// The core's notes, whose numbers and names stand in the text.
#include <QCoreApplication>
#include <QRegularExpression>

#include "ui/kit/translation/language.h"

namespace orator::ui {
namespace {

constexpr const char* kNotes[] = {
    QT_TRANSLATE_NOOP("Core", "The picture was reduced from %1 x %2 to %3 x %4 pixels"),
    QT_TRANSLATE_NOOP("Core", "%1 faces found, using the largest; the others stay still"),
    QT_TRANSLATE_NOOP("Core", "%1: it has %2 sound tracks; track %3 is used, --voice-track chooses another"),
    QT_TRANSLATE_NOOP(
        "Core", "%1: mixed, its channels are far quieter than the loudest of them; channel %2 is used alone"),
    QT_TRANSLATE_NOOP("Core", "%1: its sound begins %2 s after its picture; the film begins with the sound"),
    QT_TRANSLATE_NOOP("Core", "%1: damaged or missing parts of the recording were skipped"),
    QT_TRANSLATE_NOOP("Core", "%1: samples that are no numbers or far too loud were silenced or limited"),
    QT_TRANSLATE_NOOP("Core",
                      "no speech was found in the voice, the mouth stays shut: choose a recording in which "
                      "somebody speaks, or let any sound move the mouth, for singing (--speech-gate off)"),
    QT_TRANSLATE_NOOP("Core", "the track ends before the voice; its last row is held"),
    QT_TRANSLATE_NOOP("Core", "%1 faces at %2: the largest near the middle is followed"),
    QT_TRANSLATE_NOOP("Core", "%1 from %2 to %3: the last expression is held"),
    QT_TRANSLATE_NOOP("Core", "and %1 more gaps, all of them held"),
    QT_TRANSLATE_NOOP("Core", "the film has %1 shots of the person: every cut moves the head"),
    QT_TRANSLATE_NOOP("Core", "the video ends at frame %1"),
    QT_TRANSLATE_NOOP(
        "Core",
        "no font that is installed has the letters %1 of the captions; they are drawn as boxes. "
        "Fonts for most scripts are in the packages fonts-noto-core and fonts-noto-cjk"),
    QT_TRANSLATE_NOOP("Core",
                      "the recogniser does not hear these words in the voice; they are placed by their "
                      "syllables"),
    QT_TRANSLATE_NOOP("Core", "%1 cannot be used; if this work is interrupted it begins anew"),
    QT_TRANSLATE_NOOP("Core", "%1 of %2 frames were rendered before and are taken over"),
    QT_TRANSLATE_NOOP("Core",
                      "the portrait is larger than phones and browsers play films; this one is made with %1 "
                      "pixels on its longer side. Another size is made where it is asked for (--size)"),
    QT_TRANSLATE_NOOP(
        "Core", "the portrait has %1 pixels on its longer side, which is large enough: it is not enlarged"),
    QT_TRANSLATE_NOOP("Core", "the loop is made of the frames %1 to %2"),
    QT_TRANSLATE_NOOP("Core",
                      "the motion is not that of the film: it was edited by hand, or made on another kind of "
                      "processor"),
    QT_TRANSLATE_NOOP(
        "Core",
        "%1 is another file than the one that the film was made of; the new film is another one, too"),
    QT_TRANSLATE_NOOP("Core", "the pack %1 is another version than the one that the film was made with"),
    QT_TRANSLATE_NOOP("Core", "%1 finished frames are kept in %2 for the next attempt"),
    QT_TRANSLATE_NOOP("Core", "finished frames cannot be kept on this disk; the work cannot be resumed"),
};

// What stands in their places, and what is advised behind a finding.
[[maybe_unused]] constexpr const char* kParts[] = {
    QT_TRANSLATE_NOOP("Core", "the face is turned away"),
    QT_TRANSLATE_NOOP("Core", "the film shows another person"),
    QT_TRANSLATE_NOOP("Core", "no face is seen"),
    QT_TRANSLATE_NOOP("Core", "Choose another picture, from the front and unobstructed"),
    QT_TRANSLATE_NOOP("Core", "Turn the picture: --rotate 90"),
    QT_TRANSLATE_NOOP("Core", "Turn the picture: --rotate 180"),
    QT_TRANSLATE_NOOP("Core", "Turn the picture: --rotate 270"),
    QT_TRANSLATE_NOOP("Core", "A smaller film hides it: --size 256"),
    QT_TRANSLATE_NOOP("Core", "Let the head move less: --pose-scale 0.5"),
    QT_TRANSLATE_NOOP("Core", "Crop the picture to what lies inside"),
    QT_TRANSLATE_NOOP("Core", "Choose who speaks: --face 1"),
    QT_TRANSLATE_NOOP("Core", "Choose another background: --background COLOUR"),
    QT_TRANSLATE_NOOP("Core", "Enlarge the portrait: --enhance-background esrgan"),
};

/// The text of `form`, where `note` is one of its kind.
QString filled(const char* form, const QString& note) {
  static const QRegularExpression place("%[1-9]");
  QStringList pieces = QString::fromUtf8(form).split(place);
  for (QString& piece : pieces) piece = QRegularExpression::escape(piece);
  const QRegularExpression whole(QRegularExpression::anchoredPattern(pieces.join("(.+?)")),
                                 QRegularExpression::DotMatchesEverythingOption);
  const auto match = whole.match(note);
  if (!match.hasMatch()) return {};
  QString text = coreText(form), told;
  qsizetype end = 0;
  for (auto places = place.globalMatch(text); places.hasNext();) {
    const auto at = places.next();
    told += text.mid(end, at.capturedStart() - end) +
            coreText(match.captured(at.captured().mid(1).toInt()).toStdString());
    end = at.capturedEnd();
  }
  return told + text.mid(end);
}

}  // namespace

QString coreNote(std::string_view note) {
  const QString text = QString::fromUtf8(note.data(), qsizetype(note.size()));
  for (const char* form : kNotes)
    if (const QString found = filled(form, text); !found.isEmpty()) return found;
  // A finding, what was measured in brackets, and what to do.
  static const QRegularExpression finding(R"(\A(.*?)( \([^)]*\))?(?:\. (.*))?\z)");
  const auto match = finding.match(text);
  const QString advice = match.captured(3);
  return coreText(match.captured(1).toStdString()) + match.captured(2) +
         (advice.isEmpty() ? QString() : ". " + coreText(advice.toStdString()));
}

}  // namespace orator::ui
