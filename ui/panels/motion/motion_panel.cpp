#include "ui/panels/motion/motion_panel.h"

#include <QInputDialog>
#include <QRandomGenerator>

#include "core/pipeline/parameters.h"
#include "ui/panels/motion/presets.h"
#include "ui/panels/motion/reference_fields.h"
#include "ui/panels/motion/style_gallery.h"
#include "ui/themes/theme.h"
#include "ui/widgets/layouts.h"

namespace orator::ui {
namespace {

const char* const kAxisNames[] = {
    QT_TRANSLATE_NOOP("ParamSlider", "Pitch"),       QT_TRANSLATE_NOOP("ParamSlider", "Yaw"),
    QT_TRANSLATE_NOOP("ParamSlider", "Roll"),        QT_TRANSLATE_NOOP("ParamSlider", "Sideways"),
    QT_TRANSLATE_NOOP("ParamSlider", "Up and down"), QT_TRANSLATE_NOOP("ParamSlider", "To and fro")};

constexpr ParamSpec kBlend{
    "style_blend",
    QT_TRANSLATE_NOOP("ParamSlider", "Blend with style before"),
    0,
    0,
    1,
    0.05,
    "",
    QT_TRANSLATE_NOOP("ParamSlider",
                      "Mixes the chosen style with the one that was chosen before it; makes the "
                      "motion again.")};

/// Whether both move alike, whatever the style of the head and the seed.
bool sameMotion(motion::MotionSettings a, const motion::MotionSettings& b) {
  a.poseStyle = b.poseStyle;
  a.seed = b.seed;
  return a == b;
}

}  // namespace

MotionPanel::MotionPanel(Studio& studio, QWidget* parent) : QWidget(parent), studio_(studio) {
  setObjectName("dockBody");
  auto* rows = tight<QVBoxLayout>(this, 9, 12);

  auto* presetRow = tight<QHBoxLayout>();
  presets_ = new QComboBox;
  presets_->setAccessibleName(tr("Preset"));
  presets_->setToolTip(tr("Presets set all sliders at once"));
  ab_ = iconButton("ab", tr("A/B: swap between two settings (A)"));
  auto* keep = iconButton("plus", tr("Save the present settings as a preset…"));
  forget_ = iconButton("trash", tr("Delete this preset of yours"));
  auto* all = iconButton("reset", tr("Reset everything in this panel"));
  presetRow->addWidget(presets_, 1);
  for (QToolButton* button : {ab_, keep, forget_, all}) presetRow->addWidget(button);
  rows->addLayout(presetRow);
  connect(presets_, &QComboBox::activated, this, &MotionPanel::applyPreset);
  connect(ab_, &QToolButton::clicked, this, &MotionPanel::toggleAb);
  connect(keep, &QToolButton::clicked, this, &MotionPanel::askAndSavePreset);
  connect(forget_, &QToolButton::clicked, this, [this] {
    removePreset(presets_->currentText());
    fillPresets();
    refresh();
  });
  connect(all, &QToolButton::clicked, this, [this] {
    studio_.document().change(tr("Reset motion"), [](project::Project& p) { p.motion = {}; });
  });

  rows->addWidget(sectionTitle(tr("Expression")));
  rows->addWidget(bind(
      pipeline::kExpressionScale, [](const auto& p) { return p.motion.expressionScale; },
      [](auto& p, double v) { p.motion.expressionScale = v; }));

  rows->addWidget(horizontalLine());
  rows->addWidget(sectionTitle(tr("Blinking")));
  rows->addWidget(bind(
      pipeline::kBlinkStrength, [](const auto& p) { return p.motion.blinkStrength; },
      [](auto& p, double v) { p.motion.blinkStrength = v; }));
  rows->addWidget(bind(
      pipeline::kBlinkRate, [](const auto& p) { return p.motion.blinkRate; },
      [](auto& p, double v) { p.motion.blinkRate = v; }));

  rows->addWidget(horizontalLine());
  rows->addWidget(sectionTitle(tr("Head")));
  gallery_ = new StyleGallery(studio);
  rows->addWidget(gallery_);
  connect(gallery_, &StyleGallery::styleChosen, this, [this](int style) {
    studio_.document().change(tr("Pose style %1").arg(style), [&](project::Project& p) {
      const int before = p.motion.poseStyle.front().first;
      const double share = p.motion.poseStyle.size() > 1 ? p.motion.poseStyle[1].second : 0;
      p.motion.poseStyle = {{style, 1 - share}};
      if (share > 0 && before != style) p.motion.poseStyle.emplace_back(before, share);
      if (p.motion.poseStyle.size() == 1) p.motion.poseStyle[0].second = 1;
      setProperty("styleBefore", before);
    });
  });
  setProperty("styleBefore", 1);
  blend_ = bind(
      kBlend,
      [](const auto& p) { return p.motion.poseStyle.size() > 1 ? p.motion.poseStyle[1].second : 0.0; },
      [this](auto& p, double v) {
        const int style = p.motion.poseStyle.front().first;
        const int other =
            p.motion.poseStyle.size() > 1 ? p.motion.poseStyle[1].first : property("styleBefore").toInt();
        p.motion.poseStyle = {{style, 1 - v}};
        if (v > 0) p.motion.poseStyle.emplace_back(other, v);
      });
  rows->addWidget(blend_);
  rows->addWidget(bind(
      pipeline::kPoseScale,
      [](const auto& p) {
        double sum = 0;
        for (double scale : p.motion.poseScale) sum += scale / 6;
        return sum;
      },
      [](auto& p, double v) { p.motion.poseScale.fill(v); }));

  auto* axesToggle = new QPushButton(tr("Each axis"));
  axesToggle->setObjectName("flat");
  axesToggle->setCheckable(true);
  axesToggle->setIcon(icon("down"));
  auto* axes = new QWidget;
  auto* axesRows = tight<QVBoxLayout>(axes, 6);
  for (std::size_t axis = 0; axis < 6; ++axis) {
    ParamSpec spec = pipeline::kPoseScale;
    spec.label = kAxisNames[axis];
    axesRows->addWidget(bind(
        spec, [axis](const auto& p) { return p.motion.poseScale[axis]; },
        [axis](auto& p, double v) { p.motion.poseScale[axis] = v; }));
  }
  axes->hide();
  connect(axesToggle, &QPushButton::toggled, axes, &QWidget::setVisible);
  rows->addWidget(axesToggle, 0, Qt::AlignLeft);
  rows->addWidget(axes);

  still_ = new QCheckBox(tr("Still head"));
  still_->setToolTip(tr("Keeps the head in the portrait's pose; lips, eyes and blinks go on"));
  connect(still_, &QCheckBox::clicked, this, [this](bool on) {
    studio_.document().change(tr("Still head"), [&](project::Project& p) { p.motion.still = on; });
  });
  rows->addWidget(still_);
  rows->addWidget(new ReferenceFields(studio));

  rows->addWidget(horizontalLine());
  auto* seedRow = tight<QHBoxLayout>();
  seed_ = new QSpinBox;
  seed_->setRange(0, 999999);
  seed_->setKeyboardTracking(false);
  seed_->setToolTip(tr("The same seed gives the same motion; another one gives another take"));
  seed_->setAccessibleName(tr("Seed"));
  auto* dice = iconButton("dice", tr("Another take"));
  seedRow->addWidget(new QLabel(tr("Seed")), 1);
  seedRow->addWidget(seed_);
  seedRow->addWidget(dice);
  rows->addLayout(seedRow);
  const auto setSeed = [this](std::uint64_t seed) {
    studio_.document().change(
        tr("Seed"), [&](project::Project& p) { p.motion.seed = seed; }, "seed");
  };
  connect(seed_, &QSpinBox::valueChanged, this, [setSeed](int seed) { setSeed(std::uint64_t(seed)); });
  connect(dice, &QToolButton::clicked, this,
          [setSeed] { setSeed(QRandomGenerator::global()->bounded(1, 1000000)); });
  rows->addStretch(1);

  fillPresets();
  connect(&studio_.document(), &Document::changed, this, &MotionPanel::refresh);
  refresh();
}

ParamSlider* MotionPanel::bind(const ParamSpec& spec, std::function<double(const project::Project&)> get,
                               std::function<void(project::Project&, double)> set) {
  auto* slider = new ParamSlider(spec);
  bindings_.push_back({slider, std::move(get), std::move(set)});
  const std::size_t index = bindings_.size() - 1;
  connect(slider, &ParamSlider::edited, this, [this, index](double value, bool) {
    const Binding& binding = bindings_[index];
    const std::string_view label = binding.slider->spec().label;
    studio_.document().change(
        ParamSlider::tr(label.data()), [&](project::Project& p) { binding.set(p, value); },
        QString("param%1").arg(index));
  });
  return slider;
}

void MotionPanel::refresh() {
  const project::Project& p = studio_.project();
  for (const Binding& binding : bindings_) binding.slider->setValue(binding.get(p));
  gallery_->setChosen(p.motion.poseStyle.front().first);
  gallery_->setEnabled(!p.motion.still);
  const QSignalBlocker blockSeed(seed_);
  seed_->setValue(int(std::min<std::uint64_t>(p.motion.seed, 999999)));
  still_->setChecked(p.motion.still);
  int match = 0;
  const std::vector<Preset> presets = listPresets();
  for (std::size_t i = 0; i < presets.size(); ++i)
    if (sameMotion(presets[i].motion, p.motion) &&
        (presets[i].factory || presets[i].motion.poseStyle == p.motion.poseStyle))
      match = int(i) + 1;
  const QSignalBlocker blockPresets(presets_);
  presets_->setCurrentIndex(match);
  forget_->setVisible(match > 0 && !presets[std::size_t(match - 1)].factory);
}

void MotionPanel::fillPresets() {
  const QSignalBlocker block(presets_);
  presets_->clear();
  presets_->addItem(tr("Custom"));
  for (const Preset& preset : listPresets()) presets_->addItem(preset.name);
}

void MotionPanel::applyPreset(int index) {
  const std::vector<Preset> presets = listPresets();
  if (index < 1 || index > int(presets.size())) return refresh();
  const Preset& preset = presets[std::size_t(index - 1)];
  studio_.document().change(tr("Preset %1").arg(preset.name), [&](project::Project& p) {
    const auto style = p.motion.poseStyle;
    const auto seed = p.motion.seed;
    p.motion = preset.motion;
    p.motion.seed = seed;
    if (preset.factory) p.motion.poseStyle = style;  // theirs say how much moves, not in which manner
  });
}

void MotionPanel::askAndSavePreset() {
  bool accepted = false;
  const QString name =
      QInputDialog::getText(this, tr("Save preset"), tr("Name"), QLineEdit::Normal, {}, &accepted);
  if (accepted) savePreset(name.trimmed());
}

void MotionPanel::savePreset(const QString& name) {
  if (name.isEmpty()) return;
  const std::vector<Preset> presets = listPresets();
  const bool taken = std::any_of(presets.begin(), presets.end(),
                                 [&](const Preset& p) { return p.factory && p.name == name; });
  // A factory preset keeps its name; the user's one of the same name would be taken for it.
  ui::savePreset(taken ? tr("%1 (mine)").arg(name) : name, studio_.project().motion);
  fillPresets();
  refresh();
}

void MotionPanel::toggleAb() {
  const motion::MotionSettings present = studio_.project().motion;
  showsB_ = !showsB_;
  studio_.document().change(showsB_ ? tr("Show B") : tr("Show A"),
                            [&](project::Project& p) { p.motion = other_; });
  other_ = present;
  ab_->setToolTip(showsB_ ? tr("Showing B; swap to A (A)") : tr("Showing A; swap to B (A)"));
}

}  // namespace orator::ui
