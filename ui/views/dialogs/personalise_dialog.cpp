#include "ui/views/dialogs/personalise_dialog.h"

#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QLocale>
#include <QPixmap>
#include <QRegularExpression>

#include "core/packs/personal_pack.h"
#include "ui/kit/text/duration.h"
#include "ui/kit/text/path.h"
#include "ui/kit/themes/theme.h"
#include "ui/kit/translation/language.h"
#include "ui/kit/widgets/layouts.h"

namespace orator::ui {
namespace {

Personalise& lent() {
  static Personalise one;
  return one;
}

QString percentText(const packs::LikenessFigures& before, const packs::LikenessFigures& after) {
  const double change = before.difference > 0 ? 100 * (after.difference / before.difference - 1) : 0;
  return QLocale().toString(change, 'f', 0) + " %";
}

QString numberText(double value, int digits) {
  return QLocale().toString(value, 'f', digits);
}

QString likenessRow(const QString& part, const packs::LikenessFigures& before,
                    const packs::LikenessFigures& after, bool own) {
  return QString(
             "<tr><td>%1&nbsp;&nbsp;</td><td>%2 → %3 (%4)&nbsp;&nbsp;</td><td>SSIM %5 → %6&nbsp;&nbsp;</td>"
             "<td>%7</td></tr>")
      .arg(part, numberText(before.difference, 2), numberText(after.difference, 2),
           percentText(before, after), numberText(before.ssim, 3), numberText(after.ssim, 3),
           own ? PersonaliseDialog::tr("own network") : PersonaliseDialog::tr("general network kept"));
}

QString reportHtml(const packs::PersonReport& report) {
  QString speech = PersonaliseDialog::tr("Speech: the general manner, the video has no voice to learn from.");
  if (report.lipsBefore && report.lipsAfter)
    speech = PersonaliseDialog::tr("Speech: lips %1 → %2 % of the face from the filmed ones.")
                 .arg(numberText(100 * *report.lipsBefore, 2), numberText(100 * *report.lipsAfter, 2));
  return QString("<p>%1</p><table>%2%3</table><p>%4<br>%5</p>")
      .arg(
          PersonaliseDialog::tr(
              "Learned from %1 s; judged on the last %2 s, which were not learned from. Mean "
              "difference from the footage, 0 to 255:")
              .arg(numberText(report.learnedSeconds, 1), numberText(report.judgedSeconds, 1)),
          likenessRow(PersonaliseDialog::tr("Mouth"), report.mouthBefore, report.mouthAfter, report.ownMouth),
          likenessRow(PersonaliseDialog::tr("Eyes"), report.eyesBefore, report.eyesAfter, report.ownEyes),
          speech,
          PersonaliseDialog::tr("Head: pose style 46, extent %1°, %2° a second.")
              .arg(numberText(report.extentDegrees, 1), numberText(report.speedDegreesPerSecond, 1)));
}

QString stageText(const QString& stage) {
  if (stage == "track" || stage == "fit") return PersonaliseDialog::tr("Following the face");
  if (stage == "pairs") return PersonaliseDialog::tr("Preparing what is learned from");
  if (stage == "mouth") return PersonaliseDialog::tr("Learning the mouth");
  if (stage == "eyes") return PersonaliseDialog::tr("Learning the eyes");
  if (stage == "judge") return PersonaliseDialog::tr("Comparing with the footage");
  return coreText(stage.toStdString());
}

}  // namespace

void lendPersonalise(Personalise make) {
  lent() = std::move(make);
}

const Personalise& lentPersonalise() {
  return lent();
}

PersonaliseDialog::PersonaliseDialog(Personalise make, QWidget* parent)
    : QDialog(parent),
      make_(std::move(make)),
      video_(new QLineEdit),
      name_(new QLineEdit),
      choose_(new QPushButton(icon("folder"), tr("Choose…"))),
      bar_(new QProgressBar),
      status_(mutedLabel()),
      legend_(mutedLabel(
          tr("From above, mouth and eyes each: the footage, the general pack, this person's pack"))),
      sheet_(new QLabel),
      view_(new QScrollArea),
      report_(new QTextBrowser) {
  setWindowTitle(tr("Make it this person"));
  setMinimumSize(820, 620);
  auto* rows = tight<QVBoxLayout>(this, 10, 18);
  rows->addWidget(mutedLabel(tr(
      "From 10 to 60 seconds of somebody who speaks to the camera the studio learns how their mouth and eyes "
      "look, how they move the head and how they speak: some minutes of work, which can be paused. Ask the "
      "person before you do it.")));
  auto* form = new QFormLayout;
  auto* videoRow = tight<QHBoxLayout>(nullptr, 4);
  video_->setReadOnly(true);
  video_->setAccessibleName(tr("Video"));
  videoRow->addWidget(video_, 1);
  videoRow->addWidget(choose_);
  name_->setAccessibleName(tr("Name of the person"));
  name_->setMaxLength(40);
  name_->setPlaceholderText(tr("letters, digits, - and _"));
  form->addRow(tr("Video"), videoRow);
  form->addRow(tr("Name"), name_);
  rows->addLayout(form);
  bar_->setTextVisible(false);
  bar_->setAccessibleName(tr("Progress"));
  rows->addWidget(bar_);
  rows->addWidget(status_);
  rows->addWidget(legend_);
  view_->setWidget(sheet_);
  view_->setAlignment(Qt::AlignCenter);
  rows->addWidget(view_, 3);
  report_->setAccessibleName(tr("Report"));
  rows->addWidget(report_, 1);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
  const auto add = [&](const QString& label, const char* id) {
    auto* button = buttons->addButton(label, QDialogButtonBox::ActionRole);
    button->setObjectName(id);
    return button;
  };
  start_ = add(tr("Start"), "start");
  use_ = add(tr("Use with the best picture"), "use");
  usePack_ = add(tr("Use with my portrait"), "usePack");
  rows->addWidget(buttons);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  connect(choose_, &QPushButton::clicked, this, &PersonaliseDialog::chooseVideo);
  connect(name_, &QLineEdit::textChanged, this, &PersonaliseDialog::showWorking);
  connect(start_, &QPushButton::clicked, this, [this] { isWorking() ? pause() : start(); });
  connect(use_, &QPushButton::clicked, this, [this] { use(true); });
  connect(usePack_, &QPushButton::clicked, this, [this] { use(false); });
  showWorking();
}

PersonaliseDialog::~PersonaliseDialog() = default;

void PersonaliseDialog::setVideo(const QString& file) {
  video_->setText(file);
  if (name_->text().isEmpty())
    setName(QFileInfo(file).completeBaseName().replace(QRegularExpression("[^A-Za-z0-9_-]+"), "-").left(40));
  paused_ = false;
  showWorking();
}

void PersonaliseDialog::setName(const QString& name) {
  name_->setText(name);
}

void PersonaliseDialog::chooseVideo() {
  const QString file = QFileDialog::getOpenFileName(this, tr("Video of one person"), {},
                                                    tr("Video (*.mp4 *.mov *.mkv *.webm *.avi)"));
  if (!file.isEmpty()) setVideo(file);
}

void PersonaliseDialog::showWorking() {
  const bool working = isWorking();
  start_->setText(working ? tr("Pause") : (paused_ ? tr("Resume") : tr("Start")));
  start_->setEnabled(working || (!video_->text().isEmpty() && !name_->text().isEmpty()));
  for (QWidget* input : {static_cast<QWidget*>(choose_), static_cast<QWidget*>(name_)})
    input->setEnabled(!working);
  bar_->setVisible(working);
  for (QPushButton* button : {use_, usePack_}) button->setEnabled(!working && made_);
  for (QWidget* part :
       {static_cast<QWidget*>(legend_), static_cast<QWidget*>(view_), static_cast<QWidget*>(report_)})
    part->setVisible(made_ != nullptr);
}

void PersonaliseDialog::start() {
  if (work_) return;
  made_.reset();
  clock_.reset();
  bar_->setRange(0, 0);
  status_->setText(tr("Opening the video …"));
  auto made = std::make_shared<packs::Pack>();
  work_ = std::make_unique<PackWork>(
      [make = make_, video = toPath(video_->text()), name = name_->text().toStdString(),
       made](const RunContext& c) { *made = packs::readPack(make(video, name, c)); },
      windowTitle());
  connect(work_.get(), &PackWork::progressed, this, &PersonaliseDialog::onProgress, Qt::QueuedConnection);
  connect(
      work_.get(), &PackWork::ended, this,
      [this, made](const Problem& outcome) {
        if (outcome.level == Problem::Level::done) made_ = made;
        onEnded(outcome);
      },
      Qt::QueuedConnection);
  work_->start();
  showWorking();
}

void PersonaliseDialog::pause() {
  if (!work_) return;
  work_->stop();
  status_->setText(tr("Pausing …"));
}

void PersonaliseDialog::waitForWork() {
  while (work_) {
    work_->wait();
    QCoreApplication::processEvents();
  }
}

void PersonaliseDialog::onProgress(const QString& stage, qint64 done, qint64 total) {
  clock_.note(stage, done);
  bar_->setRange(0, total > 0 ? 1000 : 0);
  if (total > 0) bar_->setValue(int(1000.0 * double(done) / double(total)));
  QString line = stageText(stage);
  if (const double perSecond = clock_.perSecond(done); total > 0 && perSecond > 0)
    line += tr(" · %1 left").arg(durationText(double(total - done) / perSecond));
  status_->setText(line);
}

void PersonaliseDialog::onEnded(const Problem& outcome) {
  work_.reset();
  paused_ = outcome.level == Problem::Level::info;
  if (outcome.level == Problem::Level::done) {
    showResult(packs::Pack(*made_));
    Q_EMIT packMade(QString::fromStdString(made_->id));
    return;
  }
  status_->setText(paused_ ? tr("Paused. What was learned is kept, also when the studio is closed.")
                           : outcome.reason + ". " + outcome.remedy);
  showWorking();
}

void PersonaliseDialog::showResult(const packs::Pack& pack) {
  made_ = std::make_shared<packs::Pack>(pack);
  const QPixmap sheet(toQString(pack.folder / "comparison.png"));
  sheet_->setPixmap(sheet.width() > 1500 ? sheet.scaledToWidth(1500, Qt::SmoothTransformation) : sheet);
  sheet_->adjustSize();
  try {
    report_->setHtml(reportHtml(packs::personReport(pack)));
    status_->setText(tr("%1 is installed.").arg(QString::fromStdString(pack.id)));
  } catch (const Error& error) {
    status_->setText(problemFrom(error, windowTitle()).reason);
  }
  showWorking();
}

void PersonaliseDialog::use(bool withPortrait) {
  if (!made_) return;
  Q_EMIT wanted(QString::fromStdString(made_->id),
                withPortrait ? toQString(made_->folder / "portrait.png") : QString());
  accept();
}

}  // namespace orator::ui
