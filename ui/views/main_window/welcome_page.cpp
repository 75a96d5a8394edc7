#include "ui/views/main_window/welcome_page.h"

#include <QFileInfo>
#include <QPushButton>

#include "ui/kit/text/menu_text.h"
#include "ui/kit/themes/theme.h"
#include "ui/kit/widgets/layouts.h"

namespace orator::ui {
namespace {

/// What there is to do, in three cards.
QLayout* threeSteps() {
  auto* steps = tight<QHBoxLayout>(nullptr, 12);
  steps->addStretch(1);
  const auto step = [&](const char* iconName, const QString& name, const QString& words) {
    auto* box = card();
    box->setFixedWidth(176);
    auto* head = tight<QHBoxLayout>(nullptr, 8);
    auto* picture = new QLabel;
    picture->setPixmap(icon(iconName, &ThemeColours::accent).pixmap(20, 20));
    auto* label = new QLabel(name);
    label->setObjectName("cardTitle");
    head->addWidget(picture);
    head->addWidget(label, 1);
    auto* rows = static_cast<QVBoxLayout*>(box->layout());
    rows->addLayout(head);
    rows->addWidget(mutedLabel(words));
    rows->addStretch(1);
    steps->addWidget(box);
  };
  step("portrait", WelcomePage::tr("Portrait"),
       WelcomePage::tr("One photograph of a face that looks at you"));
  step("voice", WelcomePage::tr("Voice"), WelcomePage::tr("A recording, your microphone, or words you type"));
  step("render", WelcomePage::tr("Film"), WelcomePage::tr("Shape the motion while you watch, then render"));
  steps->addStretch(1);
  return steps;
}

}  // namespace

WelcomePage::WelcomePage(bool hasSample, QWidget* parent) : QWidget(parent) {
  setObjectName("centre");
  setAttribute(Qt::WA_StyledBackground);
  auto* outer = tight<QVBoxLayout>(this, 0, 24);
  outer->addStretch(2);
  auto* logo = new QLabel;
  logo->setPixmap(QIcon(":/icons/orator.svg").pixmap(72, 72));
  logo->setAlignment(Qt::AlignCenter);
  auto* title = new QLabel(tr("Make a portrait speak"));
  title->setObjectName("title");
  title->setAlignment(Qt::AlignCenter);
  auto* text = new QLabel(tr("Drop a portrait and a voice anywhere in this window."));
  text->setObjectName("subtitle");
  text->setAlignment(Qt::AlignCenter);
  outer->addWidget(logo);
  outer->addSpacing(14);
  outer->addWidget(title);
  outer->addSpacing(4);
  outer->addWidget(text);
  outer->addSpacing(22);
  outer->addLayout(threeSteps());
  outer->addSpacing(20);
  auto* buttons = tight<QHBoxLayout>(nullptr, 10);
  buttons->addStretch(1);
  const auto button = [&](const QString& label, const char* iconName, bool primary, auto signal) {
    auto* b = textButton(iconName, label, primary);
    b->setMinimumHeight(34);
    connect(b, &QPushButton::clicked, this, signal);
    buttons->addWidget(b);
    return b;
  };
  auto* sample = button(tr("Try the sample"), "play", true, &WelcomePage::sampleRequested);
  sample->setEnabled(hasSample);
  if (!hasSample) sample->setToolTip(tr("installer/prepare-sample makes the sample files"));
  button(tr("Choose a portrait…"), "portrait", false, &WelcomePage::portraitRequested);
  button(tr("Open a project…"), "open", false, &WelcomePage::openRequested);
  buttons->addStretch(1);
  outer->addLayout(buttons);
  outer->addSpacing(10);
  recent_ = tight<QHBoxLayout>(nullptr, 6);
  outer->addLayout(recent_);
  auto* tour = new QPushButton(tr("Two-minute tour"));
  tour->setObjectName("flat");
  connect(tour, &QPushButton::clicked, this, &WelcomePage::tourRequested);
  outer->addWidget(tour, 0, Qt::AlignCenter);
  outer->addStretch(3);
  auto* note = mutedLabel(tr("Show people only with their consent, and say that a film is synthetic."));
  note->setAlignment(Qt::AlignCenter);
  outer->addWidget(note);
}

void WelcomePage::setRecent(const QStringList& files) {
  constexpr int kShown = 4;
  while (QLayoutItem* item = recent_->takeAt(0)) {
    if (item->widget()) item->widget()->deleteLater();
    delete item;
  }
  if (files.isEmpty()) return;
  recent_->addStretch(1);
  recent_->addWidget(mutedLabel(tr("Go on with")));
  for (const QString& file : files.mid(0, kShown)) {
    auto* project = new QPushButton(menuText(QFileInfo(file).completeBaseName()));
    project->setObjectName("flat");
    project->setToolTip(file);
    connect(project, &QPushButton::clicked, this, [this, file] { Q_EMIT recentRequested(file); });
    recent_->addWidget(project);
  }
  recent_->addStretch(1);
}

}  // namespace orator::ui
