#include "core/pipeline/stages.h"

#include "core/media/picture.h"
#include "core/pipeline/given_track.h"
#include "core/pipeline/reference_video.h"

namespace orator::pipeline {

const Stages& libraryStages() {
  static const Stages stages{
      [](const std::string& id) {
        packs::Pack pack = packs::openPack(id);
        pack.requireAnimates();
        return pack;
      },
      media::readPicture,
      render::enlargedPicture,
      [](const std::filesystem::path& voice, const media::VoiceCut& cut, const RunContext& context) {
        return media::readVoice16k(voice, context, cut);
      },
      face::analysePortrait,
      portraitRow,
      motion::makeMotionModel,
      [](const motion::GeneratedMotion& motion, const motion::MotionSettings& settings) {
        return motion::applySettings(motion, settings);
      },
      readTrackOf,
      [](const std::string& name, const packs::Pack& pack, std::shared_ptr<const face::Portrait> portrait,
         const render::RenderSettings& settings, const RunContext& context) {
        requireRenderer(pack, name);
        return render::makeRenderer(name, pack, std::move(portrait), settings, context);
      },
      readReference};
  return stages;
}

AnimateResult animate(const AnimateRequest& request, const RunContext& context) {
  return animate(libraryStages(), request, context);
}

AnimateResult renderTrack(const AnimateRequest& request, std::shared_ptr<const face::Portrait> portrait,
                          const motion::MotionTrack& track, const RunContext& context) {
  return renderTrack(libraryStages(), request, std::move(portrait), track, context);
}

FilmMaterial makeMaterial(const AnimateRequest& request, const RunContext& context) {
  return makeMaterial(libraryStages(), request, context);
}

motion::MotionTrack makeTrack(const AnimateRequest& request, const RunContext& context) {
  return makeTrack(libraryStages(), request, context);
}

}  // namespace orator::pipeline
