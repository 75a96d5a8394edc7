#pragma once

#include <QFrame>
#include <QLabel>

#include "core/face/portrait_findings.h"
#include "ui/model/studio/studio.h"

namespace orator::ui {

/// The portrait with its faces (click one to choose it) and what can be said about its quality.
class PortraitCard : public QFrame {
  Q_OBJECT
 public:
  explicit PortraitCard(Studio& studio, QWidget* parent = nullptr);
  /// Where a face is drawn, in the card's coordinates. Only while a portrait is shown.
  QRect faceBox(std::size_t face) const;

 Q_SIGNALS:
  void openRequested();

 private:
  class Picture;
  void refresh();
  /// Does what a line of the quality card offers.
  void apply(face::Remedy remedy);

  Studio& studio_;
  Picture* picture_;
  QLabel *name_, *quality_;
};

/// One line of the quality card.
struct QualityLine {
  enum class Grade { good, fair, poor } grade;
  QString text;
  QString offer = {};  ///< words of a link that applies the remedy; empty: none
  face::Remedy remedy = face::Remedy::none;
};

/// What the core found unusual about a portrait, in the words of the interface; one good line where it is
/// plain.
std::vector<QualityLine> portraitQuality(const face::Portrait& portrait);

}  // namespace orator::ui
