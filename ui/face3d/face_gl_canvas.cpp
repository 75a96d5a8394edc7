#include "ui/face3d/face_gl_canvas.h"

#include "ui/themes/theme.h"

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

void FaceGlCanvas::upload(const FaceScene& scene) {
  texture_ = std::make_unique<QOpenGLTexture>(scene.texture().convertToFormat(QImage::Format_RGBA8888));
  texture_->setMinificationFilter(QOpenGLTexture::LinearMipMapLinear);
  texture_->setMagnificationFilter(QOpenGLTexture::Linear);
  texture_->setWrapMode(QOpenGLTexture::ClampToEdge);
  triangleIndices_.clear();
  eyeIndices_.clear();
  for (const cv::Vec3i& t : scene.eyeTriangles())
    for (int k = 0; k < 3; ++k) eyeIndices_.push_back(GLushort(t[k]));
  edgeIndices_.clear();
  for (const cv::Vec3i& t : scene.triangles())
    for (int k = 0; k < 3; ++k) triangleIndices_.push_back(GLushort(t[k]));
  for (const auto& [a, b] : scene.edges()) {
    edgeIndices_.push_back(GLushort(a));
    edgeIndices_.push_back(GLushort(b));
  }
  uploaded_ = &scene;
}

void FaceGlCanvas::drawShape(const FaceScene& scene, const FaceShape& shape, FaceStyle style,
                             const QColor& colour, float alpha) {
  program_->setUniformValue(
      "colour", QVector4D(float(colour.redF()), float(colour.greenF()), float(colour.blueF()), alpha));
  program_->setUniformValue("textured", style == FaceStyle::textured ? 1.f : 0.f);
  program_->setUniformValue("shaded", style == FaceStyle::clay ? 1.f : 0.f);
  program_->setAttributeArray(0, shape.points.data());
  program_->setAttributeArray(1, shape.normals.data());
  program_->setAttributeArray(2, scene.textureCoordinates().data());
  for (int i = 0; i < 3; ++i) program_->enableAttributeArray(i);
  if (style == FaceStyle::wireframe)
    glDrawElements(GL_LINES, GLsizei(edgeIndices_.size()), GL_UNSIGNED_SHORT, edgeIndices_.data());
  else if (style == FaceStyle::landmarks)
    glDrawArrays(GL_POINTS, 0, GLsizei(shape.points.size()));
  else
    glDrawElements(GL_TRIANGLES, GLsizei(triangleIndices_.size()), GL_UNSIGNED_SHORT,
                   triangleIndices_.data());
  if (style == FaceStyle::textured)
    glDrawElements(GL_TRIANGLES, GLsizei(eyeIndices_.size()), GL_UNSIGNED_SHORT, eyeIndices_.data());
  for (int i = 0; i < 3; ++i) program_->disableAttributeArray(i);
}

void FaceGlCanvas::paintGL() {
  const QColor back = colours().field;
  glClearColor(float(back.redF()), float(back.greenF()), float(back.blueF()), 1);
  glClear(GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT);
  const auto& scene = view_.scene();
  if (!scene || !program_->isLinked()) return;
  if (uploaded_ != scene.get()) upload(*scene);

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
    drawShape(*scene, scene->pose(scene->sourceRow()), FaceStyle::wireframe, colours().muted, 0.4f);
    glClear(GL_DEPTH_BUFFER_BIT);
  }
  drawShape(*scene, scene->pose(view_.row()), look.style,
            look.style == FaceStyle::clay ? QColor("#d9d2c8") : colours().accent, 1);
  program_->release();
  texture_->release();
  glDisable(GL_DEPTH_TEST);
}

}  // namespace orator::ui
