#pragma once

#include <QImage>
#include <QObject>
#include <memory>
#include <optional>

#include "core/project/project.h"
#include "core/session/session.h"
#include "ui/model/bridge/problem.h"
#include "ui/model/bridge/style_sampler.h"
#include "ui/model/bridge/voice_data.h"

namespace orator::ui {

/// The session behind the preview: takes the newest state of the document to it and turns what it tells into
/// signals and Qt's pictures. Signals are emitted from the session's thread.
class PreviewWorker : public QObject {
  Q_OBJECT
 public:
  /// @param cache outlives the worker
  PreviewWorker(std::shared_ptr<session::Resources> resources, session::FrameCache* cache,
                QObject* parent = nullptr);
  /// Stops the work.
  ~PreviewWorker() override;

  // GUI thread; all return at once.
  void setProject(const project::Project& project);
  void setPlayhead(std::int64_t frame) { session_->setPlayhead(frame); }
  void setFillAhead(bool on) { session_->setFillAhead(on); }
  /// Frames that are rendered before all others that are missing, until they are all there.
  void setProof(std::optional<FrameRange> range) { session_->setProof(range); }
  /// Forgets failures and computes everything again.
  void retry() { session_->retry(); }
  static constexpr int kPreviewSide = 512;    ///< longer side of the frames
  static constexpr int kPortraitSide = 1024;  ///< longer side of the portrait that is shown

 Q_SIGNALS:
  /// @param of what it was made of: the document may have gone on
  /// @param shown the portrait for the eye, not larger than kPortraitSide
  void portraitReady(std::shared_ptr<const session::Inputs> of,
                     std::shared_ptr<const face::Portrait> portrait, const QImage& shown);
  void voiceReady(std::shared_ptr<const session::Inputs> of, std::shared_ptr<const VoiceData> voice);
  void motionReady(std::shared_ptr<const session::ShapedMotion> motion);
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

 private:
  class Relay;

  std::unique_ptr<Relay> relay_;
  std::unique_ptr<session::Session> session_;
};

}  // namespace orator::ui
