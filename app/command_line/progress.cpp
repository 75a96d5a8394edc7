#include "app/command_line/progress.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <iostream>
#include <nlohmann/json.hpp>

namespace orator::cli {
namespace {

using Clock = std::chrono::steady_clock;
using nlohmann::json;

double secondsSince(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

/// The stage in progress and how long it takes.
class StageClock {
 public:
  /// True when this is the first report of a stage.
  bool enter(std::string_view stage) {
    if (stage == stage_) return false;
    stage_ = stage;
    start_ = Clock::now();
    return true;
  }
  double elapsedSeconds() const { return secondsSince(start_); }
  /// Seconds to go, from the speed so far; negative while it cannot be told.
  double remainingSeconds(std::int64_t done, std::int64_t total) const {
    if (done <= 0 || total <= 0) return -1;
    return elapsedSeconds() / double(done) * double(total - done);
  }

 private:
  std::string stage_;
  Clock::time_point start_ = Clock::now();
};

std::string etaText(double seconds) {
  return seconds < 0 ? "" : "  ETA " + clockText(seconds);
}

/// Names the program that failed, as programs on a terminal do.
class TerminalProgress : public Progress {
 public:
  explicit TerminalProgress(std::string program) : program_(std::move(program)) {}
  void failed(const Error& error) override {
    std::cerr << program_ << ": " << printable(error.what()) << std::endl;
  }

 private:
  std::string program_;
};

/// A bar that is redrawn in place, on standard error.
class BarProgress : public TerminalProgress {
 public:
  using TerminalProgress::TerminalProgress;
  void progress(std::string_view stage, std::int64_t done, std::int64_t total) override {
    if (clock_.enter(stage)) {
      endLine();
    } else if (done < total && secondsSince(drawn_) < kRedrawSeconds) {
      return;
    }
    drawn_ = Clock::now();
    const double fraction = total > 0 ? std::clamp(double(done) / double(total), 0.0, 1.0) : 0.0;
    const std::string head(stage.substr(0, kStageWidth));
    std::string tail = total > 0 ? std::to_string(int(fraction * 100)) + " %" : "";
    if (total > 0)
      tail += done < total ? etaText(clock_.remainingSeconds(done, total))
                           : "  in " + clockText(clock_.elapsedSeconds());
    const int width = std::max(10, std::min(50, columns() - kStageWidth - 28));
    const int filled = int(fraction * width);
    std::cerr << "\r\x1b[K" << head << std::string(kStageWidth - head.size(), ' ') << '['
              << std::string(filled, '#') << std::string(width - filled, '.') << "] " << tail << std::flush;
    open_ = true;
    if (total > 0 && done >= total) endLine();
  }
  void note(std::string_view text) override {
    clearLine();
    std::cerr << "note: " << printable(text) << std::endl;
  }
  void finished(const std::string& text, const json&) override {
    endLine();
    std::cout << printable(text) << std::endl;
  }
  void failed(const Error& error) override {
    endLine();
    TerminalProgress::failed(error);
  }

 private:
  static constexpr double kRedrawSeconds = 0.1;
  static constexpr int kStageWidth = 12;

  static int columns() {
    winsize size{};
    return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
  }
  void endLine() {
    if (open_) std::cerr << std::endl;
    open_ = false;
  }
  void clearLine() {
    if (open_) std::cerr << "\r\x1b[K";
    open_ = false;
  }

  StageClock clock_;
  Clock::time_point drawn_;
  bool open_ = false;
};

/// One line every tenth of a stage, for logs.
class LineProgress : public TerminalProgress {
 public:
  using TerminalProgress::TerminalProgress;
  void progress(std::string_view stage, std::int64_t done, std::int64_t total) override {
    if (clock_.enter(stage)) tenth_ = -1;
    const int tenth = total > 0 ? int(done * 10 / total) : 0;
    if (tenth <= tenth_) return;
    tenth_ = tenth;
    std::cerr << stage << ' ' << tenth * 10 << " %"
              << (tenth < 10 ? etaText(clock_.remainingSeconds(done, total))
                             : "  in " + clockText(clock_.elapsedSeconds()))
              << std::endl;
  }
  void note(std::string_view text) override { std::cerr << "note: " << printable(text) << std::endl; }
  void finished(const std::string& text, const json&) override { std::cout << printable(text) << std::endl; }

 private:
  StageClock clock_;
  int tenth_ = -1;
};

/// One JSON object a line: events on standard output, the failure on standard error.
class JsonProgress : public Progress {
 public:
  void progress(std::string_view stage, std::int64_t done, std::int64_t total) override {
    const bool first = clock_.enter(stage);
    if (!first && done < total && secondsSince(sent_) < kIntervalSeconds) return;
    sent_ = Clock::now();
    json event{{"event", "progress"}, {"stage", stage}, {"done", done}, {"total", total}};
    if (const double eta = clock_.remainingSeconds(done, total); eta >= 0) event["eta_seconds"] = eta;
    print(std::cout, event);
  }
  void note(std::string_view text) override { print(std::cout, {{"event", "note"}, {"text", text}}); }
  void finished(const std::string&, const json& details) override {
    json event{{"event", "finished"}};
    event.update(details);
    print(std::cout, event);
  }
  void failed(const Error& error) override {
    print(std::cerr, {{"event", "error"},
                      {"code", errorName(error.code())},
                      {"exit_code", int(error.code())},
                      {"subject", error.subject()},
                      {"reason", error.reason()},
                      {"remedy", error.remedy()},
                      {"message", error.what()}});
  }

 private:
  static constexpr double kIntervalSeconds = 0.1;
  static void print(std::ostream& out, const json& event) {
    out << event.dump(-1, ' ', false, json::error_handler_t::replace) << std::endl;
  }

  StageClock clock_;
  Clock::time_point sent_;
};

/// Only results and errors.
class SilentProgress : public LineProgress {
 public:
  using LineProgress::LineProgress;
  void progress(std::string_view, std::int64_t, std::int64_t) override {}
  void note(std::string_view) override {}
};

}  // namespace

std::unique_ptr<Progress> makeProgress(ProgressMode mode, const std::string& program) {
  switch (mode) {
    case ProgressMode::json:
      return std::make_unique<JsonProgress>();
    case ProgressMode::none:
      return std::make_unique<SilentProgress>(program);
    case ProgressMode::automatic:
      break;
  }
  if (isatty(STDERR_FILENO)) return std::make_unique<BarProgress>(program);
  return std::make_unique<LineProgress>(program);
}

std::string printable(std::string_view text) {
  constexpr unsigned char kEscapes = 0x20, kDelete = 0x7F;
  constexpr unsigned char kTwoBytes = 0xC2, kFirstC1 = 0x80, kLastC1 = 0x9F;  // U+0080 to U+009F in UTF-8
  std::string shown;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    const auto next = static_cast<unsigned char>(i + 1 < text.size() ? text[i + 1] : 0);
    const bool isC1 = c == kTwoBytes && next >= kFirstC1 && next <= kLastC1;
    if ((c < kEscapes && c != '\n' && c != '\t') || c == kDelete || isC1) {
      char code[8];
      std::snprintf(code, sizeof code, "\\x%02X", isC1 ? next : c);
      shown += code;
      i += isC1;
    } else {
      shown += text[i];
    }
  }
  return shown;
}

std::string clockText(double seconds) {
  const auto whole = std::int64_t(std::llround(seconds));
  if (whole < 60) return std::to_string(whole) + " s";
  char text[32];
  if (whole < 3600)
    std::snprintf(text, sizeof text, "%d:%02d", int(whole / 60), int(whole % 60));
  else
    std::snprintf(text, sizeof text, "%d:%02d:%02d", int(whole / 3600), int(whole / 60 % 60),
                  int(whole % 60));
  return text;
}

}  // namespace orator::cli
