#include "core/media/film/encoding_failure.h"

#include <cerrno>

#include "core/base/error.h"
#include "core/media/libav.h"

namespace orator::media {

void requireEncoded(int status, const std::filesystem::path& target) {
  if (status >= 0) return;
  switch (status) {
    case AVERROR_EXTERNAL:  // encoders, whose settings are ours, fail for want of memory or threads alone
    case AVERROR(EAGAIN):   // a thread that cannot be started
    case AVERROR(ENOMEM):
      throw Error(ErrorCode::outOfMemory, pathText(target), "there is not enough memory to encode the video",
                  "Choose a smaller size");
    case AVERROR(ENOSPC):
    case AVERROR(EFBIG):
    case AVERROR(EDQUOT):
    case AVERROR(EIO):
    case AVERROR(EACCES):
    case AVERROR(EPERM):
    case AVERROR(EROFS):
    case AVERROR(ENOENT):
      throw writeError(target, AVUNERROR(status));
    default:
      throw Error(ErrorCode::internal, pathText(target),
                  "the video cannot be encoded (" + libav::errorText(status) + ")");
  }
}

}  // namespace orator::media
