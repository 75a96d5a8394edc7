#include "ui/views/panels/motion/style_gallery.h"

#include <QComboBox>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QStyledItemDelegate>
#include <algorithm>
#include <cmath>
#include <numbers>

#include "ui/kit/settings/settings.h"
#include "ui/kit/themes/theme.h"
#include "ui/kit/widgets/layouts.h"

namespace orator::ui {
namespace {

constexpr const char *kFavourites = "styles/favourites", *kShown = "styles/shown";
constexpr QSize kCell(60, 81), kThumb(54, 60);
constexpr int kTickMs = int(1000 * StyleSamples::kSeconds / StyleSamples::kPictures);

constexpr int kStar = 16;

QRect thumbIn(const QRect& cell) {
  return {{cell.left() + (cell.width() - kThumb.width()) / 2, cell.top() + 2}, kThumb};
}
QRect starIn(const QRect& thumb) {
  return {thumb.right() - kStar, thumb.top() + 1, kStar, kStar};
}

/// On any picture: dark around, filled where the style is a favourite.
void paintStar(QPainter* painter, const QRect& place, bool filled) {
  QPainterPath star;
  for (int i = 0; i < 10; ++i) {
    const double angle = std::numbers::pi * (i / 5. - 0.5), radius = place.width() * (i % 2 ? 0.19 : 0.44);
    const QPointF at = QRectF(place).center() + QPointF(radius * std::cos(angle), radius * std::sin(angle));
    i == 0 ? star.moveTo(at) : star.lineTo(at);
  }
  star.closeSubpath();
  painter->setPen(QPen(QColor(0, 0, 0, 170), 1.6));
  painter->setBrush(filled ? QColor(255, 204, 64) : QColor(255, 255, 255, 90));
  painter->drawPath(star);
  painter->setBrush(Qt::NoBrush);
}

/// A picture with its number below; the chosen one has a frame.
class StylePainter : public QStyledItemDelegate {
 public:
  explicit StylePainter(StyleGallery* gallery) : QStyledItemDelegate(gallery), gallery_(gallery) {}
  QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override { return kCell; }
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    const bool chosen = option.state & QStyle::State_Selected,
               pointed = option.state & QStyle::State_MouseOver;
    const QRect cell = option.rect;
    const QRect thumb = thumbIn(cell);
    painter->save();
    painter->setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    painter->setOpacity(option.state & QStyle::State_Enabled ? 1 : 0.4);
    QPainterPath rounded;
    rounded.addRoundedRect(thumb, 6, 6);
    painter->fillPath(rounded, colours().raised);
    const QImage picture = gallery_->picture(index.row());
    if (picture.isNull()) {
      icon("portrait", colours().muted).paint(painter, QRect(thumb.center() - QPoint(12, 12), QSize(24, 24)));
    } else {
      painter->setClipPath(rounded);
      painter->drawImage(thumb, picture);
      painter->setClipping(false);
    }
    if (chosen || pointed) {
      painter->setPen(QPen(chosen ? colours().accent : colours().muted, chosen ? 2 : 1));
      painter->drawPath(rounded);
    }
    if (gallery_->isFavourite(index.row()) || pointed)
      paintStar(painter, starIn(thumb), gallery_->isFavourite(index.row()));
    painter->setPen(chosen ? colours().accent : colours().muted);
    painter->drawText(QRect(cell.left(), thumb.bottom() + 1, cell.width(), cell.bottom() - thumb.bottom()),
                      Qt::AlignCenter, index.data().toString());
    painter->restore();
  }

 private:
  StyleGallery* gallery_;
};

}  // namespace

StyleGallery::StyleGallery(Studio& studio, QWidget* parent) : QListWidget(parent), studio_(studio) {
  setViewMode(QListView::IconMode);
  setFlow(QListView::LeftToRight);
  setMovement(QListView::Static);
  setResizeMode(QListView::Adjust);
  setGridSize(kCell);
  setUniformItemSizes(true);
  setMouseTracking(true);
  setItemDelegate(new StylePainter(this));
  setSpacing(0);
  setAccessibleName(tr("Pose styles"));
  setToolTip(tr(
      "How the head moves. Point at a style to see it on your portrait; its star (or *) marks a favourite."));
  for (const QVariant& style : Settings().value(kFavourites).toList()) favourites_.insert(style.toInt());
  for (int style = 0; style < kStyleCount; ++style) new QListWidgetItem(QString::number(style), this);
  fitHeight();
  connect(this, &QListWidget::itemClicked, this,
          [this](QListWidgetItem* item) { Q_EMIT styleChosen(row(item)); });
  connect(this, &QListWidget::itemActivated, this,
          [this](QListWidgetItem* item) { Q_EMIT styleChosen(row(item)); });
  connect(&timer_, &QTimer::timeout, this, &StyleGallery::animate);
  connect(&studio_, &Studio::stylesChanged, this, [this] {
    studio_.styles() ? timer_.start(kTickMs) : timer_.stop();
    filter();
    Q_EMIT groupsChanged();
    viewport()->update();
  });
}

void StyleGallery::showOnly(std::optional<StyleGroup> group, bool favourites) {
  group_ = group;
  onlyFavourites_ = favourites;
  filter();
}

int StyleGallery::countOf(StyleGroup group) const {
  const auto& samples = studio_.styles();
  return samples ? int(std::count(samples->groups.begin(), samples->groups.end(), group)) : 0;
}

void StyleGallery::filter() {
  const auto& samples = studio_.styles();
  for (int style = 0; style < kStyleCount; ++style) {
    const bool known = samples && style < int(samples->groups.size());
    const bool inGroup = !group_ || (known && samples->groups[std::size_t(style)] == *group_);
    setRowHidden(style, !inGroup || (onlyFavourites_ && !isFavourite(style)));
  }
  fitHeight();
}

/// All rows of a group, so that nothing scrolls within what scrolls; of all styles a part.
void StyleGallery::fitHeight() {
  int shown = 0;
  for (int style = 0; style < kStyleCount; ++style) shown += !isRowHidden(style);
  const int columns = std::max(1, viewport()->width() / kCell.width());
  const int rows = std::max(1, (shown + columns - 1) / columns);
  constexpr int kMostRows = 5;
  setFixedHeight(rows <= kMostRows ? rows * kCell.height() + 2 * frameWidth()
                                   : 2 * kCell.height() + kCell.height() / 3);
}

void StyleGallery::toggleFavourite(int style) {
  if (!favourites_.remove(style)) favourites_.insert(style);
  QVariantList stored;
  for (const int favourite : favourites_) stored.append(favourite);
  Settings().setValue(kFavourites, stored);
  filter();
  Q_EMIT groupsChanged();
  viewport()->update();
}

QRect StyleGallery::starOf(const QModelIndex& index) const {
  return starIn(thumbIn(visualRect(index)));
}

void StyleGallery::mousePressEvent(QMouseEvent* event) {
  const QModelIndex at = indexAt(event->pos());
  if (event->button() == Qt::LeftButton && at.isValid() && starOf(at).contains(event->pos()))
    return toggleFavourite(at.row());
  QListWidget::mousePressEvent(event);
}

void StyleGallery::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Asterisk && currentRow() >= 0) return toggleFavourite(currentRow());
  QListWidget::keyPressEvent(event);
}

bool StyleGallery::viewportEvent(QEvent* event) {
  if (event->type() == QEvent::MouseMove) {
    const QModelIndex at = indexAt(static_cast<QMouseEvent*>(event)->pos());
    pointed_ = at.isValid() ? at.row() : -1;
  } else if (event->type() == QEvent::Leave) {
    pointed_ = -1;
    viewport()->update();
  }
  return QListWidget::viewportEvent(event);
}

void StyleGallery::setChosen(int style) {
  const QSignalBlocker block(this);
  setCurrentRow(style);
}

void StyleGallery::resizeEvent(QResizeEvent* event) {
  // The columns share the width, so that no strip is left at the right.
  const int columns = std::max(1, viewport()->width() / kCell.width());
  setGridSize({(viewport()->width() - 1) / columns, kCell.height()});
  QListWidget::resizeEvent(event);
  fitHeight();
}

QImage StyleGallery::picture(int style) const {
  const auto& samples = studio_.styles();
  if (!samples || style >= int(samples->strips.size()) || samples->strips[std::size_t(style)].empty())
    return {};
  // Forward and backward, so that the loop has no seam. At rest its middle, where styles differ.
  const auto& strip = samples->strips[std::size_t(style)];
  const bool moves = style == pointed_ || style == currentRow();
  const int count = int(strip.size()), at = moves ? step_ % std::max(1, 2 * count - 2) : count / 2;
  return strip[std::size_t(at < count ? at : 2 * count - 2 - at)];
}

void StyleGallery::animate() {
  ++step_;
  if (isVisible() && isEnabled()) viewport()->update();
}

QWidget* withGroupChoice(StyleGallery* gallery) {
  constexpr int kAll = 0, kOnlyFavourites = 1, kFirstGroup = 2;
  auto* choice = new QComboBox;
  choice->setObjectName("styleGroup");
  choice->setAccessibleName(StyleGallery::tr("Group of pose styles"));
  for (int i = 0; i < kFirstGroup + kStyleGroupCount; ++i) choice->addItem({});
  const auto name = [gallery, choice] {
    const QString names[kStyleGroupCount] = {StyleGallery::tr("Calm"), StyleGallery::tr("Nodding"),
                                             StyleGallery::tr("Swaying"), StyleGallery::tr("Lively")};
    const auto withCount = [](const QString& text, int count) {
      return count > 0 ? QStringLiteral("%1 (%2)").arg(text).arg(count) : text;
    };
    choice->setItemText(kAll, withCount(StyleGallery::tr("All styles"), StyleGallery::kStyleCount));
    choice->setItemText(kOnlyFavourites, withCount(StyleGallery::tr("Favourites"), gallery->favourites()));
    for (int group = 0; group < kStyleGroupCount; ++group)
      choice->setItemText(kFirstGroup + group, withCount(names[group], gallery->countOf(StyleGroup(group))));
  };
  const auto show = [gallery](int index) {
    gallery->showOnly(index >= kFirstGroup ? std::optional(StyleGroup(index - kFirstGroup)) : std::nullopt,
                      index == kOnlyFavourites);
  };
  name();
  QObject::connect(gallery, &StyleGallery::groupsChanged, choice, name);
  QObject::connect(choice, &QComboBox::activated, gallery, [show](int index) {
    Settings().setValue(kShown, index);
    show(index);
  });
  choice->setCurrentIndex(std::clamp(Settings().value(kShown).toInt(), 0, choice->count() - 1));
  show(choice->currentIndex());
  auto* both = new QWidget;
  auto* rows = tight<QVBoxLayout>(both, 6);
  rows->addWidget(choice);
  rows->addWidget(gallery);
  return both;
}

}  // namespace orator::ui
