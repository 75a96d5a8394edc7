#include "ui/views/panels/motion/motion_panel.h"

#include <QInputDialog>
#include <QRandomGenerator>

#include "core/pipeline/parameters.h"
#include "ui/kit/themes/theme.h"
#include "ui/kit/widgets/layouts.h"
#include "ui/views/curves/curve_catalog.h"
#include "ui/views/panels/motion/presets.h"
#include "ui/views/panels/motion/reference_fields.h"
#include "ui/views/panels/motion/style_gallery.h"

namespace orator::ui {
namespace {

const char* const kAxisNames[] = {
    QT_TRANSLATE_NOOP("ParamSlider", "Pitch"),       QT_TRANSLATE_NOOP("ParamSlider", "Yaw"),
    QT_TRANSLATE_NOOP("ParamSlider", "Roll"),        QT_TRANSLATE_NOOP("ParamSlider", "Sideways"),
    QT_TRANSLATE_NOOP("ParamSlider", "Up and down"), QT_TRANSLATE_NOOP("ParamSlider", "To and fro")};

/// In the order of FacePartColumns.
const char* const kPartNames[] = {
    QT_TRANSLATE_NOOP("ParamSlider", "Jaw"), QT_TRANSLATE_NOOP("ParamSlider", "Lips"),
    QT_TRANSLATE_NOOP("ParamSlider", "Cheeks and nose"), QT_TRANSLATE_NOOP("ParamSlider", "Eyes"),
    QT_TRANSLATE_NOOP("ParamSlider", "Brows")};
static_assert(std::size(kPartNames) == kFacePartCount);

constexpr ParamSpec kPart{
    .name = "face_part",
    .defaultValue = 1,
    .maximum = 3,
    .step = 0.05,
    .description = QT_TRANSLATE_NOOP(
        "ParamSlider", "How strongly this part of the face follows the voice; blinks stay as they are")};

constexpr ParamSpec kBlend{.name = "style_blend",
                           .label = QT_TRANSLATE_NOOP("ParamSlider", "Blend with style before"),
                           .maximum = 1,
                           .step = 0.05,
                           .description = QT_TRANSLATE_NOOP(
                               "ParamSlider",
                               "Mixes the chosen style with the one that was chosen before it; makes the "
                               "motion again.")};

}  // namespace

MotionPanel::MotionPanel(Studio& studio, QWidget* parent) : QWidget(parent), studio_(studio) {
  setObjectName("dockBody");
  auto* rows = tight<QVBoxLayout>(this, 9, 12);

  auto* presetRow = tight<QHBoxLayout>();
  presets_ = new QComboBox;
  presets_->setAccessibleName(tr("Preset"));
  presets_->setToolTip(tr("Presets set all sliders at once"));
  // A long name is cut in the box, which does not widen the panel.
  presets_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  presets_->setMinimumContentsLength(8);
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
  connect(forget_, &QToolButton::clicked, this, &MotionPanel::deletePreset);
  connect(all, &QToolButton::clicked, this, [this] {
    studio_.document().change(tr("Reset motion"), [](project::Project& p) {
      p.motion = {};
      p.edits.columnGains.clear();
    });
  });

  rows->addWidget(sectionTitle(tr("Expression")));
  addFields(rows, pipeline::Section::expression);

  std::vector<ParamSpec> parts;
  for (const char* name : kPartNames) {
    parts.push_back(kPart);
    parts.back().label = name;
  }
  parts_ = folded(
      rows, tr("Each part"), parts,
      [this](const project::Project& p, int part) { return facePartsOf(p, partColumns_)[std::size_t(part)]; },
      [this](project::Project& p, int part, double value) { setFacePart(p, partColumns_, part, value); });
  noParts_ = mutedLabel(tr(
      "This pack's expressions belong to no part of the face: each moves all of it. Expression above scales "
      "them together."));
  parts_->layout()->addWidget(noParts_);

  rows->addWidget(horizontalLine());
  rows->addWidget(sectionTitle(tr("Blinking")));
  for (auto section : {pipeline::Section::blinking, pipeline::Section::gaze}) addFields(rows, section);

  rows->addWidget(horizontalLine());
  rows->addWidget(sectionTitle(tr("Head")));
  gallery_ = new StyleGallery(studio);
  rows->addWidget(withGroupChoice(gallery_));
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
  addFields(rows, pipeline::Section::head);
  rows->addWidget(new ReferenceFields(studio));

  rows->addWidget(horizontalLine());
  auto* takeRow = tight<QHBoxLayout>();
  auto* take = tight<QVBoxLayout>();
  addFields(take, pipeline::Section::take);
  auto* dice = iconButton("dice", tr("Another take"));
  takeRow->addLayout(take, 1);
  takeRow->addWidget(dice);
  rows->addLayout(takeRow);
  connect(dice, &QToolButton::clicked, this, [this] {
    studio_.document().change(tr("Another take"), [](project::Project& p) {
      p.motion.seed = QRandomGenerator::global()->bounded(1u, 1000000u);
    });
  });
  rows->addStretch(1);

  fillPresets();
  connect(&studio_.document(), &Document::changed, this, &MotionPanel::refresh);
  connect(&studio_, &Studio::portraitChanged, this, &MotionPanel::takePortrait);
  takePortrait();
}

void MotionPanel::addFields(QVBoxLayout* rows, pipeline::Section section) {
  for (const pipeline::Parameter& one : pipeline::parameters()) {
    if (one.section != section) continue;
    if (pipeline::isNumber(one)) rows->addWidget(bind(one));
    if (const auto* flag = std::get_if<pipeline::Field<bool>>(&one.value))
      rows->addWidget(addFlag(one, *flag));
    if (std::holds_alternative<pipeline::Field<motion::Gaze>>(one.value)) addGaze(rows, one);
    if (const auto* axes = std::get_if<pipeline::Field<pipeline::PoseAxes>>(&one.value)) {
      std::vector<ParamSpec> specs;
      for (const char* name : kAxisNames) {
        specs.push_back(one.spec);
        specs.back().label = name;
      }
      folded(
          rows, tr("Each axis"), specs,
          [axes](const project::Project& p, int axis) { return axes->get(p)[std::size_t(axis)]; },
          [axes](project::Project& p, int axis, double v) { axes->edit(p)[std::size_t(axis)] = v; });
    }
  }
}

void MotionPanel::addGaze(QVBoxLayout* rows, const pipeline::Parameter& parameter) {
  using Kind = motion::Gaze::Kind;
  const QString label = ParamSlider::tr(parameter.spec.label.data());
  gaze_ = new ChoiceField(label, ParamSlider::tr(parameter.spec.description.data()));
  gaze_->box().addItem(tr("Automatic"), int(Kind::automatic));
  gaze_->box().addItem(tr("Natural"), int(Kind::natural));
  gaze_->box().addItem(tr("Into the camera"), int(Kind::camera));
  gaze_->box().addItem(tr("By hand"), int(Kind::fixed));
  gaze_->setUsual(int(project::Project{}.motion.gaze.kind));
  connect(gaze_, &ChoiceField::chosen, this, [this, label](const QVariant& kind) {
    studio_.document().change(label, [&](project::Project& p) {
      p.motion.gaze = {Kind(kind.toInt()), 0, 0};
    });
  });
  rows->addWidget(horizontalLine());
  rows->addWidget(gaze_);
  const auto add = [&](const char* name, const char* shown, double motion::Gaze::*way) {
    ParamSpec spec = parameter.spec;
    spec.name = name;
    spec.label = shown;
    rows->addWidget(bind(
        spec, [way](const project::Project& p) { return p.motion.gaze.*way; },
        [way](project::Project& p, double value) {
          p.motion.gaze.kind = Kind::fixed;
          p.motion.gaze.*way = value;
        }));
  };
  add("gaze_right", kAxisNames[3], &motion::Gaze::right);
  add("gaze_up", kAxisNames[4], &motion::Gaze::up);
}

QCheckBox* MotionPanel::addFlag(const pipeline::Parameter& parameter, const pipeline::Field<bool>& field) {
  const QString label = ParamSlider::tr(parameter.spec.label.data());
  auto* box = new QCheckBox(label);
  box->setToolTip(ParamSlider::tr(parameter.spec.description.data()));
  flags_.emplace_back(box, &field);
  connect(box, &QCheckBox::clicked, this, [this, label, &field](bool on) {
    studio_.document().change(label, [&](project::Project& p) { field.edit(p) = on; });
  });
  return box;
}

ParamSlider* MotionPanel::bind(const pipeline::Parameter& parameter) {
  return bind(
      parameter.spec, [&parameter](const project::Project& p) { return pipeline::numberOf(parameter, p); },
      [&parameter](project::Project& p, double v) { pipeline::setNumber(parameter, p, v); });
}

QWidget* MotionPanel::folded(QVBoxLayout* rows, const QString& title, const std::vector<ParamSpec>& specs,
                             std::function<double(const project::Project&, int)> get,
                             std::function<void(project::Project&, int, double)> set) {
  auto* body = new QWidget;
  auto* bodyRows = tight<QVBoxLayout>(body, 6);
  for (int i = 0; i < int(specs.size()); ++i)
    bodyRows->addWidget(bind(
        specs[std::size_t(i)], [get, i](const auto& p) { return get(p, i); },
        [set, i](auto& p, double v) { set(p, i, v); }));
  rows->addWidget(foldButton(title, body), 0, Qt::AlignLeft);
  rows->addWidget(body);
  return body;
}

void MotionPanel::takePortrait() {
  const auto& portrait = studio_.portrait();
  const bool known = portrait && portrait->model;
  partColumns_ = known ? facePartColumns(portrait->model->expressionNames) : FacePartColumns();
  noParts_->setVisible(known && portrait->model->expressionNames.empty());
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
  for (int part = 0; part < kFacePartCount; ++part) {
    ParamSlider* slider = parts_->findChildren<ParamSlider*>(Qt::FindDirectChildrenOnly)[part];
    slider->setEnabled(!partColumns_[std::size_t(part)].empty());
  }
  gaze_->setValue(int(p.motion.gaze.kind));
  gallery_->setChosen(p.motion.poseStyle.front().first);
  gallery_->setEnabled(!p.motion.still);
  for (const auto& [box, field] : flags_) box->setChecked(field->get(p));
  int match = 0;
  const std::vector<Preset> presets = listPresets();
  for (std::size_t i = 0; i < presets.size(); ++i)
    if (isPreset(presets[i], partColumns_, p)) match = int(i) + 1;
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
  studio_.document().change(tr("Preset %1").arg(preset.name),
                            [&](project::Project& p) { ui::applyPreset(preset, partColumns_, p); });
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
  try {
    ui::savePreset(taken ? tr("%1 (mine)").arg(name) : name, studio_.project().motion,
                   facePartsOf(studio_.project(), partColumns_));
  } catch (const Error& error) {
    Q_EMIT studio_.problem(problemFrom(error, tr("Saving the preset")));
  }
  fillPresets();
  refresh();
}

void MotionPanel::deletePreset() {
  try {
    removePreset(presets_->currentText());
  } catch (const Error& error) {
    Q_EMIT studio_.problem(problemFrom(error, tr("Deleting the preset")));
  }
  fillPresets();
  refresh();
}

void MotionPanel::toggleAb() {
  const Side present{studio_.project().motion, studio_.project().edits.columnGains};
  showsB_ = !showsB_;
  studio_.document().change(showsB_ ? tr("Show B") : tr("Show A"), [&](project::Project& p) {
    p.motion = other_.motion;
    p.edits.columnGains = other_.columnGains;
  });
  other_ = present;
  ab_->setToolTip(showsB_ ? tr("Showing B; swap to A (A)") : tr("Showing A; swap to B (A)"));
}

}  // namespace orator::ui
