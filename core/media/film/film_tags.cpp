#include <algorithm>
#include <array>

#include "core/base/file_system.h"
#include "core/base/files.h"
#include "core/media/film/film_writer.h"
#include "core/media/film/picture_sequence.h"
#include "core/media/film/png_text.h"
#include "core/media/libav.h"
#include "core/media/stream_decoder.h"

namespace orator::media {
namespace {

FilmTags tagsOfFolder(const std::filesystem::path& folder) {
  for (const std::filesystem::path& entry : entriesOf(folder))
    if (isOfSequence(entry) && entry.extension() == ".png")
      return pngTexts(readFile(entry, ErrorCode::unreadableMedia));
  return {};
}

FilmTags tagsOf(const AVDictionary* dictionary) {
  FilmTags tags;
  const AVDictionaryEntry* entry = nullptr;
  while ((entry = av_dict_get(dictionary, "", entry, AV_DICT_IGNORE_SUFFIX))) {
    std::string name = entry->key;  // Matroska writes them in capitals
    std::transform(name.begin(), name.end(), name.begin(),
                   [](unsigned char c) { return char(std::tolower(c)); });
    tags.emplace_back(name, entry->value);
  }
  return tags;
}

}  // namespace

FilmTags readFilmTags(const std::filesystem::path& film) {
  if (isFolder(film)) return tagsOfFolder(film);
  const libav::Input input = openInput(film);
  FilmTags tags = tagsOf(input->metadata);
  // Ogg keeps them with the stream.
  for (unsigned i = 0; i < input->nb_streams; ++i)
    for (auto& tag : tagsOf(input->streams[i]->metadata)) tags.push_back(std::move(tag));
  return tags;
}

}  // namespace orator::media
