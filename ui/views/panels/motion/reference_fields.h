#pragma once

#include <QCheckBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>
#include <QWidget>
#include <array>

#include "ui/model/studio/studio.h"

namespace orator::ui {

/// Where motion comes from besides the voice: a video for the head, a video for the blinks, a path of angles
/// for a free view, and the published way of doing it. Folded away until it is asked for or used.
class ReferenceFields : public QWidget {
  Q_OBJECT
 public:
  explicit ReferenceFields(Studio& studio, QWidget* parent = nullptr);

 private:
  struct Video {
    QLineEdit* name;
    QToolButton* clear;
    std::filesystem::path motion::MotionSettings::*path;
  };
  Video addVideo(QFormLayout* form, const QString& label, const QString& tip,
                 std::filesystem::path motion::MotionSettings::*path);
  void addPath(QFormLayout* form, std::size_t axis);
  void setPath(std::size_t axis);
  void refresh();

  Studio& studio_;
  QWidget* body_;
  QPushButton* toggle_;
  std::array<Video, 2> videos_;
  std::array<QLineEdit*, 3> paths_{};
  QCheckBox* compat_;
};

}  // namespace orator::ui
