#include "core/lab/finish/finish_set.h"

#include <algorithm>
#include <map>
#include <memory>

#include "core/base/error.h"
#include "core/base/file_system.h"
#include "core/base/files.h"
#include "core/capture/capture.h"
#include "core/lab/data_set/clip_files.h"
#include "core/lab/data_set/clip_table.h"
#include "core/learning/finish/make_pairs.h"
#include "core/packs/pack.h"

namespace orator::lab {
namespace {

namespace fs = std::filesystem;
using render::finish::Feature;

constexpr std::size_t kMostFrames = 160, kFewestFrames = 12;
constexpr float kSmallestFace =
    90;  // pixels, forehead to chin: the mouth of a smaller one has nothing to teach

/// Frames of the longest shot in which the person is seen, evenly thinned out.
std::vector<std::int64_t> chosenFrames(const capture::Capture& captured) {
  std::vector<std::int64_t> frames;
  int longest = -1;
  std::int64_t most = 0;
  for (std::size_t shot = 0; shot < captured.shots.size(); ++shot)
    if (captured.shots[shot].frames.size() > most)
      most = captured.shots[shot].frames.size(), longest = int(shot);
  for (std::size_t i = 0; i < captured.frames.size(); ++i)
    if (captured.frames[i].seen() && captured.frames[i].shot == longest) frames.push_back(std::int64_t(i));
  const std::size_t step = (frames.size() + kMostFrames - 1) / kMostFrames;
  for (std::size_t i = 0; step > 1 && i * step < frames.size(); ++i) frames[i] = frames[i * step];
  if (step > 1) frames.resize((frames.size() + step - 1) / step);
  return frames;
}

/// @throws Error as captureVideo(); noFace with the reason
learning::FilmedPerson filmed(const fs::path& video, const packs::Pack& pack, const RunContext& context) {
  const capture::Capture captured = capture::captureVideo(video, pack, context);
  const std::vector<std::int64_t> frames = chosenFrames(captured);
  const auto refuse = [&](const std::string& reason) {
    throw Error(ErrorCode::noFace, pathText(video), reason, "Leave the clip out, or film closer");
  };
  if (frames.size() < kFewestFrames)
    refuse("fewer than " + std::to_string(kFewestFrames) + " frames show a face");
  if (captured.facePixels() < kSmallestFace)
    refuse("the face is only " + std::to_string(int(captured.facePixels())) + " pixels high");
  learning::FilmedPerson person;
  person.fit = captured.fit(frames.front());
  capture::visitPictures(
      video, captured, frames,
      [&](std::size_t i, const cv::Mat& picture) {
        const capture::CapturedFrame& frame = captured.frames[std::size_t(frames[i])];
        person.frames.push_back({picture.clone(), frame.landmarks, frame.expression, frame.pose});
      },
      context);
  return person;
}

bool restricted(std::string licence) {
  std::transform(licence.begin(), licence.end(), licence.begin(),
                 [](unsigned char c) { return char(std::tolower(c)); });
  for (const char* word : {"non-commercial", "noncommercial", "-nc-", "research"})
    if (licence.find(word) != std::string::npos) return true;
  return false;
}

}  // namespace

FinishSetReport buildFinishSet(const FinishSetOptions& options, const RunContext& context) {
  const packs::Pack pack = packs::openPack(options.pack);
  const auto model = std::make_shared<const face::FaceModel>(face::loadFaceModel(pack.file("face_model")));
  const std::vector<fs::path> videos = videosIn(options.clips);
  makeFolder(options.set);
  const RunContext quiet{context.stop, nullptr};
  FinishSetReport report;
  std::map<std::string, int> ofSpeaker;
  std::map<fs::path, ClipTable> tables;
  std::int64_t done = 0;
  for (const fs::path& video : videos) {
    context.progress("clips", done++, std::int64_t(videos.size()));
    context.throwIfCancelled();
    const fs::path name = video.lexically_relative(options.clips).replace_extension();
    const ClipEntry entry = tables.try_emplace(video.parent_path(), video.parent_path())
                                .first->second.entry(video.filename().string());
    if (options.freeOnly && restricted(entry.licence)) {
      report.skipped.push_back(pathText(name) + ": " + entry.licence);
      continue;
    }
    if (++ofSpeaker[entry.speaker] > options.clipsOfSpeaker) continue;
    if (fs::exists(options.set / (name.string() + ".safetensors"))) continue;
    try {
      learning::FilmedPerson person = filmed(video, pack, quiet);
      person.name = name.string();
      person.speaker = entry.speaker;
      person.licence = entry.licence;
      const learning::FinishPairs pairs = learning::makePairs(
          person, model, {options.sources, options.targets, options.seed + std::uint64_t(done)}, quiet);
      learning::writePairs(options.set, pairs);
      ++report.clips;
      report.mouths += pairs.features.at(Feature::mouth).size();
      report.eyes += pairs.features.at(Feature::eye).size();
    } catch (const Error& error) {
      if (error.code() != ErrorCode::noFace && error.code() != ErrorCode::unreadableMedia &&
          error.code() != ErrorCode::pictureTooSmall)
        throw;
      report.skipped.push_back(pathText(name) + ": " + error.reason());
    }
  }
  context.progress("clips", done, done);
  return report;
}

}  // namespace orator::lab
