#pragma once

#include <QImage>
#include <QMetaType>
#include <QString>
#include <memory>

#include "core/project/project.h"
#include "ui/model/jobs/contact_sheet.h"

namespace orator::ui {

enum class JobState { waiting, running, paused, done, failed, cancelled };

/// What came of a job.
struct RenderedFilm {
  qint64 bytes = 0;          ///< of the file
  double pixels = 0;         ///< of all frames together
  double renderSeconds = 0;  ///< without analysis and motion
};

/// One film to render: what to render, taken when the user pressed the button, and how far it is.
struct Job {
  int id = 0;
  QString name;
  std::shared_ptr<const project::Project> project;   ///< output is set
  std::shared_ptr<const motion::MotionTrack> track;  ///< null: made from the project when the job runs
  QImage thumbnail;
  JobState state = JobState::waiting;
  QString stage;
  std::int64_t done = 0, total = 0;
  double framesPerSecond = 0;
  double secondsLeft = -1;  ///< unknown while negative
  double secondsTaken = 0;
  QString error, remedy;
  qint64 bytes = 0;                           ///< of the finished file
  std::shared_ptr<const ContactSheet> sheet;  ///< of the matrix it belongs to; may be null

  bool finished() const {
    return state == JobState::done || state == JobState::failed || state == JobState::cancelled;
  }
};

}  // namespace orator::ui

Q_DECLARE_METATYPE(orator::ui::RenderedFilm)
