#include "ui/panels/output/output_panel.h"

#include <QFileDialog>
#include <QFormLayout>
#include <QStorageInfo>
#include <algorithm>
#include <cmath>

#include "core/pipeline/parameters.h"
#include "ui/themes/theme.h"
#include "ui/widgets/layouts.h"

namespace orator::ui {
namespace {

struct SizeChoice {
  int side;
  const char* text;
};
constexpr SizeChoice kSizes[] = {{0, QT_TRANSLATE_NOOP("OutputPanel", "As the portrait")},
                                 {512, "512 px"},
                                 {720, "720 px"},
                                 {1080, "1080 px"},
                                 {1920, "1920 px"},
                                 {3840, "3840 px"}};

/// In the order of render::CropMode.
constexpr const char* kCropTexts[] = {QT_TRANSLATE_NOOP("OutputPanel", "Head alone"),
                                      QT_TRANSLATE_NOOP("OutputPanel", "Head with more room"),
                                      QT_TRANSLATE_NOOP("OutputPanel", "Picture as a square"),
                                      QT_TRANSLATE_NOOP("OutputPanel", "Whole picture"),
                                      QT_TRANSLATE_NOOP("OutputPanel", "Whole picture, wider face")};
static_assert(std::size(kCropTexts) == pipeline::kCropModeNames.size());

QString rendererText(const QString& name) {
  if (name == "mesh") return OutputPanel::tr("Mesh (fast)");
  if (name == "facevid2vid") return OutputPanel::tr("Neural (face-vid2vid)");
  return name;
}

}  // namespace

double estimatedBytes(QSize size, std::int64_t frames, int constantRateFactor) {
  // A talking head at CRF 18 needs about 0.045 bits a pixel; six CRF steps halve it.
  const double bitsPerPixel = 0.045 * std::pow(2.0, (18.0 - constantRateFactor) / 6);
  return bitsPerPixel / 8 * size.width() * size.height() * double(frames);
}

OutputPanel::OutputPanel(Studio& studio, QWidget* parent) : QWidget(parent), studio_(studio) {
  setObjectName("dockBody");
  auto* rows = tight<QVBoxLayout>(this, 9, 12);
  auto* fileRow = tight<QHBoxLayout>(nullptr, 4);
  file_ = new QLineEdit;
  file_->setReadOnly(true);
  file_->setPlaceholderText(tr("Beside the voice"));
  file_->setAccessibleName(tr("Film file"));
  auto* choose = iconButton("folder", tr("Choose the film's file…"));
  connect(choose, &QToolButton::clicked, this, &OutputPanel::chooseFile);
  fileRow->addWidget(file_, 1);
  fileRow->addWidget(choose);
  rows->addLayout(fileRow);

  auto* form = new QFormLayout;
  form->setHorizontalSpacing(12);
  form->setVerticalSpacing(7);
  form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
  size_ = new QComboBox;
  for (const SizeChoice& choice : kSizes) size_->addItem(tr(choice.text), choice.side);
  size_->setToolTip(tr("Longer side of the film. Larger is slower."));
  rate_ = new QComboBox;
  for (int rate : pipeline::kFramesPerSecond) rate_->addItem(tr("%1 per second").arg(rate), rate);
  rate_->setToolTip(tr("Frames per second. The motion itself is resampled, not the pictures."));
  crop_ = new QComboBox;
  for (std::size_t i = 0; i < pipeline::kCropModeNames.size(); ++i) crop_->addItem(tr(kCropTexts[i]));
  crop_->setToolTip(tr("How much of the portrait the film shows"));
  pack_ = new QComboBox;
  pack_->setToolTip(tr("The networks that make motion and pictures; Tools > Packs adds some"));
  renderer_ = new QComboBox;
  renderer_->setToolTip(
      tr("Mesh is fast and keeps the portrait's own resolution; neural renderers need their pack"));
  form->addRow(tr("Size"), size_);
  form->addRow(tr("Frame rate"), rate_);
  form->addRow(tr("Framing"), crop_);
  form->addRow(tr("Pack"), pack_);
  form->addRow(tr("Renderer"), renderer_);
  rows->addLayout(form);
  quality_ = new ParamSlider(pipeline::kConstantRateFactor);
  rows->addWidget(quality_);
  estimate_ = mutedLabel();
  rows->addWidget(estimate_);

  render_ = new QPushButton(icon("render", colours().accentText), tr("Render film"));
  render_->setObjectName("primary");
  render_->setMinimumHeight(32);
  rows->addWidget(render_);
  auto* more = tight<QHBoxLayout>(nullptr, 4);
  auto* matrix = new QPushButton(icon("matrix"), tr("Matrix…"));
  matrix->setToolTip(tr("Several portraits × voices × presets"));
  auto* copy = new QPushButton(icon("command"), tr("Copy command"));
  copy->setToolTip(
      tr("Copies the command that renders this very film without the studio; edits are saved beside the film "
         "for it"));
  more->addWidget(matrix, 1);
  more->addWidget(copy, 1);
  rows->addLayout(more);
  rows->addStretch(1);

  const auto edit = [this](const QString& text, auto change) { studio_.document().change(text, change); };
  connect(size_, &QComboBox::activated, this, [this, edit](int) {
    edit(tr("Size"), [&](project::Project& p) { p.render.outputSide = size_->currentData().toInt(); });
  });
  connect(rate_, &QComboBox::activated, this, [this, edit](int) {
    edit(tr("Frame rate"), [&](project::Project& p) { p.frameRate = {rate_->currentData().toInt(), 1}; });
  });
  connect(crop_, &QComboBox::activated, this, [edit](int index) {
    edit(tr("Framing"), [&](project::Project& p) { p.render.cropMode = render::CropMode(index); });
  });
  connect(pack_, &QComboBox::activated, this, [this](int) { choosePack(pack_->currentData().toString()); });
  connect(renderer_, &QComboBox::activated, this, [this, edit](int) {
    edit(tr("Renderer"),
         [&](project::Project& p) { p.renderer = renderer_->currentData().toString().toStdString(); });
  });
  connect(quality_, &ParamSlider::edited, this, [this](double value, bool) {
    studio_.document().change(
        tr("Compression"), [&](project::Project& p) { p.output.constantRateFactor = int(value); }, "crf");
  });
  connect(render_, &QPushButton::clicked, this, &OutputPanel::renderRequested);
  connect(matrix, &QPushButton::clicked, this, &OutputPanel::matrixRequested);
  connect(copy, &QPushButton::clicked, this, [this] { studio_.copyCommandLine(); });
  for (auto signal : {&Studio::motionChanged, &Studio::portraitChanged, &Studio::voiceChanged})
    connect(&studio_, signal, this, &OutputPanel::refresh);
  connect(&studio_.document(), &Document::changed, this, &OutputPanel::refresh);
  fillPacks();
}

void OutputPanel::fillPacks() {
  packs_ = packs::listPacks();
  pack_->clear();
  for (const packs::Pack& pack : packs_)
    pack_->addItem(QString::fromStdString(pack.title), QString::fromStdString(pack.id));
  refresh();
}

void OutputPanel::choosePack(const QString& id) {
  for (const packs::Pack& pack : packs_) {
    if (QString::fromStdString(pack.id) != id) continue;
    studio_.document().change(
        tr("Pack %1").arg(QString::fromStdString(pack.title)), [&](project::Project& p) {
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
  renderer_->clear();
  for (const std::string& name : names)
    renderer_->addItem(rendererText(QString::fromStdString(name)), QString::fromStdString(name));
  renderer_->setCurrentIndex(renderer_->findData(QString::fromStdString(p.renderer)));
}

void OutputPanel::chooseFile() {
  const QString file =
      QFileDialog::getSaveFileName(this, tr("Film file"), studio_.suggestedOutput(), tr("MP4 film (*.mp4)"));
  if (file.isEmpty()) return;
  studio_.document().change(tr("Film file"), [&](project::Project& p) { p.output.path = toPath(file); });
}

void OutputPanel::refresh() {
  const project::Project& p = studio_.project();
  file_->setText(QFileInfo(studio_.suggestedOutput()).fileName());
  file_->setToolTip(studio_.suggestedOutput());
  size_->setCurrentIndex(std::max(0, size_->findData(p.render.outputSide)));
  rate_->setCurrentIndex(std::max(0, rate_->findData(p.frameRate.numerator)));
  crop_->setCurrentIndex(int(p.render.cropMode));
  pack_->setCurrentIndex(pack_->findData(QString::fromStdString(p.pack)));
  showRenderers(p);
  quality_->setValue(p.output.constantRateFactor);
  render_->setIcon(icon("render", colours().accentText));
  const bool ready = studio_.portrait() && studio_.voice() && studio_.motion();
  render_->setEnabled(ready);
  if (!ready) {
    estimate_->setText(tr("A film needs a portrait and a voice."));
    return;
  }
  QSize size = studio_.portraitImage().size();
  if (p.render.outputSide) size.scale(p.render.outputSide, p.render.outputSide, Qt::KeepAspectRatio);
  const double bytes = estimatedBytes(size, studio_.frames(), p.output.constantRateFactor);
  const QStorageInfo disk(QFileInfo(studio_.suggestedOutput()).path());
  const bool fits = !disk.isValid() || double(disk.bytesAvailable()) > 1.5 * bytes;
  estimate_->setText(tr("%1 × %2, %3, about %4 · %5")
                         .arg(size.width())
                         .arg(size.height())
                         .arg(studio_.timeText(studio_.frames()))
                         .arg(QLocale().formattedDataSize(qint64(bytes), 1))
                         .arg(fits ? tr("fits on the disk") : tr("does not fit on the disk")));
}

}  // namespace orator::ui
