#include "core/packs/weight_sources.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/file_system.h"
#include "core/base/files.h"
#include "core/base/json_value.h"

namespace orator::packs {
namespace {

using nlohmann::json;

SourceTerms termsFrom(const std::string& name, const std::string& role, const std::string& packJson) {
  const auto known = std::find(kSourceTermsNames.begin(), kSourceTermsNames.end(), name);
  if (known == kSourceTermsNames.end())
    throw Error(ErrorCode::packDamaged, packJson,
                "says of the sources of \"" + role + "\" that they are \"" + name +
                    "\", which this program does not know",
                "Update Orator, or restore the pack");
  return SourceTerms(known - kSourceTermsNames.begin());
}

}  // namespace

bool WeightSources::restricted() const {
  return std::any_of(terms.begin(), terms.end(),
                     [](SourceTerms one) { return one != SourceTerms::permissive; });
}

std::string WeightSources::text() const {
  constexpr std::array<std::string_view, 4> kTexts{"", "some ask to share alike", "some state no licence",
                                                   "some allow research only"};
  std::string text;
  for (std::size_t one = 1; one < kTexts.size(); ++one)
    if (std::find(terms.begin(), terms.end(), SourceTerms(one)) != terms.end())
      text.append(text.empty() ? "" : ", ").append(kTexts[one]);
  return text.empty() ? "all allow any use" : text;
}

std::vector<WeightSources> weightSources(const Pack& pack) {
  const std::filesystem::path packJson = pack.folder / "pack.json";
  std::vector<WeightSources> found;
  if (!isFile(packJson)) return found;
  const auto damaged = [&](const char* reason) {
    return Error(ErrorCode::packDamaged, packJson.string(),
                 std::string("is not a valid pack description (") + reason + ")",
                 "Restore the file, or point ORATOR_MODELS to an intact models folder");
  };
  try {
    const json root = parsedJson(readFile(packJson, ErrorCode::packDamaged));
    for (const json& entry : root.at("files")) {
      const auto sources = entry.find("sources");
      if (sources == entry.end()) continue;
      WeightSources& weight = found.emplace_back();
      weight.role = entry.at("role").get<std::string>();
      weight.file = entry.at("path").get<std::string>();
      for (const auto& terms : sources->get<std::vector<std::string>>())
        weight.terms.push_back(termsFrom(terms, weight.role, packJson.string()));
    }
    return found;
  } catch (const json::exception& error) {
    throw damaged(error.what());
  } catch (const std::invalid_argument& error) {
    throw damaged(error.what());
  }
}

}  // namespace orator::packs
