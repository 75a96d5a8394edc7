#include "core/media/colour_profile.h"

#include <lcms2.h>

#include <memory>
#include <new>
#include <type_traits>

namespace orator::media {
namespace {

struct Closer {
  void operator()(void* profile) const { cmsCloseProfile(profile); }
};
struct TransformDeleter {
  void operator()(void* transform) const { cmsDeleteTransform(transform); }
};
struct ContextDeleter {
  void operator()(std::remove_pointer_t<cmsContext>* context) const { cmsDeleteContext(context); }
};
using Profile = std::unique_ptr<void, Closer>;
using Transform = std::unique_ptr<void, TransformDeleter>;
using Context = std::unique_ptr<std::remove_pointer_t<cmsContext>,
                                ContextDeleter>;  // its own: plug-ins and errors stay apart

/// How lcms calls the picture's samples; 0 for a picture that a profile of this space does not describe.
cmsUInt32Number layoutOf(const cv::Mat& picture, cmsColorSpaceSignature space) {
  const bool wide = picture.depth() == CV_16U;
  if (!wide && picture.depth() != CV_8U) return 0;
  const int channels = picture.channels();
  if (space == cmsSigGrayData && channels == 1) return wide ? TYPE_GRAY_16 : TYPE_GRAY_8;
  if (space != cmsSigRgbData) return 0;
  if (channels == 3) return wide ? TYPE_BGR_16 : TYPE_BGR_8;
  if (channels == 4) return wide ? TYPE_BGRA_16 : TYPE_BGRA_8;
  return 0;
}

/// Grey keeps its one channel: sRGB's curve on the grey axis.
Profile target(cmsContext context, bool grey) {
  if (!grey) return Profile(cmsCreate_sRGBProfileTHR(context));
  constexpr cmsFloat64Number kCurve[] = {2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045};
  cmsToneCurve* curve = cmsBuildParametricToneCurve(context, 4, kCurve);
  Profile profile(curve ? cmsCreateGrayProfileTHR(context, cmsD50_xyY(), curve) : nullptr);
  if (curve) cmsFreeToneCurve(curve);
  return profile;
}

}  // namespace

void convertToSrgb(cv::Mat& picture, std::span<const std::uint8_t> profile) {
  if (profile.empty() || picture.empty()) return;
  const Context context(cmsCreateContext(nullptr, nullptr));
  if (!context) throw std::bad_alloc();
  const Profile from(
      cmsOpenProfileFromMemTHR(context.get(), profile.data(), cmsUInt32Number(profile.size())));
  if (!from) return;
  const cmsUInt32Number layout = layoutOf(picture, cmsGetColorSpace(from.get()));
  if (layout == 0) return;
  const Profile to = target(context.get(), picture.channels() == 1);
  if (!to) return;
  const Transform transform(cmsCreateTransformTHR(context.get(), from.get(), layout, to.get(), layout,
                                                  INTENT_RELATIVE_COLORIMETRIC,
                                                  cmsFLAGS_COPY_ALPHA | cmsFLAGS_BLACKPOINTCOMPENSATION));
  if (!transform) return;
  for (int y = 0; y < picture.rows; ++y)
    cmsDoTransform(transform.get(), picture.ptr(y), picture.ptr(y), cmsUInt32Number(picture.cols));
}

}  // namespace orator::media
