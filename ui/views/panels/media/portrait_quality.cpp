#include <QCoreApplication>
#include <cmath>
#include <numbers>
#include <opencv2/imgproc.hpp>

#include "ui/views/panels/media/portrait_card.h"

namespace orator::ui {
namespace {

QString tr(const char* text) {
  return QCoreApplication::translate("PortraitQuality", text);
}
using Grade = QualityNote::Grade;

float distance(const face::FaceLandmarks& l, int a, int b) {
  return std::hypot(l.points[std::size_t(a)].x - l.points[std::size_t(b)].x,
                    l.points[std::size_t(a)].y - l.points[std::size_t(b)].y);
}

/// Variance of the Laplacian of the face at a fixed size: low when it is blurred.
double sharpness(const face::Portrait& portrait) {
  const cv::Rect2f b = portrait.landmarks.box;
  const cv::Rect box =
      cv::Rect(int(b.x), int(b.y), int(b.width), int(b.height)) & cv::Rect({}, portrait.rgb.size());
  if (box.area() < 16) return 0;
  cv::Mat grey, edges;
  cv::cvtColor(portrait.rgb(box), grey, cv::COLOR_RGB2GRAY);
  cv::resize(grey, grey, {160, 160}, 0, 0, cv::INTER_AREA);
  cv::Laplacian(grey, edges, CV_32F);
  cv::Scalar mean, deviation;
  cv::meanStdDev(edges, mean, deviation);
  return deviation[0] * deviation[0];
}

}  // namespace

std::vector<QualityNote> portraitQuality(const face::Portrait& p) {
  std::vector<QualityNote> notes;
  const face::FaceLandmarks& l = p.landmarks;
  // Outline points 10 (forehead) and 152 (chin) of the canonical face mesh.
  const float height = std::max(1.f, distance(l, 10, 152));
  const int pixels = int(std::lround(height));
  notes.push_back(
      height >= 256 ? QualityNote{Grade::good, tr("Face is large enough (%1 px)").arg(pixels)}
      : height >= 128
          ? QualityNote{Grade::fair, tr("Face is small (%1 px): keep the film small").arg(pixels)}
          : QualityNote{Grade::poor, tr("Face is very small (%1 px): use a closer picture").arg(pixels)});
  const double sharp = sharpness(p);
  notes.push_back(sharp >= 60   ? QualityNote{Grade::good, tr("Sharp")}
                  : sharp >= 20 ? QualityNote{Grade::fair, tr("A little soft")}
                                : QualityNote{Grade::poor, tr("Blurred: mouth and eyes will be too")});
  const double degrees = 180 / std::numbers::pi;
  const double yaw = std::abs(p.fit.pose.anglesRadians[1]) * degrees,
               pitch = std::abs(p.fit.pose.anglesRadians[0]) * degrees;
  const double turned = std::max(yaw, pitch);
  notes.push_back(
      turned < 18 ? QualityNote{Grade::good, tr("Looks at the camera")}
      : turned < 32
          ? QualityNote{Grade::fair, tr("Turned by %1°: keep head motion small").arg(qRound(turned))}
          : QualityNote{Grade::poor, tr("Turned by %1°: the far side is invented").arg(qRound(turned))});
  // Lids 159/145 and 386/374 over the eye widths 33-133 and 362-263.
  const float eyes = 0.5f * (distance(l, 159, 145) / std::max(1.f, distance(l, 33, 133)) +
                             distance(l, 386, 374) / std::max(1.f, distance(l, 362, 263)));
  notes.push_back(eyes > 0.17f ? QualityNote{Grade::good, tr("Eyes are open")}
                               : QualityNote{Grade::fair, tr("Eyes are nearly closed")});
  // Inner lips 13 and 14.
  const float mouth = distance(l, 13, 14) / height;
  notes.push_back(mouth < 0.025f ? QualityNote{Grade::good, tr("Mouth is closed")}
                  : mouth < 0.07f
                      ? QualityNote{Grade::good, tr("Mouth is slightly open")}
                      : QualityNote{Grade::fair, tr("Mouth is wide open: a closed one works better")});
  float border = 1e9f;
  for (const cv::Point3f& point : l.points)
    border = std::min({border, point.x, point.y, float(p.rgb.cols) - point.x, float(p.rgb.rows) - point.y});
  notes.push_back(border > 0.2f * height ? QualityNote{Grade::good, tr("Room around the face")}
                  : border > 0           ? QualityNote{Grade::fair, tr("Little room around the face")}
                                         : QualityNote{Grade::poor, tr("The face touches the border")});
  return notes;
}

}  // namespace orator::ui
