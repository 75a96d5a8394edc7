#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace orator::packs {

/// A file that the authors of a network published.
struct PublishedFile {
  std::string role;     ///< in a pack: "sadtalker", "mapping70", "facevid2vid", "gfpgan", ...
  std::string name;     ///< as published: "SadTalker_V0.0.2_256.safetensors"
  std::uint64_t bytes;  ///< 0: not known
  std::string sha256;   ///< empty: not known; the file is taken by its tensors alone and never fetched
  std::vector<std::string> addresses;  ///< where to fetch it, the first is preferred
};

/// What becomes of the files of a pack, as its pack.json says it.
struct PublishedUse {
  std::string purpose;                                ///< as Pack::purpose
  std::string motionModel = "sadtalker";              ///< as Pack
  std::vector<std::string> renderers{"facevid2vid"};  ///< as Pack
  std::string coefficientBasis = "bfm";               ///< as Pack
};

/// What a pack of published files consists of.
struct PublishedPack {
  std::string id;  ///< "sadtalker-256", "sadtalker-512", "syncnet", ...
  std::string title;
  int pictureSizePx;  ///< side of the square the renderer works on; 0: of no renderer
  std::vector<PublishedFile> files;
  /// Older separate files, which together stand in for the one of role "sadtalker". May be empty.
  std::vector<PublishedFile> separateFiles;
  std::string licence = "Apache-2.0";  ///< SPDX identifier or expression
  std::string origin = "SadTalker (OpenTalker), release v0.0.2";
  PublishedUse use = {};

  /// Whether downloadPack() can know that it has fetched the right files.
  bool canBeFetched() const;
};

using Catalogue = std::vector<PublishedPack>;

const Catalogue& publishedPacks();
/// @throws Error invalidArgument that names the packs of the catalogue
const PublishedPack& publishedPack(std::string_view id, const Catalogue& catalogue = publishedPacks());

}  // namespace orator::packs
