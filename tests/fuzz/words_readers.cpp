#include "words_readers.h"

#include <algorithm>

#include "core/words/transcript_file.h"
#include "tests/support/files.h"

namespace orator::fuzz {
namespace {

namespace fs = std::filesystem;

std::vector<Bytes> wordsSeeds(const fs::path& folder, const std::string& ending) {
  const auto bytesOfText = [](const std::string& text) { return Bytes(text.begin(), text.end()); };
  if (ending == ".txt")
    return {bytesOfText("0.5\t1.0\tgood\n\\\t100\t200\n1.0\t2.0\tmorning all\n"),
            bytesOfText("\"Ça va ?\" 你好。 Yes.\n")};
  words::Transcript said{{{"Good", 0.5, 0.75, true},
                          {"<morning>", 0.75, 1.5, false},
                          {"\"你", 2, 2.5, true},
                          {"好。\"", 2.5, 3, false}},
                         true};
  writeTranscript(said, folder / ("seed" + ending), {});
  std::vector<Bytes> seeds{test::readBytes(folder / ("seed" + ending))};
  if (ending == ".vtt")
    seeds.push_back(
        bytesOfText("WEBVTT\n\nNOTE x\n\nid\n00:01.000 --> 00:02.500\n<v A>a <00:01.500>b &amp; c\n"));
  return seeds;
}

}  // namespace

std::vector<Reader> wordsReaders() {
  std::vector<Reader> made;
  for (const words::TranscriptFormat& format : words::transcriptFormats()) {
    const std::string ending(format.ending);
    std::string name = "words_" + ending.substr(1);
    std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
    made.push_back({name, ending, [](const fs::path& file) { words::readTranscript(file); },
                    [ending](const fs::path& folder) { return wordsSeeds(folder, ending); }});
  }
  return made;
}

}  // namespace orator::fuzz
