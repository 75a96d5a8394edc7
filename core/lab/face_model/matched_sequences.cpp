#include <cmath>

#include "core/base/file_system.h"
#include "core/base/files.h"
#include "core/capture/fit_person.h"
#include "core/face/bfm/mat_file.h"
#include "core/lab/data_set/clip_files.h"
#include "core/lab/face_model/fit_expression_map.h"
#include "core/media/media_info.h"
#include "core/packs/pack.h"

namespace orator::lab {
namespace {

namespace fs = std::filesystem;

constexpr int kColumns = 257, kFirstExpression = 80;

/// The expression columns of `coeff`, [T, 64].
cv::Mat1f readExpression(const fs::path& path) {
  const face::MatFile file(path);
  const face::MatFile::Matrix coeff = file.matrix("coeff");
  if (coeff.columns != kColumns) file.refuse("coeff has not 257 columns, as Deep3DFaceReconstruction writes");
  cv::Mat1f rows(int(coeff.rows), face::kExpressionCount);
  for (int t = 0; t < rows.rows; ++t)
    for (int k = 0; k < rows.cols; ++k) rows(t, k) = coeff.column(std::size_t(kFirstExpression + k))[t];
  return rows;
}

}  // namespace

std::vector<MatchedSequence> readMatchedSequences(const ExpressionMapOptions& options,
                                                  const RunContext& context) {
  constexpr std::int64_t kLengthTolerance = 2;  // frames a decoder may drop at the end
  const packs::Pack pack = packs::openPack(options.pack);
  const face::FaceModel model = face::loadFaceModel(pack.file("face_model"));
  face::FaceTracker tracker({pack.file("face_detector"), pack.file("attention_mesh")});
  std::vector<fs::path> videos = videosIn(options.clips);
  std::erase_if(videos, [&](const fs::path& video) {
    return !isThere(options.coefficients / (video.stem().string() + ".mat"));
  });
  if (videos.empty())
    throw Error(ErrorCode::fileNotFound, pathText(options.coefficients),
                "no sequence has the name of a video", "Name them <video>.mat");
  std::vector<MatchedSequence> sequences;
  for (std::size_t i = 0; i < videos.size(); ++i) {
    context.progress("match", std::int64_t(i), std::int64_t(videos.size()));
    const fs::path file = options.coefficients / (videos[i].stem().string() + ".mat");
    const cv::Mat1f bfm = readExpression(file);
    const capture::FaceTrack track =
        trackOrRead(videos[i], options.clips, options.landmarks, tracker, {context.stop, nullptr});
    if (std::abs(track.framesInFile - bfm.rows) > kLengthTolerance)
      throw Error(ErrorCode::unreadableMedia, pathText(file),
                  "it has " + std::to_string(bfm.rows) + " rows for " + std::to_string(track.framesInFile) +
                      " frames");
    std::vector<face::FaceLandmarks> faces;
    for (const capture::TrackedFrame& frame : track.frames) faces.push_back(frame.face);
    if (faces.empty()) continue;
    const face::FaceFit person = capture::fitPerson(model, faces, track.size);
    const double late = media::readMediaInfo(videos[i]).pictureDelaySeconds;
    MatchedSequence sequence{videos[i].stem().string(), {}, {}};
    for (const capture::TrackedFrame& frame : track.frames) {
      context.throwIfCancelled();
      const auto row = int(std::lround((frame.seconds - late) * track.framesPerSecond));
      if (row < 0 || row >= bfm.rows) continue;
      const face::FaceFit fitted = face::fitFaceModel(model, frame.face, track.size, &person);
      sequence.bfm.push_back(bfm.row(row));
      sequence.studio.push_back(
          cv::Mat1f(1, face::kExpressionCount, const_cast<float*>(fitted.expression.data())).clone());
    }
    sequences.push_back(std::move(sequence));
  }
  context.progress("match", std::int64_t(videos.size()), std::int64_t(videos.size()));
  return sequences;
}

}  // namespace orator::lab
