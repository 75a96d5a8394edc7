#include "core/learning/motion_nets/average_expnet.h"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include "core/base/error.h"
#include "core/base/file_system.h"
#include "core/base/files.h"
#include "core/learning/motion_nets/expnet_trainer.h"
#include "core/learning/motion_nets/rebase_expnet.h"
#include "core/tensor/weight_store.h"

namespace orator::learning {

double averageExpNet(const std::filesystem::path& from, const std::filesystem::path& towards, double share,
                     const std::vector<Clip>& judged, const face::FaceModel& model,
                     const std::filesystem::path& out) {
  const c10::NoGradGuard guard;
  if (judged.empty())
    throw Error(ErrorCode::invalidArgument, pathText(out), "there are no clips with a voice to judge by",
                "Build the data set again, with more footage");
  motion::sadtalker::ExpNet net, other;
  tensor::WeightStore::open(from).loadInto(net);
  tensor::WeightStore::open(towards).loadInto(other);
  auto weights = tensor::namedState(net);
  for (const auto& [name, value] : tensor::namedState(other))
    if (value.is_floating_point()) weights.at(name).lerp_(value, share);
  net.eval();
  const double factor = restoreExtent(net, judged, lipGeometry(model));
  writeExpNet(out, net);
  return factor;
}

}  // namespace orator::learning
