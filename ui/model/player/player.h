#pragma once

#include <QAudioSink>
#include <QBuffer>
#include <QElapsedTimer>
#include <QObject>
#include <QTimer>
#include <memory>

#include "core/base/frame_rate.h"
#include "ui/model/bridge/voice_data.h"

namespace orator::ui {

/// The playhead: where it stands, whether it runs, and the sound that goes with it. Sound is the clock where
/// there is a device and the speed is 1; otherwise a steady timer is.
class Player : public QObject {
  Q_OBJECT
 public:
  explicit Player(bool sound, QObject* parent = nullptr);
  ~Player() override;

  void setTrack(std::int64_t frames, FrameRate rate);
  void setVoice(std::shared_ptr<const VoiceData> voice);
  void setRange(std::optional<FrameRange> range) { range_ = range; }
  void setLooping(bool on);
  void setMuted(bool on);

  std::int64_t frame() const { return frame_; }
  std::int64_t frames() const { return frames_; }
  bool isPlaying() const { return speed_ != 0; }
  int speed() const { return speed_; }
  bool isLooping() const { return looping_; }
  bool isMuted() const { return muted_; }
  /// False when the computer has no sound output, or it was switched off.
  bool hasSound() const;

 public Q_SLOTS:
  void seek(std::int64_t frame);
  void step(std::int64_t frames) { pause(), seek(frame_ + frames); }
  void toStart();
  void toEnd();
  void play();
  void pause();
  void toggle();
  /// J and L: -8..8 times normal speed; the same direction again doubles it.
  void shuttle(int direction);
  void playRange(FrameRange range);

 Q_SIGNALS:
  void frameChanged(std::int64_t frame);
  void playingChanged();
  void optionsChanged();

 private:
  void start(int speed);
  void restartClock();
  void tick();
  void startSound();
  void stopSound();
  std::int64_t firstFrame() const { return range_ ? std::clamp<std::int64_t>(range_->begin, 0, frames_) : 0; }
  std::int64_t endFrame() const {
    return range_ ? std::clamp<std::int64_t>(range_->end, 0, frames_) : frames_;
  }

  bool sound_;
  std::int64_t frames_ = 0, frame_ = 0, clockFrame_ = 0;
  FrameRate rate_;
  std::optional<FrameRange> range_, once_;
  int speed_ = 0;
  bool looping_ = true, muted_ = false;
  QTimer timer_;
  QElapsedTimer clock_;
  double correction_ = 0;  ///< seconds the clock is moved by to stay with the sound
  std::shared_ptr<const VoiceData> voice_;
  std::unique_ptr<QAudioSink> sink_;
  QBuffer buffer_;
};

}  // namespace orator::ui
