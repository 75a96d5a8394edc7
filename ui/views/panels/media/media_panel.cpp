#include "ui/views/panels/media/media_panel.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QPainter>

#include "ui/kit/pictures/image.h"
#include "ui/kit/settings/settings.h"
#include "ui/kit/text/path.h"
#include "ui/kit/themes/theme.h"
#include "ui/kit/widgets/layouts.h"
#include "ui/views/panels/media/portrait_card.h"
#include "ui/views/panels/media/voice_card.h"

namespace orator::ui {
namespace {

constexpr int kRecentMedia = 8, kRecentHeight = 34, kThumbSide = 64;

/// The shape of a voice, to be told from others at a glance.
QImage waveThumbnail(const VoiceData& voice) {
  QImage image(kThumbSide, kThumbSide, QImage::Format_ARGB32_Premultiplied);
  image.fill(QColor("#1f3354"));
  QPainter painter(&image);
  painter.setPen(QColor("#8fbaff"));
  float loudest = 0.05f;
  for (const VoiceData::Peak& peak : voice.wholePeaks) loudest = std::max({loudest, peak.high, -peak.low});
  const std::size_t count = voice.wholePeaks.size();
  for (int x = 4; count > 0 && x < kThumbSide - 4; x += 2) {
    const auto first = std::size_t(x - 4) * count / (kThumbSide - 8);
    const auto last = std::min(count, std::size_t(x - 2) * count / (kThumbSide - 8));
    float high = 0;
    for (std::size_t i = first; i < last; ++i)
      high = std::max({high, voice.wholePeaks[i].high, -voice.wholePeaks[i].low});
    const double half = 1 + 24 * double(high / loudest);
    painter.drawLine(QPointF(x, kThumbSide / 2.0 - half), QPointF(x, kThumbSide / 2.0 + half));
  }
  return image;
}

void remember(const char* key, const QString& path) {
  Settings settings;
  QStringList paths = settings.value(key).toStringList();
  paths.removeAll(path);
  paths.prepend(path);
  settings.setValue(key, paths.mid(0, kRecentMedia));
}

}  // namespace

MediaPanel::MediaPanel(Studio& studio, QWidget* parent)
    : QWidget(parent), studio_(studio), recent_(new QListWidget) {
  setObjectName("dockBody");
  auto* rows = tight<QVBoxLayout>(this, 10, 10);
  auto* portrait = new PortraitCard(studio);
  auto* voice = new VoiceCard(studio);
  rows->addWidget(portrait);
  rows->addWidget(voice);
  rows->addWidget(sectionTitle(tr("Recent")));
  recent_->setAccessibleName(tr("Recent media"));
  recent_->setIconSize({28, 28});
  recent_->setMinimumHeight(70);
  recent_->setFrameShape(QFrame::NoFrame);
  recent_->setTextElideMode(Qt::ElideMiddle);
  recent_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  rows->addWidget(recent_, 1);
  connect(portrait, &PortraitCard::openRequested, this, &MediaPanel::choosePortrait);
  connect(voice, &VoiceCard::openRequested, this, &MediaPanel::chooseVoice);
  connect(recent_, &QListWidget::itemActivated, this,
          [this](QListWidgetItem* item) { studio_.openMedium(item->data(Qt::UserRole).toString()); });
  connect(&studio_, &Studio::portraitChanged, this, [this] {
    if (!studio_.portrait()) return;
    const QString path = toQString(studio_.project().portrait);
    remember("recent/portraits", path);
    // Thumbnails are made from what the worker has read already: no medium is read here.
    keepThumbnail(path, [this] {
      return studio_.portraitImage()
          .scaled(kThumbSide, kThumbSide, Qt::KeepAspectRatioByExpanding, Qt::SmoothTransformation)
          .copy(0, 0, kThumbSide, kThumbSide);
    });
    fillRecent();
  });
  connect(&studio_, &Studio::voiceChanged, this, [this] {
    if (!studio_.voice()) return;
    const QString path = toQString(studio_.project().voice);
    remember("recent/voices", path);
    keepThumbnail(path, [this] { return waveThumbnail(*studio_.voice()); });
    fillRecent();
  });
  fillRecent();
}

QString MediaPanel::thumbnailFile(const QString& medium) const {
  // The name must be the same in every session, which qHash does not promise.
  const QByteArray name =
      QCryptographicHash::hash(medium.toUtf8(), QCryptographicHash::Sha1).toHex().left(16);
  return toQString(studio_.options().dataFolder / "thumbnails" / (name.toStdString() + ".png"));
}

void MediaPanel::keepThumbnail(const QString& medium, const std::function<QImage()>& make) {
  const QString file = thumbnailFile(medium);
  if (QFile::exists(file) && QFileInfo(file).lastModified() >= QFileInfo(medium).lastModified()) return;
  QDir().mkpath(QFileInfo(file).path());
  try {
    savePng(make(), toPath(file));
  } catch (const Error& error) {  // the list shows a symbol in its place
    qWarning("no small picture was kept: %s", error.what());
  }
}

void MediaPanel::fillRecent() {
  recent_->clear();
  const Settings settings;
  for (const char* key : {"recent/portraits", "recent/voices"})
    for (const QString& path : settings.value(key).toStringList()) {
      if (!QFile::exists(path)) continue;
      const QString thumb = thumbnailFile(path);
      const bool isVoice = QLatin1String(key) == QLatin1String("recent/voices");
      auto* item = new QListWidgetItem(
          QFile::exists(thumb) ? plainIcon(QPixmap(thumb)) : icon(isVoice ? "voice" : "portrait"),
          QFileInfo(path).fileName(), recent_);
      item->setData(Qt::UserRole, path);
      item->setToolTip(path);
      item->setSizeHint({1, kRecentHeight});  // as wide as the list, so that long names are cut in the middle
    }
  if (recent_->count() == 0) {
    auto* item = new QListWidgetItem(tr("Nothing yet"), recent_);
    item->setFlags(Qt::NoItemFlags);
  }
}

void MediaPanel::choosePortrait() {
  const QString file = QFileDialog::getOpenFileName(
      this, tr("Choose a portrait"), toQString(studio_.project().portrait.parent_path()),
      tr("Pictures (*.png *.jpg *.jpeg *.webp *.bmp *.tif *.tiff);;All files (*)"));
  if (!file.isEmpty()) studio_.setPortrait(file);
}

void MediaPanel::chooseVoice() {
  const QString file = QFileDialog::getOpenFileName(
      this, tr("Choose a voice"), toQString(studio_.project().voice.parent_path()),
      tr("Sound and video (*.wav *.mp3 *.m4a *.aac *.flac *.ogg *.opus *.mp4 *.mov *.mkv *.webm);;All files "
         "(*)"));
  if (!file.isEmpty()) studio_.setVoice(file);
}

}  // namespace orator::ui
