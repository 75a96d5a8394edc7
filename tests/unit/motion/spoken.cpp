#include "tests/unit/motion/spoken.h"

#include <cstdio>
#include <memory>
#include <sstream>
#include <stdexcept>

#include "core/media/audio_reader.h"
#include "tests/support/files.h"

namespace orator::test {
namespace {

std::string outputOf(const std::string& command) {
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
  std::string text;
  char buffer[4096];
  while (pipe && std::fgets(buffer, sizeof buffer, pipe.get())) text += buffer;
  if (text.empty()) throw std::runtime_error("no output from: " + command);
  return text;
}

}  // namespace

Spoken speak(const std::string& text, const std::string& voice) {
  const TemporaryFolder folder;
  const auto wav = folder / "spoken.wav";
  std::istringstream segments(outputOf("flite -voice " + voice + " -psdur -o " + quoted(wav) + " -t " +
                                       quoted(std::filesystem::path(text))));
  Spoken spoken;
  double begin = 0;
  for (std::string segment; segments >> segment;) {  // "aa:0.422": a sound and its end
    const std::size_t colon = segment.find(':');
    if (colon == std::string::npos) throw std::runtime_error("not a segment: " + segment);
    const double end = std::stod(segment.substr(colon + 1));
    spoken.phones.push_back({segment.substr(0, colon), begin, end});
    begin = end;
  }
  spoken.voice16k = media::readVoice16k(wav);
  return spoken;
}

}  // namespace orator::test
