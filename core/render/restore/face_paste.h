#pragma once

#include <array>
#include <opencv2/core.hpp>

namespace orator::render::restore {

/// Eyes, nose and corners of the mouth in a picture, pixels; of each pair the one of smaller x first.
using FivePoints = std::array<cv::Point2d, 5>;

/// The similarity that brings a face onto the published template of 512 x 512.
/// @return [2, 3], from the picture to the face @throws Error noFace when the points do not span a face
cv::Matx23d faceAffine(const FivePoints& points);

/// The face as GFPGAN takes it: linear, the published grey beyond the picture.
/// @param rgb CV_8UC3 RGB @return CV_8UC3 RGB, 512 x 512
cv::Mat alignedFace512(const cv::Mat& rgb, const cv::Matx23d& affine);

/// Where the 512-pixel face lies in the picture enlarged `upscale` times, as published: half a pixel aside
/// where it is enlarged.
cv::Matx23d pasteAffine(const cv::Matx23d& affine, double upscale);

/// How much of the restored face is taken, by its parts: skin, eyes, mouth, ..., not hair, hat, neck,
/// clothes.
/// @param labels CV_8UC1, 512 x 512, of ParseNet @return CV_64FC1, 512 x 512, 0..1, soft at its border
cv::Mat partsMask(const cv::Mat& labels);

/// The restored face over the background. With parts: softly, by partsMask(); else by an eroded and blurred
/// square.
/// @param background CV_8UC3, enlarged already @param face CV_8UC3, 512 x 512, in the same order of colours
/// @param paste of pasteAffine @param parts of partsMask, or empty
/// @param strength 0..1: how much of the face is taken; 1 as published
/// @return CV_8UC3 of the background's size
cv::Mat pasteFace(const cv::Mat& background, const cv::Mat& face, const cv::Matx23d& paste, double upscale,
                  const cv::Mat& parts, double strength = 1);

}  // namespace orator::render::restore
