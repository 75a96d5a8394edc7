#pragma once

#include <QUndoCommand>

#include "ui/model/document/document.h"

namespace orator::ui {

/// A step of the history: the project before and after. Projects are small, so a step keeps both whole.
class ProjectCommand : public QUndoCommand {
 public:
  /// @param mergeId steps with the same id become one; -1 never merges
  ProjectCommand(Document* document, const QString& text, std::shared_ptr<const project::Project> before,
                 std::shared_ptr<const project::Project> after, int mergeId)
      : QUndoCommand(text),
        document_(document),
        before_(std::move(before)),
        after_(std::move(after)),
        id_(mergeId) {}

  int id() const override { return id_; }
  bool mergeWith(const QUndoCommand* other) override {
    after_ = static_cast<const ProjectCommand*>(other)->after_;
    return true;
  }
  void undo() override { document_->setProject(before_); }
  void redo() override { document_->setProject(after_); }

 private:
  Document* document_;
  std::shared_ptr<const project::Project> before_, after_;
  int id_;
};

}  // namespace orator::ui
