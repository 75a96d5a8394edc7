#include "ui/views/panels/motion/reference_fields.h"

#include <QDropEvent>
#include <QFileDialog>
#include <QFormLayout>
#include <QMimeData>
#include <QPushButton>
#include <QRegularExpression>
#include <functional>

#include "core/pipeline/parameters.h"
#include "ui/kit/text/path.h"
#include "ui/kit/themes/theme.h"
#include "ui/kit/widgets/layouts.h"
#include "ui/kit/widgets/param_slider.h"

namespace orator::ui {
namespace {

/// Of MotionSettings::anglePath.
const ParamSpec& angleSpec(std::size_t axis) {
  constexpr std::array kNames{"pitch", "yaw", "roll"};
  return pipeline::parameter(kNames[axis]).spec;
}

QString pathText(const std::vector<double>& degrees) {
  QStringList words;
  for (double angle : degrees) words << QString::number(angle);
  return words.join("  ");
}

/// Shows a file's name and takes a file that is dropped on it.
class FileField : public QLineEdit {
 public:
  explicit FileField(std::function<void(const QString&)> dropped) : dropped_(std::move(dropped)) {
    setReadOnly(true);
    setAcceptDrops(true);
  }

 protected:
  void dragEnterEvent(QDragEnterEvent* event) override {
    if (event->mimeData()->hasUrls()) event->acceptProposedAction();
  }
  void dragMoveEvent(QDragMoveEvent* event) override { event->acceptProposedAction(); }
  void dropEvent(QDropEvent* event) override {
    const QList<QUrl> urls = event->mimeData()->urls();
    if (!urls.isEmpty() && urls.front().isLocalFile()) dropped_(urls.front().toLocalFile());
    event->acceptProposedAction();
  }

 private:
  std::function<void(const QString&)> dropped_;
};

}  // namespace

ReferenceFields::ReferenceFields(Studio& studio, QWidget* parent)
    : QWidget(parent),
      studio_(studio),
      body_(new QWidget),
      toggle_(foldButton(tr("From a video, free view"), body_)),
      compat_(new QCheckBox(tr("As SadTalker publishes it"))) {
  auto* rows = tight<QVBoxLayout>(this, 6);
  rows->addWidget(toggle_, 0, Qt::AlignLeft);
  rows->addWidget(body_);
  auto* form = new QFormLayout(body_);
  form->setContentsMargins(0, 0, 0, 0);
  form->setHorizontalSpacing(10);
  videos_[0] = addVideo(form, tr("Head"), tr("The head moves as in this video; lips follow the voice"),
                        &motion::MotionSettings::poseReference);
  videos_[1] = addVideo(form, tr("Blinks"), tr("The eyes blink as in this video; the mouth is left alone"),
                        &motion::MotionSettings::blinkReference);
  for (std::size_t axis = 0; axis < paths_.size(); ++axis) addPath(form, axis);
  compat_->setToolTip(tr("Blinks, scales and references exactly as in the published program"));
  connect(compat_, &QCheckBox::clicked, this, [this](bool on) {
    studio_.document().change(tr("As SadTalker publishes it"),
                              [&](project::Project& p) { p.motion.compat = on; });
  });
  form->addRow(compat_);
  connect(&studio_.document(), &Document::changed, this, &ReferenceFields::refresh);
  refresh();
}

ReferenceFields::Video ReferenceFields::addVideo(QFormLayout* form, const QString& label, const QString& tip,
                                                 std::filesystem::path motion::MotionSettings::*path) {
  const auto set = [this, path, label](const QString& file) {
    studio_.document().change(tr("%1 from a video").arg(label),
                              [&](project::Project& p) { p.motion.*path = toPath(file); });
  };
  Video video{new FileField(set), iconButton("cancel", tr("Use no video")), path};
  video.name->setPlaceholderText(tr("made from the voice"));
  video.name->setToolTip(tip);
  video.name->setAccessibleName(label);
  auto* choose = iconButton("open", tr("Choose a video…"));
  auto* row = tight<QHBoxLayout>(nullptr, 2);
  row->addWidget(video.name, 1);
  row->addWidget(choose);
  row->addWidget(video.clear);
  form->addRow(label, row);
  connect(choose, &QToolButton::clicked, this, [this, set, path] {
    const QString file = QFileDialog::getOpenFileName(
        this, tr("Choose a video"), toQString((studio_.project().motion.*path).parent_path()),
        tr("Video (*.mp4 *.mov *.mkv *.webm *.avi);;All files (*)"));
    if (!file.isEmpty()) set(file);
  });
  connect(video.clear, &QToolButton::clicked, this, [set] { set({}); });
  return video;
}

void ReferenceFields::addPath(QFormLayout* form, std::size_t axis) {
  const ParamSpec& spec = angleSpec(axis);
  auto* field = new QLineEdit;
  const QString name = ParamSlider::tr(spec.label.data());
  field->setPlaceholderText(tr("angles, e.g. 0 25 -10"));
  field->setToolTip(
      "<b>" + name + "</b><br>" + ParamSlider::tr(spec.description.data()) + "<br>" +
      tr("Angles from %1 to %2 degrees, with blanks between; empty: made from the voice. Seen at once.")
          .arg(spec.minimum)
          .arg(spec.maximum));
  field->setAccessibleName(name);
  form->addRow(name, field);
  paths_[axis] = field;
  connect(field, &QLineEdit::editingFinished, this, [this, axis] { setPath(axis); });
}

void ReferenceFields::setPath(std::size_t axis) {
  static const QRegularExpression gap("[\\s,;]+");
  std::vector<double> degrees;
  for (const QString& word : paths_[axis]->text().split(gap, Qt::SkipEmptyParts)) {
    bool isNumber = false;
    const double angle = word.toDouble(&isNumber);
    if (!isNumber || !angleSpec(axis).accepts(angle)) {
      Q_EMIT studio_.problem({Problem::Level::warning,
                              ParamSlider::tr(angleSpec(axis).label.data()),
                              tr("“%1” is no angle from %2 to %3.")
                                  .arg(word)
                                  .arg(angleSpec(axis).minimum)
                                  .arg(angleSpec(axis).maximum),
                              {},
                              {}});
      return refresh();
    }
    degrees.push_back(angle);
  }
  studio_.document().change(tr("Head path"),
                            [&](project::Project& p) { p.motion.anglePath[axis] = degrees; });
}

void ReferenceFields::refresh() {
  const motion::MotionSettings& motion = studio_.project().motion;
  bool used = motion.compat;
  for (const Video& video : videos_) {
    const std::filesystem::path& path = motion.*video.path;
    video.name->setText(toQString(path.filename()));
    video.clear->setEnabled(!path.empty());
    used |= !path.empty();
  }
  for (std::size_t axis = 0; axis < paths_.size(); ++axis) {
    if (!paths_[axis]->hasFocus()) paths_[axis]->setText(pathText(motion.anglePath[axis]));
    used |= !motion.anglePath[axis].empty();
  }
  compat_->setChecked(motion.compat);
  if (used) toggle_->setChecked(true);
}

}  // namespace orator::ui
