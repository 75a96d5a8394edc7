#include "ui/model/bridge/preview_worker.h"

#include <QElapsedTimer>

#include "ui/kit/pictures/image.h"
#include "ui/kit/translation/language.h"

namespace orator::ui {
namespace {

/// For the debug overlay.
QString nameOf(session::Part part) {
  switch (part) {
    case session::Part::portrait:
      return QStringLiteral("analyse portrait");
    case session::Part::voice:
      return QStringLiteral("read voice");
    case session::Part::motion:
      return QStringLiteral("make motion");
    case session::Part::renderer:
      return QStringLiteral("open renderer");
    case session::Part::frame:
      return QStringLiteral("render frame");
  }
  return {};
}

}  // namespace

/// Hears the session, on the session's thread.
class PreviewWorker::Relay : public session::Listener {
 public:
  explicit Relay(PreviewWorker& worker) : worker_(worker) {}

  void portraitReady(const session::Inputs& inputs,
                     std::shared_ptr<const pipeline::Analysed> analysed) override {
    const auto portrait = analysed ? analysed->portrait : nullptr;
    Q_EMIT worker_.portraitReady(std::make_shared<const session::Inputs>(inputs), portrait,
                                 portrait ? toImage(portrait->rgb, kPortraitSide) : QImage());
  }
  void voiceReady(const session::Inputs& inputs, std::shared_ptr<const std::vector<float>> samples,
                  const RunContext& context) override {
    Q_EMIT worker_.voiceReady(std::make_shared<const session::Inputs>(inputs),
                              samples ? readVoiceData(inputs.voice, inputs.voiceCut, context) : nullptr);
  }
  void motionReady(std::shared_ptr<const session::ShapedMotion> motion) override {
    Q_EMIT worker_.motionReady(motion);
  }
  void frameReady(std::int64_t frame, const cv::Mat& rgb) override {
    Q_EMIT worker_.frameReady(frame, toImage(rgb));
  }
  void cacheChanged() override { Q_EMIT worker_.cacheChanged(); }
  void working(session::Part part, std::int64_t done, std::int64_t total) override {
    Q_EMIT worker_.busy(doing(part), done, total);
  }
  void proofing(std::int64_t done, std::int64_t total) override {
    Q_EMIT worker_.busy(PreviewWorker::tr("Drawing the proof"), done, total);
  }
  void idle() override { Q_EMIT worker_.busy({}, 0, 0); }
  void note(session::Part part, std::string_view text) override {
    Q_EMIT worker_.problem({Problem::Level::info, doing(part), coreNote(text), {}, {}});
  }
  void failed(session::Part part, const Error& error) override {
    Q_EMIT worker_.problem(problemFrom(error, doing(part)));
  }
  void timed(session::Part part, double milliseconds) override {
    Q_EMIT worker_.timed(nameOf(part), milliseconds);
  }
  bool useLeisure(const session::Inputs& inputs, const session::Parts& parts,
                  const RunContext& context) override {
    if (inputs.voice.empty()) return false;
    styles_.begin(inputs, parts);
    if (styles_.complete()) return false;
    QElapsedTimer timer;
    timer.start();
    try {
      styles_.drawNext(context);
      Q_EMIT worker_.timed(QStringLiteral("sample pose style"), double(timer.nsecsElapsed()) * 1e-6);
    } catch (...) {
      const Problem caught = caughtProblem(PreviewWorker::tr("Trying the pose styles"));
      if (caught.level == Problem::Level::info) return true;  // stopped for something newer
      styles_.giveUp();  // this model cannot; the gallery keeps its plain pictures
      Q_EMIT worker_.problem(caught);
    }
    Q_EMIT worker_.stylesReady(std::make_shared<const StyleSamples>(styles_.samples()));
    return true;
  }

 private:
  static QString doing(session::Part part) {
    switch (part) {
      case session::Part::portrait:
        return PreviewWorker::tr("Looking at the portrait");
      case session::Part::voice:
        return PreviewWorker::tr("Reading the voice");
      case session::Part::motion:
        return PreviewWorker::tr("Making the motion");
      case session::Part::renderer:
        return PreviewWorker::tr("Preparing the renderer");
      case session::Part::frame:
        return PreviewWorker::tr("Drawing the preview");
    }
    return {};
  }

  PreviewWorker& worker_;
  StyleSampler styles_;
};

PreviewWorker::PreviewWorker(std::shared_ptr<session::Resources> resources, session::FrameCache* cache,
                             QObject* parent)
    : QObject(parent),
      relay_(std::make_unique<Relay>(*this)),
      session_(std::make_unique<session::Session>(std::move(resources), *relay_, *cache)) {}

PreviewWorker::~PreviewWorker() = default;

void PreviewWorker::setProject(const project::Project& project) {
  session::Inputs inputs = session::inputsOf(project);
  inputs.maximumSide = kPreviewSide;
  session_->setInputs(std::move(inputs));
}

}  // namespace orator::ui
