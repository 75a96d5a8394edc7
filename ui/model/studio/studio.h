#pragma once

#include <QObject>
#include <memory>

#include "ui/model/bridge/background.h"
#include "ui/model/bridge/preview_worker.h"
#include "ui/model/document/document.h"
#include "ui/model/jobs/job_queue.h"
#include "ui/model/player/player.h"

namespace orator::ui {

/// Folders and switches of one running studio.
struct StudioOptions {
  std::filesystem::path dataFolder;  ///< autosaves, queue, log
  std::size_t cacheBytes = std::size_t(384) << 20;
  bool sound = true;  ///< open the audio device
  KeepFrames keepFrames = keepsFramesOfLongFilms;
};

/// What is open: the document, what the workers made of it, and where the playhead stands. The panels are
/// given this object and talk to each other through it alone. Lives on the GUI thread.
class Studio : public QObject {
  Q_OBJECT
 public:
  Studio(std::shared_ptr<session::Resources> resources, const StudioOptions& options,
         QObject* parent = nullptr);
  ~Studio() override;

  Document& document() { return document_; }
  const project::Project& project() const { return document_.project(); }
  JobQueue& jobs() { return *jobs_; }
  Player& player() { return player_; }
  session::FrameCache& cache() { return cache_; }
  PreviewWorker& worker() { return *worker_; }
  const StudioOptions& options() const { return options_; }

  const std::shared_ptr<const face::Portrait>& portrait() const { return portrait_; }
  const std::shared_ptr<const VoiceData>& voice() const { return voice_; }
  const std::shared_ptr<const session::ShapedMotion>& motion() const { return motion_; }
  const std::shared_ptr<const StyleSamples>& styles() const { return styles_; }
  const QImage& portraitImage() const { return portraitImage_; }
  const QImage& shownImage() const { return shownImage_; }
  std::int64_t shownFrame() const { return shownFrame_; }
  bool isBusy() const { return !busyStage_.isEmpty(); }
  const QString& busyStage() const { return busyStage_; }

  std::int64_t frames() const { return motion_ ? motion_->edited.frames() : 0; }
  std::int64_t playhead() const { return player_.frame(); }
  double seconds(std::int64_t frame) const { return project().frameRate.secondsAt(frame); }
  /// m:ss.ff
  QString timeText(std::int64_t frame) const;
  /// The blinks that are shown: the user's, or those that were generated.
  std::vector<motion::Blink> shownBlinks() const;

  void setPortrait(const QString& path);
  void setVoice(const QString& path);
  /// The project has no voice any more; the person may wait instead.
  void removeVoice();
  /// Opens whatever it is: picture, sound or video, project. False for anything else.
  bool openMedium(const QString& path);

  static constexpr double kShortestVoiceSeconds = 0.3;
  /// Uses the voice from `beginSeconds` to `endSeconds` of its file; 0 as the end is the file's own.
  void trimVoice(double beginSeconds, double endSeconds);
  /// The voice begins, or ends, at the playhead.
  void trimBeginToPlayhead();
  void trimEndToPlayhead();

  void markIn();
  void markOut();
  /// The track of a file takes the place of the generated motion; edits stay on top.
  void importTrack(const QString& file);
  /// The person in a video moves the portrait in place of the generated motion; edits stay on top. The
  /// video's own sound becomes the voice where there is none.
  void driveByVideo(const QString& file);
  /// Writes the shown track in the background.
  void exportTrack(const QString& file);

  /// What the voice says, of a file of captions, labels or text; words without times find theirs by the
  /// voice, in the background.
  void importWords(const QString& file);
  /// The voice says this: its words find their times in the background.
  void takeSpokenText(const QString& text);
  /// The words that are there find their times anew.
  void alignWords();
  /// Writes the words as captions or labels, by the ending of the name.
  void exportWords(const QString& file);

  /// Whether there is a film to render: a portrait with a voice, or with seconds to wait or a track.
  bool canRender() const;
  /// Queues the film. @param file empty: nextOutput()
  int renderFilm(const QString& file = {}, std::optional<FrameRange> range = {});
  /// Renders the 3 seconds around the playhead into the cache, then plays them. Playing something else gives
  /// it up.
  void proof();
  /// The project's output path, or a name beside the voice.
  QString suggestedOutput() const;
  /// The same with a number, where a film of that name is there or waits in the queue: nothing is overwritten
  /// unasked.
  std::filesystem::path nextOutput() const;
  /// The user wants the next film to take the place of this one.
  void agreeToOverwrite(const std::filesystem::path& film) { overwritten_ = film; }
  /// Says again what is open, to a window that was made later than it.
  void announce();
  /// Puts the command that renders this very film on the clipboard and says so. Edits and other things that
  /// are no option of the command line are written to a request file beside the film first, in the
  /// background.
  void copyCommandLine(std::optional<FrameRange> range = {});

 Q_SIGNALS:
  void portraitChanged();
  void voiceChanged();
  void motionChanged();
  void stylesChanged();
  /// Another picture is to be shown.
  void imageChanged();
  void cacheChanged();
  void busyChanged(const QString& stage, std::int64_t done, std::int64_t total);
  void problem(const orator::ui::Problem& problem);
  void timed(const QString& stage, double milliseconds);
  void openProjectRequested(const QString& path);

 private:
  /// A file that took the place of one that is in order, until it has shown itself to be in order too.
  struct Trial {
    std::filesystem::path file;
    int step = 0;  ///< length of the history with it
  };
  void tellOfSettings();
  /// What the preview met, with what can be done about it.
  void passOn(Problem problem);
  void takePortrait(std::shared_ptr<const face::Portrait> portrait, const QImage& shown);
  void takeVoice(std::shared_ptr<const VoiceData> voice);
  void takeMotion(std::shared_ptr<const session::ShapedMotion> motion);
  /// Lets go of what was made of another portrait or voice than the project's.
  void dropStale();
  /// Uses a portrait that lies on its side.
  void turnUpright(const std::filesystem::path& portrait);
  /// Goes back to the file of before where the tried one was refused. @param accepted whether it is in order
  void endTrial(std::optional<Trial>& trial, const std::filesystem::path& file, bool accepted);
  /// Whether the shown motion is that of the present project, edits and all.
  bool motionIsCurrent() const;
  /// @param words without times; @param doing names the change
  void alignToVoice(const QString& doing, const std::function<words::Transcript()>& words);
  void takeWords(const QString& doing, const words::Transcript& words);
  void showFrame(std::int64_t frame);
  void playProofWhenReady();
  void endProof();

  std::optional<Trial> portraitTrial_, voiceTrial_;
  std::optional<Problem> refusal_;     ///< the last error, while a trial is on
  std::filesystem::path overwritten_;  ///< by the next film; empty: none
  StudioOptions options_;
  Document document_;
  session::FrameCache cache_;
  Player player_;
  std::unique_ptr<JobQueue> jobs_;
  std::unique_ptr<PreviewWorker> worker_;
  std::shared_ptr<const face::Portrait> portrait_;
  std::shared_ptr<const VoiceData> voice_;
  std::shared_ptr<const session::ShapedMotion> motion_;
  session::Inputs portraitInputs_, voiceInputs_;  ///< that portrait_ and voice_ were made of
  std::shared_ptr<const StyleSamples> styles_;
  QImage portraitImage_, shownImage_;
  std::int64_t shownFrame_ = -1;
  QString busyStage_;
  std::int64_t busyDone_ = 0, busyTotal_ = 0;
  std::optional<FrameRange> proof_;  ///< waiting to be played
  Background background_;
};

}  // namespace orator::ui
