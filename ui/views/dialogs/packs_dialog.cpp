#include "ui/views/dialogs/packs_dialog.h"

#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QHeaderView>
#include <QInputDialog>
#include <QLineEdit>
#include <QLocale>
#include <QMenu>
#include <QMessageBox>
#include <QSplitter>

#include "core/packs/pack_management.h"
#include "core/packs/weight_sources.h"
#include "ui/kit/text/duration.h"
#include "ui/kit/text/path.h"
#include "ui/kit/themes/theme.h"
#include "ui/kit/translation/language.h"
#include "ui/kit/widgets/layouts.h"

namespace orator::ui {
namespace {

enum Column { name, size, licence, origin, state };
constexpr int kPackRole = Qt::UserRole, kOfferRole = Qt::UserRole + 1;

QString bytesText(std::uint64_t bytes) {
  return QLocale().formattedDataSize(qint64(bytes), 1);
}

QString text(const std::string& s) {
  return QString::fromUtf8(s.c_str());
}

/// In the order of packs::SourceTerms; nothing of what allows any use.
constexpr std::array<const char*, 4> kTermsTexts{
    nullptr, QT_TRANSLATE_NOOP("PacksDialog", "some ask to share alike"),
    QT_TRANSLATE_NOOP("PacksDialog", "some state no licence"),
    QT_TRANSLATE_NOOP("PacksDialog", "some allow research only")};

QString sourcesText(const packs::WeightSources& weight) {
  QStringList found;
  for (const packs::SourceTerms terms : weight.terms)
    if (const char* said = kTermsTexts[std::size_t(terms)]) found << PacksDialog::tr(said);
  if (found.isEmpty()) found << PacksDialog::tr("all allow any use");
  return PacksDialog::tr("Learned from recordings: %1").arg(found.join(", "));
}

/// None where the description cannot be read: openPack() says what is wrong with it.
std::vector<packs::WeightSources> sourcesOf(const packs::Pack& pack) {
  try {
    return packs::weightSources(pack);
  } catch (const Error&) {
    return {};
  }
}

/// What each weight was learned from, below the pack's facts.
QString sourcesHtml(const packs::Pack& pack) {
  QString rows;
  for (const packs::WeightSources& weight : sourcesOf(pack))
    rows += QString("<tr><td>%1&nbsp;&nbsp;</td><td>%2</td></tr>")
                .arg(toQString(weight.file.filename()).toHtmlEscaped(), sourcesText(weight).toHtmlEscaped());
  return rows.isEmpty() ? rows : "<table>" + rows + "</table>";
}

}  // namespace

PacksDialog::PacksDialog(QWidget* parent, PackActions actions)
    : QDialog(parent),
      actions_(std::move(actions)),
      tree_(new QTreeWidget),
      details_(new QTextBrowser),
      status_(mutedLabel()),
      bar_(new QProgressBar) {
  setWindowTitle(tr("Packs"));
  setMinimumSize(820, 620);
  auto* rows = tight<QVBoxLayout>(this, 10, 18);
  rows->addWidget(mutedLabel(
      tr("A pack holds the networks and the face model that turn a voice into a face. The studio works "
         "with its own pack alone; SadTalker's published weights can be added.")));
  tree_->setHeaderLabels({tr("Pack and files"), tr("Size"), tr("Licence"), tr("Origin"), tr("State")});
  tree_->header()->setSectionResizeMode(Column::name, QHeaderView::Stretch);
  tree_->header()->setSectionResizeMode(Column::origin, QHeaderView::Stretch);
  tree_->header()->setStretchLastSection(false);
  tree_->setAccessibleName(tr("Packs"));
  details_->setAccessibleName(tr("Details of the pack"));
  details_->setOpenExternalLinks(true);
  auto* parts = new QSplitter(Qt::Vertical);
  parts->addWidget(tree_);
  parts->addWidget(details_);
  parts->setStretchFactor(0, 1);
  parts->setSizes({400, 130});
  parts->setChildrenCollapsible(false);
  rows->addWidget(parts, 1);
  bar_->setTextVisible(false);
  bar_->setAccessibleName(tr("Progress"));
  bar_->hide();
  rows->addWidget(bar_);
  rows->addWidget(status_);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
  const auto add = [&](const char* iconName, const QString& label, const char* id) {
    auto* button = buttons->addButton(label, QDialogButtonBox::ActionRole);
    button->setIcon(icon(iconName));
    button->setObjectName(id);
    return button;
  };
  verify_ = add("check", tr("Verify"), "verify");
  import_ = add("import", tr("Import from disk"), "import");
  download_ = add("download", tr("Download"), "download");
  change_ = add("packs", tr("This pack"), "change");
  stop_ = add("cancel", tr("Stop"), "stop");
  rows->addWidget(buttons);
  addImportMenu();
  addPackMenu();
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  connect(verify_, &QPushButton::clicked, this, [this] { verify(); });
  connect(stop_, &QPushButton::clicked, this, &PacksDialog::stop);
  connect(download_, &QPushButton::clicked, this, [this] {
    if (const packs::DownloadPlan* offer = selectedOffer()) download(text(offer->pack.id));
  });
  connect(tree_, &QTreeWidget::currentItemChanged, this, &PacksDialog::showSelected);
  fill();
  verify();
}

PacksDialog::~PacksDialog() = default;

void PacksDialog::waitForChecks() {
  while (work_) {
    work_->wait();
    QCoreApplication::processEvents();
  }
}

void PacksDialog::fill() {
  const QString selected =
      tree_->currentItem() ? tree_->currentItem()->data(0, kPackRole).toString() : QString();
  tree_->clear();
  installed_ = actions_.list();
  for (const packs::Pack& pack : installed_) addInstalled(pack);
  for (const packs::DownloadPlan& plan : offers_) addOffer(plan);
  for (int column : {Column::size, Column::licence, Column::state}) tree_->resizeColumnToContents(column);
  for (int i = 0; i < tree_->topLevelItemCount(); ++i)
    if (tree_->topLevelItem(i)->data(0, kPackRole).toString() == selected)
      tree_->setCurrentItem(tree_->topLevelItem(i));
  if (!tree_->currentItem() && tree_->topLevelItemCount() > 0) tree_->setCurrentItem(tree_->topLevelItem(0));
  if (installed_.empty())
    status_->setText(tr("No pack was found. Run installer/fetch-models, or import one from disk."));
  showSelected();
}

void PacksDialog::addInstalled(const packs::Pack& pack) {
  auto* top = new QTreeWidgetItem(tree_, {coreText(pack.title)});
  top->setIcon(0, icon("packs"));
  top->setData(0, kPackRole, text(pack.id));
  top->setToolTip(0, toQString(pack.folder));
  qint64 total = 0;
  const std::vector<packs::WeightSources> sources = sourcesOf(pack);
  for (const packs::PackFile& file : pack.files) {
    const qint64 bytes = QFileInfo(toQString(file.path)).size();
    total += bytes;
    auto* item = new QTreeWidgetItem(top, {toQString(file.path.filename()),
                                           bytesText(std::uint64_t(bytes)),
                                           text(file.licence),
                                           text(file.origin),
                                           {}});
    item->setToolTip(Column::name, text(file.role));
    item->setToolTip(Column::origin, text(file.origin));
    for (const packs::WeightSources& weight : sources)
      if (weight.role == file.role) {
        item->setToolTip(Column::licence, sourcesText(weight));
        if (weight.restricted()) item->setText(Column::licence, text(file.licence) + " *");
      }
    item->setData(0, kPackRole, text(pack.id));
  }
  top->setText(Column::size, bytesText(std::uint64_t(total)));
  top->setExpanded(true);
}

void PacksDialog::addOffer(const packs::DownloadPlan& plan) {
  for (const packs::Pack& pack : installed_)
    if (pack.id == plan.pack.id) return;
  auto* top = new QTreeWidgetItem(tree_, {coreText(plan.pack.title)});
  top->setIcon(0, icon("packs", &ThemeColours::muted));
  top->setData(0, kPackRole, text(plan.pack.id));
  top->setData(0, kOfferRole, true);
  top->setText(Column::size, bytesText(plan.bytes));
  top->setText(Column::licence, text(plan.licence));
  top->setText(Column::origin, text(plan.origin));
  top->setText(Column::state, tr("not installed"));
  top->setForeground(Column::state, colours().muted);
}

const packs::DownloadPlan* PacksDialog::selectedOffer() const {
  const QTreeWidgetItem* item = tree_->currentItem();
  if (!item || !item->data(0, kOfferRole).toBool()) return nullptr;
  for (const packs::DownloadPlan& plan : offers_)
    if (text(plan.pack.id) == item->data(0, kPackRole).toString()) return &plan;
  return nullptr;
}

const packs::Pack* PacksDialog::selectedPack() const {
  const QTreeWidgetItem* item = tree_->currentItem();
  if (!item || item->data(0, kOfferRole).toBool()) return nullptr;
  for (const packs::Pack& pack : installed_)
    if (text(pack.id) == item->data(0, kPackRole).toString()) return &pack;
  return nullptr;
}

void PacksDialog::addImportMenu() {
  auto* menu = new QMenu(import_);
  menu->addAction(tr("Weight files…"), this, [this] { chooseImport(false); });
  menu->addAction(tr("A folder…"), this, [this] { chooseImport(true); });
  menu->addAction(tr("An exported pack…"), this, [this] {
    const QString file = QFileDialog::getOpenFileName(
        this, tr("Exported pack"), {}, tr("Packs (*%1)").arg(QString::fromLatin1(packs::kPackFileEnding)));
    if (!file.isEmpty()) installExported(file);
  });
  import_->setMenu(menu);
  import_->setProperty("menu", true);  // room for the arrow; see the style sheet
}

void PacksDialog::addPackMenu() {
  auto* menu = new QMenu(change_);
  QAction* rename = menu->addAction(tr("Rename…"), this, [this] {
    const packs::Pack* pack = selectedPack();
    if (!pack) return;
    bool agreed = false;
    const QString name = QInputDialog::getText(this, tr("Rename"), tr("New name of the pack"),
                                               QLineEdit::Normal, text(pack->id), &agreed);
    if (agreed) renameSelected(name);
  });
  menu->addAction(tr("Export as one file…"), this, [this] {
    const packs::Pack* pack = selectedPack();
    if (!pack) return;
    const QString file =
        QFileDialog::getSaveFileName(this, tr("Export as one file"), text(pack->id) + packs::kPackFileEnding,
                                     tr("Packs (*%1)").arg(QString::fromLatin1(packs::kPackFileEnding)));
    if (!file.isEmpty()) exportSelected(file);
  });
  QAction* remove = menu->addAction(tr("Delete…"), this, [this] {
    const packs::Pack* pack = selectedPack();
    if (pack && QMessageBox::question(this, tr("Delete"),
                                      tr("Delete the pack %1 with its files?").arg(coreText(pack->title))) ==
                    QMessageBox::Yes)
      deleteSelected();
  });
  connect(menu, &QMenu::aboutToShow, this, [this, rename, remove] {
    const packs::Pack* pack = selectedPack();
    for (QAction* action : {rename, remove}) action->setEnabled(pack && packs::isRemovable(*pack));
  });
  change_->setMenu(menu);
  change_->setProperty("menu", true);
}

void PacksDialog::renewAfterChange(const QString& said) {
  fill();
  Q_EMIT packsChanged();
  verify(said);
}

void PacksDialog::renameSelected(const QString& name) {
  const packs::Pack* pack = selectedPack();
  if (!pack) return;
  auto renamed = std::make_shared<std::string>();
  const auto work = [id = pack->id, name = name.toStdString(), renamed,
                     run = actions_.rename](const RunContext&) { *renamed = run(id, name); };
  start(tr("Renaming"), work, [this, id = pack->id, renamed] {
    renewAfterChange(tr("%1 is called %2.").arg(text(id), text(*renamed)));
  });
}

void PacksDialog::exportSelected(const QString& file) {
  const packs::Pack* pack = selectedPack();
  if (!pack) return;
  const auto work = [id = pack->id, file, run = actions_.exportTo](const RunContext&) {
    run(id, toPath(file));
  };
  start(tr("Exporting %1").arg(coreText(pack->title)), work,
        [this, file] { status_->setText(tr("Written: %1").arg(file)); });
}

void PacksDialog::deleteSelected() {
  const packs::Pack* pack = selectedPack();
  if (!pack) return;
  const auto work = [id = pack->id, run = actions_.remove](const RunContext&) { run(id); };
  start(tr("Deleting %1").arg(coreText(pack->title)), work,
        [this, id = pack->id] { renewAfterChange(tr("%1 is deleted.").arg(text(id))); });
}

void PacksDialog::installExported(const QString& file) {
  auto id = std::make_shared<std::string>();
  const auto work = [file, id, run = actions_.install](const RunContext&) { *id = run(toPath(file)); };
  start(tr("Installing"), work, [this, id] { renewAfterChange(tr("Installed: %1").arg(text(*id))); });
}

void PacksDialog::showWorking() {
  const bool working = isWorking();
  verify_->setEnabled(!working);
  import_->setEnabled(!working);
  download_->setEnabled(!working && selectedOffer());
  change_->setEnabled(!working && selectedPack());
  stop_->setVisible(working);
  bar_->setVisible(working);
}

void PacksDialog::showSelected() {
  showWorking();
  const packs::DownloadPlan* offer = selectedOffer();
  if (offer) {
    const QString fits =
        offer->freeBytes > offer->bytes
            ? tr("%1 are free there.").arg(bytesText(offer->freeBytes))
            : tr("Only %1 are free there: it does not fit.").arg(bytesText(offer->freeBytes));
    QString list;
    for (const packs::PublishedFile& file : offer->files)
      list += QString("<tr><td>%1&nbsp;&nbsp;</td><td align=right>%2</td></tr>")
                  .arg(text(file.name).toHtmlEscaped(), file.bytes ? bytesText(file.bytes) : "?");
    details_->setHtml(
        QString("<p><b>%1</b> · %2 · %3</p><p>%4</p><table>%5</table><p>%6 %7</p>")
            .arg(coreText(offer->pack.title).toHtmlEscaped(), text(offer->licence).toHtmlEscaped(),
                 text(offer->origin).toHtmlEscaped(),
                 tr("To fetch: %1. A download that was stopped goes on where it stopped; every file "
                    "is checked against its SHA-256.")
                     .arg(bytesText(offer->bytes)),
                 list, tr("It will lie in %1.").arg(toQString(offer->folder).toHtmlEscaped()), fits));
    return;
  }
  const QTreeWidgetItem* item = tree_->currentItem();
  if (!item) return details_->clear();
  for (const packs::Pack& pack : installed_) {
    if (text(pack.id) != item->data(0, kPackRole).toString()) continue;
    QStringList renderers;
    for (const std::string& renderer : pack.renderers) renderers << text(renderer);
    details_->setHtml(
        QString("<p><b>%1</b></p><p>%2<br>%3<br>%4</p>%5")
            .arg(coreText(pack.title).toHtmlEscaped(), tr("Motion model: %1").arg(text(pack.motionModel)),
                 tr("Renderers: %1").arg(renderers.join(", ")),
                 tr("Folder: %1").arg(toQString(pack.folder).toHtmlEscaped()), sourcesHtml(pack)));
  }
}

void PacksDialog::start(const QString& doing, std::function<void(const RunContext&)> work,
                        std::function<void()> afterwards) {
  if (work_) return;
  clock_.reset();
  afterwards_ = std::move(afterwards);
  bar_->setRange(0, 0);
  status_->setText(doing + " …");
  work_ = std::make_unique<PackWork>(std::move(work), doing);
  connect(work_.get(), &PackWork::progressed, this, &PacksDialog::onProgress, Qt::QueuedConnection);
  connect(work_.get(), &PackWork::ended, this, &PacksDialog::onEnded, Qt::QueuedConnection);
  work_->start();
  showWorking();
}

void PacksDialog::stop() {
  if (work_) work_->stop();
}

void PacksDialog::onProgress(const QString& stage, qint64 done, qint64 total) {
  clock_.note(stage, done);
  bar_->setRange(0, total > 0 ? 1000 : 0);
  if (total > 0) bar_->setValue(int(1000.0 * double(done) / double(total)));
  QString line = coreText(stage.toStdString());
  if (total > 0)
    line += tr(": %1 of %2").arg(bytesText(std::uint64_t(done)), bytesText(std::uint64_t(total)));
  if (const double perSecond = clock_.perSecond(done); perSecond > 0)
    line += tr(" · %1/s · %2 left")
                .arg(bytesText(std::uint64_t(perSecond)), durationText(double(total - done) / perSecond));
  status_->setText(line);
}

void PacksDialog::onEnded(const Problem& outcome) {
  const auto afterwards = std::move(afterwards_);
  work_.reset();
  if (outcome.level == Problem::Level::done) {
    status_->setText(tr("%1: done.").arg(outcome.title));
    if (afterwards) afterwards();
    showWorking();  // and nothing else: the details may tell what came of it
    return;
  }
  if (outcome.level == Problem::Level::info) {
    status_->setText(
        tr("%1: stopped. What has arrived is kept; Download goes on from there.").arg(outcome.title));
    return renewOffers({});
  }
  status_->setText(outcome.title + ": " + outcome.reason);
  renewOffers([this, remedy = outcome.remedy] { details_->setPlainText(remedy); });
}

void PacksDialog::verify(const QString& said) {
  auto found = std::make_shared<std::vector<std::pair<QString, std::vector<packs::PackFileState>>>>();
  auto plans = std::make_shared<std::vector<packs::DownloadPlan>>();
  const auto work = [installed = installed_, actions = actions_, found, plans](const RunContext& context) {
    *plans = actions.offers();
    for (const packs::Pack& pack : installed) {
      context.throwIfCancelled();
      found->emplace_back(text(pack.id), actions.verify(pack));
    }
  };
  start(tr("Checking every file against its checksum"), work, [this, found, plans, said] {
    offers_ = *plans;
    fill();
    for (const auto& [pack, states] : *found) showStates(pack, states);
    if (!said.isEmpty()) status_->setText(said);
  });
}

void PacksDialog::renewOffers(std::function<void()> afterwards) {
  // What arrived before a stop is looked at in the background too: it is hashed.
  auto plans = std::make_shared<std::vector<packs::DownloadPlan>>();
  const QString said = status_->text();
  const auto work = [actions = actions_, plans](const RunContext&) { *plans = actions.offers(); };
  start(tr("Looking for what can be had"), work, [this, plans, said, afterwards = std::move(afterwards)] {
    offers_ = *plans;
    fill();
    status_->setText(said);
    if (afterwards) afterwards();
  });
}

void PacksDialog::showStates(const QString& pack, const std::vector<packs::PackFileState>& states) {
  for (int i = 0; i < tree_->topLevelItemCount(); ++i) {
    QTreeWidgetItem* top = tree_->topLevelItem(i);
    if (top->data(0, kPackRole).toString() != pack) continue;
    int bad = 0;
    for (int row = 0; row < top->childCount() && row < int(states.size()); ++row) {
      const packs::PackFileState& now = states[std::size_t(row)];
      QTreeWidgetItem* item = top->child(row);
      item->setText(Column::state, now.intact ? tr("intact") : (now.present ? tr("damaged") : tr("missing")));
      item->setForeground(Column::state, now.intact ? colours().good : colours().bad);
      bad += !now.intact;
    }
    top->setText(Column::state, bad ? tr("incomplete") : tr("ready"));
    top->setForeground(Column::state, bad ? colours().bad : colours().good);
  }
  tree_->resizeColumnToContents(Column::state);
}

void PacksDialog::chooseImport(bool folder) {
  const QStringList paths =
      folder ? QStringList{QFileDialog::getExistingDirectory(this, tr("Folder with SadTalker's weights"))}
             : QFileDialog::getOpenFileNames(
                   this, tr("SadTalker's weights"), {},
                   tr("Weights (*.safetensors *.pth *.tar *.pt *.mat);;All files (*)"));
  if (!paths.isEmpty() && !paths.front().isEmpty()) importFrom(paths);
}

void PacksDialog::importFrom(const QStringList& paths) {
  std::vector<std::filesystem::path> list;
  for (const QString& path : paths) list.push_back(toPath(path));
  auto result = std::make_shared<packs::ImportResult>();
  const auto work = [list, result, run = actions_.import](const RunContext& context) {
    *result = run(list, context);
  };
  start(tr("Importing"), work, [this, result] {
    fill();
    showImported(*result);
    if (result->packs.empty()) return;
    Q_EMIT packsChanged();
    verify();
  });
}

void PacksDialog::showImported(const packs::ImportResult& result) {
  QStringList lines;
  for (const std::string& pack : result.packs) lines << tr("Installed: %1").arg(text(pack));
  for (const packs::FoundFile& file : result.found)
    lines << tr("Found: %1 (%2)").arg(toQString(file.path.filename()), text(file.role));
  for (const packs::RefusedFile& file : result.refused)
    lines << tr("Not taken: %1, %2").arg(toQString(file.path.filename()), text(file.reason));
  for (const packs::MissingFile& file : result.missing)
    lines << tr("Still missing for %1: %2").arg(text(file.pack), text(file.file.name));
  if (lines.isEmpty()) lines << tr("There are no weights of SadTalker in it.");
  details_->setPlainText(lines.join('\n'));
}

void PacksDialog::download(const QString& pack) {
  for (const packs::DownloadPlan& plan : offers_) {
    if (text(plan.pack.id) != pack) continue;
    const auto work = [plan, run = actions_.download](const RunContext& context) { run(plan, context); };
    start(tr("Downloading %1").arg(coreText(plan.pack.title)), work, [this] {
      fill();
      Q_EMIT packsChanged();
      verify();
    });
    return;
  }
}

}  // namespace orator::ui
