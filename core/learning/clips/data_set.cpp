#include "core/learning/clips/data_set.h"

#include <ATen/ops/arange.h>
#include <ATen/ops/empty.h>

#include <algorithm>
#include <cmath>

#include "core/audio/mel_spectrogram.h"
#include "core/base/file_system.h"
#include "core/base/files.h"
#include "core/tensor/safetensors.h"
#include "core/tensor/shape.h"

namespace orator::learning {
namespace {

namespace fs = std::filesystem;

fs::path clipFolder(const fs::path& set) {
  return set / "clips";
}

}  // namespace

at::Tensor melWindows(const at::Tensor& mel, FrameRange frames, double tempo) {
  constexpr double kMiddle = (audio::kMelWindowColumns - 1) / 2.0;
  const std::int64_t count = frames.size() * audio::kMelWindowColumns;
  const auto last = double(mel.size(1) - 1);
  at::Tensor index = at::empty({count}, at::kLong), next = at::empty({count}, at::kLong),
             weight = at::empty({count});
  auto *low = index.data_ptr<std::int64_t>(), *high = next.data_ptr<std::int64_t>();
  auto* share = weight.data_ptr<float>();
  for (std::int64_t frame = frames.begin; frame < frames.end; ++frame) {
    const std::int64_t whole = 80 * (frame - 2) / audio::kMelFramesPerSecond;
    const auto first = double(whole);
    for (std::int64_t column = 0; column < audio::kMelWindowColumns; ++column) {
      const double at = std::clamp(first + kMiddle + (double(column) - kMiddle) * tempo, 0.0, last);
      *low = std::int64_t(at);
      *high++ = std::min(*low + 1, std::int64_t(last));
      *share++ = float(at - double(*low++));
    }
  }
  at::Tensor windows = mel.index_select(1, index);
  if (tempo != 1) windows = windows.lerp(mel.index_select(1, next), weight);
  return windows.view({audio::kMelBands, frames.size(), audio::kMelWindowColumns})
      .permute({1, 0, 2})
      .unsqueeze(1)
      .contiguous();
}

void setVoice(Clip& clip, const std::vector<float>& voice) {
  clip.mel = at::empty({audio::kMelBands, 0}, at::kFloat);
  clip.voice = at::empty({std::int64_t(voice.size())}, at::kShort);
  if (voice.empty()) return;
  auto* samples = clip.voice.data_ptr<std::int16_t>();
  for (const float value : voice)
    *samples++ = std::int16_t(std::lround(std::clamp(value, -1.f, 1.f) * 32767));
  const audio::MelSpectrogram mel(voice);
  const std::vector<float> columns = mel.columns(0, mel.columnCount());
  at::Tensor rows = at::empty({mel.columnCount(), audio::kMelBands}, at::kFloat);
  std::copy(columns.begin(), columns.end(), rows.data_ptr<float>());
  clip.mel = rows.t().contiguous();
}

void writeClip(const fs::path& set, const Clip& clip) {
  const fs::path file = clipFolder(set) / (clip.name + ".safetensors");
  makeFolder(file.parent_path());
  tensor::writeSafetensors(file,
                           {{"points", clip.points},
                            {"expression", clip.expression},
                            {"pose", clip.pose},
                            {"identity", clip.identity},
                            {"eye_opening", clip.eyeOpening},
                            {"lip_opening", clip.lipOpening},
                            {"lip_width", clip.lipWidth},
                            {"mel", clip.mel},
                            {"voice", clip.voice}},
                           {{"format", kDataSetFormat},
                            {"name", clip.name},
                            {"speaker", clip.speaker},
                            {"language", clip.language},
                            {"source", clip.source},
                            {"licence", clip.licence},
                            {"file", clip.file},
                            {"frames_per_second", std::to_string(kFramesPerSecond)},
                            {"begin_seconds", std::to_string(clip.beginSeconds)},
                            {"offset_seconds", std::to_string(clip.offsetSeconds)},
                            {"offset_clarity", std::to_string(clip.offsetClarity)},
                            {"source_frames_per_second", std::to_string(clip.sourceFramesPerSecond)},
                            {"face_height", std::to_string(clip.faceHeight)}});
}

Clip readClip(const fs::path& file) {
  const auto contents = tensor::SafetensorsFile::open(file);
  const auto refuse = [&](const std::string& reason) {
    throw Error(ErrorCode::checkpointRefused, pathText(file), reason, "Build the data set again");
  };
  const auto text = [&](const char* key) {
    const auto found = contents.metadata().find(key);
    if (found == contents.metadata().end()) refuse(std::string(key) + " is missing");
    return found->second;
  };
  const auto number = [&](const char* key) {
    try {
      return std::stod(text(key));
    } catch (const std::logic_error&) {
      refuse(std::string(key) + " is not a number");
      return 0.0;
    }
  };
  if (text("format") != kDataSetFormat) refuse("it has the format " + text("format"));
  Clip clip;
  clip.name = text("name");
  clip.speaker = text("speaker");
  clip.language = text("language");
  clip.source = text("source");
  clip.licence = text("licence");
  clip.file = text("file");
  clip.beginSeconds = number("begin_seconds");
  clip.offsetSeconds = number("offset_seconds");
  clip.offsetClarity = number("offset_clarity");
  clip.sourceFramesPerSecond = number("source_frames_per_second");
  clip.faceHeight = float(number("face_height"));
  clip.expression = contents.tensor("expression");
  if (clip.expression.dim() != 2) refuse("expression has another shape");
  const std::int64_t frames = clip.expression.size(0);
  const auto read = [&](const char* name, at::ScalarType type, std::vector<std::int64_t> shape) {
    at::Tensor tensor = contents.tensor(name);
    if (tensor.scalar_type() != type || tensor.dim() != std::int64_t(shape.size()))
      refuse(std::string(name) + " has another type or shape");
    for (std::size_t i = 0; i < shape.size(); ++i)
      if (shape[i] >= 0 && tensor.size(std::int64_t(i)) != shape[i])
        refuse(std::string(name) + " has another shape");
    return tensor;
  };
  clip.expression = read("expression", at::kFloat, {frames, 64});
  clip.points = read("points", at::kHalf, {frames, 478, 3});
  clip.pose = read("pose", at::kFloat, {frames, 6});
  clip.identity = read("identity", at::kFloat, {-1});
  clip.eyeOpening = read("eye_opening", at::kFloat, {frames});
  clip.lipOpening = read("lip_opening", at::kFloat, {frames});
  clip.lipWidth = read("lip_width", at::kFloat, {frames});
  clip.mel = read("mel", at::kFloat, {audio::kMelBands, -1});
  clip.voice = read("voice", at::kShort, {-1});
  if (clip.hasVoice() && clip.voice.numel() != frames * audio::kSamplesPerMelFrame)
    refuse("voice has another length than the picture");
  return clip;
}

std::vector<fs::path> clipFiles(const fs::path& set) {
  const fs::path folder = clipFolder(set);
  std::error_code failed;
  std::vector<fs::path> files;
  for (fs::recursive_directory_iterator i(folder, failed), end; !failed && i != end; i.increment(failed))
    if (i->path().extension() == ".safetensors" && isFile(i->path())) files.push_back(i->path());
  if (failed)
    throw Error(ErrorCode::fileNotFound, pathText(set), "is not a data set",
                "Make one with orator-lab dataset build");
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace orator::learning
