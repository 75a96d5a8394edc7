#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QThread>
#include <condition_variable>
#include <mutex>
#include <optional>

#include "ui/model/bridge/engine.h"
#include "ui/model/bridge/frame_cache.h"
#include "ui/model/bridge/problem.h"
#include "ui/model/bridge/style_sampler.h"

namespace orator::ui {

/// The thread behind the preview. It is given the newest state of the document and the playhead, recomputes
/// what changed (latest wins; a newer portrait, voice or project stops the work on an older one, and any news
/// stops the filling of the cache) and renders frames ahead of the playhead while it has nothing else to do.
/// Signals are emitted from the worker thread.
class PreviewWorker : public QThread {
  Q_OBJECT
 public:
  PreviewWorker(std::shared_ptr<Engine> engine, FrameCache* cache, QObject* parent = nullptr);
  /// Stops the work and the thread.
  ~PreviewWorker() override;

  /// GUI thread; returns at once.
  void setProject(std::shared_ptr<const project::Project> project);
  void setPlayhead(std::int64_t frame);
  void setFillAhead(bool on);
  /// Frames that are rendered before all others that are missing, until they are all there.
  void setProof(std::optional<FrameRange> range);
  /// Forgets failures and computes everything again.
  void retry();
  static constexpr int kPreviewSide = 512;    ///< longer side of the frames
  static constexpr int kPortraitSide = 1024;  ///< longer side of the portrait that is shown

 Q_SIGNALS:
  /// @param shown the portrait for the eye, not larger than kPortraitSide
  void portraitReady(std::shared_ptr<const face::Portrait> portrait, const QImage& shown);
  void voiceReady(std::shared_ptr<const VoiceData> voice);
  void motionReady(std::shared_ptr<const ShapedMotion> motion);
  /// Again with every further style.
  void stylesReady(std::shared_ptr<const StyleSamples> styles);
  /// The frame at the playhead.
  void frameReady(std::int64_t frame, const QImage& image);
  void cacheChanged();
  /// An empty stage: idle.
  void busy(const QString& stage, std::int64_t done, std::int64_t total);
  void problem(const orator::ui::Problem& problem);
  /// Milliseconds of a stage, for the debug overlay.
  void timed(const QString& stage, double milliseconds);

 protected:
  void run() override;

 private:
  struct Wanted {
    std::shared_ptr<const project::Project> project;
    std::int64_t frame = 0;
    bool fillAhead = true;
    std::optional<FrameRange> proof;
    bool retry = false;
  };
  class Sink;

  bool step();
  template <class Work>
  bool stage(const QString& name, const QString& doing, Work&& work);
  bool updatePortrait(const project::Project& project);
  bool updateVoice(const project::Project& project);
  bool updateMotion(const project::Project& project);
  bool updateRenderer(const project::Project& project);
  // One unit of idle work each; false when there is none left.
  bool useLeisure();
  /// Frames up to so many after the playhead.
  bool fillAhead(std::int64_t reach);
  bool fillProof();
  bool sampleStyles();
  bool stylesAreDrawn();
  bool renderOne(std::int64_t frame, bool announce);

  std::shared_ptr<Engine> engine_;
  FrameCache* cache_;

  std::mutex mutex_;
  std::condition_variable wake_;
  Wanted wanted_;
  bool dirty_ = false, quit_ = false, filling_ = false;
  std::stop_source stop_;

  // The rest belongs to the worker thread.
  Wanted now_;
  std::string portraitKey_, voiceKey_, generateKey_, rendererKey_, shapeKey_;
  std::shared_ptr<const face::Portrait> portrait_;
  std::shared_ptr<const VoiceData> voice_;
  std::shared_ptr<const motion::GeneratedMotion> generated_;
  std::vector<std::pair<std::string, std::shared_ptr<const motion::GeneratedMotion>>> rerolls_;
  std::shared_ptr<const ShapedMotion> shaped_;
  std::unique_ptr<FrameSource> renderer_;
  StyleSampler styles_;
  QElapsedTimer playheadMoved_;
  bool edited_ = false;  ///< the last news were of the project
  int announced_ = 0;
  bool cancelled_ = false;  ///< whether the last failed stage was stopped rather than refused
};

}  // namespace orator::ui
