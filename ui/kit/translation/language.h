#pragma once

#include <QString>
#include <string_view>
#include <vector>

namespace orator::ui {

struct Language {
  QString code;  ///< as in resources/translations/studio_CODE.ts
  QString name;  ///< in the language itself
};

/// Languages of the interface, English first.
const std::vector<Language>& languages();

/// Gives the program the texts of a language, ours and Qt's, in place of those before. Windows that are made
/// afterwards speak it. @param code empty: the system's where we have it, else English. GUI thread.
void applyLanguage(const QString& code);
/// Code of the language that is shown.
const QString& currentLanguage();

/// A text that the core wrote (a parameter's label, an error's reason, the name of an expression) in the
/// language that is shown; unchanged where there is no translation.
QString coreText(std::string_view text);
/// The same for a note, in which numbers and names stand.
QString coreNote(std::string_view note);

}  // namespace orator::ui
