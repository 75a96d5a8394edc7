#include "ui/dialogs/pack_work.h"

#include <QElapsedTimer>

namespace orator::ui {
namespace {

constexpr int kSignalMs = 80;

class Sink : public ProgressSink {
 public:
  explicit Sink(PackWork* work) : work_(work) {}
  void progress(std::string_view stage, std::int64_t done, std::int64_t total) override {
    const QString name = QString::fromUtf8(stage.data(), qsizetype(stage.size()));
    if (name == stage_ && done < total && timer_.isValid() && timer_.elapsed() < kSignalMs) return;
    stage_ = name;
    timer_.restart();
    Q_EMIT work_->progressed(name, done, total);
  }
  void note(std::string_view) override {}

 private:
  PackWork* work_;
  QString stage_;
  QElapsedTimer timer_;
};

}  // namespace

PackActions libraryPackActions() {
  PackActions actions;
  actions.list = [] { return packs::listPacks(); };
  actions.verify = [](const packs::Pack& pack) { return packs::verifyPack(pack); };
  actions.offers = [] {
    std::vector<packs::DownloadPlan> plans;
    for (const packs::PublishedPack& pack : packs::publishedPacks())
      plans.push_back(packs::planDownload(pack.id, {}));
    return plans;
  };
  actions.import = [](const std::vector<std::filesystem::path>& paths, const RunContext& context) {
    return packs::importPacks(paths, {}, context);
  };
  actions.download = [](const packs::DownloadPlan& plan, const RunContext& context) {
    packs::downloadPack(plan, context);
  };
  return actions;
}

PackWork::PackWork(std::function<void(const RunContext&)> work, QString doing, QObject* parent)
    : QThread(parent), work_(std::move(work)), doing_(std::move(doing)) {}

PackWork::~PackWork() {
  stop();
  wait();
}

void PackWork::run() {
  Sink sink(this);
  Problem outcome{Problem::Level::done, doing_, {}, {}, {}};
  try {
    work_(RunContext{stop_.get_token(), &sink});
  } catch (const Error& e) {
    outcome = problemFrom(e, doing_);
    // The remedy of a failed download says what to fetch by hand: names and addresses, in any language.
    if (e.code() == ErrorCode::packMissing) outcome.remedy = QString::fromUtf8(e.remedy().c_str());
  } catch (const std::exception& e) {
    outcome = problemFrom(Error(ErrorCode::internal, "", e.what()), doing_);
  }
  Q_EMIT ended(outcome);
}

}  // namespace orator::ui
