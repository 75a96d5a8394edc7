#include "core/media/film/film_form.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <mutex>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/media/film/video_encoder.h"

namespace orator::media {
namespace {

using enum VideoCodec;

const std::vector<ContainerTraits>& containerTable() {
  static const std::vector<ContainerTraits> table{
      {Container::mp4, "MP4 film", {".mp4", ".m4v"}, "mp4", {h264, h265, av1}, {}, SoundCodec::aac, {"aac"}},
      {Container::mov,
       "QuickTime film",
       {".mov"},
       "mov",
       {prores, prores4444, h264, h265},
       {prores4444},
       SoundCodec::aac,
       {"aac", "alac"}},
      {Container::webm,
       "WebM film",
       {".webm"},
       "webm",
       {vp9, av1},
       {vp9},
       SoundCodec::opus,
       {"opus", "vorbis"}},
      {Container::mkv,
       "Matroska film",
       {".mkv"},
       "matroska",
       {h264, h265, av1, vp9},
       {vp9},
       SoundCodec::aac,
       {"aac", "opus", "vorbis", "mp3", "flac"}},
      {Container::gif, "GIF loop", {".gif"}, "gif", {gif}, {gif}, SoundCodec::none, {}},
      {Container::webp, "WebP loop", {".webp"}, "webp", {webp}, {webp}, SoundCodec::none, {}},
      {Container::png, "PNG pictures", {".png"}, "", {png}, {png}, SoundCodec::pcm16, {}},
      {Container::wav, "WAV sound", {".wav"}, "wav", {}, {}, SoundCodec::pcm16, {}},
      {Container::m4a, "AAC sound", {".m4a"}, "ipod", {}, {}, SoundCodec::aac, {"aac", "alac"}},
      {Container::mp3, "MP3 sound", {".mp3"}, "mp3", {}, {}, SoundCodec::mp3, {"mp3"}},
      {Container::flac, "FLAC sound", {".flac"}, "flac", {}, {}, SoundCodec::flac, {"flac"}},
      {Container::ogg, "Opus sound", {".ogg", ".opus"}, "ogg", {}, {}, SoundCodec::opus, {"opus", "vorbis"}},
  };
  return table;
}

std::string lowered(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return char(std::tolower(c)); });
  return text;
}

/// "a, b or c".
std::string either(const std::vector<std::string>& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i)
    text.append(i == 0 ? "" : i + 1 < words.size() ? ", " : " or ").append(words[i]);
  return text;
}

/// The endings of the containers that a question is answered with yes for.
template <typename Question>
std::string endingsWhere(Question question) {
  std::vector<std::string> endings;
  for (const ContainerTraits& one : containerTable())
    if (question(one)) endings.emplace_back(one.endings.front());
  return either(endings);
}

bool holds(const std::vector<VideoCodec>& codecs, VideoCodec codec) {
  return std::find(codecs.begin(), codecs.end(), codec) != codecs.end();
}

const ContainerTraits& containerOf(const std::filesystem::path& file, Container asked) {
  if (asked != Container::automatic) return traitsOf(asked);
  const std::string ending = lowered(file.extension().string());
  for (const ContainerTraits& one : containerTable())
    if (std::find(one.endings.begin(), one.endings.end(), ending) != one.endings.end()) return one;
  throw Error(ErrorCode::invalidArgument, pathText(file),
              ending.empty() ? "its name has no ending that tells what film it is"
                             : "\"" + ending + "\" is no ending of a film",
              "Let it end with " + endingsWhere([](const ContainerTraits&) { return true; }) +
                  ", or say it with --container");
}

std::string codecName(VideoCodec codec) {
  return codec < gif ? std::string(kVideoCodecNames[std::size_t(codec)]) : "its own";
}

std::vector<std::string> namesOf(const std::vector<VideoCodec>& codecs) {
  std::vector<std::string> names;
  names.reserve(codecs.size());
  for (const VideoCodec codec : codecs) names.push_back(codecName(codec));
  return names;
}

VideoCodec codecOf(const ContainerTraits& container, VideoCodec asked, bool alpha) {
  const std::string label(container.label);
  const bool fixed = container.codecs.empty() || container.codecs.front() >= gif;
  if (fixed && asked != automatic)
    throw Error(ErrorCode::invalidArgument, "codec", "there is no choice of codecs for " + label,
                "Leave out --codec, or let the film end with " +
                    endingsWhere([&](const ContainerTraits& one) { return holds(one.codecs, asked); }));
  if (asked != automatic && !holds(container.codecs, asked))
    throw Error(ErrorCode::invalidArgument, "codec", codecName(asked) + " does not go into " + label,
                "Choose " + either(namesOf(container.codecs)) + ", or let the film end with " +
                    endingsWhere([&](const ContainerTraits& one) { return holds(one.codecs, asked); }));
  if (!alpha || container.codecs.empty())
    return container.codecs.empty() ? none : asked == automatic ? container.codecs.front() : asked;
  // ProRes 422 and 4444 are one codec with two profiles: who asks for ProRes gets the one with an alpha.
  if (asked == prores && holds(container.alphaCodecs, prores4444)) return prores4444;
  if (container.alphaCodecs.empty() || (asked != automatic && !holds(container.alphaCodecs, asked)))
    throw Error(ErrorCode::invalidArgument, "alpha",
                (asked == automatic ? label : codecName(asked)) + " carries no transparency",
                "Let the film end with " + endingsWhere([](const ContainerTraits& one) {
                  return !one.alphaCodecs.empty();
                }) + " (codecs prores4444 and vp9), or put a colour behind the person with --behind colour");
  return asked == automatic ? container.alphaCodecs.front() : asked;
}

}  // namespace

std::span<const ContainerTraits> containers() {
  return containerTable();
}

const ContainerTraits& traitsOf(Container container) {
  for (const ContainerTraits& one : containerTable())
    if (one.container == container) return one;
  throw Error(ErrorCode::internal, "container", "it has no traits of its own");
}

SoundCodec FilmForm::soundCodec() const {
  const bool edited = container == Container::mov && (codec == prores || codec == prores4444);
  return edited ? SoundCodec::pcm24 : traitsOf(container).sound;
}

bool FilmForm::takesTwoPasses() const {
  return device == EncoderDevice::software && (codec == h264 || codec == h265 || (codec == vp9 && !alpha));
}

FilmForm filmForm(const std::filesystem::path& file, const FormatChoice& choice, bool alpha) {
  const ContainerTraits& container = containerOf(file, choice.container);
  FilmForm form{container.container, codecOf(container, choice.codec, alpha), alpha, choice.device};
  if (!form.hasPicture()) form.alpha = false;
  if (!form.hasPicture() || form.codec >= gif) form.device = EncoderDevice::software;
  return form;
}

std::string encoderName(const FilmForm& form) {
  if (!form.hasPicture() || form.isSequence()) return {};
  static std::mutex mutex;
  static std::map<std::pair<VideoCodec, EncoderDevice>, std::string> known;
  const std::lock_guard lock(mutex);
  const auto [entry, isNew] = known.try_emplace({form.codec, form.device});
  if (isNew) entry->second = workingEncoder(form.codec, form.device);
  return entry->second;
}

void requireEncoder(const FilmForm& form) {
  if (!form.hasPicture() || form.isSequence() || !encoderName(form).empty()) return;
  const std::string codec = codecName(form.codec);
  if (form.device == EncoderDevice::hardware)
    throw Error(ErrorCode::deviceUnavailable, "encoder",
                "no graphics card of this computer encodes " + codec + " for us",
                "Leave out --encoder hardware, or choose another --codec");
  std::vector<std::string> others;
  for (const VideoCodec other : traitsOf(form.container).codecs)
    if (other != form.codec && !encoderName({form.container, other}).empty())
      others.push_back(codecName(other));
  throw Error(ErrorCode::invalidArgument, "codec", "the installed FFmpeg has no encoder for " + codec,
              others.empty() ? "Install a complete FFmpeg (Debian: libavcodec-extra59 or libavcodec59)"
                             : "Choose --codec " + either(others) +
                                   ", or install a complete FFmpeg (Debian: libavcodec-extra59)");
}

}  // namespace orator::media
