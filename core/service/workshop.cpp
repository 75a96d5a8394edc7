#include "core/service/workshop.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <functional>
#include <random>
#include <set>

#include "core/base/file_head.h"
#include "core/base/file_system.h"
#include "core/base/foreign_error.h"
#include "core/base/output_claim.h"
#include "core/pipeline/film_form.h"
#include "core/pipeline/parameter_json.h"

namespace orator::service {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

// A file that says whose folder it is, and what stands in it.
constexpr const char* kMark = "orator-service";
constexpr std::string_view kMarkText = "Orator's service deletes what is in this folder.\n";
constexpr std::size_t kLongestName = 120;
constexpr std::size_t kMostNotes = 100;

bool hasMark(const fs::path& folder) {
  return headOf(folder / kMark, kMarkText.size()) == kMarkText;
}

/// 128 bits of chance.
std::string newId() {
  static thread_local std::random_device chance;
  std::array<char, 33> text{};
  std::snprintf(text.data(), text.size(), "%08x%08x%08x%08x", chance(), chance(), chance(), chance());
  return text.data();
}

bool isPlainName(const std::string& name) {
  return !name.empty() && name.size() <= kLongestName && name.front() != '.' && isUtf8(name) &&
         std::none_of(name.begin(), name.end(),
                      [](unsigned char c) { return c < 0x20 || c == 0x7F || c == '/' || c == '\\'; });
}

Error refusedOrder(const std::string& subject, const std::string& reason) {
  return {ErrorCode::invalidArgument, subject, reason, "See openapi.json for what a job is"};
}

using PathField = pipeline::Field<fs::path>;

const PathField* fileField(const pipeline::Parameter& parameter) {
  return parameter.spec.name == "output" ? nullptr : std::get_if<PathField>(&parameter.value);
}

/// Settings that name no file: what jobs read is what was uploaded for them.
void requireNoFiles(const pipeline::AnimateRequest& request) {
  for (const pipeline::Parameter& one : pipeline::parameters())
    if (const auto* path = std::get_if<PathField>(&one.value); path && !path->get(request).empty())
      throw refusedOrder(std::string(one.spec.name), "files are given by their uploads");
  if (!isPlainName(request.pack)) throw refusedOrder("pack", "packs are given by their names");
}

}  // namespace

std::string_view stateName(JobState state) {
  static constexpr std::array<std::string_view, 5> kNames{"waiting", "working", "finished", "failed",
                                                          "cancelled"};
  return kNames[std::size_t(state)];
}

json JobNews::toJson() const {
  json object{{"id", id}, {"state", stateName(state)}, {"notes", notes}};
  if (state == JobState::working) object.update({{"stage", stage}, {"done", done}, {"total", total}});
  if (state == JobState::finished)
    object.update({{"frames", frames}, {"width", width}, {"height", height}, {"seconds", seconds}});
  if (error)
    object["error"] = {{"code", errorName(error->code())},
                       {"subject", fs::path(error->subject()).filename().string()},
                       {"reason", error->reason()},
                       {"remedy", error->remedy()}};
  return object;
}

struct Workshop::Job {
  JobNews news;
  pipeline::AnimateRequest request;
  std::set<std::string> uploads;
  std::stop_source stop;
};

/// What the work on a job tells, as its news.
class Workshop::Listener : public ProgressSink {
 public:
  Listener(Workshop& workshop, Job& job) : workshop_(workshop), job_(job) {}
  void progress(std::string_view stage, std::int64_t done, std::int64_t total) override {
    workshop_.change(job_, [&](JobNews& news) {
      news.stage = stage;
      news.done = done;
      news.total = total;
    });
  }
  void note(std::string_view text) override {
    workshop_.change(job_, [&](JobNews& news) {
      if (news.notes.size() < kMostNotes) news.notes.emplace_back(text);
    });
  }

 private:
  Workshop& workshop_;
  Job& job_;
};

// ---- uploads

Workshop::Upload::Upload(Workshop& workshop, std::string id, const std::string& name)
    : workshop_(workshop), id_(std::move(id)) {
  const fs::path place = workshop_.folder_ / "uploads" / id_;
  makeFolder(place);
  file_.emplace(place / name);
}

Workshop::Upload::~Upload() {
  file_.reset();
  const std::lock_guard lock(workshop_.mutex_);
  --workshop_.uploading_;
  std::error_code ignored;  // an empty folder that stays goes away with the workshop
  if (!finished_) fs::remove(workshop_.folder_ / "uploads" / id_, ignored);
}

void Workshop::Upload::write(std::span<const std::uint8_t> bytes) {
  bytes_ += bytes.size();
  if (bytes_ > workshop_.limits_.uploadBytes)
    throw Error(ErrorCode::invalidArgument, file_->target().filename().string(),
                "it is larger than " + std::to_string(workshop_.limits_.uploadBytes) + " bytes",
                "Give a smaller file, or start the service with a larger --max-upload");
  file_->write(bytes);
}

std::string Workshop::Upload::finish() {
  file_->commit();
  const std::lock_guard lock(workshop_.mutex_);
  workshop_.uploads_[id_] = file_->target();
  finished_ = true;
  return id_;
}

std::unique_ptr<Workshop::Upload> Workshop::beginUpload(const std::string& name) {
  if (!isPlainName(name))
    throw Error(ErrorCode::invalidArgument, "name", "it is no plain name of a file",
                "Give one without folders, such as portrait.png");
  {
    const std::lock_guard lock(mutex_);
    if (uploads_.size() + uploading_ >= limits_.uploads)
      throw Error(ErrorCode::invalidArgument, "uploads",
                  "there are " + std::to_string(limits_.uploads) + " files already",
                  "Delete uploads that are not needed any more");
    ++uploading_;
  }
  try {
    return std::unique_ptr<Upload>(new Upload(*this, newId(), name));
  } catch (...) {
    const std::lock_guard lock(mutex_);
    --uploading_;
    throw;
  }
}

void Workshop::removeUpload(const std::string& id) {
  const std::lock_guard lock(mutex_);
  const auto upload = uploads_.find(id);
  if (upload == uploads_.end())
    throw Error(ErrorCode::fileNotFound, id, "there is no such upload", "Upload the file");
  for (const auto& [name, job] : jobs_)
    if (!job->news.isOver() && job->uploads.contains(id))
      throw Error(ErrorCode::invalidArgument, id, "a job uses it", "Wait for the job, or cancel it");
  removeFile(upload->second);
  removeFile(upload->second.parent_path());
  uploads_.erase(upload);
}

// ---- jobs

Workshop::Workshop(const pipeline::Stages& stages, const fs::path& folder, const Limits& limits)
    : stages_(stages), folder_(absolutePath(folder)), limits_(limits) {
  const bool isOurs = hasMark(folder_);
  if (isThere(folder_) && !isOurs && (!isFolder(folder_) || !entriesOf(folder_).empty()))
    throw Error(ErrorCode::invalidArgument, pathText(folder_), "it is there and not an empty folder",
                "Give a folder that the service may have for itself");
  makeFolder(folder_);
  auto claim = claimOutput(folder_, "orator serve", {});
  if (!claim)
    throw Error(ErrorCode::outputUnwritable, pathText(folder_), "another service works in this folder",
                "End it, or give this one another folder");
  claim_ = std::move(*claim);
  if (!isOurs) writeFile(folder_ / kMark, std::string(kMarkText));
  clear();
  makeFolder(folder_ / "uploads");
  makeFolder(folder_ / "films");
  worker_ = std::jthread([this](const std::stop_token& stop) { work(stop); });
}

Workshop::~Workshop() {
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [id, job] : jobs_) job->stop.request_stop();
  }
  worker_.request_stop();
  worker_.join();
  clear();
}

void Workshop::clear() {
  std::error_code ignored;  // what stays is deleted by the next one
  for (const char* name : {"uploads", "films"}) fs::remove_all(folder_ / name, ignored);
}

Workshop::Job& Workshop::find(const std::string& id) const {
  const auto job = jobs_.find(id);
  if (job == jobs_.end())
    throw Error(ErrorCode::fileNotFound, id, "there is no such job",
                "The list of jobs names those there are");
  return *job->second;
}

pipeline::AnimateRequest Workshop::requestOf(const json& order, Job& job) {
  pipeline::AnimateRequest request;
  request.overwrite = true;
  request.resume = false;
  try {
    JsonObject object(order, "the job");
    if (const json* settings = object.find("settings")) {
      JsonObject given(*settings, "settings");
      pipeline::readSettings(given, {}, true, request);
      given.refuseUnknownKeys();
    }
    requireNoFiles(request);
    std::map<std::string, std::string> files;
    JsonObject named(object.at("files"), "files");
    for (const pipeline::Parameter& one : pipeline::parameters()) {
      const PathField* field = fileField(one);
      const json* upload = field ? named.find(one.spec.name) : nullptr;
      if (!upload) continue;
      const std::string& id = textFrom(*upload, named.nameOf(one.spec.name));
      const auto known = uploads_.find(id);
      if (known == uploads_.end())
        throw Error(ErrorCode::fileNotFound, std::string(one.spec.name), "there is no such upload",
                    "Upload the file and name it by the id of the answer");
      job.uploads.insert(id);
      field->edit(request) = known->second;
    }
    named.refuseUnknownKeys();
    const json* ending = object.find("ending");
    const std::string text = ending ? textFrom(*ending, "\"ending\"") : ".mp4";
    if (!isPlainName("film" + text) || text.empty() || text.front() != '.')
      throw std::invalid_argument("\"ending\" is no ending of a film");
    request.output = folder_ / "films" / (job.news.id + text);
    object.refuseUnknownKeys();
  } catch (const json::exception& failure) {
    throw refusedOrder("job", failure.what());
  } catch (const std::invalid_argument& failure) {
    throw refusedOrder("job", failure.what());
  }
  return request;
}

std::string Workshop::addJob(const json& order) {
  const auto job = std::make_shared<Job>();
  job->news.id = newId();
  const std::lock_guard lock(mutex_);
  if (jobs_.size() >= limits_.jobs)
    throw Error(ErrorCode::invalidArgument, "jobs", "there are " + std::to_string(limits_.jobs) + " already",
                "Delete jobs that are over");
  job->request = requestOf(order, *job);
  checkRequest(job->request);
  pipeline::checkFilm(job->request);
  if (pipeline::formOf(job->request).isSequence())
    throw refusedOrder("ending", "a folder of pictures is no single file");
  jobs_[job->news.id] = job;
  waiting_.push_back(job);
  changed_.notify_all();
  return job->news.id;
}

JobNews Workshop::job(const std::string& id) const {
  const std::lock_guard lock(mutex_);
  return find(id).news;
}

std::vector<JobNews> Workshop::jobs() const {
  const std::lock_guard lock(mutex_);
  std::vector<JobNews> all;
  for (const auto& [id, job] : jobs_) all.push_back(job->news);
  return all;
}

JobNews Workshop::waitForNews(const std::string& id, std::uint64_t version,
                              std::chrono::milliseconds time) const {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, time, [&] {
    const auto job = jobs_.find(id);
    return job == jobs_.end() || job->second->news.version > version;
  });
  return find(id).news;
}

fs::path Workshop::film(const std::string& id) const {
  const std::lock_guard lock(mutex_);
  const Job& job = find(id);
  if (job.news.state != JobState::finished)
    throw Error(ErrorCode::fileNotFound, id, "this job has no film", "Ask for its state");
  return job.request.output;
}

void Workshop::cancel(const std::string& id) {
  const std::lock_guard lock(mutex_);
  Job& job = find(id);
  if (job.news.state == JobState::working) {
    job.stop.request_stop();
    return;
  }
  if (job.news.state == JobState::waiting) {
    std::erase_if(waiting_, [&](const auto& one) { return one.get() == &job; });
    job.news.state = JobState::cancelled;
    ++job.news.version;
  } else {
    removeFile(job.request.output);
    jobs_.erase(id);
  }
  changed_.notify_all();
}

void Workshop::change(Job& job, const std::function<void(JobNews&)>& edit) {
  const std::lock_guard lock(mutex_);
  edit(job.news);
  ++job.news.version;
  changed_.notify_all();
}

void Workshop::work(const std::stop_token& stop) {
  while (true) {
    std::shared_ptr<Job> job;
    {
      std::unique_lock lock(mutex_);
      if (!changed_.wait(lock, stop, [&] { return !waiting_.empty(); })) return;
      job = waiting_.front();
      waiting_.pop_front();
      job->news.state = JobState::working;
      ++job->news.version;
      changed_.notify_all();
    }
    make(*job, job->stop.get_token());
    if (stop.stop_requested()) return;
  }
}

void Workshop::make(Job& job, const std::stop_token& stop) {
  Listener listener(*this, job);
  try {
    const pipeline::AnimateResult result = animate(stages_, job.request, {stop, &listener});
    change(job, [&](JobNews& news) {
      news.frames = result.frames;
      news.width = result.size.width;
      news.height = result.size.height;
      news.seconds = result.durationSeconds;
      news.state = JobState::finished;
    });
  } catch (const std::exception& failure) {
    const Error error = asError(failure);
    change(job, [&](JobNews& news) {
      news.state = error.code() == ErrorCode::cancelled ? JobState::cancelled : JobState::failed;
      if (news.state == JobState::failed) news.error = error;
    });
  }
}

}  // namespace orator::service
