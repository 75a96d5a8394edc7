#include "ui/views/face3d/face_gl_canvas.h"

#include <QPainter>

#include "ui/kit/themes/theme.h"

namespace orator::ui {
namespace {

constexpr const char* kVertexShader = R"(
attribute highp vec3 position;
attribute highp vec3 normal;
attribute highp vec2 uv;
uniform highp mat4 projection;
uniform highp vec3 light;
uniform highp float pointSize;
varying highp vec2 vUv;
varying highp float vShade;
void main() {
  gl_Position = projection * vec4(position, 1.0);
  gl_PointSize = pointSize;
  vUv = uv;
  vShade = 0.32 + 0.72 * max(0.0, dot(normal, light));
}
)";

constexpr const char* kFragmentShader = R"(
varying highp vec2 vUv;
varying highp float vShade;
uniform sampler2D picture;
uniform highp vec4 colour;
uniform highp float textured;
uniform highp float shaded;
void main() {
  highp vec3 plain = colour.rgb * mix(1.0, vShade, shaded);
  gl_FragColor = vec4(mix(plain, texture2D(picture, vUv).rgb, textured), colour.a);
}
)";

}  // namespace

FaceGlCanvas::FaceGlCanvas(FaceView& view) : QOpenGLWidget(&view), view_(view) {
  QSurfaceFormat format;
  format.setDepthBufferSize(24);
  format.setSamples(4);
  setFormat(format);
}

FaceGlCanvas::~FaceGlCanvas() {
  makeCurrent();
  texture_.reset();
  program_.reset();
  doneCurrent();
}

void FaceGlCanvas::initializeGL() {
  initializeOpenGLFunctions();
  program_ = std::make_unique<QOpenGLShaderProgram>();
  program_->addShaderFromSourceCode(QOpenGLShader::Vertex, kVertexShader);
  program_->addShaderFromSourceCode(QOpenGLShader::Fragment, kFragmentShader);
  program_->bindAttributeLocation("position", 0);
  program_->bindAttributeLocation("normal", 1);
  program_->bindAttributeLocation("uv", 2);
  if (!program_->link()) qWarning("the face shader does not link: %s", qPrintable(program_->log()));
}

void FaceGlCanvas::upload(const std::shared_ptr<const FaceScene>& scene) {
  texture_ = std::make_unique<QOpenGLTexture>(scene->texture().convertToFormat(QImage::Format_RGBA8888));
  texture_->setMinificationFilter(QOpenGLTexture::LinearMipMapLinear);
  texture_->setMagnificationFilter(QOpenGLTexture::Linear);
  texture_->setWrapMode(QOpenGLTexture::ClampToEdge);
  const auto indices = [](const std::vector<cv::Vec3i>& triangles) {
    std::vector<GLushort> list;
    for (const cv::Vec3i& t : triangles)
      for (int k = 0; k < 3; ++k) list.push_back(GLushort(t[k]));
    return list;
  };
  skinIndices_ = indices(scene->triangles());
  eyeIndices_ = indices(scene->eyeTriangles());
  mouthIndices_ = indices(scene->mouthTriangles());
  edgeIndices_.clear();
  for (const auto& [a, b] : scene->edges()) {
    edgeIndices_.push_back(GLushort(a));
    edgeIndices_.push_back(GLushort(b));
  }
  uploaded_ = scene;
}

void FaceGlCanvas::setColour(const QColor& colour, bool textured, bool shaded) {
  program_->setUniformValue("colour", QVector4D(float(colour.redF()), float(colour.greenF()),
                                                float(colour.blueF()), float(colour.alphaF())));
  program_->setUniformValue("textured", textured ? 1.f : 0.f);
  program_->setUniformValue("shaded", shaded ? 1.f : 0.f);
}

void FaceGlCanvas::drawShape(const FaceShape& shape, FaceStyle style, const FaceColours& colours) {
  program_->setAttributeArray(0, shape.points.data());
  program_->setAttributeArray(1, shape.normals.data());
  program_->setAttributeArray(2, uploaded_->textureCoordinates().data());
  for (int i = 0; i < 3; ++i) program_->enableAttributeArray(i);
  const auto draw = [this](GLenum mode, const std::vector<GLushort>& indices) {
    glDrawElements(mode, GLsizei(indices.size()), GL_UNSIGNED_SHORT, indices.data());
  };
  const bool textured = style == FaceStyle::textured, shaded = style == FaceStyle::clay;
  setColour(colours.skin, textured, shaded);
  if (style == FaceStyle::wireframe) {
    draw(GL_LINES, edgeIndices_);
  } else if (style == FaceStyle::landmarks) {
    glDrawArrays(GL_POINTS, 0, GLsizei(shape.points.size()));
  } else {
    draw(GL_TRIANGLES, skinIndices_);
    setColour(colours.eyes, textured, shaded);
    draw(GL_TRIANGLES, eyeIndices_);
    setColour(colours.mouth, false, shaded);
    draw(GL_TRIANGLES, mouthIndices_);
  }
  for (int i = 0; i < 3; ++i) program_->disableAttributeArray(i);
}

void FaceGlCanvas::paintGL() {
  const QColor back = colours().field;
  glClearColor(float(back.redF()), float(back.greenF()), float(back.blueF()), 1);
  glClear(GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT);
  const auto& scene = view_.scene();
  if (!scene) {
    QPainter painter(this);
    painter.setPen(colours().muted);
    painter.drawText(rect(), Qt::AlignCenter, tr("The 3D face appears with a portrait"));
    return;
  }
  if (!program_->isLinked()) return;
  if (uploaded_ != scene) upload(scene);

  const FaceLook& look = view_.look();
  glEnable(GL_DEPTH_TEST);
  glEnable(GL_BLEND);
  glBlendFunc(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA);
#ifdef GL_VERTEX_PROGRAM_POINT_SIZE
  glEnable(GL_VERTEX_PROGRAM_POINT_SIZE);
#endif
  program_->bind();
  texture_->bind();
  program_->setUniformValue("picture", 0);
  program_->setUniformValue("projection",
                            scene->orbitProjection(look.yawDegrees, look.pitchDegrees, look.zoom,
                                                   float(width()) / float(std::max(1, height()))));
  program_->setUniformValue("light", look.light.normalized());
  program_->setUniformValue("pointSize", float(3 * devicePixelRatioF()));
  if (look.ghost) {
    FaceColours ghost = faceColours(FaceStyle::wireframe);
    ghost.skin = colours().muted;
    ghost.skin.setAlphaF(0.4f);
    drawShape(scene->pose(scene->sourceRow()), FaceStyle::wireframe, ghost);
    glClear(GL_DEPTH_BUFFER_BIT);
  }
  drawShape(scene->pose(view_.row()), look.style, faceColours(look.style));
  program_->release();
  texture_->release();
  glDisable(GL_DEPTH_TEST);
}

}  // namespace orator::ui
