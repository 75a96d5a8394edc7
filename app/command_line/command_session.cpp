#include "app/command_line/command_session.h"

namespace orator::cli {

Progress& CommandSession::progress() {
  if (!progress_) progress_ = makeProgress(progressMode, program);
  return *progress_;
}

}  // namespace orator::cli
