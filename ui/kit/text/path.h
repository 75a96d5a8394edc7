#pragma once

#include <QString>
#include <filesystem>

namespace orator::ui {

// Names of files between the core's type and Qt's; every character survives both ways.

std::filesystem::path toPath(const QString& text);
QString toQString(const std::filesystem::path& path);

}  // namespace orator::ui
