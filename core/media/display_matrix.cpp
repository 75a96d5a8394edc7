#include "core/media/display_matrix.h"

#include <cmath>

#include "core/media/libav.h"

extern "C" {
#include <libavutil/display.h>
}

namespace orator::media {

int quarterTurns(const AVStream& stream) {
#if LIBAVFORMAT_VERSION_INT >= AV_VERSION_INT(60, 15, 100)
  const AVPacketSideData* data = av_packet_side_data_get(
      stream.codecpar->coded_side_data, stream.codecpar->nb_coded_side_data, AV_PKT_DATA_DISPLAYMATRIX);
  const std::uint8_t* matrix = data ? data->data : nullptr;
#else
  const std::uint8_t* matrix = av_stream_get_side_data(&stream, AV_PKT_DATA_DISPLAYMATRIX, nullptr);
#endif
  if (!matrix) return 0;
  const double counterClockwiseDegrees =
      av_display_rotation_get(reinterpret_cast<const std::int32_t*>(matrix));
  if (std::isnan(counterClockwiseDegrees)) return 0;
  const int turns = int(std::lround(-counterClockwiseDegrees / 90)) % 4;
  return turns < 0 ? turns + 4 : turns;
}

}  // namespace orator::media
