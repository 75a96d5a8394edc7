#pragma once

#include <QJsonObject>
#include <QString>
#include <vector>

namespace orator::ui {

/// The films of one matrix, and the picture that shows a frame of each.
struct ContactSheet {
  struct Cell {
    QString film;     ///< path of the MP4
    QString caption;  ///< what was combined
  };
  QString file;     ///< path of the PNG to write
  int columns = 1;  ///< cells a row
  std::vector<Cell> cells;

  QJsonObject toJson() const;
  static ContactSheet fromJson(const QJsonObject& json);
};

/// Draws one frame of each film with its caption and writes the PNG; films that are not there get an empty
/// field. Reads the films: not for the GUI thread. @return how many films are shown. @throws Error
/// outputUnwritable, diskFull, unreadableMedia
int writeContactSheet(const ContactSheet& sheet);

}  // namespace orator::ui
