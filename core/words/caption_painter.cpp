#include "core/words/caption_painter.h"

#include <ass/ass.h>

#include <algorithm>
#include <cmath>
#include <cstdarg>
#include <cstdio>
#include <cstring>

#include "core/base/error.h"
#include "core/words/letters.h"

namespace orator::words {
namespace {

constexpr double kLetterHeight = 0.055;  // of the film's shorter side
constexpr double kBeside = 0.05;         // margins, of the film's width
constexpr double kEdge = 0.05;           // distance from the edge, of the film's height
constexpr double kTallEdge = 0.14;       // what phones lay over the ends of a tall film
constexpr double kTallRatio = 0.75;
constexpr double kMeanLetter = 0.5;  // width of a letter, of its height
constexpr double kLineHeight = 1.25;
constexpr double kAroundMouth = 0.35;             // of the mouth's width: lips and jaw move
constexpr const char* kSaid = "{\\1c&H3CD7FF&}";  // B G R

double letterHeight(cv::Size film, const CaptionLook& look) {
  return kLetterHeight * std::min(film.width, film.height) * look.size;
}

double edgeOf(cv::Size film) {
  return film.height * (film.width < kTallRatio * film.height ? kTallEdge : kEdge);
}

/// Where two lines of captions lie.
cv::Rect bandAt(CaptionPlace place, cv::Size film, const CaptionLook& look) {
  const double height = 2 * kLineHeight * letterHeight(film, look), edge = edgeOf(film);
  const double top = place == CaptionPlace::top ? edge : film.height - edge - height;
  return {0, cvFloor(top), film.width, cvCeil(height)};
}

CaptionPlace placeOf(cv::Size film, const CaptionLook& look, cv::Rect mouth) {
  if (look.place != CaptionPlace::automatic) return look.place;
  if (mouth.empty()) return CaptionPlace::bottom;
  const int around = cvRound(kAroundMouth * mouth.width);
  const cv::Rect busy(mouth.x - around, mouth.y - around, mouth.width + 2 * around,
                      mouth.height + 2 * around);
  const int below = (bandAt(CaptionPlace::bottom, film, look) & busy).area(),
            above = (bandAt(CaptionPlace::top, film, look) & busy).area();
  return above < below ? CaptionPlace::top : CaptionPlace::bottom;
}

/// Letters as libass takes them: its own marks are none.
std::string escaped(const std::string& text) {
  std::string result;
  for (const char c : text) {
    if (c == '{' || c == '}') result += '\\';
    result += c;
    if (c == '\\') result += "\u2060";  // so that no letter behind it makes it a mark
  }
  return result;
}

/// A caption's text; the word `said` of it has a colour, none where it is behind the last one.
std::string markedText(const Caption& caption, std::size_t said) {
  std::string text;
  std::size_t number = 0;
  for (const std::vector<Word>& line : caption.lines) {
    if (!text.empty()) text += "\\N";
    for (std::size_t i = 0; i < line.size(); ++i, ++number) {
      if (i > 0 && joined({line[i - 1], line[i]}).size() > line[i - 1].text.size() + line[i].text.size())
        text += ' ';
      text += number == said ? kSaid + escaped(line[i].text) + "{\\r}" : escaped(line[i].text);
    }
  }
  return text;
}

long long milliseconds(double seconds) {
  return std::llround(seconds * 1000);
}

void blend(const ASS_Image& image, cv::Mat& frame) {
  const int red = int(image.color >> 24), green = int(image.color >> 16 & 255),
            blue = int(image.color >> 8 & 255);
  const int solid = 255 - int(image.color & 255);
  const cv::Rect seen = cv::Rect(image.dst_x, image.dst_y, image.w, image.h) & cv::Rect({0, 0}, frame.size());
  const int colour[3] = {red, green, blue}, channels = frame.channels();
  for (int y = seen.y; y < seen.br().y; ++y) {
    const unsigned char* ink = image.bitmap + std::ptrdiff_t(y - image.dst_y) * image.stride - image.dst_x;
    uchar* pixel = frame.ptr(y) + std::ptrdiff_t(seen.x) * channels;
    for (int x = seen.x; x < seen.br().x; ++x, pixel += channels) {
      const int own = (ink[x] * solid + 127) / 255;
      if (own == 0) continue;
      // Where the frame is transparent, the colours share by what each covers.
      const int under = channels == 4 ? (pixel[3] * (255 - own) + 127) / 255 : 255 - own, whole = own + under;
      for (int c = 0; c < 3; ++c) pixel[c] = uchar((colour[c] * own + pixel[c] * under + whole / 2) / whole);
      if (channels == 4) pixel[3] = uchar(whole);
    }
  }
}

}  // namespace

CaptionRules rulesFor(cv::Size film, const CaptionLook& look) {
  CaptionRules rules;
  const double room = film.width * (1 - 2 * kBeside) / (kMeanLetter * letterHeight(film, look));
  rules.columns = std::clamp(int(room), kFewestColumns, rules.columns);
  return rules;
}

struct CaptionPainter::State {
  State()
      : library(ass_library_init(), ass_library_done),
        renderer(nullptr, ass_renderer_done),
        track(nullptr, ass_free_track) {
    if (!library) fail();
    ass_set_message_cb(library.get(), heard, this);
    renderer.reset(ass_renderer_init(library.get()));
    track.reset(ass_new_track(library.get()));
    if (!renderer || !track) fail();
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  [[noreturn]] static void fail() {
    throw Error(ErrorCode::internal, "libass", "cannot be started", "Make the film without captions");
  }

  /// What libass has to say; of that only what concerns letters.
  static void heard(int, const char* format, va_list arguments, void* self) {
    char text[300];
    std::vsnprintf(text, sizeof text, format, arguments);
    unsigned letter = 0;
    const char* found = std::strstr(text, "glyph 0x");
    if (!std::strstr(text, "failed to find any fallback") || !found ||
        std::sscanf(found, "glyph 0x%x", &letter) != 1)
      return;
    static_cast<State*>(self)->addMissing(letter);
  }

  void addMissing(char32_t letter) {
    constexpr std::size_t kMost = 20;
    std::string_view known = missing;
    std::size_t count = 0;
    for (; !known.empty(); ++count)
      if (takeLetter(known) == letter) return;
    if (count >= kMost || !isSpoken(letter)) return;
    for (const Caption& caption : captions)
      for (const std::vector<Word>& line : caption.lines)
        for (const Word& word : line)
          for (std::string_view rest = word.text; !rest.empty();) {
            const std::string_view before = rest;
            if (takeLetter(rest) != letter) continue;
            missing.append(before.substr(0, before.size() - rest.size()));
            return;
          }
  }

  void setStyle(cv::Size film, const CaptionLook& look) {
    const double height = letterHeight(film, look);
    const bool isBox = look.style == CaptionStyle::box;
    track->default_style = ass_alloc_style(track.get());
    ASS_Style& style = track->styles[track->default_style];
    style.Name = strdup("Captions");
    style.FontName = strdup("sans-serif");
    style.FontSize = height * kLineHeight;  // libass counts the whole line
    style.Bold = look.style == CaptionStyle::box ? 0 : 1;
    style.PrimaryColour = style.SecondaryColour = 0xFFFFFF00;
    style.OutlineColour = 0x10101000;
    style.BackColour = 0x00000060;
    style.ScaleX = style.ScaleY = 1;
    style.BorderStyle = isBox ? 4 : 1;  // 4: one bar behind all lines
    style.Outline = isBox ? 0 : height * 0.09;
    style.Shadow = isBox ? height * 0.35 : 0;  // how far the bar goes beyond the letters
    style.Alignment = place == CaptionPlace::top ? (2 | VALIGN_TOP) : (2 | VALIGN_SUB);
    style.MarginL = style.MarginR = cvRound(kBeside * film.width);
    style.MarginV = cvRound(edgeOf(film));
    style.Encoding = -1;  // the direction of writing is that of the text
  }

  void addEvent(const std::string& text, double beginSeconds, double endSeconds) {
    const int number = ass_alloc_event(track.get());
    ASS_Event& event = track->events[number];
    event.Start = milliseconds(beginSeconds);
    event.Duration = milliseconds(endSeconds) - event.Start;
    event.ReadOrder = number;
    event.Style = track->default_style;
    event.Text = strdup(text.c_str());
  }

  void addCaption(const Caption& caption, bool highlights) {
    std::vector<double> begins;
    for (const std::vector<Word>& line : caption.lines)
      for (const Word& word : line) begins.push_back(std::max(word.beginSeconds, caption.beginSeconds));
    if (!highlights)
      return addEvent(markedText(caption, begins.size()), caption.beginSeconds, caption.endSeconds);
    for (std::size_t i = 0; i < begins.size(); ++i)
      addEvent(markedText(caption, i), begins[i], i + 1 < begins.size() ? begins[i + 1] : caption.endSeconds);
  }

  std::unique_ptr<ASS_Library, void (*)(ASS_Library*)> library;
  std::unique_ptr<ASS_Renderer, void (*)(ASS_Renderer*)> renderer;
  std::unique_ptr<ASS_Track, void (*)(ASS_Track*)> track;
  std::vector<Caption> captions;
  CaptionPlace place = CaptionPlace::bottom;
  std::string missing;
};

CaptionPainter::CaptionPainter(const Transcript& transcript, const CaptionLook& look, cv::Size film,
                               cv::Rect mouth)
    : state_(std::make_unique<State>()) {
  State& s = *state_;
  s.captions = captionsOf(transcript, rulesFor(film, look));
  s.place = placeOf(film, look, mouth);
  s.track->track_type = ASS_Track::TRACK_TYPE_ASS;
  s.track->PlayResX = film.width;
  s.track->PlayResY = film.height;
  s.track->WrapStyle = 0;
  s.track->ScaledBorderAndShadow = 1;
  s.setStyle(film, look);
  for (const Caption& caption : s.captions) s.addCaption(caption, look.style == CaptionStyle::highlight);
  ass_set_frame_size(s.renderer.get(), film.width, film.height);
  ass_set_storage_size(s.renderer.get(), film.width, film.height);
  ass_set_shaper(s.renderer.get(), ASS_SHAPING_COMPLEX);
  ass_set_fonts(s.renderer.get(), nullptr, "sans-serif", ASS_FONTPROVIDER_AUTODETECT, nullptr, 1);
}

CaptionPainter::~CaptionPainter() = default;

CaptionPlace CaptionPainter::place() const {
  return state_->place;
}

const std::string& CaptionPainter::missingLetters() const {
  return state_->missing;
}

void CaptionPainter::draw(cv::Mat& frame, double seconds) {
  const ASS_Image* image =
      ass_render_frame(state_->renderer.get(), state_->track.get(), milliseconds(seconds), nullptr);
  if (!image) return;
  frame = frame.clone();  // it may be a renderer's own
  for (; image; image = image->next) blend(*image, frame);
}

}  // namespace orator::words
