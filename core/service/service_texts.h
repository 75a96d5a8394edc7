#pragma once

namespace orator::service {

// The files of resources/service, which become part of the program.
extern const char kOpenApi[];  ///< openapi.json
extern const char kPage[];     ///< page.html

}  // namespace orator::service
