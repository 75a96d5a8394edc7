#include <memory>
#include <string>

#include "app/cli/commands.h"
#include "app/cli/report.h"
#include "app/cli/request_options.h"
#include "app/command_line/options.h"
#include "core/base/output_guard.h"
#include "core/pipeline/animate.h"
#include "core/pipeline/stages.h"
#include "core/render/face3d/bfm_face.h"
#include "core/render/face3d/face3d_renderer.h"
#include "core/render/face_files/face_files.h"
#include "core/render/framing.h"

namespace orator::cli {
namespace {

using render::face3d::Face3dSettings;
using render::face3d::Look;

constexpr ParamSpec kSize{.name = "size",
                          .defaultValue = render::face3d::kDefaultSide,
                          .minimum = 64,
                          .maximum = kLargestSide,
                          .step = 2,
                          .unit = "px",
                          .description = "Side of the square video"};
constexpr ParamSpec kTurn{.name = "turn",
                          .minimum = -60,
                          .maximum = 60,
                          .unit = "degrees",
                          .description = "Walks the viewer around the face"};

struct Face3dArguments {
  std::filesystem::path request, track, portrait, voice, output;
  std::string pack, look = "clay";
  bool overwrite = false;
  Face3dSettings settings;
};

/// The saved request, or an empty one, with what the command line says on top.
pipeline::AnimateRequest assemble(const Face3dArguments& arguments) {
  pipeline::AnimateRequest request;
  if (!arguments.request.empty()) request = pipeline::loadRequest(arguments.request);
  if (!arguments.track.empty()) request.track = arguments.track;
  if (!arguments.portrait.empty()) request.portrait = arguments.portrait;
  if (!arguments.voice.empty()) request.voice = arguments.voice;
  if (!arguments.pack.empty()) request.pack = arguments.pack;
  request.output = arguments.output;
  request.scene = {};  // its frame is laid around the portrait, which is not shown
  const auto require = [](bool given, const char* option) {
    if (!given)
      throw Error(ErrorCode::invalidArgument, option, "is neither given nor in a request",
                  "Give it, or a --request that says it");
  };
  require(!request.portrait.empty(), "--portrait");
  require(!request.voice.empty() || !request.track.empty(), "--voice");
  request.overwrite = arguments.overwrite;
  requireSeparateFiles({request.output}, {arguments.request});
  return request;
}

/// What makes the renderer of a pack: its own face, or the Basel Face Model where its coefficients are of
/// that.
auto face3dStage(const std::string& packId, const Face3dSettings& settings) {
  std::shared_ptr<const face::BfmModel> bfm;
  if (packs::openPack(packId).coefficientBasis == "bfm")
    bfm = std::make_shared<const face::BfmModel>(face::loadBfmModel(face::installedBfmModel()));
  return [bfm, settings](const std::string&, const packs::Pack& pack,
                         std::shared_ptr<const face::Portrait> portrait,
                         const render::RenderSettings& renderSettings, const RunContext&) {
    if (!bfm) return render::face3d::makeFace3dRenderer(std::move(portrait), settings);
    const auto all = pipeline::bfmCoefficients(pack, *portrait, renderSettings);
    return render::face3d::makeBfmFaceRenderer(bfm, render::face3d::bfmLikeness({all.begin(), all.end()}),
                                               settings);
  };
}

/// The face for programs for 3D in place of a film.
void writeForOthers(const pipeline::AnimateRequest& request, CommandSession& session) {
  requireSeparateFiles({request.output}, pipeline::inputsOf(request));
  const pipeline::FilmMaterial material = pipeline::makeMaterial(request, session.context());
  const auto face = render::face_files::animatedFace(*material.portrait, material.track);
  render::face_files::writeFaceFile(face, request.output, session.context());
  const std::string file = pathText(request.output);
  session.progress().finished(
      file + ": " + std::to_string(material.track.frames()) + " frames",
      {{"output", file}, {"frames", material.track.frames()}, {"fps", material.track.frameRate.perSecond()}});
}

void run(Face3dArguments& arguments, CommandSession& session) {
  arguments.settings.look = arguments.look == "clay" ? Look::clay : Look::textured;
  pipeline::AnimateRequest request = assemble(arguments);
  if (render::face_files::faceFileForm(request.output)) return writeForOthers(request, session);
  request.resume = false;  // the journal knows a request's own renderer, not this one
  pipeline::Stages stages = pipeline::libraryStages();
  stages.makeRenderer = face3dStage(request.pack, arguments.settings);
  report(pipeline::animate(stages, request, session.context()), session);
}

}  // namespace

void addFace3dCommand(CLI::App& app, CommandSession& session) {
  auto arguments = std::make_shared<Face3dArguments>();
  CLI::App* command = app.add_subcommand(
      "face3d",
      "The animated 3D face model by itself, as a video or for programs for 3D: what the coefficients do");
  addPath(*command, "--request", arguments->request, "Request saved by animate --save-request");
  addPath(*command, "--portrait", arguments->portrait, "Picture, in place of the request's");
  addPath(*command, "--voice", arguments->voice, "Sound, in place of the request's");
  addPath(*command, "--track", arguments->track, "Coefficient track saved by orator motion");
  std::string forms;
  for (const auto& form : render::face_files::faceFileForms())
    forms += "; " + std::string(form.ending) + ": " + std::string(form.what);
  addPath(
      *command, "--out", arguments->output,
      "Film to write, or the face with its movement for other programs; its ending tells the format" + forms)
      ->required();
  addOverwrite(*command, arguments->overwrite);
  command->add_option("--pack", arguments->pack, "Pack of models, in place of the request's")
      ->type_name("NAME");
  command
      ->add_option("--look", arguments->look, "clay, or textured with the portrait's colours (default clay)")
      ->check(CLI::IsMember({"clay", "textured"}));
  command->add_flag("--landmarks", arguments->settings.landmarks, "Also mark the points of the model");
  command
      ->add_option_function<std::string>(
          flagName(kSize),
          [arguments](const std::string& text) {
            arguments->settings.sidePixels = int(parseNumber(kSize, text));
          },
          helpText(kSize))
      ->type_name("PX");
  command
      ->add_option_function<std::string>(
          flagName(kTurn),
          [arguments](const std::string& text) {
            arguments->settings.turnDegrees = float(parseNumber(kTurn, text));
          },
          helpText(kTurn))
      ->type_name("X");
  addProgressOption(*command, session);
  command->callback(
      [&session, arguments] { session.work = [&session, arguments] { run(*arguments, session); }; });
}

}  // namespace orator::cli
