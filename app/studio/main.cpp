// orator-studio: the desktop studio. Everything it does is in ui/.
#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QSettings>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QWindow>
#include <cstdio>

#include "app/studio/benchmark.h"
#include "app/studio/end_signals.h"
#include "core/base/standard_streams.h"
#include "core/learning/person/personalise.h"
#include "ui/kit/settings/settings.h"
#include "ui/kit/text/path.h"
#include "ui/kit/themes/theme.h"
#include "ui/kit/translation/language.h"
#include "ui/views/dialogs/log_file.h"
#include "ui/views/dialogs/personalise_dialog.h"
#include "ui/views/main_window/window_host.h"
#include "ui/views/screenshots/screenshots.h"

namespace {

/// Screenshots and tests get settings of their own, so that they look the same on every computer.
void usePrivateSettings(const QString& folder) {
  QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, folder);
}

void declareOptions(QCommandLineParser& parser) {
  parser.setApplicationDescription("Makes a portrait speak.");
  parser.addHelpOption();
  parser.addVersionOption();
  parser.addPositionalArgument("files", "A project, or a portrait and a voice.", "[files...]");
  parser.addOption(
      {"screenshot", "Write pictures of the window and its parts into <folder> and end.", "folder"});
  parser.addOption({"project", "The project for --screenshot; the sample without it.", "file"});
  parser.addOption({"benchmark", "Measure how fast the window answers, on the sample project, and end."});
  parser.addOption({"json", "Print the figures of --benchmark as one JSON object."});
  parser.addOption({"language", "Language of the interface: en or zh.", "code"});
  parser.addOption({"data", "Folder for autosaves, queue and log.", "folder"});
}

/// Whether the command line asks for help or the version and for nothing else.
bool asksForWords(int argc, char** argv) {
  return std::any_of(argv + 1, argv + argc, [](std::string_view argument) {
    return argument == "--help" || argument == "-h" || argument == "--help-all" || argument == "--version" ||
           argument == "-v";
  });
}

/// The usual run, until the user or the system ends it.
int runStudio(orator::ui::Studio& studio, orator::ui::WindowHost& host, const QStringList& files, bool logs) {
  const orator::studio::EndSignals signals([&studio] {
    studio.document().leaveSafetyCopy();
    QApplication::exit(0);  // quit() would ask the windows, and they the user
  });
  host.window().show();
  if (!logs) host.window().tellOfUnwritableData();
  host.window().offerRecovery();
  host.window().tellOfWaitingFilms();
  for (const QString& file : files) studio.openMedium(QFileInfo(file).absoluteFilePath());
  return QApplication::exec();
}

/// `ui` knows no training: the program lends it to the dialog.
void lendTraining() {
  orator::ui::lendPersonalise(
      [](const std::filesystem::path& video, const std::string& name, const orator::RunContext& context) {
        orator::learning::PersonTask task;
        task.video = video;
        task.pack = name;
        return orator::learning::personalise(task, context).folder;
      });
}

/// @return the exit code
int writeScreenshots(orator::ui::MainWindow& window, const QCommandLineParser& parser) {
  window.setAskBeforeClosing(false);
  const bool opened =
      parser.isSet("project") ? window.openProject(parser.value("project")) : window.openSample();
  const int failures = orator::ui::writeScreenshots(window, parser.value("screenshot"));
  if (!opened) std::fprintf(stderr, "orator-studio: the project was not opened\n");
  if (failures) std::fprintf(stderr, "orator-studio: %d pictures were not written\n", failures);
  return failures || !opened ? 1 : 0;
}

}  // namespace

int main(int argc, char** argv) {
  orator::openStandardStreams();
  if (asksForWords(argc, argv)) {  // answered without a display
    const QCoreApplication words(argc, argv);
    QCoreApplication::setApplicationVersion(ORATOR_VERSION);
    QCommandLineParser parser;
    declareOptions(parser);
    parser.process(words);
  }
  QApplication app(argc, argv);
  QApplication::setApplicationName("Orator Studio");
  QApplication::setOrganizationName("Orator");
  QApplication::setApplicationVersion(ORATOR_VERSION);
  QApplication::setDesktopFileName("orator-studio");

  QCommandLineParser parser;
  declareOptions(parser);
  parser.process(app);

  const bool screenshots = parser.isSet("screenshot"), benchmark = parser.isSet("benchmark");
  const bool isolated = screenshots || benchmark;
  QTemporaryDir scratch;
  if (isolated) usePrivateSettings(scratch.path());
  if (!isolated) orator::ui::Settings::adoptEarlier();
  QString dataFolder = parser.value("data");
  if (dataFolder.isEmpty())
    dataFolder =
        isolated ? scratch.path() : QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);
  QDir().mkpath(dataFolder);
  const bool logs = orator::ui::LogFile::start(dataFolder);
  const QString language = parser.isSet("language") ? parser.value("language")
                                                    : orator::ui::Settings().value("language").toString();
  orator::ui::applyLanguage(isolated && language.isEmpty() ? "en" : language);
  orator::ui::applyTheme(orator::ui::ThemeName(orator::ui::Settings().value("theme", 0).toInt() == 1));

  orator::ui::StudioOptions options;
  options.dataFolder = orator::ui::toPath(dataFolder);
  options.sound = !isolated;
  orator::ui::Studio studio(std::make_shared<orator::session::Resources>(), options);
  lendTraining();
  orator::ui::WindowHost host(studio);

  if (benchmark) {
    orator::ui::MainWindow& window = host.window();
    window.setAskBeforeClosing(false);
    window.show();
    orator::ui::waitFor([&] { return window.windowHandle()->isExposed(); }, 10000);
    QApplication::processEvents();
    return orator::ui::runBenchmark(window, orator::ui::processAgeMilliseconds(), parser.isSet("json"));
  }
  if (screenshots) return writeScreenshots(host.window(), parser);
  return runStudio(studio, host, parser.positionalArguments(), logs);
}
