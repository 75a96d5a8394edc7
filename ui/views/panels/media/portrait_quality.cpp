#include <cmath>

#include "core/face/portrait_findings.h"
#include "ui/kit/translation/language.h"
#include "ui/kit/translation/tr.h"
#include "ui/views/panels/media/portrait_card.h"

namespace orator::ui {
namespace {

using Grade = QualityLine::Grade;

/// What to do in the studio; empty where the finding says it all.
QString remedyOf(face::Remedy remedy) {
  switch (remedy) {
    case face::Remedy::anotherPicture:
      return tr("choose another picture, from the front and unobstructed");
    case face::Remedy::smallerFilm:
      return tr("a smaller film hides it");
    case face::Remedy::lessHeadMotion:
      return tr("let the head move less");
    case face::Remedy::crop:
      return tr("crop the picture to what lies inside");
    case face::Remedy::chooseFace:
      return tr("click the face that speaks");
    case face::Remedy::rotateClockwise:
    case face::Remedy::rotateHalf:
    case face::Remedy::rotateCounterclockwise:
    case face::Remedy::chooseBackground:
    case face::Remedy::enlarge:
    case face::Remedy::none:
      break;
  }
  return {};
}

/// What one click does; empty where the user has to do it.
QString offerOf(face::Remedy remedy) {
  switch (remedy) {
    case face::Remedy::rotateClockwise:
    case face::Remedy::rotateHalf:
    case face::Remedy::rotateCounterclockwise:
      return tr("Turn it upright");
    case face::Remedy::chooseBackground:
      return tr("Choose a background…");
    case face::Remedy::enlarge:
      return tr("Enlarge the portrait");
    default:
      return {};
  }
}

}  // namespace

std::vector<QualityLine> portraitQuality(const face::Portrait& portrait) {
  std::vector<QualityLine> lines;
  for (const face::PortraitFinding& finding : face::findingsOf(portrait.quality)) {
    QString text = coreText(finding.text);
    if (!finding.value.empty()) text += " (" + QString::fromStdString(finding.value) + ")";
    if (const QString remedy = remedyOf(finding.remedy); !remedy.isEmpty()) text += ": " + remedy;
    lines.push_back({finding.severity == face::FindingSeverity::warning ? Grade::poor : Grade::fair, text,
                     offerOf(finding.remedy), finding.remedy});
  }
  if (lines.empty())
    lines.push_back({Grade::good, tr("Well suited: upright, sharp and unobstructed, the face %1 px high")
                                      .arg(std::lround(portrait.quality.faceHeightPixels))});
  return lines;
}

}  // namespace orator::ui
