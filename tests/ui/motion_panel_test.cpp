#include "ui/views/panels/motion/motion_panel.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QTest>
#include <QUndoStack>
#include <QUrl>
#include <set>

#include "core/pipeline/parameters.h"
#include "tests/ui/studio_window.h"
#include "ui/kit/pictures/image.h"
#include "ui/kit/text/path.h"
#include "ui/kit/widgets/choice_field.h"
#include "ui/kit/widgets/param_slider.h"
#include "ui/views/panels/motion/presets.h"
#include "ui/views/panels/motion/reference_fields.h"
#include "ui/views/panels/motion/style_gallery.h"

namespace orator::ui {
namespace {

class MotionPanels : public StudioWindow {
 protected:
  MotionPanel& panel() { return *window_->findChild<MotionPanel*>(); }
  ParamSlider* slider(std::string_view name) {
    for (ParamSlider* one : window_->findChildren<ParamSlider*>())
      if (one->spec().name == name) return one;
    return nullptr;
  }
  const motion::MotionSettings& settings() { return studio().project().motion; }
};

TEST_F(MotionPanels, offerEveryNumberOfTheMotionFromItsDeclaration) {
  for (const char* name : {"expression_scale", "blink_strength", "blink_rate", "pose_scale", "seed", "crf"}) {
    const ParamSpec* spec = &pipeline::parameter(name).spec;
    ParamSlider* found = slider(spec->name);
    ASSERT_NE(found, nullptr) << spec->name;
    EXPECT_DOUBLE_EQ(found->value(), spec->defaultValue);
    EXPECT_EQ(found->findChild<QDoubleSpinBox*>()->minimum(), spec->minimum);
    EXPECT_EQ(found->findChild<QDoubleSpinBox*>()->maximum(), spec->maximum);
  }
}

TEST_F(MotionPanels, offerASliderOrABoxForEveryNumberAndChoiceOfTheirSections) {
  // A list of sizes; below the references; on the voice's card.
  const std::set<std::string_view> elsewhere{"size", "compat", "speech_gate"};
  const std::set<pipeline::Section> shown{pipeline::Section::expression, pipeline::Section::blinking,
                                          pipeline::Section::head,       pipeline::Section::take,
                                          pipeline::Section::film,       pipeline::Section::file};
  for (const pipeline::Parameter& one : pipeline::parameters()) {
    if (!shown.contains(one.section) || elsewhere.contains(one.spec.name)) continue;
    if (pipeline::isNumber(one)) {
      ParamSlider* found = slider(one.spec.name);
      ASSERT_NE(found, nullptr) << one.spec.name;
      Q_EMIT found->edited(one.spec.maximum, false);
      EXPECT_EQ(pipeline::numberOf(one, studio().project()), one.spec.maximum) << one.spec.name;
      EXPECT_TRUE(found->isChanged()) << one.spec.name;
    }
    if (const auto* flag = std::get_if<pipeline::Field<bool>>(&one.value)) {
      QCheckBox* found = nullptr;
      for (QCheckBox* box : window_->findChildren<QCheckBox*>())
        if (box->text().toStdString() == one.spec.label) found = box;
      ASSERT_NE(found, nullptr) << one.spec.name;
      found->click();
      EXPECT_TRUE(flag->get(studio().project())) << one.spec.name;
    }
  }
}

TEST_F(MotionPanels, tooltipsTellWhatRangeAndCost) {
  const auto tip = slider("blink_rate")->toolTip();
  EXPECT_TRUE(tip.contains("How often the face blinks"));
  EXPECT_TRUE(tip.contains("Range 0 to 60 per minute, default 16"));
  EXPECT_TRUE(tip.contains("Costs nothing"));
  EXPECT_TRUE(slider("crf")->toolTip().contains("when the film is rendered"));
}

TEST_F(MotionPanels, aChangeLightsTheDotAndResetPutsItOut) {
  ParamSlider* strength = slider("blink_strength");
  auto* box = strength->findChild<QDoubleSpinBox*>();
  auto* reset = strength->findChild<QToolButton*>();
  EXPECT_FALSE(strength->isChanged());
  EXPECT_FALSE(reset->isEnabled());
  box->setValue(1.5);
  EXPECT_DOUBLE_EQ(settings().blinkStrength, 1.5);
  EXPECT_TRUE(strength->isChanged());
  reset->click();
  EXPECT_DOUBLE_EQ(settings().blinkStrength, 1);
  EXPECT_FALSE(strength->isChanged());
}

TEST_F(MotionPanels, sliderValueBoxAndUndoAgree) {
  ParamSlider* expression = slider("expression_scale");
  auto* handle = expression->findChild<QSlider*>();
  QTest::keyClick(handle, Qt::Key_Right);
  EXPECT_NEAR(settings().expressionScale, 1.05, 1e-9);
  EXPECT_NEAR(expression->findChild<QDoubleSpinBox*>()->value(), 1.05, 1e-9);
  studio().document().undoStack()->undo();
  EXPECT_NEAR(expression->value(), 1, 1e-9);
}

TEST_F(MotionPanels, scaleEachAxisOfTheHead) {
  for (ParamSlider* one : window_->findChildren<ParamSlider*>()) {
    if (one->spec().label != "Yaw") continue;
    one->findChild<QDoubleSpinBox*>()->setValue(0.5);
  }
  EXPECT_DOUBLE_EQ(settings().poseScale[1], 0.5);
  EXPECT_DOUBLE_EQ(settings().poseScale[0], 1);
}

TEST_F(MotionPanels, turnTheEyesByHandAndLetThemLookIntoTheCamera) {
  using Kind = motion::Gaze::Kind;
  ParamSlider* right = slider("gaze_right");
  ASSERT_NE(right, nullptr);
  right->findChild<QDoubleSpinBox*>()->setValue(0.5);
  slider("gaze_up")->findChild<QDoubleSpinBox*>()->setValue(-0.25);
  EXPECT_EQ(settings().gaze, (motion::Gaze{Kind::fixed, 0.5, -0.25}));
  auto* choice = panel().findChild<ChoiceField*>();
  EXPECT_EQ(choice->value().toInt(), int(Kind::fixed));
  Q_EMIT choice->chosen(int(Kind::camera));
  EXPECT_EQ(settings().gaze, (motion::Gaze{Kind::camera, 0, 0}));
  EXPECT_DOUBLE_EQ(right->value(), 0);
}

TEST_F(MotionPanels, blendTheChosenStyleWithTheOneBefore) {
  auto* gallery = window_->findChild<StyleGallery*>();
  Q_EMIT gallery->itemClicked(gallery->item(17));
  Q_EMIT gallery->itemClicked(gallery->item(3));
  EXPECT_EQ(settings().poseStyle, (std::vector<std::pair<int, double>>{{3, 1.0}}));
  slider("style_blend")->findChild<QDoubleSpinBox*>()->setValue(0.25);
  EXPECT_EQ(settings().poseStyle, (std::vector<std::pair<int, double>>{{3, 0.75}, {17, 0.25}}));
}

TEST_F(MotionPanels, swapAAndBWithOneKey) {
  slider("blink_rate")->findChild<QDoubleSpinBox*>()->setValue(30);
  const auto swap = [&] { window_->actionsById().at("ab")->trigger(); };
  EXPECT_EQ(window_->actionsById().at("ab")->shortcut(), QKeySequence("A"));
  swap();
  EXPECT_DOUBLE_EQ(settings().blinkRate, 16);
  slider("blink_strength")->findChild<QDoubleSpinBox*>()->setValue(2);
  swap();
  EXPECT_DOUBLE_EQ(settings().blinkRate, 30);
  EXPECT_DOUBLE_EQ(settings().blinkStrength, 1);
  swap();
  EXPECT_DOUBLE_EQ(settings().blinkStrength, 2);
}

TEST_F(MotionPanels, presetsAreAppliedKeptOverSessionsAndDeleted) {
  auto* list = panel().findChild<QComboBox*>();
  const int lively = list->findText("Lively");
  ASSERT_GT(lively, 0);
  Q_EMIT list->activated(lively);
  EXPECT_NEAR(settings().expressionScale, 1.35, 1e-9);
  EXPECT_EQ(list->currentText(), "Lively");
  slider("blink_rate")->findChild<QDoubleSpinBox*>()->setValue(7);
  EXPECT_EQ(list->currentIndex(), 0);
  panel().savePreset(QString::fromUtf8("Ä/b 中"));
  panel().savePreset("Lively");  // a factory name is not taken away
  open();
  list = panel().findChild<QComboBox*>();
  EXPECT_GT(list->findText("Lively (mine)"), 0);
  const int mine = list->findText(QString::fromUtf8("Ä/b 中"));
  ASSERT_GT(mine, 0);
  Q_EMIT list->activated(mine);
  EXPECT_DOUBLE_EQ(settings().blinkRate, 7);
  removePreset(QString::fromUtf8("Ä/b 中"));
  for (const Preset& preset : listPresets()) EXPECT_NE(preset.name, QString::fromUtf8("Ä/b 中"));
}

TEST_F(MotionPanels, presetsAndABHoldThePartsOfTheFaceToo) {
  loadMedia();
  const auto jaw = [&] {
    for (ParamSlider* one : window_->findChildren<ParamSlider*>())
      if (one->spec().name == "face_part" && one->spec().label == "Jaw") return one;
    return static_cast<ParamSlider*>(nullptr);
  };
  const auto choose = [&](const QString& name) {
    auto* list = panel().findChild<QComboBox*>();
    ASSERT_GT(list->findText(name), 0);
    Q_EMIT list->activated(list->findText(name));
  };
  jaw()->findChild<QDoubleSpinBox*>()->setValue(2);
  panel().savePreset("Wide jaw");
  EXPECT_EQ(panel().findChild<QComboBox*>()->currentText(), "Wide jaw");
  window_->actionsById().at("ab")->trigger();
  EXPECT_DOUBLE_EQ(jaw()->value(), 1);
  EXPECT_EQ(panel().findChild<QComboBox*>()->currentText(), "Natural");
  window_->actionsById().at("ab")->trigger();
  EXPECT_DOUBLE_EQ(jaw()->value(), 2);
  choose("Natural");
  EXPECT_TRUE(studio().project().edits.columnGains.empty());
  open();
  loadMedia();
  choose("Wide jaw");
  EXPECT_DOUBLE_EQ(jaw()->value(), 2);
  constexpr std::size_t kOfGaze = 2;  // belong to no part of the face
  EXPECT_EQ(studio().project().edits.columnGains.size(), std::size_t(face::kExpressionCount) - kOfGaze);
  studio().document().undoStack()->undo();
  EXPECT_DOUBLE_EQ(jaw()->value(), 1);
}

TEST(Presets, serveFaceModelsOfOtherColumns) {
  const Preset preset{"Brows", {}, false, {1, 1, 1, 1, 0.5}};
  project::Project a, b, none;
  applyPreset(preset, facePartColumns({"jaw_open", "brow_up"}), a);
  applyPreset(preset, facePartColumns({"brow_up", "smile", "brow_down"}), b);
  applyPreset(preset, {}, none);
  EXPECT_EQ(a.edits.columnGains, (std::vector<project::ColumnGain>{{1, 0.5}}));
  EXPECT_EQ(b.edits.columnGains, (std::vector<project::ColumnGain>{{0, 0.5}, {2, 0.5}}));
  EXPECT_TRUE(none.edits.columnGains.empty());
}

TEST_F(MotionPanels, sayWhyTheFacesPartsAreOffWhereThePackNamesNone) {
  struct Unnamed : ScriptedEngine {
    std::shared_ptr<face::Portrait> portrait(const media::Picture& picture,
                                             const face::PortraitOptions& options) override {
      auto portrait = ScriptedEngine::portrait(picture, options);
      auto model = std::make_shared<face::FaceModel>(*portrait->model);
      model->expressionNames.clear();
      portrait->model = model;
      return portrait;
    }
  };
  const auto shown = [&] {
    for (QLabel* label : panel().findChildren<QLabel*>())
      if (label->text().startsWith("This pack's expressions"))
        return label->isVisibleTo(label->parentWidget());
    ADD_FAILURE() << "no such label";
    return false;
  };
  loadMedia();
  EXPECT_FALSE(shown());
  engine_ = std::make_shared<Unnamed>();
  open();
  EXPECT_FALSE(shown()) << "no face yet";
  loadMedia();
  EXPECT_TRUE(shown());
}

TEST_F(MotionPanels, choicesOfTheFilmLightTheirDotsAndAreReset) {
  std::map<QString, ChoiceField*> fields;
  for (ChoiceField* field : window_->findChildren<ChoiceField*>())
    fields[field->box().accessibleName()] = field;
  for (const char* name : {"Size", "Frame rate", "Framing", "Pack", "Renderer"}) {
    ASSERT_TRUE(fields.contains(name)) << name;
    EXPECT_FALSE(fields[name]->isChanged()) << name;
    EXPECT_GE(fields[name]->box().currentIndex(), 0) << name;
  }
  const auto choose = [](ChoiceField* field, int row) {
    field->box().setCurrentIndex(row);
    Q_EMIT field->box().activated(row);
  };
  choose(fields["Size"], 2);
  choose(fields["Frame rate"], 0);
  EXPECT_EQ(studio().project().frameRate, (FrameRate{24000, 1001}));
  choose(fields["Frame rate"], 1);
  choose(fields["Framing"], 0);
  EXPECT_EQ(studio().project().render.outputSide, 720);
  EXPECT_EQ(studio().project().frameRate, (FrameRate{24, 1}));
  EXPECT_EQ(studio().project().render.cropMode, render::CropMode(0));
  for (const char* name : {"Size", "Frame rate", "Framing"}) {
    EXPECT_TRUE(fields[name]->isChanged()) << name;
    auto* reset = fields[name]->findChild<QToolButton*>();
    EXPECT_TRUE(reset->isEnabled());
    reset->click();
    EXPECT_FALSE(fields[name]->isChanged()) << name;
    EXPECT_FALSE(reset->isEnabled());
  }
  EXPECT_EQ(studio().project().render, render::RenderSettings());
  EXPECT_EQ(studio().project().frameRate, project::Project().frameRate);
  studio().document().change("size", [](project::Project& p) { p.render.outputSide = 640; });
  EXPECT_TRUE(fields["Size"]->isChanged());
  EXPECT_EQ(fields["Size"]->box().currentIndex(), -1) << "none of the list";
}

TEST_F(MotionPanels, takeAPathOfAnglesAndRefuseWhatIsNone) {
  auto* fields = window_->findChild<ReferenceFields*>();
  QLineEdit* yaw = nullptr;
  for (QLineEdit* field : fields->findChildren<QLineEdit*>())
    if (field->accessibleName() == "Yaw") yaw = field;
  ASSERT_NE(yaw, nullptr);
  yaw->setText(" 0, 25 -10.5");
  Q_EMIT yaw->editingFinished();
  EXPECT_EQ(settings().anglePath[1], (std::vector<double>{0, 25, -10.5}));
  yaw->setText("0 90");
  Q_EMIT yaw->editingFinished();
  EXPECT_EQ(settings().anglePath[1].size(), 3u);
  EXPECT_EQ(window_->messages().unread(), 1);
  studio().document().undoStack()->undo();
  EXPECT_EQ(yaw->text(), "");
}

TEST_F(MotionPanels, scaleEachPartOfTheFaceAndLeaveBlinksAlone) {
  const auto part = [&](const char* name) -> ParamSlider* {
    for (ParamSlider* one : window_->findChildren<ParamSlider*>())
      if (one->spec().name == "face_part" && one->spec().label == name) return one;
    return nullptr;
  };
  EXPECT_FALSE(part("Jaw")->isEnabled()) << "no face yet";
  loadMedia();
  EXPECT_TRUE(part("Jaw")->isEnabled());
  EXPECT_FALSE(part("Brows")->isEnabled()) << "the small model has no brows";
  const auto row = [&] { return studio().motion()->edited.rows[10]; };
  const auto before = row();
  part("Jaw")->findChild<QDoubleSpinBox*>()->setValue(2);
  ASSERT_TRUE(waitFor([&] { return row() != before; }, 10000));
  EXPECT_NEAR(row()[5], 2 * before[5], 1e-5);
  EXPECT_EQ(row()[motion::kAngleColumn], before[motion::kAngleColumn]);
  part("Jaw")->findChild<QToolButton*>()->click();
  EXPECT_TRUE(studio().project().edits.empty());
  EXPECT_TRUE(waitFor([&] { return row() == before; }, 10000));
}

TEST_F(MotionPanels, takeHeadAndBlinksFromVideosAndGiveThemBack) {
  auto* fields = window_->findChild<ReferenceFields*>();
  const auto field = [&](const QString& name) {
    for (QLineEdit* one : fields->findChildren<QLineEdit*>())
      if (one->accessibleName() == name) return one;
    return static_cast<QLineEdit*>(nullptr);
  };
  ASSERT_NE(field("Head"), nullptr);
  ASSERT_NE(field("Blinks"), nullptr);
  EXPECT_TRUE(field("Blinks")->isHidden() || !field("Blinks")->isVisible()) << "folded until it is used";
  studio().document().change("references", [&](project::Project& p) {
    p.motion.poseReference = toPath(file("nod.mp4"));
    p.motion.blinkReference = toPath(file("blinks.mp4"));
  });
  EXPECT_EQ(field("Head")->text(), "nod.mp4");
  EXPECT_EQ(field("Blinks")->text(), "blinks.mp4");
  std::vector<QToolButton*> clear;
  for (QToolButton* button : fields->findChildren<QToolButton*>())
    if (button->toolTip() == "Use no video") clear.push_back(button);
  ASSERT_EQ(clear.size(), 2u);
  clear[0]->click();
  EXPECT_TRUE(settings().poseReference.empty());
  EXPECT_FALSE(clear[0]->isEnabled());
  EXPECT_EQ(settings().blinkReference.filename(), "blinks.mp4");
  studio().document().undoStack()->undo();
  EXPECT_EQ(field("Head")->text(), "nod.mp4");
}

TEST_F(MotionPanels, takeAVideoThatIsDroppedOnTheirField) {
  QLineEdit* head = nullptr;
  for (QLineEdit* one : window_->findChild<ReferenceFields*>()->findChildren<QLineEdit*>())
    if (one->accessibleName() == "Head") head = one;
  ASSERT_NE(head, nullptr);
  QMimeData data;
  data.setUrls({QUrl::fromLocalFile(file("walk.mov"))});
  dropOn(*head, data, head->rect().center());
  EXPECT_EQ(settings().poseReference.filename(), "walk.mov");
  EXPECT_TRUE(studio().project().voice.empty()) << "it is no voice";
}

TEST_F(MotionPanels, compatibilityIsSwitchedOnAndOff) {
  auto* compat = window_->findChild<ReferenceFields*>()->findChild<QCheckBox*>();
  EXPECT_FALSE(compat->isChecked());
  compat->click();
  EXPECT_TRUE(settings().compat);
  studio().document().undoStack()->undo();
  EXPECT_FALSE(compat->isChecked());
}

TEST_F(MotionPanels, galleryMovesOnTheUsersFaceAndForgetsItWithTheProject) {
  auto* gallery = window_->findChild<StyleGallery*>();
  ASSERT_EQ(gallery->count(), StyleGallery::kStyleCount);
  EXPECT_TRUE(gallery->picture(5).isNull());
  loadMedia();
  // It is filled one after another, not all at once.
  ASSERT_TRUE(waitFor([&] { return !gallery->picture(0).isNull(); }, 30000));
  ASSERT_TRUE(waitFor([&] { return !gallery->picture(StyleGallery::kStyleCount - 1).isNull(); }, 30000));
  EXPECT_NE(gallery->picture(5), gallery->picture(6)) << "each style has its own motion";
  const QImage before = gallery->picture(5);
  QTest::qWait(400);
  EXPECT_EQ(gallery->picture(5), before) << "it rests until somebody points at it";
  const QRect cell = gallery->visualItemRect(gallery->item(5));
  QTest::mouseMove(gallery->viewport(), cell.center());
  EXPECT_TRUE(waitFor([&] { return gallery->picture(5) != before; }, 20000)) << "it moves";
  const QImage painted = gallery->viewport()->grab().toImage();
  EXPECT_TRUE(waitFor([&] { return gallery->viewport()->grab().toImage() != painted; }, 20000));
  studio().document().start({}, {});
  EXPECT_TRUE(waitFor([&] { return gallery->picture(5).isNull() && gallery->picture(40).isNull(); }, 10000));
}

TEST_F(MotionPanels, stylesAreFoundByHowTheHeadMovesAndAsFavourites) {
  auto* gallery = window_->findChild<StyleGallery*>();
  auto* choice = window_->findChild<QComboBox*>("styleGroup");
  loadMedia();
  ASSERT_TRUE(waitFor([&] { return studio().styles() && studio().styles()->complete(); }, 30000));
  const auto shown = [&] {
    std::vector<int> styles;
    for (int style = 0; style < gallery->count(); ++style)
      if (!gallery->isRowHidden(style)) styles.push_back(style);
    return styles;
  };
  const auto choose = [&](int index) {
    choice->setCurrentIndex(index);
    Q_EMIT choice->activated(index);
  };
  int grouped = 0;
  for (int group = 0; group < kStyleGroupCount; ++group) {
    choose(2 + group);
    for (const int style : shown())
      EXPECT_EQ(studio().styles()->groups[std::size_t(style)], StyleGroup(group)) << style;
    grouped += int(shown().size());
    EXPECT_EQ(gallery->countOf(StyleGroup(group)), int(shown().size()));
  }
  EXPECT_EQ(grouped, StyleGallery::kStyleCount);
  choose(0);
  gallery->setCurrentRow(7);
  QTest::keyClick(gallery, Qt::Key_Asterisk);
  const QRect cell = gallery->visualItemRect(gallery->item(2));
  const QPoint star(cell.center().x() + 20, cell.top() + 10);
  QTest::mouseClick(gallery->viewport(), Qt::LeftButton, {}, star);
  EXPECT_TRUE(gallery->isFavourite(2));
  EXPECT_NE(settings().poseStyle.front().first, 2) << "the star chooses nothing";
  QTest::mouseClick(gallery->viewport(), Qt::LeftButton, {}, star);
  choose(1);
  EXPECT_EQ(shown(), std::vector<int>{7});
  EXPECT_TRUE(choice->currentText().contains('1'));
  open();  // the next session
  EXPECT_TRUE(window_->findChild<StyleGallery*>()->isFavourite(7));
  EXPECT_EQ(window_->findChild<QComboBox*>("styleGroup")->currentIndex(), 1);
}

TEST(StyleGroups, followSpeedAndAxisOfTheHead) {
  const auto moving = [](int axis, double degrees) {
    motion::MotionTrack track;
    track.frameRate = {25, 1};
    for (int i = 0; i < 50; ++i) {
      motion::CoefficientRow row{};
      row[std::size_t(64 + axis)] = float(degrees * CV_PI / 180 * std::sin(2 * CV_PI * i / 25));
      track.rows.push_back(row);
    }
    return styleGroup(track);
  };
  EXPECT_EQ(moving(0, 0.5), StyleGroup::calm);
  EXPECT_EQ(moving(0, 1.5), StyleGroup::nodding);
  EXPECT_EQ(moving(1, 1.5), StyleGroup::swaying);
  EXPECT_EQ(moving(2, 1.5), StyleGroup::swaying);
  EXPECT_EQ(moving(1, 5), StyleGroup::lively);
}

TEST_F(MotionPanels, galleryKeepsPlainPicturesWhereTheModelCannot) {
  struct Refusing : ScriptedEngine {
    void beforeMotion(const motion::MotionSettings& settings) override {
      if (settings.poseStyle.front().first == 2) throw Error(ErrorCode::internal, "style", "unknown");
    }
  };
  engine_ = std::make_shared<Refusing>();
  open();
  loadMedia();
  ASSERT_TRUE(waitFor([&] { return studio().styles() && studio().styles()->complete(); }, 30000));
  auto* gallery = window_->findChild<StyleGallery*>();
  EXPECT_FALSE(gallery->picture(1).isNull());
  EXPECT_TRUE(gallery->picture(2).isNull());
}

}  // namespace
}  // namespace orator::ui
