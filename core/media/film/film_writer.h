#pragma once

#include <filesystem>
#include <memory>
#include <opencv2/core.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/frame_rate.h"
#include "core/media/audio_reader.h"
#include "core/media/film/film_form.h"

namespace orator::media {

/// What is written into a film beside pictures and sound, by name: "comment", "orator".
using FilmTags = std::vector<std::pair<std::string, std::string>>;

struct FilmWriterSettings {
  cv::Size
      size;  ///< of the frames; odd sides are padded by one replicated row or column where chroma needs it
  FrameRate frameRate;
  FilmForm form = {};
  int constantRateFactor = 18;      ///< 0..51 in the measure of x264; other codecs get what looks alike
  int bitRateKbit = 0;              ///< kbit/s on average in place of that; 0: by constantRateFactor
  const char* preset = "veryfast";  ///< of x264 and x265
  /// Sound to mux, at its own sample rate and channel count, cut by voiceCut; empty: a silent film.
  std::filesystem::path voice = {};
  VoiceCut voiceCut = {};
  /// Only the sound of these frames of the whole film, counted behind voiceCut; an end beyond the voice
  /// means up to its end.
  std::optional<FrameRange> voiceFrames = {};
  bool loops = true;  ///< GIF and WebP play again and again
  FilmTags tags = {};
  int pass = 0;                        ///< 1 or 2 of two; the first writes passLog alone; 0: the only one
  std::filesystem::path passLog = {};  ///< what the first pass tells the second
};

/// Sample rate AAC supports that is nearest to the given one (7350..96000 Hz).
int nearestAacRateHz(int sampleRateHz);

/// Encodes a film once, on its own thread behind a queue bounded to 16 frames or 64 MB; memory does not grow
/// with the length but for the frames of a WebP as they are compressed. Pictures are bt709 and, where players
/// expect it, yuv420p; sound that the container holds is taken over as it is where nothing of it is cut or
/// made louder, else encoded at its own rate (Opus: the next one that it knows). MP4 and MOV begin with their
/// index, and their edit lists let sound and picture start together. The same frames give the same bytes with
/// EncoderDevice::software.
/// The file, or the folder of a sequence ("000000.png", ... and "sound.wav"), has its name from finish() on;
/// without finish() nothing remains. write() and finish() are called from one thread.
class FilmWriter {
 public:
  /// @throws Error outputUnwritable, deviceUnavailable, invalidArgument (see requireEncoder), and what
  /// AudioReader throws for the voice
  FilmWriter(const std::filesystem::path& path, const FilmWriterSettings& settings);
  ~FilmWriter();
  FilmWriter(const FilmWriter&) = delete;
  FilmWriter& operator=(const FilmWriter&) = delete;

  /// Queues one frame of the size given, CV_8UC3 RGB, or CV_8UC4 RGBA for a form with alpha, whose colour is
  /// not multiplied by it; blocks while the queue is full. The Mat must not be changed after.
  /// @throws Error diskFull, outputUnwritable (an earlier encoding failure surfaces here or in finish())
  void write(const cv::Mat& frame);
  /// Drains the queue, muxes the rest of the voice, moves the file into place.
  void finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Whether a file of this name is one of a sequence's.
bool isOfSequence(const std::filesystem::path& name);

/// What was written into a film by tags of these names, as FilmWriter does it; empty where there is none of
/// it. Of a folder of pictures: its first. @throws Error fileNotFound, notAFile, unreadableMedia
FilmTags readFilmTags(const std::filesystem::path& film);

}  // namespace orator::media
