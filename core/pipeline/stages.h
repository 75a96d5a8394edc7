#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "core/face/portrait.h"
#include "core/motion/motion_model.h"
#include "core/motion/reference_motion.h"
#include "core/packs/pack.h"
#include "core/pipeline/animate.h"
#include "core/render/face_renderer.h"

namespace orator::pipeline {

/// The steps of a video, each as the function that does it. Programs use libraryStages(); tests put others
/// in.
struct Stages {
  std::function<packs::Pack(const std::string& id)> openPack;
  std::function<media::Picture(const std::filesystem::path&)> readPicture;
  std::function<cv::Mat(const cv::Mat& rgb, render::Enlarging, const RunContext&)> enlargePicture;
  std::function<std::vector<float>(const std::filesystem::path&, const media::VoiceCut&, const RunContext&)>
      readVoice;  ///< at 16 000 Hz
  std::function<std::shared_ptr<const face::Portrait>(const media::Picture&, const packs::Pack&,
                                                      const face::PortraitOptions&, const RunContext&)>
      analysePortrait;
  std::function<motion::CoefficientRow(const packs::Pack&, const face::Portrait&,
                                       const render::RenderSettings&)>
      portraitRow;
  std::function<std::shared_ptr<const motion::MotionModel>(const packs::Pack&, const face::FaceModel&)>
      makeMotionModel;
  std::function<motion::MotionTrack(const motion::GeneratedMotion&, const motion::MotionSettings&)>
      applySettings;
  std::function<motion::MotionTrack(const std::filesystem::path&, const packs::Pack&, const RunContext&)>
      readTrack;  ///< of a track's file, or of who is seen in a video
  std::function<std::unique_ptr<render::FaceRenderer>(const std::string& name, const packs::Pack&,
                                                      std::shared_ptr<const face::Portrait>,
                                                      const render::RenderSettings&, const RunContext&)>
      makeRenderer;
  std::function<motion::ReferenceMotion(const std::filesystem::path& video, const packs::Pack&,
                                        double seconds, bool published, const RunContext&)>
      readReference;
};

/// The functions of core/packs, core/face, core/motion and core/render.
const Stages& libraryStages();

AnimateResult animate(const Stages& stages, const AnimateRequest& request, const RunContext& context);
AnimateResult renderTrack(const Stages& stages, const AnimateRequest& request,
                          std::shared_ptr<const face::Portrait> portrait, const motion::MotionTrack& track,
                          const RunContext& context);
FilmMaterial makeMaterial(const Stages& stages, const AnimateRequest& request, const RunContext& context);
motion::MotionTrack makeTrack(const Stages& stages, const AnimateRequest& request, const RunContext& context);

}  // namespace orator::pipeline
