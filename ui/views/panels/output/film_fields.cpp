#include "ui/views/panels/output/film_fields.h"

#include <QColorDialog>
#include <QFileDialog>
#include <array>

#include "core/pipeline/film_preset.h"
#include "ui/kit/text/path.h"
#include "ui/kit/translation/language.h"
#include "ui/kit/widgets/choice_field.h"
#include "ui/kit/widgets/layouts.h"
#include "ui/kit/widgets/param_slider.h"

namespace orator::ui {
namespace {

using pipeline::Aspect;
using pipeline::Parameter;

/// The names of a choice as they are shown, where they are words and no marks of the field.
struct ChoiceText {
  std::string_view parameter, name;
  const char* text;
};
constexpr ChoiceText kChoiceTexts[] = {
    {"alpha", "off", QT_TRANSLATE_NOOP("FilmFields", "Nothing")},
    {"alpha", "person", QT_TRANSLATE_NOOP("FilmFields", "All but the person")},
    {"alpha", "portrait", QT_TRANSLATE_NOOP("FilmFields", "As the portrait's file")},
    {"fit", "crop", QT_TRANSLATE_NOOP("FilmFields", "Crop around the face")},
    {"fit", "pad", QT_TRANSLATE_NOOP("FilmFields", "Show all of it")},
    {"behind", "auto", QT_TRANSLATE_NOOP("FilmFields", "As it suits the film")},
    {"behind", "blur", QT_TRANSLATE_NOOP("FilmFields", "The portrait, blurred")},
    {"behind", "colour", QT_TRANSLATE_NOOP("FilmFields", "A colour")},
    {"mark", "off", QT_TRANSLATE_NOOP("FilmFields", "None")},
    {"mark", "on", QT_TRANSLATE_NOOP("FilmFields", "“Synthetic media”")},
    {"caption_style", "outline", QT_TRANSLATE_NOOP("FilmFields", "Letters with a rim")},
    {"caption_style", "box", QT_TRANSLATE_NOOP("FilmFields", "On a dark bar")},
    {"caption_style", "highlight", QT_TRANSLATE_NOOP("FilmFields", "The said word in a colour")},
    {"caption_place", "auto", QT_TRANSLATE_NOOP("FilmFields", "Away from the mouth")},
    {"caption_place", "bottom", QT_TRANSLATE_NOOP("FilmFields", "Below")},
    {"caption_place", "top", QT_TRANSLATE_NOOP("FilmFields", "Above")},
    {"loop", "off", QT_TRANSLATE_NOOP("FilmFields", "Played once")},
    {"loop", "on", QT_TRANSLATE_NOOP("FilmFields", "Again and again")},
    {"container", "auto", QT_TRANSLATE_NOOP("FilmFields", "By the file's name")},
    {"codec", "auto", QT_TRANSLATE_NOOP("FilmFields", "As is usual")},
    {"codec", "h264", "H.264"},
    {"codec", "h265", "H.265"},
    {"codec", "av1", "AV1"},
    {"codec", "prores", "ProRes 422"},
    {"codec", "prores4444", "ProRes 4444"},
    {"codec", "vp9", "VP9"},
    {"encoder", "software", QT_TRANSLATE_NOOP("FilmFields", "The processor")},
    {"encoder", "hardware", QT_TRANSLATE_NOOP("FilmFields", "A graphics card")},
};

constexpr std::array kAspects{Aspect{9, 16}, Aspect{4, 5}, Aspect{1, 1}, Aspect{16, 9}};

QString choiceText(const Parameter& parameter, std::string_view name) {
  for (const ChoiceText& one : kChoiceTexts)
    if (one.parameter == parameter.spec.name && one.name == name) return FilmFields::tr(one.text);
  if (parameter.spec.name == "container")
    for (const media::ContainerTraits& one : media::containers())
      if (media::kContainerNames[std::size_t(one.container)] == name) return coreText(one.label);
  return QString::fromUtf8(name.data(), qsizetype(name.size()));
}

QString labelOf(const Parameter& parameter) {
  return ParamSlider::tr(parameter.spec.label.data());
}

QString tipOf(const Parameter& parameter) {
  return ParamSlider::tr(parameter.spec.description.data());
}

/// A name before what it names.
QWidget* named(const Parameter& parameter, std::initializer_list<QWidget*> parts) {
  auto* row = new QWidget;
  auto* columns = tight<QHBoxLayout>(row, 4);
  columns->addWidget(new QLabel(labelOf(parameter)), 1);
  for (QWidget* part : parts) columns->addWidget(part);
  row->setToolTip(tipOf(parameter));
  return row;
}

}  // namespace

FilmFields::FilmFields(Studio& studio, pipeline::Section section, QWidget* parent)
    : QWidget(parent), studio_(studio) {
  auto* rows = tight<QVBoxLayout>(this, 9);
  for (const Parameter& one : pipeline::parameters())
    if (one.section == section)
      if (QWidget* field = fieldOf(one)) rows->addWidget(field);
  connect(&studio_.document(), &Document::changed, this, &FilmFields::refresh);
  refresh();
}

void FilmFields::refresh() {
  for (const auto& show : showers_) show(studio_.project());
}

void FilmFields::change(const Parameter& parameter, const std::function<void(project::Project&)>& edit) {
  studio_.document().change(labelOf(parameter), edit, QString::fromUtf8(parameter.spec.name.data()));
}

/// None for what is chosen elsewhere: the file's name above, parts of the film in the time line.
QWidget* FilmFields::fieldOf(const Parameter& parameter) {
  if (parameter.optionName().empty()) return nullptr;
  if (const auto* choice = std::get_if<pipeline::Choice>(&parameter.value))
    return choiceOf(parameter, *choice);
  if (std::holds_alternative<pipeline::Field<Aspect>>(parameter.value)) return aspectOf(parameter);
  if (std::holds_alternative<pipeline::Field<pipeline::Colour>>(parameter.value)) return colourOf(parameter);
  if (std::holds_alternative<pipeline::Field<std::filesystem::path>>(parameter.value))
    return fileOf(parameter);
  if (std::holds_alternative<pipeline::Field<bool>>(parameter.value)) return flagOf(parameter);
  return pipeline::isNumber(parameter) ? numberOf(parameter) : nullptr;
}

QWidget* FilmFields::choiceOf(const Parameter& parameter, const pipeline::Choice& choice) {
  auto* field = new ChoiceField(labelOf(parameter), tipOf(parameter));
  const auto nameIn = [&choice](const project::Project& p) {
    const std::string_view name = choice.get(p, choice.names);
    return QString::fromUtf8(name.data(), qsizetype(name.size()));
  };
  for (const std::string_view name : choice.names)
    field->box().addItem(choiceText(parameter, name), QString::fromUtf8(name.data(), qsizetype(name.size())));
  field->setUsual(nameIn({}));
  connect(field, &ChoiceField::chosen, this, [this, &parameter](const QVariant& name) {
    change(parameter,
           [&](project::Project& p) { pipeline::parse(parameter, name.toString().toStdString(), p); });
  });
  showers_.push_back([field, nameIn](const project::Project& p) { field->setValue(nameIn(p)); });
  return field;
}

QWidget* FilmFields::aspectOf(const Parameter& parameter) {
  auto* field = new ChoiceField(labelOf(parameter), tipOf(parameter));
  const auto textIn = [&parameter](const project::Project& p) {
    return QString::fromStdString(pipeline::valueText(parameter, p));
  };
  field->box().addItem(tr("As the portrait"), textIn({}));
  for (const Aspect& aspect : kAspects) {
    const QString text = QString::fromStdString(pipeline::aspectText(aspect));
    field->box().addItem(text, text);
  }
  field->setUsual(textIn({}));
  connect(field, &ChoiceField::chosen, this, [this, &parameter](const QVariant& text) {
    change(parameter,
           [&](project::Project& p) { pipeline::parse(parameter, text.toString().toStdString(), p); });
  });
  showers_.push_back([field, textIn](const project::Project& p) {
    const QString text = textIn(p);  // one of the command line's may be another
    if (field->box().findData(text) < 0) field->box().addItem(text, text);
    field->setValue(text);
  });
  return field;
}

QWidget* FilmFields::colourOf(const Parameter& parameter) {
  auto* button = new QPushButton;
  button->setAccessibleName(labelOf(parameter));
  const auto colourIn = [&parameter](const project::Project& p) {
    return QColor(QString::fromStdString(pipeline::valueText(parameter, p)));
  };
  connect(button, &QPushButton::clicked, this, [this, &parameter, colourIn] {
    const QColor chosen = QColorDialog::getColor(colourIn(studio_.project()), this, labelOf(parameter));
    if (!chosen.isValid()) return;
    change(parameter,
           [&](project::Project& p) { pipeline::parse(parameter, chosen.name().toStdString(), p); });
  });
  showers_.push_back([button, colourIn](const project::Project& p) {
    QPixmap patch(32, 14);
    patch.fill(colourIn(p));
    button->setIcon(plainIcon(patch));
    button->setIconSize(patch.size());
  });
  return named(parameter, {button});
}

QWidget* FilmFields::fileOf(const Parameter& parameter) {
  const bool isText = parameter.spec.name == "captions";
  const QString title = isText ? tr("Choose a text or captions") : tr("Choose a picture or a video");
  const QString kinds =
      isText ? tr("Texts, captions and labels (*.txt *.srt *.vtt *.TextGrid *.json);;All files (*)")
             : tr("Pictures and videos (*.png *.jpg *.jpeg *.webp *.mp4 *.mov *.mkv *.webm);;All files (*)");
  auto* name = new QLineEdit;
  name->setReadOnly(true);
  name->setPlaceholderText(tr("none"));
  name->setAccessibleName(labelOf(parameter));
  auto* choose = iconButton("open", title + "…");
  auto* clear = iconButton("cancel", tr("Use none"));
  const auto& field = std::get<pipeline::Field<std::filesystem::path>>(parameter.value);
  const auto set = [this, &parameter, &field](const QString& file) {
    change(parameter, [&](project::Project& p) { field.edit(p) = toPath(file); });
  };
  connect(choose, &QToolButton::clicked, this, [this, &field, set, title, kinds] {
    const QString file = QFileDialog::getOpenFileName(
        this, title, toQString(field.get(studio_.project()).parent_path()), kinds);
    if (!file.isEmpty()) set(file);
  });
  connect(clear, &QToolButton::clicked, this, [set] { set({}); });
  showers_.push_back([name, clear, &field](const project::Project& p) {
    const std::filesystem::path& file = field.get(p);
    name->setText(toQString(file.filename()));
    name->setToolTip(toQString(file));
    clear->setEnabled(!file.empty());
  });
  return named(parameter, {name, choose, clear});
}

QWidget* FilmFields::flagOf(const Parameter& parameter) {
  auto* box = new QCheckBox(labelOf(parameter));
  box->setToolTip(tipOf(parameter));
  const auto& field = std::get<pipeline::Field<bool>>(parameter.value);
  connect(box, &QCheckBox::clicked, this, [this, &parameter, &field](bool on) {
    change(parameter, [&](project::Project& p) { field.edit(p) = on; });
  });
  showers_.push_back([box, &field](const project::Project& p) { box->setChecked(field.get(p)); });
  return box;
}

QWidget* FilmFields::numberOf(const Parameter& parameter) {
  auto* slider = new ParamSlider(parameter.spec);
  connect(slider, &ParamSlider::edited, this, [this, &parameter](double value, bool) {
    change(parameter, [&](project::Project& p) { pipeline::setNumber(parameter, p, value); });
  });
  showers_.push_back([slider, &parameter](const project::Project& p) {
    slider->setValue(pipeline::numberOf(parameter, p));
  });
  return slider;
}

FilmPresetBox::FilmPresetBox(Studio& studio, QWidget* parent) : QComboBox(parent) {
  setAccessibleName(tr("Preset for films"));
  setToolTip(tr("Sets size, frame and file as they are wanted where the film is shown"));
  setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  setMinimumContentsLength(8);
  addItem(tr("Made for…"));
  for (const pipeline::FilmPreset& preset : pipeline::filmPresets())
    addItem(coreText(preset.title), QString::fromStdString(preset.file.string()));
  connect(this, &QComboBox::activated, this, [this, &studio](int row) {
    const std::string file = itemData(row).toString().toStdString();
    if (file.empty()) return;
    const QString title = itemText(row);
    setCurrentIndex(0);  // what it has set is seen in the fields
    try {
      studio.document().change(title, [&](project::Project& p) { pipeline::applyFilmPreset(file, p); });
    } catch (const Error& failure) {
      Q_EMIT studio.problem({Problem::Level::warning,
                             title,
                             QString::fromStdString(failure.reason()),
                             QString::fromStdString(failure.remedy()),
                             {}});
    }
  });
}

QString filmFileFilters() {
  QStringList filters;
  for (const media::ContainerTraits& one : media::containers()) {
    QStringList endings;
    for (const std::string_view ending : one.endings)
      endings << "*" + QString::fromUtf8(ending.data(), qsizetype(ending.size()));
    filters << coreText(one.label) + " (" + endings.join(' ') + ")";
  }
  return filters.join(";;");
}

}  // namespace orator::ui
