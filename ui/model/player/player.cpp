#include "ui/model/player/player.h"

#include <QAudioDevice>
#include <QMediaDevices>
#include <cmath>

namespace orator::ui {
namespace {

constexpr double kSoundJumpSeconds = 0.15;  // beyond it the pictures jump to the sound

}  // namespace

Player::Player(bool sound, QObject* parent) : QObject(parent), sound_(sound) {
  timer_.setTimerType(Qt::PreciseTimer);
  timer_.setInterval(10);
  connect(&timer_, &QTimer::timeout, this, &Player::tick);
}

Player::~Player() {
  stopSound();
}

bool Player::hasSound() const {
  return sound_ && !QMediaDevices::defaultAudioOutput().isNull();
}

void Player::setTrack(std::int64_t frames, FrameRate rate) {
  const bool same = frames == frames_ && rate == rate_;
  const double seconds = rate_.secondsAt(frame_);
  frames_ = frames;
  if (!(rate == rate_)) frame_ = std::int64_t(std::llround(seconds * rate.perSecond()));
  rate_ = rate;
  if (same) return;
  if (frames_ <= 1) pause();
  const std::int64_t inside = std::clamp<std::int64_t>(frame_, 0, std::max<std::int64_t>(0, frames_ - 1));
  frame_ = inside;
  Q_EMIT frameChanged(frame_);
  if (isPlaying()) restartClock();
}

void Player::setVoice(std::shared_ptr<const VoiceData> voice) {
  stopSound();
  buffer_.close();
  voice_ = std::move(voice);
  if (isPlaying()) restartClock();
}

void Player::setLooping(bool on) {
  looping_ = on;
  Q_EMIT optionsChanged();
}

void Player::setMuted(bool on) {
  muted_ = on;
  if (isPlaying()) restartClock();
  Q_EMIT optionsChanged();
}

void Player::seek(std::int64_t frame) {
  frame = std::clamp<std::int64_t>(frame, 0, std::max<std::int64_t>(0, frames_ - 1));
  if (frame == frame_) return;
  frame_ = frame;
  once_.reset();
  if (isPlaying()) restartClock();
  Q_EMIT frameChanged(frame_);
}

void Player::toStart() {
  seek(frame_ == firstFrame() ? 0 : firstFrame());
}
void Player::toEnd() {
  seek(frame_ == endFrame() - 1 ? frames_ - 1 : endFrame() - 1);
}

void Player::play() {
  once_.reset();
  if (frame_ >= endFrame() - 1 || frame_ < firstFrame()) seek(firstFrame());
  start(1);
}

void Player::playRange(FrameRange range) {
  seek(range.begin);
  once_ = range;
  start(1);
}

void Player::start(int speed) {
  if (frames_ <= 1) return;
  speed_ = speed;
  restartClock();
  timer_.start();
  Q_EMIT playingChanged();
}

void Player::pause() {
  if (!isPlaying()) return;
  speed_ = 0;
  timer_.stop();
  stopSound();
  Q_EMIT playingChanged();
}

void Player::toggle() {
  isPlaying() ? pause() : play();
}

void Player::shuttle(int direction) {
  const bool sameWay = speed_ * direction > 0;
  once_.reset();
  start(sameWay ? std::clamp(speed_ * 2, -8, 8) : direction);
}

void Player::restartClock() {
  stopSound();
  clockFrame_ = frame_;
  correction_ = 0;
  clock_.start();
  if (speed_ == 1 && !muted_ && voice_ && !voice_->pcm.isEmpty() && hasSound()) startSound();
}

void Player::startSound() {
  QAudioFormat format;
  format.setSampleRate(voice_->pcmRateHz);
  format.setChannelCount(1);
  format.setSampleFormat(QAudioFormat::Int16);
  buffer_.close();
  buffer_.setData(voice_->pcm);
  buffer_.open(QIODevice::ReadOnly);
  const auto sample = std::int64_t(rate_.secondsAt(frame_) * voice_->pcmRateHz);
  if (sample * 2 >= voice_->pcm.size()) return;
  buffer_.seek(sample * 2);
  sink_ = std::make_unique<QAudioSink>(QMediaDevices::defaultAudioOutput(), format);
  sink_->start(&buffer_);
  if (sink_->error() != QAudio::NoError) sink_.reset();
}

void Player::stopSound() {
  if (!sink_) return;
  sink_->stop();
  sink_.reset();
}

void Player::tick() {
  double seconds = double(clock_.nsecsElapsed()) * 1e-9 + correction_;
  if (sink_ && sink_->state() == QAudio::ActiveState) {
    // What is heard decides: what the device was given less what still waits in its buffer. It comes in
    // steps, so the steady clock is drawn towards it instead of being replaced.
    const double waiting = double(sink_->bufferSize() - sink_->bytesFree()) / (2.0 * voice_->pcmRateHz);
    const double heard = std::max(0.0, double(sink_->processedUSecs()) * 1e-6 - waiting);
    const double late = heard - seconds;
    correction_ += std::abs(late) > kSoundJumpSeconds ? late : 0.1 * late;
    seconds += std::abs(late) > kSoundJumpSeconds ? late : 0.1 * late;
  }
  const auto frame = clockFrame_ + std::int64_t(seconds * rate_.perSecond() * speed_);
  if (speed_ > 0 && frame < frame_) return;  // the sound starts a little after the clock
  const FrameRange range = once_ ? *once_ : FrameRange{firstFrame(), endFrame()};
  if (speed_ > 0 && frame >= range.end) {
    if (once_ || !looping_) {
      const std::int64_t last = range.end - 1;
      pause();
      seek(last);
      return;
    }
    frame_ = range.begin;
    restartClock();
    Q_EMIT frameChanged(frame_);
    return;
  }
  if (speed_ < 0 && frame < range.begin) {
    pause();
    seek(range.begin);
    return;
  }
  if (frame == frame_) return;
  frame_ = frame;
  Q_EMIT frameChanged(frame_);
}

}  // namespace orator::ui
