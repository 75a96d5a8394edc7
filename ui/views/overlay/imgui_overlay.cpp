#include "ui/views/overlay/imgui_overlay.h"

#include <imgui.h>

#include <QMouseEvent>
#include <QPainter>
#include <algorithm>

#include "ui/views/overlay/debug_overlay.h"
#include "ui/views/overlay/imgui_raster.h"

namespace orator::ui {
namespace {

constexpr int kRenewMilliseconds = 150;
constexpr int kWidth = 470, kMargin = 10;

double mebibytes(qint64 bytes) {
  return double(bytes) / (1 << 20);
}

float middleOf(std::vector<float> values) {
  if (values.empty()) return 0;
  std::nth_element(values.begin(), values.begin() + std::ptrdiff_t(values.size() / 2), values.end());
  return values[values.size() / 2];
}

/// One graph: name, newest and middle value, and the line.
void graph(const std::string& name, const std::vector<float>& values) {
  if (values.empty()) return;
  const float highest = *std::max_element(values.begin(), values.end());
  char text[64];
  std::snprintf(text, sizeof text, "%.1f ms, middle %.1f", double(values.back()), double(middleOf(values)));
  ImGui::PlotLines(("##" + name).c_str(), values.data(), int(values.size()), 0, text, 0,
                   std::max(1.f, highest), ImVec2(ImGui::GetContentRegionAvail().x * 0.6f, 30));
  ImGui::SameLine();
  ImGui::TextUnformatted(name.c_str());
}

void tensorTable(const std::vector<TensorSummary>& tensors) {
  constexpr ImGuiTableFlags kFlags =
      ImGuiTableFlags_Borders | ImGuiTableFlags_RowBg | ImGuiTableFlags_SizingFixedFit;
  if (!ImGui::BeginTable("tensors", 7, kFlags)) return;
  for (const char* title : {"name", "shape", "type", "device", "min", "max", "not finite"})
    ImGui::TableSetupColumn(title);
  ImGui::TableHeadersRow();
  for (const TensorSummary& tensor : tensors) {
    std::string shape;
    for (std::int64_t size : tensor.shape) {
      if (!shape.empty()) shape += ' ';
      shape += std::to_string(size);
    }
    ImGui::TableNextRow();
    for (const std::string& cell : {tensor.name, shape, tensor.dtype, tensor.device}) {
      ImGui::TableNextColumn();
      ImGui::TextUnformatted(cell.c_str());
    }
    for (double value : {tensor.minimum, tensor.maximum}) {
      ImGui::TableNextColumn();
      ImGui::Text("%.4g", value);
    }
    ImGui::TableNextColumn();
    const ImVec4 colour = tensor.notFinite ? ImVec4(1, 0.4f, 0.4f, 1) : ImVec4(0.6f, 0.9f, 0.7f, 1);
    ImGui::TextColored(colour, "%lld", static_cast<long long>(tensor.notFinite));
  }
  ImGui::EndTable();
}

void share(const char* name, double used, double total) {
  char text[64];
  std::snprintf(text, sizeof text, "%.0f of %.0f MiB", used, total);
  ImGui::ProgressBar(total > 0 ? float(used / total) : 0, ImVec2(ImGui::GetContentRegionAvail().x * 0.6f, 0),
                     text);
  ImGui::SameLine();
  ImGui::TextUnformatted(name);
}

bool section(const char* title) {
  return ImGui::CollapsingHeader(title, ImGuiTreeNodeFlags_DefaultOpen);
}

class ImGuiDebugOverlay : public DebugOverlay {
 public:
  ImGuiDebugOverlay(Studio& studio, QWidget* over) : widget_(std::make_unique<ImGuiOverlay>(studio, over)) {}
  bool isAvailable() const override { return true; }
  bool isShown() const override { return !widget_->isHidden(); }
  void setShown(bool on) override {
    widget_->setVisible(on);
    if (on) widget_->raise();
  }

 private:
  std::unique_ptr<ImGuiOverlay> widget_;
};

}  // namespace

std::unique_ptr<DebugOverlay> makeDebugOverlay(Studio& studio, QWidget* over) {
  return std::make_unique<ImGuiDebugOverlay>(studio, over);
}

ImGuiOverlay::ImGuiOverlay(Studio& studio, QWidget* over)
    : QWidget(over), studio_(studio), figures_(studio), context_(ImGui::CreateContext()) {
  setObjectName("debugOverlay");
  setAccessibleName("Debug overlay");
  hide();
  setMouseTracking(true);
  over->installEventFilter(this);
  ImGui::SetCurrentContext(context_);
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.MousePos = ImVec2(-1, -1);
  ImGui::StyleColorsDark();
  ImGuiStyle& style = ImGui::GetStyle();
  style.AntiAliasedLinesUseTex = false;
  style.WindowRounding = 6;
  style.Colors[ImGuiCol_WindowBg].w = 0.88f;
  timer_.setInterval(kRenewMilliseconds);
  connect(&timer_, &QTimer::timeout, this, &ImGuiOverlay::renew);
}

ImGuiOverlay::~ImGuiOverlay() {
  figures_.setGathering(false);
  ImGui::DestroyContext(context_);
}

void ImGuiOverlay::makeFont() {
  fontRatio_ = devicePixelRatioF();
  ImGuiIO& io = ImGui::GetIO();
  io.Fonts->Clear();
  ImFontConfig config;
  config.SizePixels = float(13 * fontRatio_);
  io.Fonts->AddFontDefault(&config);
  unsigned char* pixels = nullptr;
  int width = 0, height = 0;
  io.Fonts->GetTexDataAsAlpha8(&pixels, &width, &height);
  atlas_ = QImage(pixels, width, height, width, QImage::Format_Alpha8).copy();
}

void ImGuiOverlay::renew() {
  ImGui::SetCurrentContext(context_);
  if (fontRatio_ != devicePixelRatioF()) makeFont();
  figures_.renew();
  const QSize size = this->size() * devicePixelRatioF();
  ImGuiIO& io = ImGui::GetIO();
  io.DisplaySize = ImVec2(float(size.width()), float(size.height()));
  io.DeltaTime = kRenewMilliseconds / 1000.f;
  ImGui::NewFrame();
  compose();
  ImGui::Render();
  io.MouseWheel = 0;
  if (picture_.size() != size) picture_ = QImage(size, QImage::Format_ARGB32_Premultiplied);
  picture_.fill(Qt::transparent);
  rasteriseImGui(*ImGui::GetDrawData(), atlas_, picture_);
  picture_.setDevicePixelRatio(devicePixelRatioF());
  update();
}

void ImGuiOverlay::compose() {
  ImGui::SetNextWindowPos(ImVec2(0, 0));
  ImGui::SetNextWindowSize(ImGui::GetIO().DisplaySize);
  ImGui::Begin("Orator", nullptr, ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_HorizontalScrollbar);
  if (section("Stages")) {
    if (figures_.stageMilliseconds.empty()) ImGui::TextDisabled("nothing has run yet");
    for (const auto& [name, values] : figures_.stageMilliseconds) graph(name, values);
    graph("event loop gap", figures_.loopGaps);
  }
  if (section("Memory")) {
    ImGui::Text("program %.0f MiB", mebibytes(figures_.residentBytes));
    share("preview frames", mebibytes(figures_.cacheBytes), mebibytes(figures_.cacheBudget));
    if (figures_.device)
      share(figures_.device->name.c_str(), mebibytes(figures_.device->usedBytes),
            mebibytes(figures_.device->totalBytes));
    else
      ImGui::TextDisabled("no NVIDIA graphics card");
  }
  if (section("Cache and queue")) {
    ImGui::Text("%lld of %lld frames are ready", static_cast<long long>(figures_.cachedFrames),
                static_cast<long long>(figures_.frames));
    ImGui::Text("jobs: %d wait, %d run, %d done, %d failed or stopped", figures_.jobsWaiting,
                figures_.jobsRunning, figures_.jobsDone, figures_.jobsFailed);
  }
  if (section("Tensors")) {
    if (ImGui::Button("Run the networks again")) studio_.worker().retry();
    if (figures_.tensors.empty())
      ImGui::TextDisabled("tensors are noted while this overlay is shown");
    else
      tensorTable(figures_.tensors);
  }
  if (section("Last errors")) {
    if (figures_.errors.empty()) ImGui::TextDisabled("none");
    for (const std::string& error : figures_.errors) ImGui::TextWrapped("%s", error.c_str());
  }
  ImGui::End();
}

void ImGuiOverlay::place() {
  const QSize room = parentWidget()->size() - QSize(2 * kMargin, 2 * kMargin);
  setGeometry(QRect(QPoint(kMargin, kMargin), room.boundedTo(QSize(kWidth, room.height()))));
}

bool ImGuiOverlay::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::Resize && isVisible()) place();
  return QWidget::eventFilter(watched, event);
}

void ImGuiOverlay::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  place();
  figures_.setGathering(true);
  renew();
  timer_.start();
}

void ImGuiOverlay::hideEvent(QHideEvent* event) {
  timer_.stop();
  figures_.setGathering(false);
  QWidget::hideEvent(event);
}

void ImGuiOverlay::paintEvent(QPaintEvent*) {
  QPainter(this).drawImage(0, 0, picture_);
}

void ImGuiOverlay::pointer(QMouseEvent* event, bool down) {
  ImGui::SetCurrentContext(context_);
  const QPointF at = event->position() * devicePixelRatioF();
  ImGui::GetIO().MousePos = ImVec2(float(at.x()), float(at.y()));
  ImGui::GetIO().MouseDown[0] = down;
  renew();
}

void ImGuiOverlay::mousePressEvent(QMouseEvent* event) {
  pointer(event, event->buttons() & Qt::LeftButton);
}
void ImGuiOverlay::mouseMoveEvent(QMouseEvent* event) {
  pointer(event, event->buttons() & Qt::LeftButton);
}
void ImGuiOverlay::mouseReleaseEvent(QMouseEvent* event) {
  pointer(event, event->buttons() & Qt::LeftButton);
}

void ImGuiOverlay::wheelEvent(QWheelEvent* event) {
  ImGui::SetCurrentContext(context_);
  ImGui::GetIO().MouseWheel += float(event->angleDelta().y()) / 120;
  renew();
  event->accept();
}

void ImGuiOverlay::leaveEvent(QEvent* event) {
  ImGui::SetCurrentContext(context_);
  ImGui::GetIO().MousePos = ImVec2(-1, -1);
  QWidget::leaveEvent(event);
}

}  // namespace orator::ui
