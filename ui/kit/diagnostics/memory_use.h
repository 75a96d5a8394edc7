#pragma once

#include <QtGlobal>

namespace orator::ui {

/// Memory of this process that is in RAM, in bytes; 0 where the system does not say.
qint64 residentBytes();

}  // namespace orator::ui
