#pragma once

#include <string>

#include "core/lab/selfcheck/comparison.h"
#include "core/tensor/weight_store.h"

namespace orator::lab::selfcheck {

inline constexpr double kNetworkTolerance = 1e-4;  ///< of the tensor's standard deviation

/// A network with the formula weights of this golden's salt, ready to run.
template <class Network, class... Arguments>
Network filled(const Golden& golden, const std::string& prefix, Arguments... arguments) {
  Network network(arguments...);
  tensor::fillByFormula(golden.salt(), prefix, network);
  network.eval();
  return network;
}

}  // namespace orator::lab::selfcheck
