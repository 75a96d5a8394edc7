#include "stored_readers.h"

#include <ATen/ATen.h>
#include <onnx/onnx_pb.h>

#include <nlohmann/json.hpp>
#include <opencv2/imgcodecs.hpp>

#include "core/base/error.h"
#include "core/face/bfm/build_bfm.h"
#include "core/face/expression_map.h"
#include "core/face/face_model.h"
#include "core/face/model_builder/canonical_mesh.h"
#include "core/farm/farm.h"
#include "core/farm/matrix.h"
#include "core/lab/data_set/clip_files.h"
#include "core/learning/clips/data_set.h"
#include "core/learning/finish/finish_pairs.h"
#include "core/learning/trainer/training_state.h"
#include "core/media/film/png_text.h"
#include "core/packs/checkpoint_check.h"
#include "core/packs/pack.h"
#include "core/packs/weight_sources.h"
#include "core/pipeline/film_preset.h"
#include "core/pipeline/frame_journal.h"
#include "core/pipeline/provenance.h"
#include "core/project/project_file.h"
#include "core/tensor/checkpoint_file.h"
#include "core/tensor/onnx_weights.h"
#include "core/tensor/safetensors.h"
#include "core/tensor/torch_save_writer.h"
#include "tests/support/files.h"
#include "tests/unit/bfm/synthetic_bfm.h"

namespace orator::fuzz {
namespace {

namespace fs = std::filesystem;

Bytes bytesOf(const std::string& text) {
  return {text.begin(), text.end()};
}

/// For readers that pass over what they cannot use.
void requireSome(bool found) {
  if (!found) throw Error(ErrorCode::unreadableProject, "", "nothing in it is of use");
}

std::vector<Bytes> filesOf(const fs::path& folder, std::initializer_list<const char*> names) {
  std::vector<Bytes> seeds;
  for (const char* name : names) seeds.push_back(test::readBytes(folder / name));
  return seeds;
}

// ---- settings and films

Reader filmPreset() {
  return {"film_preset", ".json",
          [](const fs::path& file) {
            pipeline::FilmSettings film;
            pipeline::applyFilmPreset(file.string(), film);
          },
          [](const fs::path&) {
            return filesOf(fs::path(ORATOR_SOURCE_DIR) / "resources/presets", {"web.json", "sticker.json"});
          }};
}

Reader filmMatrix() {
  return {"film_matrix", ".json", [](const fs::path& file) { farm::loadMatrix(file); },
          [](const fs::path&) {
            return std::vector<Bytes>{
                bytesOf(R"({"format": "orator-matrix", "version": 1, "portraits": ["a.png", "b.png"],)"
                        R"("voices": ["x.wav"], "presets": ["web", "sticker"]})")};
          }};
}

/// Each file of a farm in its place.
Reader farmRecords() {
  return {"farm", ".json",
          [](const fs::path& file) {
            const fs::path folder = file.parent_path() / "farm";
            fs::create_directories(folder / "film-00001");
            fs::copy_file(file, folder / "farm.json", fs::copy_options::overwrite_existing);
            farm::Farm farm;
            try {
              farm = farm::openFarm(folder);
            } catch (const Error&) {  // it is one of the others
              farm.folder = folder;
            }
            for (const char* name : {"plan.json", "motion.json", "jobs.json"})
              fs::copy_file(file, folder / "film-00001" / name, fs::copy_options::overwrite_existing);
            bool found = !farm.films.empty();
            Error refusal(ErrorCode::unreadableProject, "", "nothing in it is of use");
            for (const std::function<bool()>& read :
                 {std::function<bool()>([&] { return readPlan(farm, 0).has_value(); }),
                  std::function<bool()>([&] { return readReport(farm, 0, farm::Step::motion).has_value(); }),
                  std::function<bool()>([&] { return !readSubmissions(farm, 0).empty(); })})
              try {
                found = read() || found;
              } catch (const Error& error) {
                refusal = error;
              }
            if (!found) throw refusal;
          },
          [](const fs::path& folder) {
            farm::Farm farm;
            farm.folder = folder;
            fs::create_directories(farm.workFolder(0));
            writePlan(farm, 0, {.frames = {0, 250}, .owner = {1, 2}});
            writeReport(farm, 0, farm::Step::motion, 0, {250, 1.5, 2.5, 300, "n1"});
            writeSubmissions(farm, 0, {{.motion = 1, .parts = 2, .join = 3, .indexes = {0, 1}}});
            std::vector<Bytes> seeds = filesOf(farm.workFolder(0), {"plan.json", "motion.json", "jobs.json"});
            seeds.push_back(bytesOf(
                R"({"format": "orator-farm", "version": 1, "name": "orator-1", "program": "/usr/bin/orator",)"
                R"("retries": 2, "slurm": ["--mem=4G"], "films": [{"output": "a.mp4", "parts": 8}]})"));
            return seeds;
          }};
}

Bytes pngThatSays(const std::string& text) {
  Bytes png;
  cv::imencode(".png", cv::Mat3b(8, 8), png);
  return media::withPngTexts(png, {{pipeline::kSettingsTag, text}});
}

/// What a film says of how it was made.
Reader filmSettings() {
  return {"film_settings", ".json",
          [](const fs::path& file) {
            const fs::path film = file.parent_path() / "film";
            fs::create_directories(film);
            const Bytes text = test::readBytes(file);
            test::writeBytes(film / "000000.png", pngThatSays({text.begin(), text.end()}));
            pipeline::AnimateRequest given;
            given.portrait = given.voice = file;
            pipeline::requestOfFilm(film, given, {});
          },
          [](const fs::path& folder) {
            pipeline::AnimateRequest request;
            request.portrait = folder / "p.png";
            request.voice = folder / "v.wav";
            for (const fs::path& file : {request.portrait, request.voice}) test::writeBytes(file, {1});
            motion::MotionTrack track;
            track.rows.resize(2);
            const auto tags = pipeline::provenanceOf(request, packs::openPack("studio"), track);
            return std::vector<Bytes>{bytesOf(tags.at(1).second)};
          }};
}

Reader filmTags() {
  return {"film_tags", ".bin",
          [](const fs::path& file) {
            const fs::path sequence = file.parent_path() / "sequence";
            fs::create_directories(sequence);
            fs::copy_file(file, sequence / "000000.png", fs::copy_options::overwrite_existing);
            media::readFilmTags(sequence);
            media::readFilmTags(file);
          },
          [](const fs::path& folder) {
            const std::string source = "-f lavfi -i testsrc=d=0.1:s=32x32 -metadata orator={} -metadata a=b ";
            std::vector<Bytes> seeds{pngThatSays("{}")};
            for (const char* name : {"a.mp4", "a.mkv", "a.mov"}) {
              test::ffmpeg(source + "-movflags use_metadata_tags " + test::quoted(folder / name));
              seeds.push_back(test::readBytes(folder / name));
            }
            return seeds;
          }};
}

Reader autosave() {
  return {"autosave", ".autosave",
          [](const fs::path& file) {
            const auto found = project::listAutosaves(file.parent_path());
            requireSome(!found.empty());
          },
          [](const fs::path& folder) {
            project::Project project;
            project.portrait = "/p.png";
            project.voice = "/v.wav";
            project::writeAutosave(folder, "a", project, "/films/a.orator");
            return filesOf(folder, {"a.autosave"});
          }};
}

Reader journal() {
  constexpr pipeline::Fingerprint::Value kOwner{1, 2}, kFirst{3, 4}, kSecond{5, 6};
  return {"journal", ".frames",
          [=](const fs::path& file) {
            auto opened = pipeline::FrameJournal::open(file, kOwner);
            requireSome(opened && opened->frames() > 0);
            requireSome(!opened->read(kFirst).empty() && !opened->read(kSecond).empty());
          },
          [=](const fs::path& folder) {
            auto made = pipeline::FrameJournal::open(folder / "j", kOwner);
            if (!made || !made->append(kFirst, cv::Mat(12, 16, CV_8UC3, cv::Scalar(10, 20, 30))) ||
                !made->append(kSecond, cv::Mat(12, 16, CV_8UC3, cv::Scalar(11, 90, 30))))
              throw std::runtime_error("no journal can be written");
            return filesOf(folder, {"j"});
          }};
}

// ---- models and weights

Reader packSources() {
  return {"pack_sources", ".json",
          [](const fs::path& file) {
            packs::Pack pack;
            pack.folder = file.parent_path() / "pack";
            fs::create_directories(pack.folder);
            fs::copy_file(file, pack.folder / "pack.json", fs::copy_options::overwrite_existing);
            packs::weightSources(pack);
          },
          [](const fs::path&) {
            return filesOf(fs::path(ORATOR_SOURCE_DIR) / "models/packs/studio", {"pack.json"});
          }};
}

/// Files of weights, recognised by their tensors and compared with the published ones as an import does it.
Reader weights() {
  return {"weights", ".pth",
          [](const fs::path& file) {
            const auto opened = tensor::CheckpointFile::open(file);
            const auto role = packs::recogniseCheckpoint(opened);
            if (!role) throw Error(ErrorCode::checkpointRefused, "", packs::whyNotRecognised(opened));
            packs::checkpointFaults(opened, *role, packs::CheckDepth::values);
          },
          [](const fs::path& folder) {
            tensor::writeTorchSave(folder / "realesrgan.pth",
                                   {{"params_ema",
                                     {{"conv_first.weight", at::ones({64, 3, 3, 3})},
                                      {"conv_first.bias", at::ones({64})},
                                      {"body.0.rdb1.conv1.weight", at::ones({4, 4})}}}});
            tensor::writeTorchSave(folder / "mapping.pth",
                                   {{"mapping", {{"first.0.weight", at::ones({2, 70, 7})}}}});
            tensor::writeSafetensors(
                folder / "liveportrait.safetensors",
                {{"detector.fc_exp.weight", at::ones({3, 4})}, {"detector.fc_exp.bias", at::ones({3})}});
            return filesOf(folder, {"realesrgan.pth", "mapping.pth", "liveportrait.safetensors"});
          }};
}

Reader onnxWeights() {
  return {"onnx", ".onnx", [](const fs::path& file) { tensor::readOnnxWeights(file); },
          [](const fs::path&) {
            onnx::ModelProto model;
            onnx::TensorProto& first = *model.mutable_graph()->add_initializer();
            first.set_name("a");
            first.set_data_type(onnx::TensorProto::FLOAT);
            first.add_dims(2);
            first.add_dims(3);
            for (int i = 0; i < 6; ++i) first.add_float_data(float(i));
            onnx::NodeProto& branch = *model.mutable_graph()->add_node();
            branch.set_op_type("If");
            onnx::TensorProto& second =
                *branch.add_attribute()->mutable_g()->add_node()->add_attribute()->mutable_t();
            second.CopyFrom(first);
            return std::vector<Bytes>{bytesOf(model.SerializeAsString())};
          }};
}

Reader modelFile(const std::string& name, const std::string& file, void (*read)(const fs::path&)) {
  return {name, fs::path(file).extension(), read, [file](const fs::path&) {
            return filesOf(fs::path(ORATOR_SOURCE_DIR) / "models", {file.c_str()});
          }};
}

/// One of the user's own files of the Basel Face Model among whole ones.
Reader baselFaceModel(const std::string& name, const char* broken) {
  const auto whole = [](const fs::path& folder) {
    const test::SyntheticBfm files(folder);
    files.writeMorphable();
    files.writeExpressions();
    files.writeDeviations();
    files.writeFront();
    files.writeTrim();
    files.writeInfo();
  };
  return {name, ".bin",
          [=](const fs::path& file) {
            const fs::path folder = file.parent_path() / "bfm";
            if (!fs::exists(folder)) {
              fs::create_directories(folder);
              whole(folder);
            }
            fs::copy_file(file, folder / broken, fs::copy_options::overwrite_existing);
            face::buildBfmModel(folder, {});
          },
          [=](const fs::path& folder) {
            whole(folder);
            return filesOf(folder, {broken});
          }};
}

// ---- what trainings keep

Reader clip() {
  return {"clip", ".safetensors", [](const fs::path& file) { learning::readClip(file); },
          [](const fs::path& folder) {
            constexpr std::int64_t kFrames = 5;
            learning::Clip one;
            one.name = one.speaker = "a";
            one.points = at::zeros({kFrames, 478, 3}, at::kHalf);
            one.expression = at::zeros({kFrames, 64});
            one.pose = at::zeros({kFrames, 6});
            one.identity = at::zeros({4});
            one.eyeOpening = one.lipOpening = one.lipWidth = at::zeros({kFrames});
            one.mel = at::zeros({80, 17});
            one.voice = at::zeros({640 * kFrames}, at::kShort);
            learning::writeClip(folder, one);
            return filesOf(folder, {"clips/a.safetensors"});
          }};
}

Reader finishPairs() {
  return {"finish_pairs", ".safetensors", [](const fs::path& file) { learning::readPairs(file); },
          [](const fs::path& folder) {
            learning::FeaturePairs eyes;
            eyes.warped = eyes.rest = eyes.real = at::zeros({1, 3, 80, 80}, at::kByte);
            eyes.maps = at::zeros({1, render::finish::kMapCount, 20, 20}, at::kHalf);
            eyes.share = eyes.moved = at::ones({1});
            learning::writePairs(folder, {"a", "a", "own", {{render::finish::Feature::eye, eyes}}});
            return filesOf(folder, {"a.safetensors"});
          }};
}

Reader trainingState() {
  const learning::TrainingSetup setup{{"seed", "1"}, {"steps", "10"}};
  return {"training_state", ".safetensors",
          [=](const fs::path& file) {
            learning::readTrainingState(file, "expnet", setup, {{"w", at::zeros({2, 3})}});
          },
          [=](const fs::path& folder) {
            learning::writeTrainingState(folder / "s", "expnet", setup, {3, {{"best", 0.5}}},
                                         {{"w", at::ones({2, 3})}});
            return filesOf(folder, {"s"});
          }};
}

Reader landmarks() {
  const auto video = [](const fs::path& folder) {
    const fs::path file = folder / "video.mp4";
    if (!fs::exists(file)) test::ffmpeg("-f lavfi -i testsrc=d=0.08:s=64x48:r=25 " + test::quoted(file));
    return file;
  };
  return {
      "landmarks", ".json",
      [=](const fs::path& file) { lab::readFaceTrack(video(file.parent_path()), file, {}); },
      [](const fs::path&) {
        using nlohmann::json;
        const json face{
            {"box", {1, 2, 30, 40}}, {"presence", 0.5}, {"points", json::array_t(478, json{1.5, 2.5, 0})}};
        const json frames{{{"index", 0}, {"faces", {face}}}, {{"index", 1}, {"faces", json::array()}}};
        return std::vector<Bytes>{bytesOf(json{{"width", 64}, {"height", 48}, {"frames", frames}}.dump())};
      }};
}

}  // namespace

std::vector<Reader> storedReaders() {
  return {filmPreset(),
          filmMatrix(),
          farmRecords(),
          filmSettings(),
          filmTags(),
          autosave(),
          journal(),
          packSources(),
          weights(),
          onnxWeights(),
          modelFile("face_model", "packs/studio/face_model.safetensors",
                    [](const fs::path& file) { face::loadFaceModel(file); }),
          modelFile("expression_map", "packs/studio/expression_map.safetensors",
                    [](const fs::path& file) { face::loadExpressionMap(file); }),
          modelFile("canonical_mesh", "fetched/geometry_pipeline_metadata_landmarks.binarypb",
                    [](const fs::path& file) { face::readCanonicalMesh(file); }),
          baselFaceModel("bfm_mat", "01_MorphableModel.mat"),
          baselFaceModel("bfm_indices", "facemodel_info.mat"),
          baselFaceModel("bfm_expressions", "Exp_Pca.bin"),
          clip(),
          finishPairs(),
          trainingState(),
          landmarks()};
}

}  // namespace orator::fuzz
