#include "core/packs/network_tensors.h"

#include <map>
#include <sstream>

#include "core/base/error.h"

namespace orator::packs {
namespace {

NetworkTensor parse(const std::string& name, const std::string& sizes) {
  NetworkTensor tensor{.name = name, .shape = {}, .counter = sizes.empty()};
  std::istringstream numbers(sizes);
  for (std::string size; std::getline(numbers, size, ',');) tensor.shape.push_back(std::stoll(size));
  return tensor;
}

std::map<std::string, std::vector<NetworkTensor>, std::less<>> readList() {
  std::map<std::string, std::vector<NetworkTensor>, std::less<>> networks;
  for (const std::string line : publishedTensors()) {
    std::istringstream words(line);
    std::string name, sizes;
    words >> name >> sizes;
    const std::size_t dot = name.find('.');
    if (dot != std::string::npos) networks[name.substr(0, dot)].push_back(parse(name.substr(dot + 1), sizes));
  }
  return networks;
}

}  // namespace

const std::vector<NetworkTensor>& networkTensors(std::string_view network) {
  static const auto networks = readList();
  const auto found = networks.find(network);
  if (found == networks.end())
    throw Error(ErrorCode::invalidArgument, "network \"" + std::string(network) + "\"",
                "is not one that packs hold");
  return found->second;
}

}  // namespace orator::packs
