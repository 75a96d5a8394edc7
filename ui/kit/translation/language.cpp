#include "ui/kit/translation/language.h"

#include <QApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>
#include <memory>

#include "ui/kit/themes/theme.h"

namespace orator::ui {
namespace {

/// Our translations stand under the short names of classes, as lupdate writes them; texts of free functions
/// stand under the namespace.
class StudioTranslator : public QTranslator {
 public:
  QString translate(const char* context, const char* text, const char* comment, int n) const override {
    constexpr QByteArrayView kNamespace = "orator::ui";
    const QByteArrayView full(context);
    if (!full.startsWith(kNamespace) || full == kNamespace) {
      const QString found = QTranslator::translate(context, text, comment, n);
      return found.isEmpty() ? QTranslator::translate(kNamespace.data(), text, comment, n) : found;
    }
    return QTranslator::translate(context + kNamespace.size() + 2, text, comment, n);
  }
};

QString theCode = "en";

std::unique_ptr<QTranslator>& ours() {
  static std::unique_ptr<QTranslator> translator;
  return translator;
}
std::unique_ptr<QTranslator>& qts() {
  static std::unique_ptr<QTranslator> translator;
  return translator;
}

}  // namespace

const std::vector<Language>& languages() {
  static const std::vector<Language> list = {{"en", "English"}, {"zh", QString::fromUtf8("中文")}};
  return list;
}

void applyLanguage(const QString& code) {
  initResources();
  const QString wanted = code.isEmpty() ? QLocale::system().name().section('_', 0, 0) : code;
  theCode = languages().front().code;
  for (const Language& language : languages())
    if (language.code == wanted) theCode = wanted;
  // The old ones leave the application when they are destroyed.
  ours() = std::make_unique<StudioTranslator>();
  if (ours()->load("studio_" + theCode, ":/translations")) QCoreApplication::installTranslator(ours().get());
  const QLocale locale(theCode == "zh" ? QLocale(QLocale::Chinese, QLocale::China) : QLocale(theCode));
  qts() = std::make_unique<QTranslator>();
  if (qts()->load(locale, "qtbase", "_", QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
    QCoreApplication::installTranslator(qts().get());
  QLocale::setDefault(locale);
}

const QString& currentLanguage() {
  return theCode;
}

QString coreText(std::string_view text) {
  return QCoreApplication::translate("Core", QByteArray(text.data(), qsizetype(text.size())).constData());
}

}  // namespace orator::ui
