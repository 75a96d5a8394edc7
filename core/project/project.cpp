#include "core/project/project.h"

#include "core/base/error.h"
#include "core/base/json_value.h"
#include "core/pipeline/parameters.h"

namespace orator::project {

void checkProject(const Project& project) {
  pipeline::checkSettings(project);
  checkEdits(project.edits);
  words::checkTranscript(project.words, "words");
  if (project.consent.size() > kLongestConsent || !isUtf8(project.consent))
    throw Error(ErrorCode::invalidArgument, "consent", "the note is too long, or no UTF-8",
                "Write at most " + std::to_string(kLongestConsent) + " bytes");
}

void confine(Project& project) {
  pipeline::confine(project);
  confine(project.edits);
  words::confine(project.words);
  if (project.consent.size() > kLongestConsent || !isUtf8(project.consent)) project.consent.clear();
}

pipeline::AnimateRequest toRequest(const Project& project) {
  pipeline::AnimateRequest request;
  static_cast<pipeline::FilmSettings&>(request) = project;
  if (!isIdle(project)) request.idleSeconds = 0;
  if (project.showsWords && !project.words.words.empty()) {
    request.words = project.words;
    request.scene.captions.clear();
  }
  return request;
}

}  // namespace orator::project
