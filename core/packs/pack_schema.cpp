#include "core/packs/pack_schema.h"

#include <utility>

namespace orator::packs {

JsonSchema packSchema() {
  const JsonSchema texts{{"type", "array"}, {"items", textSchema()}};
  JsonSchema own = objectSchema({{"role", textSchema()},
                                 {"path", textSchema()},
                                 {"sha256", {{"type", "string"}, {"pattern", "^[0-9a-f]{64}$"}}},
                                 {"origin", textSchema()},
                                 {"licence", textSchema()},
                                 {"sources", texts}},
                                {"role", "path", "sha256"}, false);
  JsonSchema shared = objectSchema({{"role", textSchema()},
                                    {"pack", textSchema()},
                                    {"sha256", {{"type", "string"}, {"pattern", "^[0-9a-f]{64}$"}}}},
                                   {"role", "pack"}, false);
  return fileSchema(
      "A pack: weights of networks, and what they are for",
      {{"format", {{"const", 1}}},
       {"id", textSchema()},
       {"title", textSchema()},
       {"purpose", textSchema()},
       {"motion_model", textSchema()},
       {"renderers", texts},
       {"coefficient_basis", textSchema()},
       {"person", {{"type", "object"}}},
       {"picture_size", {{"type", "integer"}, {"minimum", 0}}},
       {"files", {{"type", "array"}, {"items", eitherSchema(std::move(own), std::move(shared))}}}},
      {"format", "id", "files"}, false);
}

}  // namespace orator::packs
