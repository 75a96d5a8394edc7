#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "core/packs/pack.h"

namespace orator::packs {

/// What the licences of recordings allow that a weight was learned from, as their sources state them. In
/// pack.json: "sources", a list of these names in the entry of a file.
enum class SourceTerms {
  permissive,  ///< any use, at most with a name
  shareAlike,  ///< what is made of them is passed on under the same terms
  unstated,    ///< no licence is stated
  research,    ///< research or other non-commercial use only
};
inline constexpr std::array<std::string_view, 4> kSourceTermsNames{"permissive", "share-alike", "unstated",
                                                                   "research"};

/// Of one weight that was learned from recordings.
struct WeightSources {
  std::string role;
  std::filesystem::path file;      ///< its name in the pack
  std::vector<SourceTerms> terms;  ///< each that is found among its sources

  /// Whether some of them allow less than any use.
  bool restricted() const;
  /// "some state no licence, some allow research only", or that all allow any use.
  std::string text() const;
};

/// What a pack says of its own files; nothing of those it shares with another pack. Files that say nothing
/// are left out: nobody's recordings are known to be in them. Empty for a pack without a pack.json.
/// @throws Error packDamaged (a malformed description, terms that this program does not know)
std::vector<WeightSources> weightSources(const Pack& pack);

}  // namespace orator::packs
