#include "core/media/heif_picture.h"

#include <opencv2/imgproc.hpp>

#ifdef ORATOR_HEIF
#include <libheif/heif.h>

#include <memory>
#endif

namespace orator::media {

#ifdef ORATOR_HEIF
namespace {

struct Deleter {
  void operator()(heif_context* p) const { heif_context_free(p); }
  void operator()(heif_image_handle* p) const { heif_image_handle_release(p); }
  void operator()(heif_image* p) const { heif_image_release(p); }
  void operator()(heif_decoding_options* p) const { heif_decoding_options_free(p); }
};
template <typename Object>
using Owned = std::unique_ptr<Object, Deleter>;

HeifPicture failed(const heif_error& error) {
  return {{}, {}, std::string("it cannot be decoded (") + (error.message ? error.message : "") + ")"};
}

std::vector<std::uint8_t> profileOf(const heif_image_handle* handle) {
  constexpr std::size_t kLargestProfile = 4 << 20;
  std::vector<std::uint8_t> profile(heif_image_handle_get_raw_color_profile_size(handle));
  if (profile.empty() || profile.size() > kLargestProfile) return {};
  if (heif_image_handle_get_raw_color_profile(handle, profile.data()).code != heif_error_Ok) return {};
  return profile;
}

}  // namespace

HeifPicture readHeif(std::span<const std::uint8_t> file, std::int64_t mostPixels) {
  constexpr int kLongestSide = 32768;
  const Owned<heif_context> context(heif_context_alloc());
  heif_context_set_maximum_image_size_limit(context.get(), kLongestSide);
  heif_error error =
      heif_context_read_from_memory_without_copy(context.get(), file.data(), file.size(), nullptr);
  if (error.code != heif_error_Ok) return failed(error);
  heif_image_handle* rawHandle = nullptr;
  error = heif_context_get_primary_image_handle(context.get(), &rawHandle);
  if (error.code != heif_error_Ok) return failed(error);
  const Owned<heif_image_handle> handle(rawHandle);
  const std::int64_t width = heif_image_handle_get_width(handle.get()),
                     height = heif_image_handle_get_height(handle.get());
  if (width <= 0 || height <= 0 || width * height > mostPixels)
    return {{}, {}, "it says to have " + std::to_string(width) + " x " + std::to_string(height) + " pixels"};

  const bool alpha = heif_image_handle_has_alpha_channel(handle.get());
  const Owned<heif_decoding_options> options(heif_decoding_options_alloc());
  options->convert_hdr_to_8bit = 1;
  heif_image* rawImage = nullptr;
  error =
      heif_decode_image(handle.get(), &rawImage, heif_colorspace_RGB,
                        alpha ? heif_chroma_interleaved_RGBA : heif_chroma_interleaved_RGB, options.get());
  if (error.code != heif_error_Ok) return failed(error);
  const Owned<heif_image> image(rawImage);
  int stride = 0;
  const std::uint8_t* data = heif_image_get_plane_readonly(image.get(), heif_channel_interleaved, &stride);
  const int columns = heif_image_get_width(image.get(), heif_channel_interleaved),
            rows = heif_image_get_height(image.get(), heif_channel_interleaved);
  if (!data || columns <= 0 || rows <= 0) return {{}, {}, "it holds no picture"};
  HeifPicture picture;
  const cv::Mat rgb(rows, columns, alpha ? CV_8UC4 : CV_8UC3, const_cast<std::uint8_t*>(data),
                    std::size_t(stride));
  cv::cvtColor(rgb, picture.pixels, alpha ? cv::COLOR_RGBA2BGRA : cv::COLOR_RGB2BGR);
  picture.colourProfile = profileOf(handle.get());
  return picture;
}
#else
HeifPicture readHeif(std::span<const std::uint8_t>, std::int64_t) {
  return {{}, {}, "it is a HEIC or AVIF picture, and this Orator is built without libheif"};
}
#endif

}  // namespace orator::media
