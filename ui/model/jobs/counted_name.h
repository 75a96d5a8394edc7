#pragma once

#include <filesystem>
#include <functional>

namespace orator::ui {

/// `wanted` where nobody has taken it, else the first of name-2.mp4, name-3.mp4, ... that is free.
std::filesystem::path countedUp(const std::filesystem::path& wanted,
                                const std::function<bool(const std::filesystem::path&)>& taken);

}  // namespace orator::ui
