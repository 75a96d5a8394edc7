#include "ui/model/jobs/counted_name.h"

#include <string>

namespace orator::ui {

std::filesystem::path countedUp(const std::filesystem::path& wanted,
                                const std::function<bool(const std::filesystem::path&)>& taken) {
  std::filesystem::path name = wanted;
  for (int number = 2; taken(name); ++number) {
    std::filesystem::path file = wanted.stem();
    file += "-";
    file += std::to_string(number);
    file += wanted.extension();
    name = wanted.parent_path() / file;
  }
  return name;
}

}  // namespace orator::ui
