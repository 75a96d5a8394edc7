#include "core/project/project.h"

#include "core/pipeline/parameters.h"

namespace orator::project {

void checkProject(const Project& project) {
  pipeline::checkSettings(project);
  checkEdits(project.edits);
}

void confine(Project& project) {
  pipeline::confine(project);
  confine(project.edits);
}

pipeline::AnimateRequest toRequest(const Project& project) {
  pipeline::AnimateRequest request;
  static_cast<pipeline::FilmSettings&>(request) = project;
  if (!isIdle(project)) request.idleSeconds = 0;
  return request;
}

}  // namespace orator::project
