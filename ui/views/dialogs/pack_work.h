#pragma once

#include <QThread>
#include <functional>
#include <stop_token>

#include "core/base/run_context.h"
#include "core/packs/pack.h"
#include "core/packs/pack_download.h"
#include "core/packs/pack_import.h"
#include "ui/model/bridge/problem.h"

namespace orator::ui {

/// What the packs dialog asks of the core; tests bring their own.
struct PackActions {
  std::function<std::vector<packs::Pack>()> list;
  std::function<std::vector<packs::PackFileState>(const packs::Pack&)> verify;
  /// What could be downloaded; installed ones too.
  std::function<std::vector<packs::DownloadPlan>()> offers;
  std::function<packs::ImportResult(const std::vector<std::filesystem::path>&, const RunContext&)> import;
  std::function<void(const packs::DownloadPlan&, const RunContext&)> download;
  std::function<std::string(const std::string& id, const std::string& name)> rename;  ///< @return the new id
  std::function<void(const std::string& id, const std::filesystem::path& file)> exportTo;
  std::function<std::string(const std::filesystem::path& file)>
      install;  ///< of an exported one; @return its id
  std::function<void(const std::string& id)> remove;
};

/// Those of core/packs.
PackActions libraryPackActions();

/// One long piece of work on packs in a thread of its own.
class PackWork : public QThread {
  Q_OBJECT
 public:
  PackWork(std::function<void(const RunContext&)> work, QString doing, QObject* parent = nullptr);
  /// Stops the work and waits for it.
  ~PackWork() override;
  void stop() { stop_.request_stop(); }

 Q_SIGNALS:
  void progressed(const QString& stage, qint64 done, qint64 total);
  /// Level done: it succeeded; info: it was stopped; error: why not.
  void ended(const orator::ui::Problem& outcome);

 protected:
  void run() override;

 private:
  std::function<void(const RunContext&)> work_;
  QString doing_;
  std::stop_source stop_;
};

}  // namespace orator::ui
