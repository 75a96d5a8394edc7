#include "app/cli/session.h"

namespace orator::cli {

Progress& Session::progress() {
  if (!progress_) progress_ = makeProgress(progressMode);
  return *progress_;
}

}  // namespace orator::cli
