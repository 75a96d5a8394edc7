#include "ui/views/dialogs/pack_work.h"

#include "core/packs/pack_management.h"
#include "ui/model/bridge/progress_relay.h"

namespace orator::ui {

PackActions libraryPackActions() {
  PackActions actions;
  actions.list = [] { return packs::listPacks(); };
  actions.verify = [](const packs::Pack& pack) { return packs::verifyPack(pack); };
  actions.offers = [] {
    std::vector<packs::DownloadPlan> plans;
    for (const packs::PublishedPack& pack : packs::publishedPacks())
      if (pack.canBeFetched()) plans.push_back(packs::planDownload(pack.id, {}));
    return plans;
  };
  actions.import = [](const std::vector<std::filesystem::path>& paths, const RunContext& context) {
    return packs::importPacks(paths, {}, context);
  };
  actions.download = [](const packs::DownloadPlan& plan, const RunContext& context) {
    packs::downloadPack(plan, context);
  };
  actions.rename = packs::renamePack;
  actions.exportTo = packs::exportPack;
  actions.install = [](const std::filesystem::path& file) { return packs::installPackFile(file); };
  actions.remove = packs::deletePack;
  return actions;
}

PackWork::PackWork(std::function<void(const RunContext&)> work, QString doing, QObject* parent)
    : QThread(parent), work_(std::move(work)), doing_(std::move(doing)) {}

PackWork::~PackWork() {
  stop();
  wait();
}

void PackWork::run() {
  ProgressRelay relay([this](const QString& stage, std::int64_t done, std::int64_t total) {
    Q_EMIT progressed(stage, done, total);
  });
  Problem outcome{Problem::Level::done, doing_, {}, {}, {}};
  try {
    work_(RunContext{stop_.get_token(), &relay});
  } catch (const Error& e) {
    outcome = problemFrom(e, doing_);
    // The remedy of a failed download says what to fetch by hand: names and addresses, in any language.
    if (e.code() == ErrorCode::packMissing) outcome.remedy = QString::fromUtf8(e.remedy().c_str());
  } catch (...) {
    outcome = caughtProblem(doing_);
  }
  Q_EMIT ended(outcome);
}

}  // namespace orator::ui
