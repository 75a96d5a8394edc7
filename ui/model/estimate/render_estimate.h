#pragma once

#include <QSize>
#include <QStringList>

#include "core/project/project.h"

namespace orator::ui {

/// What a film will need. Bytes; seconds below zero are unknown.
struct RenderEstimate {
  double fileBytes = 0;
  double diskBytes = 0;    ///< the file and, while it is made, the finished frames
  double memoryBytes = 0;  ///< on top of what the studio holds already
  double deviceBytes = 0;  ///< of a graphics card; 0 where none is used
  double seconds = -1;
};

/// What is free, in bytes; below zero where nobody can tell.
struct FreeResources {
  double diskBytes = -1, memoryBytes = -1, deviceBytes = -1;
  bool folderWritable = true;
};

/// Size of the frames of a film of a portrait. @param outputSide longer side; 0: as nobody chose one
QSize filmSize(QSize portrait, int outputSide, FrameRate rate);

/// A guess of the file size in bytes, for pictures of this size and number at an x264 CRF.
double estimatedBytes(QSize size, std::int64_t frames, int constantRateFactor);

/// Whether finished frames are worth keeping for the next attempt. Short films of a live renderer are drawn
/// again in less time than reading their frames back would save, and to the same bytes.
bool worthResuming(const std::string& renderer, QSize size, std::int64_t frames);

/// @param cuda whether a renderer with a choice of devices would run on a graphics card
/// @param secondsPerFrame measured for this renderer, device and size; below zero: unknown
RenderEstimate estimateRender(const project::Project& project, QSize size, std::int64_t frames, bool cuda,
                              double secondsPerFrame);

/// What is too little, in words; empty: the film fits.
QStringList whatDoesNotFit(const RenderEstimate& estimate, const FreeResources& free);

/// Asks the system; may take a tenth of a second, so not for the GUI thread.
/// @param file of the film; its folder counts
FreeResources freeResources(const QString& file);

}  // namespace orator::ui
