#include "ui/kit/translation/language.h"

#include <QApplication>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QMenu>
#include <QRegularExpression>
#include <QUndoStack>
#include <QXmlStreamReader>

#include "core/face/expression_names.h"
#include "core/face/face_model.h"
#include "core/face/portrait_findings.h"
#include "core/pipeline/parameters.h"
#include "core/render/renderer_traits.h"
#include "tests/ui/studio_window.h"
#include "ui/kit/settings/settings.h"
#include "ui/kit/widgets/param_slider.h"
#include "ui/views/main_window/window_host.h"

namespace orator::ui {
namespace {

class Chinese : public StudioWindow {
 protected:
  void TearDown() override {
    StudioWindow::TearDown();
    applyLanguage("en");
  }
};

struct Message {
  QString context, source;
  QStringList translations;
  bool finished = true;
};

std::vector<Message> messagesOf(const QString& name) {
  QFile file(QString(ORATOR_SOURCE_DIR "/resources/translations/") + name);
  EXPECT_TRUE(file.open(QIODevice::ReadOnly)) << name.toStdString();
  std::vector<Message> found;
  QXmlStreamReader xml(&file);
  QString context;
  while (!xml.atEnd()) {
    xml.readNext();
    if (!xml.isStartElement()) continue;
    if (xml.name() == u"name") context = xml.readElementText();
    if (xml.name() == u"source") found.push_back({context, xml.readElementText(), {}, true});
    if (xml.name() == u"translation") {
      found.back().finished = !xml.attributes().hasAttribute("type");
      QString text;
      bool plural = false;
      while (!(xml.isEndElement() && xml.name() == u"translation") && !xml.atEnd()) {
        xml.readNext();
        if (xml.isStartElement() && xml.name() == u"numerusform") {
          plural = true;
          found.back().translations << xml.readElementText();
        } else if (xml.isCharacters() && !plural) {
          text += xml.text();
        }
      }
      if (!plural) found.back().translations << text;
    }
  }
  EXPECT_FALSE(xml.hasError()) << xml.errorString().toStdString();
  return found;
}

QStringList placeholders(const QString& text) {
  static const QRegularExpression pattern("%(?:L?[1-9]|n)");
  QStringList found;
  for (auto match = pattern.globalMatch(text); match.hasNext();) found << match.next().captured();
  found.sort();
  return found;
}

TEST(Translations, leaveNoTextUntranslated) {
  for (const char* name : {"studio_zh.ts", "studio_en.ts"}) {
    const std::vector<Message> messages = messagesOf(name);
    EXPECT_GT(messages.size(), 2u);
    for (const Message& message : messages) {
      EXPECT_TRUE(message.finished) << name << ": " << message.source.toStdString();
      for (const QString& text : message.translations)
        EXPECT_FALSE(text.trimmed().isEmpty()) << name << ": " << message.source.toStdString();
    }
  }
}

TEST(Translations, keepPlaceholdersAndFileEndings) {
  static const QRegularExpression ending(R"(\*\.\w+)");
  for (const Message& message : messagesOf("studio_zh.ts"))
    for (const QString& text : message.translations) {
      EXPECT_EQ(placeholders(text), placeholders(message.source)) << message.source.toStdString();
      EXPECT_EQ(text.count(ending), message.source.count(ending)) << message.source.toStdString();
    }
}

/// Every literal that the sources hand to tr() is in the file; update_translations was run.
TEST(Translations, knowEveryTextOfTheSources) {
  QSet<QString> known;
  for (const Message& message : messagesOf("studio_zh.ts")) known << message.source;
  static const QRegularExpression call(R"RE((?<![\w])tr\(\s*((?:"(?:[^"\\]|\\.)*"\s*)+))RE");
  static const QRegularExpression literal(R"RE("((?:[^"\\]|\\.)*)")RE");
  QDirIterator files(ORATOR_SOURCE_DIR "/ui", {"*.cpp", "*.h"}, QDir::Files, QDirIterator::Subdirectories);
  int seen = 0;
  while (files.hasNext()) {
    QFile file(files.next());
    ASSERT_TRUE(file.open(QIODevice::ReadOnly));
    const QString text = QString::fromUtf8(file.readAll());
    for (auto calls = call.globalMatch(text); calls.hasNext();) {
      QString joined;
      for (auto parts = literal.globalMatch(calls.next().captured(1)); parts.hasNext();)
        joined += parts.next().captured(1);
      joined.replace("\\\"", "\"").replace("\\n", "\n");
      EXPECT_TRUE(known.contains(joined)) << file.fileName().toStdString() << ": " << joined.toStdString();
      ++seen;
    }
  }
  EXPECT_GT(seen, 300);
}

TEST_F(Chinese, coversWhatTheCoreDeclares) {
  applyLanguage("zh");
  for (const pipeline::Parameter& one : pipeline::parameters())
    for (const std::string_view text : {one.spec.label, one.spec.description, one.spec.unit}) {
      if (text.empty() || text == "px") continue;
      const std::string copy(text);
      EXPECT_NE(ParamSlider::tr(copy.c_str()).toStdString(), copy);
    }
  for (const std::string& name : render::rendererNames())
    for (const std::string_view label :
         {render::rendererTraits(name).label, render::rendererTraits(name).shortLabel})
      if (label != "LivePortrait") {  // a name
        EXPECT_NE(coreText(label).toStdString(), label);
      }
  face::PortraitQuality unusual;
  unusual.yawDegrees = 40;
  unusual.pitchDegrees = 40;
  unusual.lipsVisible = unusual.eyesVisible[0] = 0;
  unusual.toUpright = face::Rotation::half;
  unusual.cut.fill(1);
  unusual.innerFrame = {0, 0, 10, 10};
  unusual.others.resize(1);
  unusual.transparent = true;
  EXPECT_GE(face::findingsOf(unusual).size(), 8u);
  for (const face::PortraitFinding& finding : face::findingsOf(unusual)) {
    EXPECT_NE(coreText(finding.text).toStdString(), finding.text);
    static const QRegularExpression latin("[A-Za-z]{4}");
    QString note = coreNote(face::messageOf(finding));
    static const QRegularExpression option("--[a-z-]+( [a-z]+)?");
    EXPECT_FALSE(note.remove(option).remove("COLOUR").contains(latin)) << note.toStdString();
  }
  for (int k = 0; k < face::kExpressionCount; ++k) {
    std::string name(face::studioExpressionName(k));
    std::replace(name.begin(), name.end(), '_', ' ');
    name[0] = char(std::toupper(name[0]));
    EXPECT_NE(coreText(name).toStdString(), name);
  }
}

/// The texts of a call of note() in the core, put together from literals and what is measured.
QStringList literalsOf(const QString& call) {
  static const QRegularExpression literal(R"RE("((?:[^"\\]|\\.)*)")RE");
  QStringList found;
  for (auto parts = literal.globalMatch(call); parts.hasNext();) found << parts.next().captured(1);
  return found;
}

TEST_F(Chinese, coversTheNotesThatTheStudioShows) {
  QString known;
  for (const Message& message : messagesOf("studio_zh.ts"))
    if (message.context == "Core") known += message.source + "\n";
  static const QRegularExpression call(
      R"RE((?:context|context_)\.note\(((?:[^;"]|"(?:[^"\\]|\\.)*")*)\);)RE");
  static const QRegularExpression letters("[a-z]{2}");
  int seen = 0;
  for (const char* folder : {"face", "media", "motion", "pipeline", "session", "capture", "render"}) {
    QDirIterator files(QString(ORATOR_SOURCE_DIR "/core/") + folder, {"*.cpp"}, QDir::Files,
                       QDirIterator::Subdirectories);
    while (files.hasNext()) {
      QFile file(files.next());
      if (file.fileName().contains("/bfm/")) continue;  // of a command alone
      ASSERT_TRUE(file.open(QIODevice::ReadOnly));
      const QString text = QString::fromUtf8(file.readAll());
      for (auto calls = call.globalMatch(text); calls.hasNext();)
        for (QString piece : literalsOf(calls.next().captured(1))) {
          piece = piece.trimmed();
          if (!piece.contains(letters)) continue;
          EXPECT_TRUE(known.contains(piece)) << file.fileName().toStdString() << ": " << piece.toStdString();
          ++seen;
        }
    }
  }
  EXPECT_GT(seen, 20);
}

TEST_F(Chinese, tellsNotesWithWhatTheyName) {
  const std::string note = "/v/a.mp4: it has 2 sound tracks; track 1 is used, --voice-track chooses another";
  EXPECT_EQ(coreNote(note).toStdString(), note);
  const std::string gap = "the face is turned away from 1.20 s to 2.00 s: the last expression is held";
  EXPECT_EQ(coreNote(gap).toStdString(), gap);
  applyLanguage("zh");
  const QString told = coreNote(note);
  EXPECT_TRUE(told.contains("/v/a.mp4") && told.contains(QString::fromUtf8("声轨"))) << told.toStdString();
  EXPECT_FALSE(told.contains("sound")) << told.toStdString();
  EXPECT_FALSE(coreNote(gap).contains("face")) << coreNote(gap).toStdString();
  EXPECT_FALSE(coreNote("no speech was found in the voice, the mouth stays shut: choose a recording in which "
                        "somebody speaks, or let any sound move the mouth, for singing (--speech-gate off)")
                   .contains("mouth"));
  EXPECT_EQ(coreNote("something that nobody translated").toStdString(), "something that nobody translated");
}

TEST_F(Chinese, tellsErrorsInTheUsersLanguageAndKeepsTheDetails) {
  const Error error(ErrorCode::noFace, "picture.png", "no face was found in the picture", "Choose another");
  EXPECT_EQ(problemFrom(error, "x").reason, "picture.png: no face was found in the picture");
  applyLanguage("zh");
  const Problem problem = problemFrom(error, "x");
  EXPECT_TRUE(problem.reason.contains(QString::fromUtf8("未找到人脸")));
  EXPECT_TRUE(problem.reason.contains("no face was found"));
  EXPECT_TRUE(problem.remedy.contains(QString::fromUtf8("请")));
}

TEST_F(Chinese, isSwitchedToWhileTheStudioRunsAndKeepsTheWork) {
  window_.reset();
  WindowHost host(studio());
  host.window().setAskBeforeClosing(false);
  host.window().show();
  loadMedia();
  studio().document().change("seed", [](project::Project& p) { p.motion.seed = 7; });
  studio().player().seek(10);
  EXPECT_EQ(host.window().actionsById().at("render")->text(), "&Render film");
  const auto choose = [&](const char* name) {
    host.window().findChild<QAction*>(name)->trigger();
    QCoreApplication::processEvents();
  };
  choose("language_zh");
  EXPECT_EQ(currentLanguage(), "zh");
  EXPECT_TRUE(host.window().isVisible());
  EXPECT_TRUE(host.window().actionsById().at("render")->text().contains(QString::fromUtf8("渲染影片")));
  EXPECT_EQ(host.window().dock("motion")->windowTitle(), QString::fromUtf8("动作"));
  EXPECT_TRUE(host.window().findChild<QAction*>("language_zh")->isChecked());
  EXPECT_EQ(studio().project().motion.seed, 7u);
  EXPECT_EQ(studio().document().undoStack()->count(), 3);
  EXPECT_EQ(studio().playhead(), 10);
  EXPECT_EQ(Settings().value("language").toString(), "zh");
  choose("language_en");
  EXPECT_EQ(host.window().actionsById().at("render")->text(), "&Render film");
}

TEST_F(Chinese, showsNoEnglishWordsInTheWindow) {
  window_.reset();
  applyLanguage("zh");
  window_ = std::make_unique<MainWindow>(studio());
  window_->setAskBeforeClosing(false);
  window_->show();
  loadMedia();
  static const QRegularExpression sentence("[A-Za-z]{3,} [a-z]{2,} [a-z]{2,}");
  for (const QLabel* label : window_->findChildren<QLabel*>())
    EXPECT_FALSE(label->text().contains(sentence)) << label->text().toStdString();
  for (const QAbstractButton* button : window_->findChildren<QAbstractButton*>())
    EXPECT_FALSE(button->text().contains(sentence)) << button->text().toStdString();
  for (const QWidget* widget : window_->findChildren<QWidget*>())
    EXPECT_FALSE(widget->toolTip().contains(sentence)) << widget->toolTip().toStdString();
  for (const QAction* action : window_->findChildren<QAction*>())
    EXPECT_FALSE(action->text().contains(sentence)) << action->text().toStdString();
}

}  // namespace
}  // namespace orator::ui
