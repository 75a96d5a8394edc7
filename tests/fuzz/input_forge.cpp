#include "input_forge.h"

#include <array>
#include <fstream>
#include <iterator>
#include <span>

#include "core/tensor/pickle.h"
#include "little_endian.h"
#include "stored_zip.h"

namespace orator::fuzz {
namespace {

std::string wholeFile(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// Length of the pickle at the front.
std::size_t pickleLength(const std::string& text) {
  const std::span bytes(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
  return tensor::readPickle(bytes, "seed").bytesRead;
}

std::string text(const std::string& value) {
  return "X" + little(value.size(), 4) + value;
}

}  // namespace

InputForge::InputForge(std::uint64_t seed, const std::filesystem::path& goldens) : state_(seed) {
  wholes_ = {wholeFile(goldens / "small_legacy.pth.tar"), wholeFile(goldens / "small_zip.pth")};
  std::string rest = wholes_[0];
  for (int i = 0; i < 5; ++i) {
    const std::size_t length = pickleLength(rest);
    legacyPickles_.push_back(rest.substr(0, length));
    rest = rest.substr(length);
  }
  legacyStorages_ = rest;
  // Zip entries are stored as they are: the pickle is found by its first bytes.
  zipPickle_ = wholes_[1].substr(wholes_[1].find("\x80\x02}"));
  zipPickle_ = zipPickle_.substr(0, pickleLength(zipPickle_));
}

std::uint64_t InputForge::random() {
  std::uint64_t z = state_ += 0x9E3779B97F4A7C15u;
  z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
  z = (z ^ z >> 27) * 0x94D049BB133111EBu;
  return z ^ z >> 31;
}

std::uint64_t InputForge::integer() {
  static constexpr std::array<std::uint64_t, 16> known{0,
                                                       1,
                                                       2,
                                                       7,
                                                       8,
                                                       0x7F,
                                                       0xFF,
                                                       0x100,
                                                       0xFFFF,
                                                       0x7FFFFFFF,
                                                       0x80000000,
                                                       0xFFFFFFFF,
                                                       0x100000000,
                                                       0x7FFFFFFFFFFFFFFF,
                                                       0x8000000000000000,
                                                       0xFFFFFFFFFFFFFFFF};
  return chance(60) ? known[below(known.size())] : chance(50) ? below(64) : random();
}

std::string InputForge::smallNumber() {
  if (chance(90)) return std::to_string(below(5));
  static constexpr std::array<const char*, 8> odd{"-1",   "1.5",   "1e9", "00",
                                                  "null", "\"1\"", "[1]", "18446744073709551616"};
  return chance(50) ? odd[below(odd.size())] : std::to_string(integer());
}

std::vector<std::uint8_t> InputForge::next() {
  const std::uint64_t kind = below(100);
  std::string made = kind < 40 ? safetensors() : kind < 65 ? legacy() : kind < 90 ? zip() : wholes_[below(2)];
  if (kind >= 90 || chance(25))
    for (std::uint64_t i = 0, count = 1 + below(4); i < count; ++i) breakBytes(made);
  return {made.begin(), made.end()};
}

std::string InputForge::headerEntry(std::uint64_t& offset) {
  static constexpr std::array<std::pair<const char*, int>, 18> types{{{"F32", 4},
                                                                      {"F32", 4},
                                                                      {"F32", 4},
                                                                      {"F16", 2},
                                                                      {"BF16", 2},
                                                                      {"I64", 8},
                                                                      {"BOOL", 1},
                                                                      {"U8", 1},
                                                                      {"I8", 1},
                                                                      {"I16", 2},
                                                                      {"U16", 2},
                                                                      {"I32", 4},
                                                                      {"U32", 4},
                                                                      {"F64", 8},
                                                                      {"U64", 8},
                                                                      {"F8_E4M3", 1},
                                                                      {"F12", 1},
                                                                      {"", 0}}};
  const auto& [type, size] = types[below(chance(90) ? 14 : types.size())];
  std::uint64_t bytes = std::uint64_t(size);
  std::string shape;
  for (std::uint64_t i = 0, count = below(4); i < count; ++i) {
    const std::string number = smallNumber();
    shape += (shape.empty() ? "" : ",") + number;
    bytes *= std::strtoull(number.c_str(), nullptr, 10) % 1000;
  }
  const std::uint64_t begin = chance(95) ? offset : integer(), end = chance(95) ? begin + bytes : integer();
  offset = end < 4096 ? end : offset;
  std::string entry = "\"dtype\":\"" + std::string(type) + "\",\"shape\":[" + shape + "],\"data_offsets\":[" +
                      std::to_string(begin) + "," + std::to_string(end) + "]";
  if (chance(3)) entry += ",\"dtype\":\"F32\"";
  if (chance(3)) entry += ",\"extra\":{\"deep\":[[[[]]]]}";
  return "{" + entry + "}";
}

std::string InputForge::safetensors() {
  std::string header;
  std::uint64_t offset = 0;
  if (chance(20)) header = chance(80) ? "\"__metadata__\":{\"salt\":\"x\"}" : "\"__metadata__\":{\"a\":1}";
  for (std::uint64_t i = 0, count = below(5); i < count; ++i) {
    std::string name = chance(92)   ? std::string(1, char('a' + i))
                       : chance(50) ? "a"
                                    : std::string(below(1100), 'n');
    header += (header.empty() ? "\"" : ",\"") + name + "\":" + headerEntry(offset);
  }
  header = "{" + header + "}" + std::string(below(9), ' ');
  if (chance(20)) breakDigits(header);
  if (chance(20)) breakBytes(header);
  const std::uint64_t length = chance(95) ? header.size() : integer();
  std::string data(std::size_t(chance(92) ? offset : below(64)), '\x3f');
  return little(length, 8) + header + data;
}

std::string InputForge::pickleSnippet() {
  const std::string number = little(integer(), 8);
  switch (below(18)) {
    case 0:
      return "cos\nsystem\n";
    case 1:
      return "cos\nsystem\n" + text("true") + "\x85R";
    case 2:
      return "ccollections\nOrderedDict\n)R";
    case 3:
      return "\x8a\x08" + number;
    case 4:
      return "(" + text("storage") + "ctorch\nFloatStorage\n" + text("0") + text("cpu") + "\x8a\x08" +
             number + "tQ";
    case 5:
      return "ctorch._utils\n_rebuild_tensor_v2\n";
    case 6:
      return "(K" + little(integer(), 1) + "K" + little(integer(), 1) + "t";
    case 7:
      return "h" + little(below(48), 1);
    case 8:
      return "q" + little(below(48), 1);
    case 9:
      return "}" + text("k") + "]s";
    case 10:
      return "](" + std::string(below(40), 'N') + "e";
    case 11:
      return "}(" + text("a") + "K\x01" + text("a") + "K\x02u";
    case 12:
      return "J" + little(integer(), 4);
    case 13:
      return "X" + little(integer(), 4) + "xy";
    case 14:
      return std::string(1, char(random()));
    case 15:
      return "h\x04"
             "aa";
    case 16:
      return "R";
    default:
      return "]q\x63" + std::string(
                            "h\x63"
                            "a",
                            3);  // a list that holds itself
  }
}

std::string InputForge::brokenPickle(std::string pickle) {
  for (std::uint64_t i = 0, count = below(4); i < count; ++i) {
    const std::size_t at = std::size_t(below(pickle.size() + 1));
    switch (below(5)) {
      case 0:
        pickle.insert(at, pickleSnippet());
        break;
      case 1:
        if (at < pickle.size()) pickle[at] = char(random());
        break;
      case 2:  // an operand
        if (at + 4 < pickle.size()) pickle.replace(at, 4, little(integer(), 4));
        break;
      case 3:
        pickle.erase(at, std::size_t(below(12)));
        break;
      default: {  // a stretch of it twice
        const std::string part = pickle.substr(at, std::size_t(below(40)));
        pickle.insert(std::size_t(below(pickle.size() + 1)), part);
      }
    }
  }
  return pickle;
}

std::string InputForge::legacy() {
  std::string made;
  for (std::size_t i = 0; i < legacyPickles_.size(); ++i) {
    const int percent = i == 3 ? 80 : i == 4 ? 15 : 4;
    made += chance(percent) ? brokenPickle(legacyPickles_[i]) : legacyPickles_[i];
  }
  std::string storages = legacyStorages_;
  if (chance(10)) breakBytes(storages);
  return made + storages;
}

std::string InputForge::zip() {
  const std::string root = chance(96) ? "small/" : chance(50) ? "" : "a/b/";
  std::vector<std::pair<std::string, std::string>> entries{
      {root + "data.pkl", chance(85) ? brokenPickle(zipPickle_) : zipPickle_}};
  static constexpr std::array<std::size_t, 5> sizes{192, 12, 10, 56, 96};  // of the golden's storages, by key
  for (std::size_t key = 0; key < sizes.size(); ++key)
    if (chance(98))
      entries.emplace_back(root + "data/" + std::to_string(key),
                           std::string(chance(95) ? sizes[key] : std::size_t(below(100)), '\x3f'));
  if (chance(30)) entries.emplace_back(root + "byteorder", chance(90) ? "little" : "big");
  if (chance(4)) entries.push_back(entries[below(entries.size())]);
  if (chance(4)) entries.emplace_back("other/data.pkl", zipPickle_);
  return storedZip(entries);
}

void InputForge::breakDigits(std::string& text) {
  std::vector<std::size_t> digits;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (text[i] >= '0' && text[i] <= '9') digits.push_back(i);
  if (digits.empty()) return;
  text.replace(digits[below(digits.size())], 1, smallNumber());
}

void InputForge::breakBytes(std::string& text) {
  if (text.empty()) return;
  const std::size_t at = std::size_t(below(text.size()));
  switch (below(6)) {
    case 0:
      text[at] = char(std::uint8_t(text[at]) ^ 1u << below(8));
      break;
    case 1:
      text[at] = char(random());
      break;
    case 2:
      text.resize(at);
      break;
    case 3:
      text.insert(at, std::string(std::size_t(below(20)), char(random())));
      break;
    case 4: {
      const std::string number = little(integer(), chance(50) ? 4 : 8);
      text.replace(at, number.size(), number);
      break;
    }
    default:
      text.erase(at, std::size_t(below(16)));
  }
}

}  // namespace orator::fuzz
