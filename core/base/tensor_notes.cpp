#include "core/base/tensor_notes.h"

namespace orator {

TensorNotes& TensorNotes::shared() {
  static TensorNotes notes;
  return notes;
}

void TensorNotes::add(TensorNote note) {
  const std::lock_guard lock(mutex_);
  TensorNote& kept = notes_[note.name];
  note.seen = kept.seen + 1;
  kept = std::move(note);
}

std::vector<TensorNote> TensorNotes::all() const {
  const std::lock_guard lock(mutex_);
  std::vector<TensorNote> found;
  for (const auto& [name, note] : notes_) found.push_back(note);
  return found;
}

void TensorNotes::clear() {
  const std::lock_guard lock(mutex_);
  notes_.clear();
}

}  // namespace orator
