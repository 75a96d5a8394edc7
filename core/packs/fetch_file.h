#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include "core/base/run_context.h"

namespace orator::packs {

/// Fetches an http, https or file address into `part`, going on after the bytes that are there: the last of
/// them are fetched once more, and where they differ, another address or another version left them and it
/// starts anew, as it does with a server that cannot go on in the middle. A broken connection is taken up
/// again, up to three times without progress. A link in the place of `part` is not followed.
/// @param expectedBytes 0 when not known; a longer file is refused
/// @param onBytes told how many bytes `part` has and how many it will have, 0 while that is not known
/// @return why it failed, or nothing when the file is complete. What arrived stays in `part`.
/// @throws Error cancelled, diskFull, outputUnwritable (also: another program is fetching it)
std::string fetchFile(const std::string& address, const std::filesystem::path& part,
                      std::uint64_t expectedBytes,
                      const std::function<void(std::uint64_t, std::uint64_t)>& onBytes,
                      const RunContext& context);

}  // namespace orator::packs
