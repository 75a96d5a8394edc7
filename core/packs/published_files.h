#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace orator::packs {

/// A file that SadTalker's authors published.
struct PublishedFile {
  std::string role;     ///< in a pack: "sadtalker", "mapping70", "facevid2vid", ...
  std::string name;     ///< as published: "SadTalker_V0.0.2_256.safetensors"
  std::uint64_t bytes;  ///< 0: not known
  std::string sha256;
  std::vector<std::string> addresses;  ///< where to fetch it, the first is preferred
};

/// What a pack of SadTalker consists of.
struct PublishedPack {
  std::string id;  ///< "sadtalker-256", "sadtalker-512"
  std::string title;
  int pictureSizePx;  ///< side of the square the renderer works on
  std::vector<PublishedFile> files;
  /// Older separate files, which together stand in for the one of role "sadtalker". May be empty.
  std::vector<PublishedFile> separateFiles;
};

inline constexpr std::string_view kPublishedLicence = "Apache-2.0";
inline constexpr std::string_view kPublishedOrigin = "SadTalker (OpenTalker), release v0.0.2";

using Catalogue = std::vector<PublishedPack>;

const Catalogue& publishedPacks();
/// @throws Error invalidArgument that names the packs of the catalogue
const PublishedPack& publishedPack(std::string_view id, const Catalogue& catalogue = publishedPacks());

}  // namespace orator::packs
