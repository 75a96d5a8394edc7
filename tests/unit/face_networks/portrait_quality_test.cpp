#include "core/face/portrait_quality.h"

#include <opencv2/imgproc.hpp>

#include "core/face/face_mesh.h"
#include "core/face/portrait.h"
#include "core/face/portrait_findings.h"
#include "tests/unit/face_networks/sample.h"

namespace orator::face {
namespace {

struct Notes : ProgressSink {
  void progress(std::string_view, std::int64_t, std::int64_t) override {}
  void note(std::string_view text) override { all += std::string(text) + "\n"; }
  std::string all;
};

class PortraitQualityOfASample : public testing::Test {
 protected:
  std::shared_ptr<const Portrait> analyse(const cv::Mat& rgb, const PortraitOptions& options = {},
                                          const cv::Mat& alpha = {}) {
    notes_.all.clear();
    RunContext context;
    context.sink = &notes_;
    return analysePortrait({rgb, alpha}, pack_, options, context);
  }
  const PortraitFinding* find(const PortraitQuality& quality, FindingKind kind) {
    findings_ = findingsOf(quality);
    for (const auto& finding : findings_)
      if (finding.kind == kind) return &finding;
    return nullptr;
  }
  cv::Point2f at(int vertex) const {
    const cv::Point3f& p = plain_->landmarks.points[std::size_t(vertex)];
    return {p.x, p.y};
  }
  cv::Mat masked(cv::Scalar cloth) const {
    cv::Mat picture = rgb_.clone();
    std::vector<cv::Point> outline;
    for (const int i : {195, 280, 345, 323, 361, 397, 379, 152, 150, 172, 132, 93, 116, 50})
      outline.emplace_back(at(i));
    cv::fillPoly(picture, std::vector{outline}, cloth, cv::LINE_AA);
    for (const float t : {0.35f, 0.65f})  // folds
      cv::line(picture, at(93) * (1 - t) + at(172) * t, at(323) * (1 - t) + at(397) * t, cloth * 0.9);
    return picture;
  }
  cv::Mat withDarkGlasses(bool left, bool right) const {
    cv::Mat picture = rgb_.clone();
    for (const auto& [worn, a, b] : {std::tuple{left, 33, 133}, std::tuple{right, 362, 263}}) {
      const float width = float(cv::norm(at(a) - at(b)));
      if (worn)
        cv::ellipse(picture,
                    cv::RotatedRect((at(a) + at(b)) * 0.5f + cv::Point2f(0, 0.1f * width),
                                    {1.75f * width, 1.4f * width}, 0),
                    cv::Scalar(14, 14, 18), cv::FILLED, cv::LINE_AA);
    }
    return picture;
  }

  Notes notes_;
  packs::Pack pack_ = packs::openPack("studio");
  cv::Mat rgb_ = test::samplePortrait();
  std::shared_ptr<const Portrait> plain_ = analyse(rgb_);
  std::vector<PortraitFinding> findings_;
};

TEST_F(PortraitQualityOfASample, FindsNothingUnusualInAPlainPortrait) {
  EXPECT_TRUE(findingsOf(plain_->quality).empty());
  EXPECT_FLOAT_EQ(plain_->quality.lipsVisible, 1);
  EXPECT_FLOAT_EQ(plain_->quality.eyesVisible[0], 1);
  EXPECT_FLOAT_EQ(plain_->quality.eyesVisible[1], 1);
  EXPECT_EQ(plain_->quality.kind, PictureKind::photo);
  EXPECT_NEAR(plain_->quality.faceHeightPixels, 110, 15);
}

TEST_F(PortraitQualityOfASample, SeesThatAMaskHidesTheLipsWhateverItsColour) {
  for (const cv::Scalar& cloth : {cv::Scalar(225, 228, 232), cv::Scalar(120, 170, 205),
                                  cv::Scalar(28, 28, 30), cv::Scalar(190, 150, 130)}) {
    const auto portrait = analyse(masked(cloth));
    EXPECT_FALSE(portrait->quality.showsLips()) << cloth;
    EXPECT_TRUE(portrait->quality.showsEye(0) && portrait->quality.showsEye(1)) << cloth;
    EXPECT_NE(notes_.all.find("The lips are not seen"), std::string::npos) << cloth;
  }
}

TEST_F(PortraitQualityOfASample, SeesWhichEyeDarkGlassesHide) {
  const auto both = analyse(withDarkGlasses(true, true)), one = analyse(withDarkGlasses(true, false));
  EXPECT_FALSE(both->quality.showsEye(0) || both->quality.showsEye(1));
  EXPECT_TRUE(both->quality.showsLips());
  EXPECT_FALSE(one->quality.showsEye(0));
  EXPECT_TRUE(one->quality.showsEye(1));
}

TEST_F(PortraitQualityOfASample, FindsThePictureInsideTheBarsOfAScreenshot) {
  cv::Mat screenshot;
  cv::copyMakeBorder(rgb_, screenshot, 200, 260, 16, 24, cv::BORDER_CONSTANT, cv::Scalar(17, 17, 17));
  cv::putText(screenshot, "12:41", {40, 60}, cv::FONT_HERSHEY_SIMPLEX, 0.6, cv::Scalar::all(220));
  const cv::Rect frame = analyse(screenshot)->quality.innerFrame, truth(16, 200, rgb_.cols, rgb_.rows);
  EXPECT_GT(double((frame & truth).area()) / double((frame | truth).area()), 0.97) << frame;
  EXPECT_NE(notes_.all.find("frame or bars"), std::string::npos);
}

TEST_F(PortraitQualityOfASample, SaysHowToTurnAFaceThatLiesOnItsSideAndTurnsItWhenAsked) {
  struct Case {
    int code;
    Rotation back;
    const char* remedy;
  };
  for (const Case& turn : {Case{cv::ROTATE_90_COUNTERCLOCKWISE, Rotation::clockwise, "--rotate 90"},
                           Case{cv::ROTATE_90_CLOCKWISE, Rotation::counterclockwise, "--rotate 270"},
                           Case{cv::ROTATE_180, Rotation::half, "--rotate 180"}}) {
    cv::Mat lying;
    cv::rotate(rgb_, lying, turn.code);
    std::string said;
    try {
      analyse(lying);
      said = notes_.all;
    } catch (const Error& error) {
      said = error.remedy();
    }
    EXPECT_NE(said.find(turn.remedy), std::string::npos) << said;
    PortraitOptions options;
    for (const Rotation rotation : {turn.back, Rotation::upright}) {
      options.rotation = rotation;
      const auto upright = analyse(lying, options);
      EXPECT_EQ(cv::norm(upright->rgb, rgb_, cv::NORM_INF), 0);
      EXPECT_EQ(find(upright->quality, FindingKind::onItsSide), nullptr);
    }
  }
}

TEST_F(PortraitQualityOfASample, SeesThatTheBordersCutTheHead) {
  cv::Rect box(cv::Point(at(234).x - 3, at(10).y - 2), cv::Point(at(454).x + 3, at(152).y + 12));
  const auto tight = analyse(rgb_(box).clone());
  EXPECT_NE(find(tight->quality, FindingKind::cut), nullptr);
}

TEST_F(PortraitQualityOfASample, KnowsTheFacesThatDoNotSpeak) {
  cv::Mat two;
  cv::hconcat(rgb_, rgb_, two);
  const auto portrait = analyse(two);
  ASSERT_EQ(portrait->quality.others.size(), 1u);
  const auto* finding = find(portrait->quality, FindingKind::others);
  ASSERT_NE(finding, nullptr);
  EXPECT_EQ(finding->remedy, Remedy::chooseFace);
}

TEST_F(PortraitQualityOfASample, LaysACutOutOverTheBackgroundAndTakesItsTransparencyForTheMatte) {
  cv::Mat cutOut = rgb_.clone();
  const cv::Mat alpha = plain_->matte.clone();
  cutOut.setTo(cv::Scalar(0, 0, 0), alpha == 0);
  PortraitOptions green;
  green.background = {0, 160, 60};
  for (const auto& options : {PortraitOptions{}, green}) {
    const auto portrait = analyse(cutOut, options, alpha);
    EXPECT_EQ(portrait->rgb.at<cv::Vec3b>(2, 2), options.background) << "what lies under it is black";
    EXPECT_EQ(cv::norm(portrait->matte, alpha, cv::NORM_INF), 0);
    EXPECT_NE(find(portrait->quality, FindingKind::transparent), nullptr);
  }
}

TEST_F(PortraitQualityOfASample, TellsAFlatDrawingFromAPhoto) {
  cv::Mat flat = rgb_.clone();
  const auto fill = [&](std::initializer_list<int> outline, const cv::Scalar& colour) {
    std::vector<cv::Point> points;
    for (const int vertex : outline) points.emplace_back(at(vertex));
    cv::fillPoly(flat, std::vector{points}, colour);
  };
  std::vector<cv::Point> oval;
  for (const int vertex : kFaceOval) oval.emplace_back(at(vertex));
  cv::fillPoly(flat, std::vector{oval}, {238, 200, 170});
  fill({33, 160, 158, 133, 153, 144}, {20, 10, 10});
  fill({263, 387, 385, 362, 380, 373}, {20, 10, 10});
  fill({70, 63, 105, 66, 107, 55, 65, 52, 53, 46}, {30, 20, 20});
  fill({300, 293, 334, 296, 336, 285, 295, 282, 283, 276}, {30, 20, 20});
  fill({61, 40, 37, 0, 267, 270, 291, 321, 314, 17, 84, 91}, {150, 60, 60});
  EXPECT_EQ(plain_->quality.kind, PictureKind::photo);
  EXPECT_EQ(analyse(flat)->quality.kind, PictureKind::drawing);
}

}  // namespace
}  // namespace orator::face
