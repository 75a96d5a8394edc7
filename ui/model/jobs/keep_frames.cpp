#include "ui/model/jobs/keep_frames.h"

#include <QImageReader>

#include "ui/kit/text/path.h"
#include "ui/model/estimate/render_estimate.h"

namespace orator::ui {

bool keepsFramesOfLongFilms(const project::Project& project, const motion::MotionTrack& track) {
  QSize size = QImageReader(toQString(project.portrait)).size();
  if (!size.isValid()) return true;  // a form that only the core reads
  return worthResuming(project.renderer, filmSize(size, project.render.outputSide, project.frameRate),
                       project.frames ? project.frames->size() : track.frames());
}

}  // namespace orator::ui
