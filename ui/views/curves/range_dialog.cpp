#include "ui/views/curves/range_dialog.h"

#include <QCoreApplication>
#include <QDialog>
#include <QDialogButtonBox>

#include "core/pipeline/parameters.h"
#include "ui/kit/text/duration.h"
#include "ui/kit/widgets/layouts.h"
#include "ui/kit/widgets/param_slider.h"

namespace orator::ui {
namespace {

/// A parameter of the whole film, told as what it does in a range.
ParamSpec inRange(const char* name, const char* label, const char* description) {
  ParamSpec spec = pipeline::parameter(name).spec;
  spec.label = label;
  spec.description = description;
  return spec;
}

}  // namespace

bool askRangeGain(QWidget* parent, double framesPerSecond, project::RangeGain& gain) {
  QDialog dialog(parent);
  dialog.setWindowTitle(QCoreApplication::translate("RangeDialog", "Apply only here"));
  dialog.setMinimumWidth(340);
  auto* rows = tight<QVBoxLayout>(&dialog, 12, 18);
  rows->addWidget(mutedLabel(QCoreApplication::translate("RangeDialog", "From %1 to %2")
                                 .arg(momentText(double(gain.range.begin) / framesPerSecond))
                                 .arg(momentText(double(gain.range.end) / framesPerSecond))));
  auto* expression = new ParamSlider(
      inRange("expression_scale", QT_TRANSLATE_NOOP("ParamSlider", "Expression scale"),
              QT_TRANSLATE_NOOP("ParamSlider", "How strongly the face moves in this range.")));
  auto* pose =
      new ParamSlider(inRange("pose_scale", QT_TRANSLATE_NOOP("ParamSlider", "Head motion"),
                              QT_TRANSLATE_NOOP("ParamSlider", "How far the head moves in this range.")));
  rows->addWidget(expression);
  rows->addWidget(pose);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
  rows->addWidget(buttons);
  QObject::connect(buttons, &QDialogButtonBox::accepted, &dialog, &QDialog::accept);
  QObject::connect(buttons, &QDialogButtonBox::rejected, &dialog, &QDialog::reject);
  if (dialog.exec() != QDialog::Accepted) return false;
  gain.expressionScale = expression->value();
  gain.poseScale = pose->value();
  return true;
}

}  // namespace orator::ui
