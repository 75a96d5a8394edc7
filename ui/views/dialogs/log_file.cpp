#include "ui/views/dialogs/log_file.h"

#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QSysInfo>

namespace orator::ui::LogFile {
namespace {

constexpr std::size_t kMaximumBytes = 1 << 20;
constexpr int kReportLines = 120;

QString thePath;
std::shared_ptr<spdlog::logger> theLogger;

void write(QtMsgType type, const QMessageLogContext&, const QString& text) {
  const std::string line = text.toStdString();
  switch (type) {
    case QtDebugMsg:
      theLogger->debug(line);
      break;
    case QtInfoMsg:
      theLogger->info(line);
      break;
    case QtWarningMsg:
      theLogger->warn(line);
      break;
    case QtCriticalMsg:
    case QtFatalMsg:
      theLogger->error(line);
      break;
  }
}

}  // namespace

bool start(const QString& folder) {
  QDir().mkpath(folder);
  thePath = folder + "/studio.log";
  spdlog::sink_ptr sink;
  bool writable = true;
  try {
    sink = std::make_shared<spdlog::sinks::rotating_file_sink_mt>(thePath.toStdString(), kMaximumBytes, 3);
  } catch (const spdlog::spdlog_ex&) {
    sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
    writable = false;
  }
  theLogger = std::make_shared<spdlog::logger>("studio", std::move(sink));
  theLogger->flush_on(spdlog::level::info);
  qInstallMessageHandler(write);
  qInfo("Orator Studio %s starts on %s", ORATOR_VERSION, qPrintable(QSysInfo::prettyProductName()));
  return writable;
}

QString path() {
  return thePath;
}

QString report() {
  QString text =
      QString("Orator Studio %1, Qt %2, %3, %4\n\n")
          .arg(ORATOR_VERSION, qVersion(), QSysInfo::prettyProductName(), QSysInfo::currentCpuArchitecture());
  QFile file(thePath);
  if (!thePath.isEmpty() && file.open(QIODevice::ReadOnly)) {
    const QStringList lines = QString::fromUtf8(file.readAll()).split('\n');
    text += lines.mid(std::max<qsizetype>(0, lines.size() - kReportLines)).join('\n');
  }
  // Folders may hold blanks; the last part ends with its extension or at a blank. Too much is better than a
  // name.
  static const QRegularExpression paths(
      R"RE((?:[A-Za-z]:)?(?:[/\\][^/\\:'"\n]+)*[/\\](?:[^/\\:'"\n]*?\.[A-Za-z0-9]{1,8}\b|[^\s/\\:'"]+))RE");
  return text.replace(paths, "<path>");
}

}  // namespace orator::ui::LogFile
