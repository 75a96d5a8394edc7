#pragma once

#include <chrono>
#include <filesystem>
#include <optional>

#include "core/base/descriptor.h"

namespace orator {

/// The right to write one place, against every other program of this machine. It is an address of the
/// kernel's (an abstract socket), not a file: it leaves nothing behind and is free again when its owner ends,
/// however it ends.
/// @param folder that exists @param patience how long to wait for the present owner
/// @return nothing when another one has it; an empty Descriptor where the system knows no such addresses
std::optional<Descriptor> claimOutput(const std::filesystem::path& folder, const std::filesystem::path& name,
                                      std::chrono::milliseconds patience);

}  // namespace orator
