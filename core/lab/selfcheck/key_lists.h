#pragma once

#include <torch/nn/module.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/lab/selfcheck/parts.h"

namespace orator::lab::selfcheck {

/// name -> shape and type of every tensor of a checkpoint.
using Keys = std::map<std::string, std::pair<std::vector<std::int64_t>, std::string>>;

/// Those of a network of ours, with `prefix` before their names.
void addKeys(Keys& keys, const std::string& prefix, torch::nn::Module&& module);

/// Our networks against the lists of published files in a JSON file; "module." before a published name is
/// passed over.
/// @param ours part of the list's title (the file's name) and our tensors
/// @throws Error checkpointRefused unless each title is found once
Lines compareKeyLists(const std::string& part, const std::filesystem::path& folder,
                      const std::vector<std::pair<std::string, Keys>>& ours);

}  // namespace orator::lab::selfcheck
