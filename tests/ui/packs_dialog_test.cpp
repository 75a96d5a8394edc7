#include "ui/views/dialogs/packs_dialog.h"

#include <QLabel>
#include <QTest>
#include <QTextBrowser>
#include <QTreeWidget>
#include <atomic>

#include "core/base/files.h"
#include "tests/support/files.h"
#include "tests/ui/studio_window.h"

namespace orator::ui {
namespace {

/// Packs without networks: one installed, one on offer, a download in steps.
struct FakePacks {
  std::atomic<bool> installed{false}, go{true};
  std::atomic<int> arrived{0};
  std::string failure, person = "person-anna", exported;

  packs::Pack pack(const std::string& id, const std::string& title) const {
    packs::Pack made;
    made.id = id;
    made.title = title;
    made.motionModel = "studio";
    made.renderers = {"mesh"};
    made.files = {{"face_model", "/nowhere/face.safetensors", "00", "Orator", "Apache-2.0"}};
    return made;
  }
  PackActions actions() {
    PackActions actions;
    actions.list = [this] {
      std::vector<packs::Pack> list = {pack("studio", "Orator studio pack")};
      if (!person.empty()) list.push_back(pack(person, "Person: " + person.substr(7)));
      if (installed) list.push_back(pack("sadtalker-256", "SadTalker 256"));
      return list;
    };
    actions.verify = [](const packs::Pack& one) {
      return std::vector<packs::PackFileState>{{one.files[0], true, one.id == "studio"}};
    };
    actions.offers = [this] {
      packs::DownloadPlan plan;
      plan.pack.id = "sadtalker-256";
      plan.pack.title = "SadTalker 256";
      plan.licence = "Apache-2.0";
      plan.origin = "OpenTalker";
      plan.files = {{"sadtalker", "SadTalker_V0.0.2_256.safetensors", 700'000'000, "", {}}};
      plan.bytes = std::uint64_t(700'000'000 - 7'000'000 * arrived);
      plan.freeBytes = 1'000'000'000'000;
      return std::vector<packs::DownloadPlan>{plan};
    };
    actions.download = [this](const packs::DownloadPlan&, const RunContext& context) {
      if (!failure.empty())
        throw Error(ErrorCode::packMissing, "sadtalker-256", "no address answered", failure);
      while (arrived < 100) {
        context.throwIfCancelled();
        if (!go) {
          QThread::msleep(2);
          continue;
        }
        context.progress("SadTalker_V0.0.2_256.safetensors", 7'000'000 * ++arrived, 700'000'000);
        if (arrived == 40) go = false;
      }
      installed = true;
    };
    actions.rename = [this](const std::string& id, const std::string& name) {
      EXPECT_EQ(id, "person-anna");
      person = "person-" + name;
      return person;
    };
    actions.exportTo = [this](const std::string& id, const std::filesystem::path& file) {
      exported = id + " to " + file.string();
    };
    actions.install = [this](const std::filesystem::path&) { return person = "person-installed"; };
    actions.remove = [this](const std::string& id) {
      EXPECT_EQ(id, person);
      person.clear();
    };
    actions.import = [this](const std::vector<std::filesystem::path>& paths, const RunContext&) {
      packs::ImportResult result;
      result.refused.push_back({paths.front(), "its tensors are of another network"});
      result.missing.push_back({"sadtalker-256", {"mapping70", "mapping_00229-model.pth.tar", 1, "", {}}});
      return result;
    };
    return actions;
  }
};

class Packs : public testing::Test {
 protected:
  void SetUp() override {
    dialog_ = std::make_unique<PacksDialog>(nullptr, fake_.actions());
    dialog_->waitForChecks();
  }
  QTreeWidgetItem* item(const char* title) {
    const auto found = dialog_->findChild<QTreeWidget*>()->findItems(title, Qt::MatchExactly);
    return found.isEmpty() ? nullptr : found.front();
  }
  QString details() { return dialog_->findChild<QTextBrowser*>()->toPlainText(); }
  QPushButton* button(const char* id) { return dialog_->findChild<QPushButton*>(id); }
  FakePacks fake_;
  std::unique_ptr<PacksDialog> dialog_;
};

TEST(PackSources, areToldBelowThePackThatSaysThem) {
  const test::TemporaryFolder folder;
  writeFile(
      folder / "pack.json",
      R"({"files": [{"role": "face_model", "path": "face.safetensors", "sources": ["unstated", "research"]}]})");
  FakePacks fake;
  PackActions actions = fake.actions();
  actions.list = [&] {
    packs::Pack one = fake.pack("studio", "Orator studio pack");
    one.folder = folder.path();
    return std::vector{one};
  };
  PacksDialog dialog(nullptr, actions);
  dialog.waitForChecks();
  const QString told = dialog.findChild<QTextBrowser*>()->toPlainText();
  EXPECT_TRUE(told.contains("some state no licence, some allow research only")) << told.toStdString();
  const QTreeWidgetItem* weight = dialog.findChild<QTreeWidget*>()->topLevelItem(0)->child(0);
  EXPECT_EQ(weight->text(2), "Apache-2.0 *");
  EXPECT_TRUE(weight->toolTip(2).contains("research only"));
}

TEST_F(Packs, installedAreVerifiedAndOthersAreOffered) {
  ASSERT_NE(item("Orator studio pack"), nullptr);
  EXPECT_EQ(item("Orator studio pack")->text(4), "ready");
  ASSERT_NE(item("SadTalker 256"), nullptr);
  EXPECT_EQ(item("SadTalker 256")->text(4), "not installed");
  EXPECT_FALSE(button("download")->isEnabled());
  dialog_->findChild<QTreeWidget*>()->setCurrentItem(item("SadTalker 256"));
  EXPECT_TRUE(button("download")->isEnabled());
  for (const char* word : {"Apache-2.0", "OpenTalker", "SadTalker_V0.0.2_256.safetensors", "SHA-256"})
    EXPECT_TRUE(details().contains(word)) << word;
}

TEST_F(Packs, downloadIsStoppedAndGoesOnWhereItStopped) {
  dialog_->download("sadtalker-256");
  ASSERT_TRUE(waitFor([&] { return fake_.arrived == 40; }, 10000));
  EXPECT_TRUE(dialog_->isWorking());
  dialog_->stop();
  dialog_->waitForChecks();
  EXPECT_EQ(item("SadTalker 256")->text(4), "not installed");
  dialog_->findChild<QTreeWidget*>()->setCurrentItem(item("SadTalker 256"));
  EXPECT_TRUE(details().contains(QLocale().formattedDataSize(420'000'000, 1)));
  fake_.go = true;
  bool changed = false;
  QObject::connect(dialog_.get(), &PacksDialog::packsChanged, [&] { changed = true; });
  button("download")->click();
  dialog_->waitForChecks();
  EXPECT_TRUE(changed);
  EXPECT_EQ(fake_.arrived, 100);
  EXPECT_EQ(item("SadTalker 256")->text(4),
            "incomplete");  // its fake file is damaged
}

TEST_F(Packs, areRenamedExportedDeletedAndInstalled) {
  const auto select = [&](const char* title) {
    ASSERT_NE(item(title), nullptr) << title;
    dialog_->findChild<QTreeWidget*>()->setCurrentItem(item(title));
  };
  int changes = 0;
  QObject::connect(dialog_.get(), &PacksDialog::packsChanged, [&] { ++changes; });
  select("Person: anna");
  EXPECT_TRUE(button("change")->isEnabled());
  dialog_->renameSelected("berta");
  dialog_->waitForChecks();
  EXPECT_EQ(item("Person: anna"), nullptr);
  select("Person: berta");
  dialog_->exportSelected("/media/berta.oratorpack");
  dialog_->waitForChecks();
  EXPECT_EQ(fake_.exported, "person-berta to /media/berta.oratorpack");
  dialog_->deleteSelected();
  dialog_->waitForChecks();
  EXPECT_EQ(item("Person: berta"), nullptr);
  dialog_->installExported("/media/berta.oratorpack");
  dialog_->waitForChecks();
  EXPECT_NE(item("Person: installed"), nullptr);
  EXPECT_EQ(changes, 3);
  select("SadTalker 256");
  EXPECT_FALSE(button("change")->isEnabled());
}

TEST_F(Packs, downloadThatFailsTellsWhatToFetchByHand) {
  fake_.failure = "Put https://host/file into the folder /models/incoming";
  dialog_->download("sadtalker-256");
  dialog_->waitForChecks();
  EXPECT_TRUE(details().contains("https://host/file"));
}

TEST_F(Packs, importTellsWhatWasNotTakenAndWhatIsMissing) {
  dialog_->importFrom({"/films/other.safetensors"});
  dialog_->waitForChecks();
  EXPECT_TRUE(details().contains("Not taken: other.safetensors, its tensors are of another network"));
  EXPECT_TRUE(details().contains("mapping_00229-model.pth.tar"));
}

}  // namespace
}  // namespace orator::ui
