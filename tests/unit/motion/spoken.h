#pragma once

#include <string>
#include <vector>

namespace orator::test {

/// One speech sound and when it is heard.
struct Phone {
  std::string name;  ///< CMU phone of flite: "m", "aa", "pau"
  double begin = 0;  ///< seconds
  double end = 0;
};

struct Spoken {
  std::vector<float> voice16k;
  std::vector<Phone> phones;
};

/// Text spoken by flite now, with the times of its sounds. @param voice "slt", "rms", "awb", "kal16"
/// @throws std::runtime_error when flite is missing or fails
Spoken speak(const std::string& text, const std::string& voice);

}  // namespace orator::test
