#include "core/lab/data_set/build_data_set.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>
#include <nlohmann/json.hpp>
#include <thread>

#include "core/base/file_system.h"
#include "core/base/files.h"
#include "core/base/json_value.h"
#include "core/lab/data_set/clip_builder.h"
#include "core/learning/measures/time_base.h"
#include "core/packs/pack.h"
#include "core/tensor/parallel.h"

namespace orator::lab {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::int64_t kMostFrames = std::int64_t(1) << 32;  // of a stretch

fs::path recordFile(const fs::path& set, const fs::path& name) {
  return set / "records" / (name.string() + ".json");
}

void writeJson(const fs::path& file, const json& contents) {
  makeFolder(file.parent_path());
  writeFile(file, contents.dump(1) + "\n");
}

json recordOf(const BuiltFile& built) {
  json stretches = json::array();
  for (const BuiltStretch& s : built.stretches)
    stretches.push_back({{"name", s.name},
                         {"frames", s.frames},
                         {"begin_seconds", s.beginSeconds},
                         {"voice", s.voice},
                         {"residual", s.residual}});
  return {{"file", built.file},
          {"speaker", built.speaker},
          {"rejected", built.rejected},
          {"detail", built.detail},
          {"frames_read", built.framesRead},
          {"offset_seconds", built.offset.seconds},
          {"offset_clarity", built.offset.clarity},
          {"offset_clear", built.offset.clear},
          {"offset_corrected", built.offsetCorrected},
          {"stretches", std::move(stretches)}};
}

void count(const json& record, BuildReport& report) {
  ++report.files;
  if (const std::string reason = record.at("rejected"); !reason.empty()) {
    ++report.rejected[reason];
    return;
  }
  ++report.accepted;
  report.offsetsMeasured += record.at("offset_clear").get<bool>();
  report.offsetsCorrected += record.at("offset_corrected").get<bool>();
  for (const json& stretch : record.at("stretches")) {
    ++report.stretches;
    const auto frames = numberFrom<std::int64_t>(stretch.at("frames"), 0, kMostFrames, "frames");
    report.frames += frames;
    report.withVoice += stretch.at("voice").get<bool>();
    report.speakers[record.at("speaker")] += frames;
  }
}

json asJson(const BuildReport& report) {
  return {{"files", report.files},
          {"accepted", report.accepted},
          {"stretches", report.stretches},
          {"stretches_with_voice", report.withVoice},
          {"frames", report.frames},
          {"minutes", double(report.frames) / learning::kFramesPerSecond / 60},
          {"offsets_measured", report.offsetsMeasured},
          {"offsets_corrected", report.offsetsCorrected},
          {"rejected", report.rejected},
          {"speakers", report.speakers}};
}

/// Work on all files by several threads. The first error that is not about one file ends them all.
class Crew {
 public:
  Crew(const BuildOptions& options, const std::vector<fs::path>& files, const RunContext& context)
      : options_(options), files_(files), context_(context), pack_(packs::openPack(options.pack)) {}

  void work(int workers) {
    {
      std::vector<std::jthread> threads;
      for (int i = 0; i < workers; ++i) threads.emplace_back([this] { run(); });
    }
    if (failure_) std::rethrow_exception(failure_);
    context_.throwIfCancelled();
  }

  std::int64_t framesRead() const { return framesRead_; }

 private:
  void run() {
    try {
      const tensor::OneThread here;  // clips side by side scale better than one layer over all cores
      ClipBuilder builder(options_, pack_);
      for (std::size_t i = next_++; i < files_.size() && !stopped_; i = next_++) {
        const fs::path name = files_[i].lexically_relative(options_.clips).replace_extension();
        const fs::path record = recordFile(options_.set, name);
        if (!isThere(record)) {
          const BuiltFile built = builder.build(files_[i], {context_.stop, nullptr});
          writeJson(record, recordOf(built));
          framesRead_ += built.framesRead;
        }
        const std::scoped_lock lock(mutex_);
        context_.progress("dataset", ++done_, std::int64_t(files_.size()));
      }
    } catch (...) {
      const std::scoped_lock lock(mutex_);
      if (!failure_) failure_ = std::current_exception();
      stopped_ = true;
    }
  }

  const BuildOptions& options_;
  const std::vector<fs::path>& files_;
  const RunContext& context_;
  const packs::Pack pack_;
  std::atomic<std::size_t> next_ = 0;
  std::atomic<std::int64_t> framesRead_ = 0;
  std::atomic<bool> stopped_ = false;
  std::mutex mutex_;
  std::int64_t done_ = 0;
  std::exception_ptr failure_;
};

}  // namespace

BuildReport buildDataSet(const BuildOptions& options, const RunContext& context) {
  const auto begin = std::chrono::steady_clock::now();
  const std::vector<fs::path> files = spreadOver(videosIn(options.clips), options.limit);
  const int cores = int(std::max(1u, std::thread::hardware_concurrency()));
  Crew crew(options, files, context);
  crew.work(options.workers > 0 ? options.workers : cores);

  BuildReport report;
  for (const fs::path& file : files) {
    const fs::path record =
        recordFile(options.set, file.lexically_relative(options.clips).replace_extension());
    const auto bytes = readFile(record, ErrorCode::checkpointRefused);
    try {
      count(parsedJson(bytes), report);
    } catch (const json::exception& error) {
      throw Error(ErrorCode::checkpointRefused, pathText(record), error.what(), "Delete this record");
    } catch (const std::invalid_argument& error) {
      throw Error(ErrorCode::checkpointRefused, pathText(record), error.what(), "Delete this record");
    }
  }
  report.framesRead = crew.framesRead();
  report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  writeJson(options.set / "report.json", asJson(report));
  writeFile(options.set / "report.txt", reportText(report));
  return report;
}

std::string reportText(const BuildReport& report) {
  char line[200];
  std::string text;
  const auto add = [&](const char* format, auto... values) {
    std::snprintf(line, sizeof line, format, values...);
    text += line;
  };
  add("%lld files, %lld accepted as %lld stretches (%lld with a voice), %.1f minutes of %zu speakers\n",
      (long long)report.files, (long long)report.accepted, (long long)report.stretches,
      (long long)report.withVoice, double(report.frames) / learning::kFramesPerSecond / 60,
      report.speakers.size());
  add("offset of the voice: clear in %lld files, corrected in %lld\n", (long long)report.offsetsMeasured,
      (long long)report.offsetsCorrected);
  for (const auto& [reason, files] : report.rejected)
    add("rejected, %s: %lld\n", reason.c_str(), (long long)files);
  if (report.framesRead > 0)
    add("%lld frames read at %.0f a second\n", (long long)report.framesRead,
        double(report.framesRead) / std::max(report.seconds, 1e-3));
  return text;
}

}  // namespace orator::lab
