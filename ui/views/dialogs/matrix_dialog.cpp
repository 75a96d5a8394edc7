#include "ui/views/dialogs/matrix_dialog.h"

#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QGridLayout>
#include <QPushButton>
#include <algorithm>

#include "core/base/file_system.h"
#include "ui/kit/text/path.h"
#include "ui/kit/themes/theme.h"
#include "ui/kit/widgets/layouts.h"
#include "ui/model/jobs/counted_name.h"
#include "ui/views/panels/motion/presets.h"

namespace orator::ui {

MatrixDialog::MatrixDialog(Studio& studio, QWidget* parent)
    : QDialog(parent), studio_(studio), count_(mutedLabel()) {
  setWindowTitle(tr("Render a matrix"));
  setMinimumSize(720, 400);
  auto* rows = tight<QVBoxLayout>(this, 12, 18);
  rows->addWidget(
      mutedLabel(tr("One film for each combination of a portrait, a voice and a preset, and a contact "
                    "sheet that shows a frame of each.")));
  auto* grid = new QGridLayout;
  grid->setHorizontalSpacing(12);
  portraits_ =
      addList(grid, 0, tr("Portraits"), tr("Pictures (*.png *.jpg *.jpeg *.webp *.bmp *.tif *.tiff)"));
  voices_ = addList(grid, 1, tr("Voices"),
                    tr("Sound and video (*.wav *.mp3 *.m4a *.flac *.ogg *.mp4 *.mov *.mkv *.webm)"));
  presets_ = addList(grid, 2, tr("Presets"), {});
  rows->addLayout(grid, 1);
  for (QListWidget* list : {portraits_, voices_}) list->setIconSize({28, 28});
  auto* present = new QListWidgetItem(tr("Present settings"), presets_);
  present->setCheckState(Qt::Checked);
  for (const Preset& preset : listPresets()) {
    auto* item = new QListWidgetItem(preset.name, presets_);
    item->setCheckState(Qt::Unchecked);
  }
  rows->addWidget(count_);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
  auto* go = buttons->addButton(tr("Choose a folder and queue…"), QDialogButtonBox::ActionRole);
  go->setObjectName("primary");
  go_ = go;
  rows->addWidget(buttons);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  connect(go, &QPushButton::clicked, this, &MatrixDialog::queue);
  connect(presets_, &QListWidget::itemChanged, this, &MatrixDialog::count);
  if (!studio_.project().portrait.empty()) addPortrait(toQString(studio_.project().portrait));
  if (!studio_.project().voice.empty()) addVoice(toQString(studio_.project().voice));
  if (portraits_->count() > 0 && !studio_.portraitImage().isNull())
    portraits_->item(0)->setIcon(plainIcon(QPixmap::fromImage(
        studio_.portraitImage().scaled(56, 56, Qt::KeepAspectRatio, Qt::SmoothTransformation))));
  count();
}

QListWidget* MatrixDialog::addList(QGridLayout* grid, int column, const QString& title,
                                   const QString& filter) {
  auto* head = tight<QHBoxLayout>();
  head->addWidget(sectionTitle(title), 1);
  auto* list = new QListWidget;
  list->setAccessibleName(title);
  if (!filter.isEmpty()) {
    auto* add = iconButton("plus", tr("Add files…"));
    auto* remove = iconButton("trash", tr("Remove the selected"));
    head->addWidget(add);
    head->addWidget(remove);
    connect(add, &QToolButton::clicked, this, [this, list, filter, title] {
      for (const QString& file : QFileDialog::getOpenFileNames(this, title, {}, filter)) addFile(list, file);
    });
    connect(remove, &QToolButton::clicked, this, [this, list] {
      qDeleteAll(list->selectedItems());
      count();
    });
    list->setSelectionMode(QAbstractItemView::ExtendedSelection);
  }
  grid->addLayout(head, 0, column);
  grid->addWidget(list, 1, column);
  return list;
}

void MatrixDialog::count() {
  int presets = 0;
  for (int i = 0; i < presets_->count(); ++i) presets += presets_->item(i)->checkState() == Qt::Checked;
  count_->setText(tr("%1 × %2 × %3 = %n film(s)", nullptr, portraits_->count() * voices_->count() * presets)
                      .arg(portraits_->count())
                      .arg(voices_->count())
                      .arg(presets));
  go_->setEnabled(portraits_->count() * voices_->count() * presets > 0);
}

void MatrixDialog::queue() {
  const QString folder = QFileDialog::getExistingDirectory(this, tr("Folder for the films"));
  if (folder.isEmpty()) return;
  queueInto(folder);
  accept();
}

int MatrixDialog::queueInto(const QString& folder) {
  const std::vector<Preset> presets = listPresets();
  const auto path = [](QListWidget* list, int row) {
    return toPath(list->item(row)->data(Qt::UserRole).toString());
  };
  // Every film is made with the project's pack, so the open portrait's model speaks for all.
  const auto& open = studio_.portrait();
  const FacePartColumns columns =
      open && open->model ? facePartColumns(open->model->expressionNames) : FacePartColumns();
  auto sheet = std::make_shared<ContactSheet>();
  sheet->file = QDir(folder).filePath("contact-sheet.png");
  std::vector<Job> jobs;
  for (int p = 0; p < portraits_->count(); ++p)
    for (int v = 0; v < voices_->count(); ++v)
      for (int s = 0; s < presets_->count(); ++s) {
        if (presets_->item(s)->checkState() != Qt::Checked) continue;
        auto project = std::make_shared<project::Project>(studio_.project());
        project->portrait = path(portraits_, p);
        project->voice = path(voices_, v);
        const bool own =
            project->portrait == studio_.project().portrait && project->voice == studio_.project().voice;
        if (!own) {
          // Edits and cuts belong to the voice they were made for.
          auto strengths = std::move(project->edits.columnGains);
          project->edits = {};
          project->edits.columnGains = std::move(strengths);
          project->voiceCut = {};
          project->track.clear();
          project->face.reset();
        }
        project->frames.reset();
        QString name = toQString(project->portrait.stem()) + "-" + toQString(project->voice.stem());
        QString caption = toQString(project->portrait.stem()) + " · " + toQString(project->voice.stem());
        if (s > 0) {
          applyPreset(presets[std::size_t(s - 1)], columns, *project);
          name += "-" + presets_->item(s)->text().toLower().replace(' ', '-').replace('/', '-');
          caption += " · " + presets_->item(s)->text();
        }
        // Neither two files of the same name from different folders nor a film of before is overwritten.
        const QString film = toQString(
            countedUp(toPath(QDir(folder).filePath(name + ".mp4")), [&](const std::filesystem::path& taken) {
              const auto hasIt = [&](const ContactSheet::Cell& cell) { return toPath(cell.film) == taken; };
              return std::any_of(sheet->cells.begin(), sheet->cells.end(), hasIt) ||
                     studio_.jobs().writes(taken) || isThere(taken);
            }));
        project->output = toPath(film);
        sheet->cells.push_back({film, caption});
        Job job;
        job.name = QFileInfo(film).fileName();
        job.project = project;
        if (own && !studio_.portraitImage().isNull())
          job.thumbnail =
              studio_.portraitImage().scaled(128, 128, Qt::KeepAspectRatio, Qt::SmoothTransformation);
        jobs.push_back(std::move(job));
      }
  const int perPortrait = jobs.empty() ? 1 : int(jobs.size()) / portraits_->count();
  sheet->columns = std::max(1, perPortrait);
  for (Job& job : jobs) {
    job.sheet = sheet;
    studio_.jobs().add(std::move(job));
  }
  return int(jobs.size());
}

void MatrixDialog::addPortrait(const QString& file) {
  addFile(portraits_, file);
}

void MatrixDialog::addVoice(const QString& file) {
  addFile(voices_, file);
}

void MatrixDialog::addFile(QListWidget* list, const QString& file) {
  auto* item =
      new QListWidgetItem(icon(list == portraits_ ? "portrait" : "voice"), QFileInfo(file).fileName(), list);
  item->setData(Qt::UserRole, file);
  item->setToolTip(file);
  count();
}

}  // namespace orator::ui
