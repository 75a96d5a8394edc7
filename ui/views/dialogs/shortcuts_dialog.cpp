#include "ui/views/dialogs/shortcuts_dialog.h"

#include <QDialogButtonBox>
#include <QHeaderView>
#include <QKeySequenceEdit>
#include <QPushButton>

#include "ui/kit/settings/settings.h"
#include "ui/kit/themes/theme.h"
#include "ui/kit/widgets/layouts.h"

namespace orator::ui {

ShortcutsDialog::ShortcutsDialog(const std::map<QString, QAction*>& actions, QWidget* parent)
    : QDialog(parent),
      actions_(actions),
      search_(new QLineEdit),
      tree_(new QTreeWidget),
      edit_(new QKeySequenceEdit),
      note_(mutedLabel()) {
  setWindowTitle(tr("Keyboard shortcuts"));
  setMinimumSize(480, 540);
  auto* rows = tight<QVBoxLayout>(this, 10, 18);
  search_->setPlaceholderText(tr("Search"));
  search_->setClearButtonEnabled(true);
  search_->setAccessibleName(tr("Search"));
  tree_->setAccessibleName(tr("Actions and their keys"));
  edit_->setAccessibleName(tr("New keys"));
  rows->addWidget(search_);
  tree_->setHeaderLabels({tr("Action"), tr("Keys")});
  tree_->setRootIsDecorated(false);
  tree_->header()->setSectionResizeMode(0, QHeaderView::Stretch);
  tree_->header()->setStretchLastSection(false);
  rows->addWidget(tree_, 1);
  auto* row = tight<QHBoxLayout>();
  row->addWidget(new QLabel(tr("New keys")));
  row->addWidget(edit_, 1);
  auto* set = new QPushButton(tr("Set"));
  auto* clear = new QPushButton(tr("None"));
  set->setObjectName("set");
  row->addWidget(set);
  row->addWidget(clear);
  rows->addLayout(row);
  rows->addWidget(note_);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
  auto* reset = buttons->addButton(tr("Reset all"), QDialogButtonBox::ResetRole);
  reset->setObjectName("reset");
  rows->addWidget(buttons);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  connect(reset, &QPushButton::clicked, this, &ShortcutsDialog::resetAll);
  connect(search_, &QLineEdit::textChanged, this, &ShortcutsDialog::filter);
  connect(set, &QPushButton::clicked, this, [this] { assign(edit_->keySequence()); });
  connect(clear, &QPushButton::clicked, this, [this] { assign({}); });
  connect(tree_, &QTreeWidget::currentItemChanged, this, [this](QTreeWidgetItem* item) {
    if (item) edit_->setKeySequence(actions_.at(item->data(0, Qt::UserRole).toString())->shortcut());
  });
  fill();
}

void ShortcutsDialog::fill() {
  tree_->clear();
  QPixmap none(tree_->iconSize().isEmpty() ? QSize(16, 16) : tree_->iconSize());
  none.fill(Qt::transparent);  // so that all names begin below each other
  for (const auto& [id, action] : actions_) {
    auto* item = new QTreeWidgetItem(
        tree_, {action->iconText(), action->shortcut().toString(QKeySequence::NativeText)});
    item->setIcon(0, action->icon().isNull() ? QIcon(none) : action->icon());
    item->setData(0, Qt::UserRole, id);
  }
  tree_->sortItems(0, Qt::AscendingOrder);
  tree_->resizeColumnToContents(1);
  filter(search_->text());
}

void ShortcutsDialog::filter(const QString& text) {
  for (int i = 0; i < tree_->topLevelItemCount(); ++i) {
    QTreeWidgetItem* item = tree_->topLevelItem(i);
    item->setHidden(!item->text(0).contains(text, Qt::CaseInsensitive) &&
                    !item->text(1).contains(text, Qt::CaseInsensitive));
  }
}

void ShortcutsDialog::assign(const QKeySequence& keys) {
  const QTreeWidgetItem* item = tree_->currentItem();
  if (!item) return;
  const QString id = item->data(0, Qt::UserRole).toString();
  for (const auto& [other, action] : actions_)
    if (other != id && !keys.isEmpty() && action->shortcut() == keys) {
      note_->setText(
          tr("%1 belongs to “%2” already.").arg(keys.toString(QKeySequence::NativeText), action->iconText()));
      return;
    }
  actions_.at(id)->setShortcut(keys);
  Settings().setValue("shortcuts/" + id, keys.toString(QKeySequence::PortableText));
  note_->clear();
  fill();
}

void ShortcutsDialog::resetAll() {
  Settings().remove("shortcuts");
  for (const auto& [id, action] : actions_)
    action->setShortcut(QKeySequence(action->property("firstKeys").toString(), QKeySequence::PortableText));
  fill();
}

}  // namespace orator::ui
