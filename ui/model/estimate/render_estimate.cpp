#include "ui/model/estimate/render_estimate.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QLocale>
#include <QStorageInfo>
#include <cmath>

#include "core/base/device_memory.h"
#include "core/render/framing.h"

namespace orator::ui {
namespace {

constexpr double kMebibyte = 1 << 20;
// Peak memory of one film, measured by size: a renderer holds its layers and fields, the encoder its queue.
constexpr double kBytesPerPixel = 80, kBytes = 100 * kMebibyte;
constexpr double kJournalBytesPerPixel = 0.4;  // lossless differences to the first frame
constexpr double kPixelsWorthKeeping = 1.5e9;  // about half a minute of a live renderer
constexpr double kDiskReserve = 1.2;

QString bytesText(double bytes) {
  return QLocale().formattedDataSize(qint64(bytes), bytes < 10 * kMebibyte ? 1 : 0);
}

double pixels(QSize size) {
  return double(size.width()) * size.height();
}

double availableMemory() {
  QFile file("/proc/meminfo");
  if (!file.open(QIODevice::ReadOnly)) return -1;
  for (const QByteArray& line : file.readAll().split('\n'))
    if (line.startsWith("MemAvailable:")) return 1024 * line.mid(13).trimmed().split(' ').front().toDouble();
  return -1;
}

}  // namespace

QSize filmSize(QSize portrait, int outputSide, FrameRate rate) {
  if (outputSide == 0) outputSide = render::defaultFilmSide({portrait.width(), portrait.height()}, rate);
  if (outputSide > 0) portrait.scale(outputSide, outputSide, Qt::KeepAspectRatio);
  return portrait;
}

double estimatedBytes(QSize size, std::int64_t frames, int constantRateFactor) {
  // A talking head at CRF 18 needs about 0.045 bits a pixel; six CRF steps halve it.
  const double bitsPerPixel = 0.045 * std::pow(2.0, (18.0 - constantRateFactor) / 6);
  return bitsPerPixel / 8 * pixels(size) * double(frames);
}

bool worthResuming(const std::string& renderer, QSize size, std::int64_t frames) {
  return !render::rendererTraits(renderer).live || pixels(size) * double(frames) >= kPixelsWorthKeeping;
}

namespace {

/// A guess of the file size for the form that the film has.
double fileBytes(const project::Project& project, QSize size, std::int64_t frames) {
  const double seconds = double(frames) / std::max(1.0, project.frameRate.perSecond());
  if (project.bitRateKbit > 0) return project.bitRateKbit * 1000.0 / 8 * seconds;
  // Bits a pixel, as measured for talking heads; codecs of the web by the factor.
  constexpr double kProRes = 4, kProResAlpha = 7, kPng = 11, kGif = 0.6, kWebp = 0.35;
  const auto fixed = [&](double bits) { return bits / 8 * pixels(size) * double(frames); };
  std::filesystem::path named = project.output;
  if (named.empty()) named = "film.mp4";
  try {
    switch (media::filmForm(named, project.format, project.scene.isTransparent()).codec) {
      case media::VideoCodec::prores:
        return fixed(kProRes);
      case media::VideoCodec::prores4444:
        return fixed(kProResAlpha);
      case media::VideoCodec::png:
        return fixed(kPng);
      case media::VideoCodec::gif:
        return fixed(kGif);
      case media::VideoCodec::webp:
        return fixed(kWebp);
      case media::VideoCodec::none:
        return seconds * 2 * 96000 / 8;
      default:
        return estimatedBytes(size, frames, project.constantRateFactor);
    }
  } catch (const Error&) {  // what does not go together is told when the film is asked for
    return estimatedBytes(size, frames, project.constantRateFactor);
  }
}

}  // namespace

RenderEstimate estimateRender(const project::Project& project, QSize size, std::int64_t frames, bool cuda,
                              double secondsPerFrame) {
  RenderEstimate estimate;
  const render::RendererTraits& traits = render::rendererTraits(project.renderer);
  estimate.fileBytes = fileBytes(project, size, frames);
  estimate.diskBytes = estimate.fileBytes;
  if (worthResuming(project.renderer, size, frames))
    estimate.diskBytes += kJournalBytesPerPixel * pixels(size) * double(frames);
  estimate.memoryBytes = kBytes + kBytesPerPixel * pixels(size);
  const bool onCard = cuda && traits.hasDeviceChoice();
  estimate.memoryBytes += onCard ? traits.hostBytes : traits.cpuBytes;
  if (onCard) estimate.deviceBytes = traits.deviceBytes;
  if (secondsPerFrame >= 0) estimate.seconds = secondsPerFrame * double(frames);
  return estimate;
}

QStringList whatDoesNotFit(const RenderEstimate& estimate, const FreeResources& free) {
  QStringList lacking;
  const auto check = [&](double needed, double there, const char* text) {
    if (there >= 0 && needed > there)
      lacking << QCoreApplication::translate("Estimate", text).arg(bytesText(needed), bytesText(there));
  };
  check(kDiskReserve * estimate.diskBytes, free.diskBytes,
        QT_TRANSLATE_NOOP("Estimate", "needs %1 on the disk, %2 are free"));
  check(estimate.memoryBytes, free.memoryBytes,
        QT_TRANSLATE_NOOP("Estimate", "needs %1 of memory, %2 are free"));
  check(estimate.deviceBytes, estimate.deviceBytes > 0 ? free.deviceBytes : -1,
        QT_TRANSLATE_NOOP("Estimate", "needs %1 of graphics memory, %2 are free"));
  return lacking;
}

FreeResources freeResources(const QString& file) {
  FreeResources free;
  const QFileInfo folder(QFileInfo(file).path());
  free.folderWritable = folder.isDir() && folder.isWritable();
  const QStorageInfo disk(folder.filePath());
  if (disk.isValid()) free.diskBytes = double(disk.bytesAvailable());
  free.memoryBytes = availableMemory();
  if (const auto card = deviceMemory()) free.deviceBytes = double(card->totalBytes - card->usedBytes);
  return free;
}

}  // namespace orator::ui
