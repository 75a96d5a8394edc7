#include "ui/panels/media/media_panel.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QSettings>

#include "ui/panels/media/portrait_card.h"
#include "ui/panels/media/voice_card.h"
#include "ui/themes/theme.h"
#include "ui/widgets/layouts.h"

namespace orator::ui {
namespace {

constexpr int kRecentCount = 8;

void remember(const char* key, const QString& path) {
  QSettings settings;
  QStringList paths = settings.value(key).toStringList();
  paths.removeAll(path);
  paths.prepend(path);
  settings.setValue(key, paths.mid(0, kRecentCount));
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
  rows->addWidget(recent_, 1);
  connect(portrait, &PortraitCard::openRequested, this, &MediaPanel::choosePortrait);
  connect(voice, &VoiceCard::openRequested, this, &MediaPanel::chooseVoice);
  connect(recent_, &QListWidget::itemActivated, this,
          [this](QListWidgetItem* item) { studio_.openMedium(item->data(Qt::UserRole).toString()); });
  connect(&studio_, &Studio::portraitChanged, this, [this] {
    if (!studio_.portrait()) return;
    const QString path = toQString(studio_.project().portrait);
    remember("recent/portraits", path);
    // The thumbnail is made from what the worker has read already: no file is read here.
    const QString thumb = toQString(studio_.options().dataFolder / "thumbnails" /
                                    QString::number(qHash(path), 16).toStdString()) +
                          ".png";
    if (!QFile::exists(thumb)) {
      QDir().mkpath(QFileInfo(thumb).path());
      studio_.portraitImage()
          .scaled(64, 64, Qt::KeepAspectRatioByExpanding, Qt::SmoothTransformation)
          .copy(0, 0, 64, 64)
          .save(thumb);
    }
    fillRecent();
  });
  connect(&studio_, &Studio::voiceChanged, this, [this] {
    if (!studio_.voice()) return;
    remember("recent/voices", toQString(studio_.project().voice));
    fillRecent();
  });
  fillRecent();
}

void MediaPanel::fillRecent() {
  recent_->clear();
  const QSettings settings;
  for (const char* key : {"recent/portraits", "recent/voices"})
    for (const QString& path : settings.value(key).toStringList()) {
      if (!QFile::exists(path)) continue;
      const QString thumb = toQString(studio_.options().dataFolder / "thumbnails" /
                                      QString::number(qHash(path), 16).toStdString()) +
                            ".png";
      const bool isVoice = QLatin1String(key) == QLatin1String("recent/voices");
      auto* item = new QListWidgetItem(
          isVoice ? icon("voice") : (QFile::exists(thumb) ? QIcon(thumb) : icon("portrait")),
          QFileInfo(path).fileName(), recent_);
      item->setData(Qt::UserRole, path);
      item->setToolTip(path);
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
