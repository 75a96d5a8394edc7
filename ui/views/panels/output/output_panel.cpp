#include "ui/views/panels/output/output_panel.h"

#include <QFileDialog>
#include <QPointer>
#include <QThreadPool>
#include <algorithm>

#include "core/motion/sadtalker/pose_style_count.h"
#include "core/packs/personal_pack.h"
#include "core/pipeline/parameters.h"
#include "core/pipeline/scene/layout.h"
#include "core/render/framing.h"
#include "ui/kit/text/duration.h"
#include "ui/kit/text/path.h"
#include "ui/kit/themes/theme.h"
#include "ui/kit/translation/language.h"
#include "ui/kit/widgets/layouts.h"
#include "ui/model/estimate/render_speed.h"
#include "ui/views/panels/output/film_fields.h"

namespace orator::ui {
namespace {

struct SizeChoice {
  int side;
  const char* text;
};
constexpr int kAskAgainMs = 300;   // free disk and memory, after a change
constexpr double kEncoding = 1.3;  // of the time for drawing alone

constexpr SizeChoice kSizes[] = {{0, QT_TRANSLATE_NOOP("OutputPanel", "As the portrait")},
                                 {512, "512 px"},
                                 {720, "720 px"},
                                 {1080, "1080 px"},
                                 {1920, "1920 px"},
                                 {kLargestSide, "3840 px"}};

/// In the order of render::CropMode.
constexpr const char* kCropTexts[] = {QT_TRANSLATE_NOOP("OutputPanel", "Head alone"),
                                      QT_TRANSLATE_NOOP("OutputPanel", "Head with more room"),
                                      QT_TRANSLATE_NOOP("OutputPanel", "Picture as a square"),
                                      QT_TRANSLATE_NOOP("OutputPanel", "Whole picture"),
                                      QT_TRANSLATE_NOOP("OutputPanel", "Whole picture, wider face")};
static_assert(std::size(kCropTexts) == pipeline::kCropModeNames.size());

QString rendererText(const std::string& name) {
  const std::string_view label = render::rendererTraits(name).label;
  return label.empty() ? QString::fromStdString(name) : coreText(label);
}

QString rateName(FrameRate rate) {
  return QString::fromStdString(pipeline::rateText(rate));
}

}  // namespace

OutputPanel::OutputPanel(Studio& studio, QWidget* parent) : QWidget(parent), studio_(studio) {
  setObjectName("dockBody");
  auto* rows = tight<QVBoxLayout>(this, 9, 12);
  rows->addLayout(makeFileRow());
  rows->addWidget(new FilmPresetBox(studio_));

  const project::Project usual;
  size_ = new ChoiceField(tr("Size"), tr("Longer side of the film. Larger is slower."));
  for (const SizeChoice& choice : kSizes) size_->box().addItem(tr(choice.text), choice.side);
  size_->setUsual(usual.render.outputSide);
  rate_ = new ChoiceField(tr("Frame rate"),
                          tr("Frames per second. The motion itself is resampled, not the pictures."));
  for (const pipeline::NamedRate& rate : pipeline::frameRates())
    rate_->box().addItem(tr("%1 per second").arg(rateName(rate.rate)), rateName(rate.rate));
  rate_->setUsual(rateName(usual.frameRate));
  crop_ = new ChoiceField(tr("Framing"), tr("How much of the portrait the film shows"));
  for (std::size_t i = 0; i < pipeline::kCropModeNames.size(); ++i)
    crop_->box().addItem(tr(kCropTexts[i]), int(i));
  crop_->setUsual(int(usual.render.cropMode));
  pack_ =
      new ChoiceField(tr("Pack"), tr("The networks that make motion and pictures; Tools > Packs adds some"));
  renderer_ = new ChoiceField(
      tr("Renderer"),
      tr("Mesh is fast and keeps the portrait's own resolution; neural renderers need their pack"));
  for (ChoiceField* choice : {size_, rate_, crop_, pack_, renderer_, addFinish()}) rows->addWidget(choice);
  for (const auto& [title, section] : {std::pair{tr("Frame and transparency"), pipeline::Section::frame},
                                       {tr("File and compression"), pipeline::Section::file}}) {
    auto* fields = new FilmFields(studio_, section);
    rows->addWidget(foldButton(title, fields), 0, Qt::AlignLeft);
    rows->addWidget(fields);
  }
  estimate_ = mutedLabel();
  estimate_->setAccessibleName(tr("What the film needs"));
  rows->addWidget(estimate_);

  render_ = textButton("render", tr("Render film"), true);
  render_->setMinimumHeight(32);
  rows->addWidget(render_);
  auto* more = tight<QHBoxLayout>(nullptr, 4);
  auto* matrix = textButton("matrix", tr("Matrix…"));
  matrix->setToolTip(tr("Several portraits × voices × presets"));
  auto* copy = textButton("command", tr("Copy command"));
  copy->setToolTip(
      tr("Copies the command that renders this very film without the studio; edits are saved beside the film "
         "for it"));
  more->addWidget(matrix, 1);
  more->addWidget(copy, 1);
  rows->addLayout(more);
  rows->addStretch(1);

  const auto edit = [this](const QString& text, auto change) { studio_.document().change(text, change); };
  connect(size_, &ChoiceField::chosen, this, [edit](const QVariant& side) {
    edit(tr("Size"), [&](project::Project& p) { p.render.outputSide = side.toInt(); });
  });
  connect(rate_, &ChoiceField::chosen, this, [edit](const QVariant& rate) {
    for (const pipeline::NamedRate& known : pipeline::frameRates())
      if (rateName(known.rate) == rate.toString())
        edit(tr("Frame rate"), [&](project::Project& p) { p.frameRate = known.rate; });
  });
  connect(crop_, &ChoiceField::chosen, this, [edit](const QVariant& mode) {
    edit(tr("Framing"), [&](project::Project& p) { p.render.cropMode = render::CropMode(mode.toInt()); });
  });
  connect(pack_, &ChoiceField::chosen, this, [this](const QVariant& id) { choosePack(id.toString()); });
  connect(renderer_, &ChoiceField::chosen, this, [edit](const QVariant& name) {
    edit(tr("Renderer"), [&](project::Project& p) { p.renderer = name.toString().toStdString(); });
  });
  connect(render_, &QPushButton::clicked, this, &OutputPanel::renderRequested);
  connect(matrix, &QPushButton::clicked, this, &OutputPanel::matrixRequested);
  connect(copy, &QPushButton::clicked, this, [this] { studio_.copyCommandLine(); });
  for (auto signal : {&Studio::motionChanged, &Studio::portraitChanged, &Studio::voiceChanged})
    connect(&studio_, signal, this, &OutputPanel::refresh);
  connect(&studio_.document(), &Document::changed, this, &OutputPanel::refresh);
  connect(&studio_.jobs(), &JobQueue::jobFinished, this, &OutputPanel::refresh);
  connect(&studio_.jobs(), &JobQueue::rowsInserted, this, &OutputPanel::refresh);
  connect(&studio_, &Studio::timed, this, [this](const QString& stage, double milliseconds) {
    const QSize shown = studio_.shownImage().size();
    if (stage == "render frame" && !shown.isEmpty())
      previewSecondsPerPixel_ = milliseconds / 1000 / (double(shown.width()) * shown.height());
  });
  askAgain_.setSingleShot(true);
  askAgain_.setInterval(kAskAgainMs);
  connect(&askAgain_, &QTimer::timeout, this, &OutputPanel::askWhatIsFree);
  fillPacks();
}

QLayout* OutputPanel::makeFileRow() {
  auto* row = tight<QHBoxLayout>(nullptr, 4);
  file_ = new QLineEdit;
  file_->setReadOnly(true);
  file_->setPlaceholderText(tr("Beside the voice"));
  file_->setAccessibleName(tr("Film file"));
  auto* choose = iconButton("folder", tr("Choose the film's file…"));
  connect(choose, &QToolButton::clicked, this, &OutputPanel::chooseFile);
  row->addWidget(file_, 1);
  row->addWidget(choose);
  return row;
}

void OutputPanel::fillPacks() {
  packs_ = packs::listAnimatingPacks();
  pack_->box().clear();
  for (const packs::Pack& pack : packs_)
    pack_->box().addItem(coreText(pack.title), QString::fromStdString(pack.id));
  pack_->setUsual(QString::fromStdString(project::Project().pack));
  refresh();
}

void OutputPanel::choosePack(const QString& id) {
  for (const packs::Pack& pack : packs_) {
    if (QString::fromStdString(pack.id) != id) continue;
    studio_.document().change(tr("Pack %1").arg(coreText(pack.title)), [&](project::Project& p) {
      // A person's pack has that person's way of moving the head, which no other pack knows.
      const bool own = p.motion.poseStyle.front().first == motion::sadtalker::kPersonalStyle;
      if (packs::isPersonal(pack))
        p.motion.poseStyle = {{motion::sadtalker::kPersonalStyle, 1.0}};
      else if (own)
        p.motion.poseStyle = motion::MotionSettings().poseStyle;
      p.pack = pack.id;
      const auto& able = pack.renderers;
      if (!able.empty() && std::find(able.begin(), able.end(), p.renderer) == able.end())
        p.renderer = able.front();
    });
  }
}

void OutputPanel::showRenderers(const project::Project& p) {
  std::vector<std::string> names = {p.renderer};
  for (const packs::Pack& pack : packs_)
    if (pack.id == p.pack && !pack.renderers.empty()) names = pack.renderers;
  if (names != shownRenderers_) {
    shownRenderers_ = names;
    renderer_->box().clear();
    for (const std::string& name : names)
      renderer_->box().addItem(rendererText(name), QString::fromStdString(name));
    renderer_->setUsual(QString::fromStdString(names.front()));
  }
  renderer_->setValue(QString::fromStdString(p.renderer));
}

void OutputPanel::chooseFile() {
  const QString file =
      QFileDialog::getSaveFileName(this, tr("Film file"), studio_.suggestedOutput(), filmFileFilters());
  if (file.isEmpty()) return;
  studio_.agreeToOverwrite(toPath(file));  // the dialog has asked
  studio_.document().change(tr("Film file"), [&](project::Project& p) {
    p.output = toPath(file);
    p.format.container = media::Container::automatic;  // the name tells it
  });
  refresh();
}

ChoiceField* OutputPanel::addFinish() {
  const ParamSpec& spec = pipeline::parameter("finish").spec;
  finish_ = new ChoiceField(ParamSlider::tr(spec.label.data()), ParamSlider::tr(spec.description.data()));
  finish_->box().addItem(tr("As warped"), int(render::Finishing::off));
  finish_->box().addItem(tr("Eyes shut by a network"), int(render::Finishing::on));
  finish_->setUsual(int(project::Project{}.render.finish));
  connect(finish_, &ChoiceField::chosen, this,
          [this, name = ParamSlider::tr(spec.label.data())](const QVariant& mode) {
            studio_.document().change(
                name, [&](project::Project& p) { p.render.finish = render::Finishing(mode.toInt()); });
          });
  return finish_;
}

void OutputPanel::refresh() {
  const project::Project& p = studio_.project();
  const std::filesystem::path film = studio_.nextOutput();
  file_->setText(toQString(film.filename()));
  file_->setToolTip(toQString(film));
  size_->setValue(p.render.outputSide);
  rate_->setValue(rateName(p.frameRate));
  crop_->setValue(int(p.render.cropMode));
  finish_->setValue(int(p.render.finish));
  pack_->setValue(QString::fromStdString(p.pack));
  showRenderers(p);
  const bool ready = studio_.canRender();
  render_->setEnabled(ready);
  if (!ready) {
    estimate_->setText(tr("A film needs a portrait and a voice, or seconds to wait without one."));
    return;
  }
  showEstimate();
  if (!askAgain_.isActive()) askAgain_.start();
}

void OutputPanel::askWhatIsFree() {
  // Disks of a network and drivers of graphics cards may let their callers wait.
  QThreadPool::globalInstance()->start([panel = QPointer(this), file = studio_.suggestedOutput()] {
    const FreeResources free = freeResources(file);
    QMetaObject::invokeMethod(qApp, [panel, free] {
      if (!panel) return;
      panel->free_ = free;
      panel->showEstimate();
    });
  });
}

void OutputPanel::showEstimate() {
  if (!studio_.canRender()) return;
  const project::Project& p = studio_.project();
  const cv::Rect shown = render::shownPart(*studio_.portrait(), p.render.cropMode);
  const cv::Size frame =
      pipeline::layoutOf(p.scene, *studio_.portrait(), shown, p.render.outputSide, p.frameRate).frame;
  const QSize size(frame.width, frame.height);
  double perPixel = RenderSpeed::secondsPerPixel(p.renderer, p.render.device);
  if (perPixel < 0) perPixel = kEncoding * previewSecondsPerPixel_;
  const bool cuda = p.render.device != "cpu" && free_.deviceBytes >= 0;
  const RenderEstimate needed = estimateRender(p, size, studio_.frames(), cuda,
                                               perPixel < 0 ? -1 : perPixel * size.width() * size.height());
  QString text = tr("%1 × %2, %3, about %4")
                     .arg(size.width())
                     .arg(size.height())
                     .arg(studio_.timeText(studio_.frames()))
                     .arg(QLocale().formattedDataSize(qint64(needed.fileBytes), 1));
  if (needed.seconds >= 0) text += tr(" · made in about %1").arg(durationText(std::max(1.0, needed.seconds)));
  QStringList lacking = whatDoesNotFit(needed, free_);
  if (!free_.folderWritable) lacking = {tr("its folder cannot be written, choose another file")};
  text += QString("<br><span style='color:%1'>%2</span>")
              .arg((lacking.isEmpty() ? colours().good : colours().bad).name(),
                   lacking.isEmpty() ? tr("Fits: %1 of memory, %2 of disk")
                                           .arg(QLocale().formattedDataSize(qint64(needed.memoryBytes), 0),
                                                QLocale().formattedDataSize(qint64(needed.diskBytes), 1))
                                     : tr("Does not fit: %1").arg(lacking.join("; ")));
  estimate_->setText(text);
}

}  // namespace orator::ui
