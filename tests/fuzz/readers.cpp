#include "readers.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "core/base/error.h"
#include "core/face/graph/tflite_file.h"
#include "core/face/tensor_file.h"
#include "core/media/audio_reader.h"
#include "core/media/exif.h"
#include "core/media/media_info.h"
#include "core/media/picture.h"
#include "core/media/video_reader.h"
#include "core/motion/track_io.h"
#include "core/packs/pack.h"
#include "core/pipeline/animate.h"
#include "core/project/project_file.h"
#include "core/voices/speech_engine.h"
#include "stored_readers.h"
#include "tests/support/files.h"
#include "words_readers.h"
#ifdef ORATOR_HEIF
#include "tests/support/heif_file.h"
#endif

namespace orator::fuzz {
namespace {

namespace fs = std::filesystem;

std::vector<Bytes> pictureSeeds(const std::string& extension) {
  cv::Mat picture(72, 80, CV_8UC3);
  for (int y = 0; y < picture.rows; ++y)
    for (int x = 0; x < picture.cols; ++x) picture.at<cv::Vec3b>(y, x) = cv::Vec3b(3 * x, 2 * y, x + y);
  cv::Mat grey, alpha;
  cv::cvtColor(picture, grey, cv::COLOR_BGR2GRAY);
  cv::cvtColor(picture, alpha, cv::COLOR_BGR2BGRA);
  std::vector<Bytes> seeds;
  for (const cv::Mat& variant : {picture, grey, alpha})
    cv::imencode(extension, variant, seeds.emplace_back(), {cv::IMWRITE_JPEG_PROGRESSIVE, 1});
  return seeds;
}

std::vector<Bytes> mediaSeeds(const fs::path& folder, const std::vector<std::string>& endings,
                              const std::string& source) {
  std::vector<Bytes> seeds;
  for (const std::string& ending : endings) {
    test::ffmpeg(source + " " + test::quoted(folder / ("seed" + ending)));
    seeds.push_back(test::readBytes(folder / ("seed" + ending)));
  }
  return seeds;
}

std::vector<Bytes> trackSeeds(const fs::path& folder, const std::string& ending) {
  motion::MotionTrack track;
  track.rows.resize(6);
  track.blink.resize(6, 0.5f);
  for (std::size_t t = 0; t < track.rows.size(); ++t) track.rows[t].fill(0.125f * float(t));
  if (ending == ".json") track.replacedAngles[1].assign(6, 0.25f);
  std::vector<Bytes> seeds;
  for (const std::size_t gazes : {0u, 6u}) {
    for (std::vector<float>& lane : track.gaze) lane.assign(gazes, -0.25f);
    motion::writeTrack(track, folder / ("seed" + ending));
    seeds.push_back(test::readBytes(folder / ("seed" + ending)));
  }
  return seeds;
}

void readSound(const fs::path& file) {
  media::readMediaInfo(file);
  media::readVoice16k(file);
}

void readVideo(const fs::path& file) {
  media::readMediaInfo(file);
  media::VideoReader reader(file);
  cv::Mat rgb;
  double seconds = 0;
  for (int frame = 0; frame < 20 && reader.read(rgb, seconds); ++frame) {
  }
}

Bytes exifSeed() {
  const std::string text(
      "II\x2A\0\x08\0\0\0\x02\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\x00\x01\x04\0\x01\0\0\0\x40\0\0\0", 34);
  return {text.begin(), text.end()};
}

std::vector<Bytes> requestSeeds(const fs::path& folder) {
  pipeline::AnimateRequest request;
  request.portrait = folder / "p.png";
  request.voice = folder / "v.wav";
  request.output = folder / "o.mp4";
  request.motion.anglePath[0] = {-10, 5};
  request.frames = FrameRange{0, 4};
  request.face = 0;
  pipeline::saveRequest(request, folder / "seed.json");
  return {test::readBytes(folder / "seed.json")};
}

std::vector<Bytes> projectSeeds(const fs::path& folder) {
  project::Project project;
  project.portrait = folder / "p.png";
  project.voice = folder / "v.wav";
  project::saveProject(project, folder / "seed.orator");
  return {test::readBytes(folder / "seed.orator")};
}

/// Only the front of the networks, which are megabytes of weights: tables stand there.
std::vector<Bytes> graphSeeds(const fs::path&) {
  return {test::readBytes(ORATOR_SOURCE_DIR "/models/fetched/face_detection_short_range.tflite")};
}

std::vector<Bytes> tensorSeeds(const fs::path& folder) {
  face::TensorFile file;
  file.tensors["a"] = cv::Mat(3, 4, CV_32F, cv::Scalar(1));
  file.tensors["b"] = cv::Mat(1, 5, CV_32S, cv::Scalar(2));
  file.metadata["kind"] = "seed";
  face::writeTensorFile(folder / "seed.safetensors", file);
  return {test::readBytes(folder / "seed.safetensors")};
}

}  // namespace

const std::vector<Reader>& readers() {
  static const std::vector<Reader> all = [] {
    std::vector<Reader> made;
    for (const std::string ending : {".png", ".jpg", ".webp", ".bmp", ".tiff"})
      made.push_back({"picture_" + ending.substr(1), ending,
                      [](const fs::path& file) { media::readPicture(file); },
                      [ending](const fs::path&) { return pictureSeeds(ending); }});
#ifdef ORATOR_HEIF
    made.push_back({"picture_heif", ".heic", [](const fs::path& file) { media::readPicture(file); },
                    [](const fs::path& folder) {
                      std::vector<Bytes> seeds;
                      for (const bool avif : {false, true})
                        if (test::writeHeif(folder / "p", avif))
                          seeds.push_back(test::readBytes(folder / "p"));
                      return seeds;
                    }});
#endif
    made.push_back({"exif", ".bin",
                    [](const fs::path& file) { media::exifOrientation(test::readBytes(file)); },
                    [](const fs::path&) {
                      return std::vector<Bytes>{exifSeed(), pictureSeeds(".jpg")[0]};
                    }});
    made.push_back({"sound", ".bin", readSound, [](const fs::path& folder) {
                      return mediaSeeds(folder, {".wav", ".mp3", ".m4a", ".flac", ".ogg", ".opus"},
                                        "-f lavfi -i sine=d=0.4:r=16000");
                    }});
    made.push_back({"video", ".bin", readVideo, [](const fs::path& folder) {
                      return mediaSeeds(folder, {".mp4", ".mkv", ".avi"},
                                        "-f lavfi -i testsrc=d=0.2:s=64x48 -c:v libx264 -pix_fmt yuv420p");
                    }});
    for (const motion::TrackFormat& format : motion::trackFormats()) {
      const std::string ending(format.ending);
      std::string name = "track" + ending;
      std::replace(name.begin(), name.end(), '.', '_');
      made.push_back({name, ending, [](const fs::path& file) { motion::readTrack(file); },
                      [ending](const fs::path& folder) { return trackSeeds(folder, ending); }});
    }
    made.push_back(
        {"request", ".json", [](const fs::path& file) { pipeline::loadRequest(file); }, requestSeeds});
    made.push_back(
        {"project", ".orator", [](const fs::path& file) { project::loadProject(file); }, projectSeeds});
    made.push_back({"pack", ".json", [](const fs::path& file) { packs::readPack(file.parent_path()); },
                    [](const fs::path&) {
                      return std::vector<Bytes>{
                          test::readBytes(ORATOR_SOURCE_DIR "/models/packs/studio/pack.json")};
                    }});
    made.push_back(
        {"tflite", ".tflite", [](const fs::path& file) { face::graph::readTfliteFile(file); }, graphSeeds});
    made.push_back({"tensor_file", ".safetensors", [](const fs::path& file) { face::readTensorFile(file); },
                    tensorSeeds});
    made.push_back({"speech_engine", ".json", [](const fs::path& file) { voices::readSpeechEngine(file); },
                    [](const fs::path&) {
                      return std::vector<Bytes>{
                          test::readBytes(ORATOR_SOURCE_DIR "/resources/voices/espeak-ng.json"),
                          test::readBytes(ORATOR_SOURCE_DIR "/resources/voices/piper.json")};
                    }});
    made.push_back(esrganReader());
    made.push_back(tfjsReader());
    for (Reader& reader : storedReaders()) made.push_back(std::move(reader));
    for (Reader& reader : wordsReaders()) made.push_back(std::move(reader));
    return made;
  }();
  return all;
}

std::string give(const Reader& reader, std::span<const std::uint8_t> bytes, const fs::path& folder) {
  // A pack is known by the name of its folder and of its file.
  fs::path file = folder / ("input" + reader.ending);
  if (reader.name == "pack") {
    fs::create_directories(folder / "studio");
    file = folder / "studio" / "pack.json";
  }
  {
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    out.write(reinterpret_cast<const char*>(bytes.data()), std::streamsize(bytes.size()));
  }
  try {
    reader.read(file);
    return {};
  } catch (const Error& refusal) {
    return refusal.code() == ErrorCode::internal ? "internal: " + refusal.reason() : refusal.reason();
  }
}

Bytes mutated(const std::vector<Bytes>& seeds, std::uint64_t& state) {
  const auto random = [&] {
    std::uint64_t z = state += 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
  };
  static constexpr std::array<std::uint64_t, 12> kNumbers{0,
                                                          1,
                                                          0x7F,
                                                          0xFF,
                                                          0x7FFF,
                                                          0xFFFF,
                                                          0x7FFFFFFF,
                                                          0x80000000,
                                                          0xFFFFFFFF,
                                                          0x100000000,
                                                          0x7FFFFFFFFFFFFFFF,
                                                          0xFFFFFFFFFFFFFFFF};
  static const std::array<std::string, 14> kWords{
      "-1",    "1e999",
      "3e38",  "2.5",
      "null",  "true",
      "\"x\"", "[]",
      "{}",    "1099511627776",
      "-9e99", "nan",
      "[[1]]", std::string(100'000, '[') + std::string(100'000, ']')};
  Bytes bytes = seeds[random() % seeds.size()];
  for (std::uint64_t change = 0, count = 1 + random() % 4; change < count && !bytes.empty(); ++change) {
    // Most of what readers believe stands in front.
    const std::size_t reach = random() % 2 ? bytes.size() : std::min<std::size_t>(bytes.size(), 512);
    const std::size_t at = random() % reach;
    const auto here = bytes.begin() + std::ptrdiff_t(at);
    switch (random() % 8) {
      case 0:
        bytes[at] ^= std::uint8_t(1u << random() % 8);
        break;
      case 1:
        bytes[at] = std::uint8_t(random());
        break;
      case 2: {
        const std::uint64_t value = kNumbers[random() % kNumbers.size()];
        const int size = 1 << random() % 4;
        const bool little = random() % 2;
        for (int i = 0; i < size && at + std::size_t(i) < bytes.size(); ++i)
          bytes[at + std::size_t(i)] = std::uint8_t(value >> 8 * (little ? i : size - 1 - i));
        break;
      }
      case 3:
        bytes.resize(at);
        break;
      case 4:
        bytes.erase(here, here + std::ptrdiff_t(std::min<std::size_t>(1 + random() % 16, bytes.size() - at)));
        break;
      case 5: {
        const Bytes part(here,
                         here + std::ptrdiff_t(std::min<std::size_t>(1 + random() % 64, bytes.size() - at)));
        bytes.insert(bytes.begin() + std::ptrdiff_t(random() % (bytes.size() + 1)), part.begin(), part.end());
        break;
      }
      default: {  // a word in place of a number; in files of bytes some more noise
        const std::string& word = kWords[random() % kWords.size()];
        const auto digit =
            std::find_if(here, bytes.end(), [](std::uint8_t c) { return c >= '0' && c <= '9'; });
        auto end = digit;
        while (end != bytes.end() && ((*end >= '0' && *end <= '9') || *end == '.')) ++end;
        const auto place = bytes.erase(digit, end);
        bytes.insert(place, word.begin(), word.end());
      }
    }
  }
  return bytes;
}

}  // namespace orator::fuzz
