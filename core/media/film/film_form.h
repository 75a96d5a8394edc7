#pragma once

#include <array>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace orator::media {

/// What a film's file is. `automatic`: by the ending of its name.
enum class Container { automatic, mp4, mov, webm, mkv, gif, webp, png, wav, m4a, mp3, flac, ogg };
inline constexpr std::array<std::string_view, 13> kContainerNames{
    "auto", "mp4", "mov", "webm", "mkv", "gif", "webp", "png", "wav", "m4a", "mp3", "flac", "ogg"};

/// How its pictures are compressed. Those behind `vp9` belong to one container each and are never chosen.
enum class VideoCodec { automatic, h264, h265, av1, prores, prores4444, vp9, gif, webp, png, none };
inline constexpr std::array<std::string_view, 7> kVideoCodecNames{"auto",   "h264",       "h265", "av1",
                                                                  "prores", "prores4444", "vp9"};

enum class SoundCodec { none, aac, opus, pcm16, pcm24, mp3, flac };

/// Who compresses: the CPU, which gives the same bytes everywhere, or a graphics card.
enum class EncoderDevice { software, hardware };
inline constexpr std::array<std::string_view, 2> kEncoderDeviceNames{"software", "hardware"};

/// What is asked for.
struct FormatChoice {
  Container container = Container::automatic;
  VideoCodec codec = VideoCodec::automatic;
  EncoderDevice device = EncoderDevice::software;
  bool operator==(const FormatChoice&) const = default;
};

/// What can be said of a container before a film is made.
struct ContainerTraits {
  Container container;
  std::string_view label;                 ///< "MP4 film"; English, the studio translates it
  std::vector<std::string_view> endings;  ///< ".mp4", the usual one first
  const char* muxer;                      ///< FFmpeg's name; empty: none of FFmpeg's
  std::vector<VideoCodec> codecs;         ///< the first is taken unasked; empty: sound alone
  std::vector<VideoCodec> alphaCodecs;    ///< those that carry transparency, the usual one first
  SoundCodec sound;                       ///< that sound is encoded with; none: silent
  std::vector<std::string_view> copied;   ///< sound that is taken over as it is, by FFmpeg's names
};

/// All but `automatic`, in the order of a list of choices.
std::span<const ContainerTraits> containers();
/// @throws Error internal for `automatic`
const ContainerTraits& traitsOf(Container container);

/// A film's file as it is made.
struct FilmForm {
  Container container = Container::mp4;
  VideoCodec codec = VideoCodec::h264;  ///< none: sound alone
  bool alpha = false;
  EncoderDevice device = EncoderDevice::software;
  bool operator==(const FilmForm&) const = default;

  bool hasPicture() const { return codec != VideoCodec::none; }
  bool hasSound() const { return soundCodec() != SoundCodec::none; }
  /// A folder of numbered pictures with their sound, in place of a file.
  bool isSequence() const { return container == Container::png; }
  /// Played again and again.
  bool loops() const { return container == Container::gif || container == Container::webp; }
  SoundCodec soundCodec() const;
  /// Whether a first pass over the film can tell a second one where bits are needed.
  bool takesTwoPasses() const;
};

/// The form of a file by its name and by what is asked for.
/// @param alpha the film is transparent
/// @throws Error invalidArgument naming file or codec, with what would go together: an ending that is not
/// known, a codec that the container does not hold, transparency that none of its codecs carries
FilmForm filmForm(const std::filesystem::path& file, const FormatChoice& choice, bool alpha);

/// Refuses what cannot be encoded on this computer: an encoder that the installed FFmpeg lacks, a graphics
/// card that does not encode. Encoders of cards are tried with a picture; the answer is kept. Any thread.
/// @throws Error invalidArgument, deviceUnavailable
void requireEncoder(const FilmForm& form);

/// The name that FFmpeg has for the encoder that a form gets, for example "libx264"; empty where there is
/// none.
std::string encoderName(const FilmForm& form);

}  // namespace orator::media
