#include "tests/support/heif_file.h"

#include <libheif/heif.h>

namespace orator::test {

bool writeHeif(const std::filesystem::path& path, bool avif, const std::vector<std::uint8_t>& profile) {
  constexpr int kWidth = 96, kHeight = 64;
  const heif_compression_format format = avif ? heif_compression_AV1 : heif_compression_HEVC;
  heif_context* context = heif_context_alloc();
  heif_encoder* encoder = nullptr;
  if (heif_context_get_encoder_for_format(context, format, &encoder).code != heif_error_Ok) {
    heif_context_free(context);
    return false;
  }
  heif_image* image = nullptr;
  heif_image_create(kWidth, kHeight, heif_colorspace_RGB, heif_chroma_interleaved_RGB, &image);
  heif_image_add_plane(image, heif_channel_interleaved, kWidth, kHeight, 8);
  int stride = 0;
  std::uint8_t* data = heif_image_get_plane(image, heif_channel_interleaved, &stride);
  for (int y = 0; y < kHeight; ++y)
    for (int x = 0; x < kWidth; ++x) {
      std::uint8_t* pixel = data + y * stride + 3 * x;
      const bool left = x < kWidth / 2;
      pixel[0] = left ? 200 : 40, pixel[1] = left ? 150 : 80, pixel[2] = left ? 120 : 160;
    }
  if (!profile.empty()) heif_image_set_raw_color_profile(image, "prof", profile.data(), profile.size());
  heif_encoder_set_lossy_quality(encoder, 95);
  const heif_error encoding = heif_context_encode_image(context, image, encoder, nullptr, nullptr);
  const heif_error writing = heif_context_write_to_file(context, path.c_str());
  heif_image_release(image);
  heif_encoder_release(encoder);
  heif_context_free(context);
  return encoding.code == heif_error_Ok && writing.code == heif_error_Ok;
}

}  // namespace orator::test
