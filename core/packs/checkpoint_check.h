#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace orator::tensor {
class CheckpointFile;
}

namespace orator::packs {

/// The role a weight file can have in a pack, as its tensors' names and shapes say: "sadtalker",
/// "facevid2vid", "mapping70", ... Nothing for a file of another model.
std::optional<std::string> recogniseCheckpoint(const tensor::CheckpointFile& file);

/// Why recogniseCheckpoint() gives nothing, one sentence without a full stop.
std::string whyNotRecognised(const tensor::CheckpointFile& file);

/// How far a checkpoint is checked.
enum class CheckDepth {
  structure,  ///< names, shapes and types: milliseconds
  values      ///< also every number for being one: about a second for 700 MB
};

/// What is wrong with the tensors of a file of this role, one clause a kind, naming the tensors:
/// "1 missing (generator.first.conv.weight); 2 with values that are not numbers (...)". Empty when nothing
/// is. Other tensors are extra in the packaged checkpoint, and under the prefix of a network that has a file
/// of its own; they are passed over in SadTalker's older files, which carry the state of their training.
/// @throws Error invalidArgument for a role without networks; checkpointRefused for damaged numbers
std::string checkpointFaults(const tensor::CheckpointFile& file, std::string_view role, CheckDepth depth);

/// True for the roles whose files hold published networks.
bool isNetworkRole(std::string_view role);

}  // namespace orator::packs
