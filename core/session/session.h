#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string_view>
#include <thread>

#include "core/session/frame_cache.h"
#include "core/session/parts.h"

namespace orator::session {

/// The parts in the order in which they are made.
enum class Part { portrait, voice, motion, renderer, frame };

/// Whether work on `part` of one set of inputs serves another one too. Settings and edits that are applied to
/// the motion do not count: a frame of the state before is shown meanwhile. Asks no disk.
bool servesBoth(Part part, const Inputs& underWork, const Inputs& newer);

/// Receives what a session makes, on the session's thread.
class Listener {
 public:
  virtual ~Listener() = default;
  /// Null: there is none, or it was refused. The motion is gone with it.
  virtual void portraitReady(const Inputs& inputs, std::shared_ptr<const pipeline::Analysed> portrait) = 0;
  /// Null: there is none, or it was refused. What this throws refuses the voice, unless there is none.
  virtual void voiceReady(const Inputs& inputs, std::shared_ptr<const std::vector<float>> samples16k,
                          const RunContext& context) = 0;
  virtual void motionReady(std::shared_ptr<const ShapedMotion> motion) = 0;
  /// The frame at the playhead. @param rgb CV_8UC3, shared with the cache
  virtual void frameReady(std::int64_t frame, const cv::Mat& rgb) = 0;
  virtual void cacheChanged() = 0;
  /// @param total 0 while it is unknown
  virtual void working(Part part, std::int64_t done, std::int64_t total) = 0;
  /// A frame of the proof that is drawn ahead.
  virtual void proofing(std::int64_t done, std::int64_t total) = 0;
  virtual void idle() = 0;
  virtual void note(Part part, std::string_view text) = 0;
  /// Told once; the part is left alone until its inputs change or retry(). Must not throw.
  virtual void failed(Part part, const Error& error) = 0;
  virtual void timed(Part part, double milliseconds) = 0;
  /// A tenth of a second of the listener's own work while the playhead stands still and what will be played
  /// next is ready. @param parts may be copied @return whether there is more to do
  virtual bool useLeisure(const Inputs& inputs, const Parts& parts, const RunContext& context) {
    return false;
  }
};

/// The interactive pipeline: is given the newest inputs and the playhead, makes again what changed, and
/// renders frames ahead of the playhead while it has nothing else to do. Latest wins: newer inputs stop the
/// work that does not serve them, and any news stops the filling of the cache. All calls return at once, from
/// any thread; the work is done on a thread of its own, which no exception ends.
class Session {
 public:
  /// @param listener and cache outlive the session
  Session(std::shared_ptr<Resources> resources, Listener& listener, FrameCache& cache);
  /// Stops the work and the thread.
  ~Session();

  void setInputs(Inputs inputs);
  void setPlayhead(std::int64_t frame);
  void setFillAhead(bool on);
  /// Frames that are rendered before all others that are missing, until they are all there.
  void setProof(std::optional<FrameRange> range);
  /// Forgets failures and makes everything again.
  void retry();

 private:
  struct Wanted {
    std::shared_ptr<const Inputs> inputs;
    std::int64_t frame = 0;
    bool fillAhead = true;
    std::optional<FrameRange> proof;
    bool retry = false;
    // Another portrait or voice was wanted since the thread looked, if only for a moment.
    bool portraitLeft = false, voiceLeft = false;
  };
  enum class Outcome { done, stopped, refused };
  class Sink;

  /// @param apply says whether anything is new; called under the lock
  template <class Change>
  void change(const Change& apply);
  void run();
  bool takeNews();
  /// One unit of the work that is done while there is no news. @return whether there is more
  bool fillOne();
  void step();
  template <class Work>
  Outcome work(Part part, const Work& make);
  bool bringPortrait();
  bool bringVoice();
  bool bringMotion();
  bool bringRenderer();
  bool showFrame(std::int64_t frame, bool announce);
  bool useLeisure();
  bool fillAhead(std::int64_t reach);
  bool fillProof();
  RunContext quietContext();
  bool standsStill() const;

  const std::shared_ptr<Resources> resources_;
  Listener& listener_;
  FrameCache& cache_;

  std::mutex mutex_;
  std::condition_variable wake_;
  Wanted wanted_;
  std::atomic<bool> quit_ = false;
  bool dirty_ = false, filling_ = false;
  std::optional<std::pair<Part, std::shared_ptr<const Inputs>>> underWork_;
  std::stop_source stop_;

  // The rest belongs to the thread.
  Wanted now_;
  Inputs driven_;  ///< now_.inputs without a voice that was refused
  Parts parts_;
  // What was brought up to date: made, refused or found to be missing.
  std::optional<PortraitKey> portraitKey_;
  std::optional<VoiceKey> voiceKey_;
  std::optional<TrackKey> refusedMotion_;
  std::optional<RendererKey> refusedRenderer_;
  std::shared_ptr<const pipeline::Analysed> portrait_;
  bool voiceRefused_ = false, rendererReady_ = false;
  // What the listener may have put aside for inputs that were gone before the thread saw them: told again.
  bool tellPortrait_ = false, tellVoice_ = false, tellMotion_ = false;
  std::optional<RendererKey> rendererKey_;
  std::shared_ptr<const ShapedMotion> motion_;
  std::chrono::steady_clock::time_point playheadMoved_{};
  bool edited_ = false;  ///< the last news were of the inputs
  int announced_ = 0;
  std::thread thread_;
};

}  // namespace orator::session
