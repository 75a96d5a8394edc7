#include "ui/model/jobs/contact_sheet.h"

#include <QFile>
#include <QImage>
#include <QJsonArray>
#include <QPainter>

#include "core/media/picture.h"
#include "core/media/video_reader.h"
#include "ui/kit/pictures/image.h"
#include "ui/kit/text/path.h"

namespace orator::ui {
namespace {

constexpr int kPictureSide = 240, kCaptionHeight = 34, kGap = 14;
constexpr double kShownShare = 0.4;  // of the film; the mouth is open by then more often than not

QImage frameOf(const QString& film) {
  media::VideoReader reader(toPath(film));
  const auto wanted = std::int64_t(kShownShare * double(reader.frameCountHint()));
  cv::Mat rgb;
  double seconds = 0;
  for (std::int64_t i = 0; i <= wanted && reader.read(rgb, seconds); ++i) continue;
  return toImage(rgb).scaled(kPictureSide, kPictureSide, Qt::KeepAspectRatio, Qt::SmoothTransformation);
}

}  // namespace

QJsonObject ContactSheet::toJson() const {
  QJsonArray list;
  for (const Cell& cell : cells) list.append(QJsonObject{{"film", cell.film}, {"caption", cell.caption}});
  return {{"file", file}, {"columns", columns}, {"cells", list}};
}

ContactSheet ContactSheet::fromJson(const QJsonObject& json) {
  ContactSheet sheet{json["file"].toString(), std::max(1, json["columns"].toInt(1)), {}};
  for (const QJsonValue cell : json["cells"].toArray())
    sheet.cells.push_back({cell["film"].toString(), cell["caption"].toString()});
  return sheet;
}

int writeContactSheet(const ContactSheet& sheet) {
  const int rows = (int(sheet.cells.size()) + sheet.columns - 1) / sheet.columns;
  const int stepX = kPictureSide + kGap, stepY = kPictureSide + kCaptionHeight + kGap;
  QImage picture(sheet.columns * stepX + kGap, rows * stepY + kGap, QImage::Format_RGB888);
  picture.fill(QColor("#f4f5f7"));
  QPainter painter(&picture);
  painter.setRenderHint(QPainter::SmoothPixmapTransform);
  int shown = 0;
  for (std::size_t i = 0; i < sheet.cells.size(); ++i) {
    const QRect field(kGap + int(i) % sheet.columns * stepX, kGap + int(i) / sheet.columns * stepY,
                      kPictureSide, kPictureSide);
    painter.fillRect(field, QColor("#d9dce2"));
    if (QFile::exists(sheet.cells[i].film)) {
      const QImage frame = frameOf(sheet.cells[i].film);
      QRect target = frame.rect();
      target.moveCenter(field.center());
      painter.drawImage(target.topLeft(), frame);
      ++shown;
    }
    const QRect line(field.left(), field.bottom() + 4, field.width(), kCaptionHeight - 6);
    painter.setPen(QColor("#1b2230"));
    painter.drawText(line, Qt::AlignHCenter | Qt::AlignTop,
                     painter.fontMetrics().elidedText(sheet.cells[i].caption, Qt::ElideMiddle, line.width()));
  }
  painter.end();
  const cv::Mat rgb(picture.height(), picture.width(), CV_8UC3, picture.bits(),
                    std::size_t(picture.bytesPerLine()));
  media::writePicture(toPath(sheet.file), rgb);
  return shown;
}

}  // namespace orator::ui
