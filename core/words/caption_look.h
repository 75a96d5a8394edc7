#pragma once

namespace orator::words {

/// `outline`: white letters with a dark rim; `box`: on a dark bar; `highlight`: as outline, and the word that
/// is said has a colour.
enum class CaptionStyle { outline, box, highlight };

/// `automatic`: below, or above where they would cover the mouth.
enum class CaptionPlace { automatic, bottom, top };

/// How captions are drawn into a film.
struct CaptionLook {
  CaptionStyle style = CaptionStyle::outline;
  CaptionPlace place = CaptionPlace::automatic;
  double size = 1;  ///< of the letters, 0.5..2; 1: 5.5 % of the film's shorter side
  bool operator==(const CaptionLook&) const = default;
};

}  // namespace orator::words
