#include "ui/panels/motion/motion_panel.h"

#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QTest>
#include <QUndoStack>

#include "core/pipeline/parameters.h"
#include "tests/ui/studio_window.h"
#include "ui/panels/motion/presets.h"
#include "ui/panels/motion/reference_fields.h"
#include "ui/panels/motion/style_gallery.h"
#include "ui/widgets/param_slider.h"

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
  for (const ParamSpec* spec : {&pipeline::kExpressionScale, &pipeline::kBlinkStrength, &pipeline::kBlinkRate,
                                &pipeline::kPoseScale, &pipeline::kConstantRateFactor}) {
    ParamSlider* found = slider(spec->name);
    ASSERT_NE(found, nullptr) << spec->name;
    EXPECT_DOUBLE_EQ(found->value(), spec->defaultValue);
    EXPECT_EQ(found->findChild<QDoubleSpinBox*>()->minimum(), spec->minimum);
    EXPECT_EQ(found->findChild<QDoubleSpinBox*>()->maximum(), spec->maximum);
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

TEST_F(MotionPanels, galleryShowsTheUsersFaceAndForgetsItWithTheProject) {
  auto* gallery = window_->findChild<StyleGallery*>();
  ASSERT_EQ(gallery->count(), StyleGallery::kStyleCount);
  const auto picture = [&](int style) { return gallery->item(style)->icon().pixmap(50, 56).toImage(); };
  const QImage empty = picture(5);
  loadMedia();
  ASSERT_TRUE(waitFor([&] { return studio().styles() != nullptr; }, 30000));
  ASSERT_TRUE(waitFor([&] { return picture(5) != empty; }, 10000));
  EXPECT_NE(picture(5), picture(6)) << "each style has its own motion";
  // It moves while it is chosen.
  Q_EMIT gallery->itemClicked(gallery->item(5));
  const QImage before = picture(5);
  EXPECT_TRUE(waitFor([&] { return picture(5) != before; }, 5000));
  studio().document().start({}, {});
  EXPECT_TRUE(waitFor([&] { return picture(5) == empty && picture(40) == empty; }, 10000));
}

}  // namespace
}  // namespace orator::ui
