#include "core/pipeline/film_form.h"

#include <string>

#include "core/base/error.h"
#include "core/base/files.h"

namespace orator::pipeline {
namespace {

[[noreturn]] void refuse(const char* subject, const std::string& reason, const std::string& remedy) {
  throw Error(ErrorCode::invalidArgument, subject, reason, remedy);
}

}  // namespace

media::FilmForm formOf(const FilmSettings& film) {
  return media::filmForm(film.output, film.format, film.scene.isTransparent());
}

void checkFilm(const AnimateRequest& request) {
  const media::FilmForm form = formOf(request);
  if (request.twoPass && request.bitRateKbit == 0)
    refuse("two_pass", "two passes spend the bits of a bit rate, and none is given",
           "Give --bit-rate, for example 4000, or leave out --two-pass");
  if (request.twoPass && !form.takesTwoPasses())
    refuse(
        "two_pass", "this codec is made in one pass",
        "Leave out --two-pass, or choose --codec h264, h265 or vp9 without --alpha and --encoder hardware");
  const bool hasBitRate = form.hasPicture() && form.codec != media::VideoCodec::prores &&
                          form.codec != media::VideoCodec::prores4444 && form.codec < media::VideoCodec::gif;
  if (request.bitRateKbit > 0 && !hasBitRate)
    refuse("bit_rate", "nothing in this film is compressed to a bit rate",
           "Leave out --bit-rate, or choose --codec h264, h265, av1 or vp9");
  constexpr double kFastestGif = 50;  // players show what is faster at ten frames a second
  if (form.container == media::Container::gif && request.frameRate.numerator > 0 &&
      request.frameRate.perSecond() > kFastestGif)
    refuse("fps", "a GIF counts in hundredths of a second and plays at most 50 frames in one",
           "Choose --fps 50 or less, or a WebP");
  if (!form.hasPicture() && request.voice.empty())
    refuse("output", "a film of sound alone needs a voice", "Give --voice, or choose a film with pictures");
  if (request.trim && request.frames)
    refuse("trim", "a part is given in seconds and in frames", "Leave out either --trim or --frames");
  if (request.scene.alpha != render::Transparency::off &&
      !render::rendererTraits(request.renderer).transparent)
    refuse("alpha", "the renderer " + request.renderer + " leaves nothing transparent",
           "Choose the renderer mesh, or leave out --alpha");
  if (request.scene.alpha != render::Transparency::off && request.render.enhanceFace.on)
    refuse("alpha", "faces are restored in whole pictures, without transparency",
           "Leave out either --alpha or --enhance-face");
  for (const auto& file : {request.scene.behindFile, request.scene.captions})
    if (!file.empty()) requireFile(file);
  media::requireEncoder(form);
}

}  // namespace orator::pipeline
