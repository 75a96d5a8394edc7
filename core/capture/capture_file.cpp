#include "core/capture/capture_file.h"

#include <algorithm>
#include <charconv>
#include <string>

#include "core/base/files.h"
#include "core/face/tensor_file.h"

namespace orator::capture {
namespace {

constexpr const char* kFormat = "1";
constexpr int kMeasures = 8, kShotNumbers = 5;

[[noreturn]] void refuse(const std::filesystem::path& file, const std::string& reason) {
  throw Error(ErrorCode::packDamaged, pathText(file), "it is no capture of this version: " + reason,
              "Make it again from the video");
}

class Reader {
 public:
  explicit Reader(const std::filesystem::path& file) : file_(file), contents_(face::readTensorFile(file)) {
    if (text("format") != kFormat) refuse(file_, "its format is not " + std::string(kFormat));
  }

  std::string text(const std::string& name) const {
    const auto found = contents_.metadata.find(name);
    if (found == contents_.metadata.end()) refuse(file_, name + " is missing");
    return found->second;
  }
  template <typename Number>
  Number number(const std::string& name) const {
    const std::string value = text(name);
    Number number{};
    const auto read = std::from_chars(value.data(), value.data() + value.size(), number);
    if (read.ec != std::errc{}) refuse(file_, name + " is no number");
    return number;
  }
  /// @param rows, columns -1: any
  cv::Mat matrix(const std::string& name, int type, int rows, int columns) const {
    const auto found = contents_.tensors.find(name);
    if (found == contents_.tensors.end() || found->second.type() != type ||
        (rows >= 0 && found->second.rows != rows) || (columns >= 0 && found->second.cols != columns))
      refuse(file_, name + " is missing or has another shape");
    return found->second;
  }

 private:
  const std::filesystem::path& file_;
  const face::TensorFile contents_;
};

}  // namespace

void writeCapture(const Capture& capture, const std::filesystem::path& file) {
  const int count = int(capture.frames.size());
  cv::Mat1f landmarks(count, 3 * face::kLandmarkCount), expression(count, face::kExpressionCount),
      pose(count, 6), measures(count, kMeasures), shots(int(capture.shots.size()), kShotNumbers);
  cv::Mat1i state(count, 2);
  for (int i = 0; i < count; ++i) {
    const CapturedFrame& frame = capture.frames[std::size_t(i)];
    for (int p = 0; p < face::kLandmarkCount; ++p) {
      const cv::Point3f& point = frame.landmarks.points[std::size_t(p)];
      landmarks(i, 3 * p) = point.x, landmarks(i, 3 * p + 1) = point.y, landmarks(i, 3 * p + 2) = point.z;
    }
    std::copy(frame.expression.begin(), frame.expression.end(), expression[i]);
    for (int axis = 0; axis < 3; ++axis) {
      pose(i, axis) = frame.pose.anglesRadians[axis];
      pose(i, 3 + axis) = frame.pose.translation[axis];
    }
    const float values[kMeasures] = {frame.residual,          frame.measures.lipOpening,
                                     frame.measures.lipWidth, frame.measures.eyeOpening,
                                     frame.closure,           frame.gaze[0],
                                     frame.gaze[1],           frame.sharpness};
    std::copy_n(values, kMeasures, measures[i]);
    state(i, 0) = int(frame.unseen), state(i, 1) = frame.shot;
  }
  for (int s = 0; s < shots.rows; ++s) {
    const Shot& shot = capture.shots[std::size_t(s)];
    const float values[kShotNumbers] = {float(shot.frames.begin), float(shot.frames.end),
                                        shot.camera.focalPixels, shot.camera.centre.x, shot.camera.centre.y};
    std::copy_n(values, kShotNumbers, shots[s]);
  }
  face::TensorFile contents;
  contents.tensors = {
      {"landmarks", landmarks},
      {"expression", expression},
      {"pose", pose},
      {"measures", measures},
      {"state", state},
      {"shots", shots},
      {"identity", cv::Mat1f(capture.identity, true).reshape(1, 1)},
      {"neutral",
       cv::Mat1f(1, motion::kCoefficientCount, const_cast<float*>(capture.neutral.data())).clone()}};
  contents.metadata = {{"format", kFormat},
                       {"basis", capture.basis},
                       {"width", std::to_string(capture.picture.width)},
                       {"height", std::to_string(capture.picture.height)},
                       {"source_frames_per_second", std::to_string(capture.sourceFramesPerSecond)},
                       {"begin_seconds", std::to_string(capture.beginSeconds)},
                       {"face_height", std::to_string(capture.faceHeight)},
                       {"calmest", std::to_string(capture.calmest)},
                       {"faces", std::to_string(capture.faces)},
                       {"faces_seconds", std::to_string(capture.facesSeconds)}};
  face::writeTensorFile(file, contents);
}

Capture readCapture(const std::filesystem::path& file) {
  const Reader in(file);
  const cv::Mat1f landmarks = in.matrix("landmarks", CV_32F, -1, 3 * face::kLandmarkCount);
  const int count = landmarks.rows;
  const cv::Mat1f expression = in.matrix("expression", CV_32F, count, face::kExpressionCount),
                  pose = in.matrix("pose", CV_32F, count, 6),
                  measures = in.matrix("measures", CV_32F, count, kMeasures),
                  shots = in.matrix("shots", CV_32F, -1, kShotNumbers),
                  identity = in.matrix("identity", CV_32F, 1, -1),
                  neutral = in.matrix("neutral", CV_32F, 1, motion::kCoefficientCount);
  const cv::Mat1i state = in.matrix("state", CV_32S, count, 2);
  Capture capture;
  capture.basis = in.text("basis");
  capture.picture = {in.number<int>("width"), in.number<int>("height")};
  capture.sourceFramesPerSecond = in.number<double>("source_frames_per_second");
  capture.beginSeconds = in.number<double>("begin_seconds");
  capture.faceHeight = in.number<float>("face_height");
  capture.calmest = in.number<std::int64_t>("calmest");
  capture.faces = in.number<int>("faces");
  capture.facesSeconds = in.number<double>("faces_seconds");
  capture.identity.assign(identity.begin(), identity.end());
  std::copy(neutral.begin(), neutral.end(), capture.neutral.begin());
  for (int s = 0; s < shots.rows; ++s)
    capture.shots.push_back(
        {{std::int64_t(shots(s, 0)), std::int64_t(shots(s, 1))}, {shots(s, 2), {shots(s, 3), shots(s, 4)}}});
  for (int i = 0; i < count; ++i) {
    CapturedFrame& frame = capture.frames.emplace_back();
    for (int p = 0; p < face::kLandmarkCount; ++p)
      frame.landmarks.points[std::size_t(p)] = {landmarks(i, 3 * p), landmarks(i, 3 * p + 1),
                                                landmarks(i, 3 * p + 2)};
    std::copy_n(expression[i], face::kExpressionCount, frame.expression.begin());
    for (int axis = 0; axis < 3; ++axis) {
      frame.pose.anglesRadians[axis] = pose(i, axis);
      frame.pose.translation[axis] = pose(i, 3 + axis);
    }
    const float* value = measures[i];
    frame.residual = value[0];
    frame.measures = {value[1], value[2], value[3]};
    frame.closure = value[4];
    frame.gaze = {value[5], value[6]};
    frame.sharpness = value[7];
    if (state(i, 0) < 0 || state(i, 0) > int(Unseen::anotherPerson) || state(i, 1) < -1 ||
        state(i, 1) >= shots.rows)
      refuse(file, "frame " + std::to_string(i) + " has a state that there is not");
    frame.unseen = Unseen(state(i, 0));
    frame.shot = state(i, 1);
  }
  if (capture.calmest < 0 || (count > 0 && capture.calmest >= count))
    refuse(file, "its calmest frame is none");
  return capture;
}

}  // namespace orator::capture
