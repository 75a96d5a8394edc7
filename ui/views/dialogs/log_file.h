#pragma once

#include <QString>

namespace orator::ui {

/// The program's log: Qt's and our messages in a file that is renewed at 1 MB, with three older ones kept.
namespace LogFile {

/// Starts logging into `folder`. @return false where it cannot be written: the log then goes to stderr
bool start(const QString& folder);
QString path();
/// Version, system and the last lines of the log, with the names of folders and files taken out.
QString report();

}  // namespace LogFile

}  // namespace orator::ui
