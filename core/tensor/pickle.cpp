#include "core/tensor/pickle.h"

#include <map>
#include <optional>

#include "core/base/error.h"

namespace orator::tensor {
namespace {

using Kind = PickleValue::Kind;
constexpr std::size_t kMaximumValues = 500'000;

std::optional<at::ScalarType> storageClass(const std::string& name) {
  static const std::map<std::string, at::ScalarType> classes{
      {"torch.FloatStorage", at::ScalarType::Float}, {"torch.DoubleStorage", at::ScalarType::Double},
      {"torch.HalfStorage", at::ScalarType::Half},   {"torch.BFloat16Storage", at::ScalarType::BFloat16},
      {"torch.LongStorage", at::ScalarType::Long},   {"torch.IntStorage", at::ScalarType::Int},
      {"torch.ShortStorage", at::ScalarType::Short}, {"torch.CharStorage", at::ScalarType::Char},
      {"torch.ByteStorage", at::ScalarType::Byte},   {"torch.BoolStorage", at::ScalarType::Bool}};
  const auto found = classes.find(name);
  return found == classes.end() ? std::nullopt : std::optional(found->second);
}

constexpr const char* kRebuildTensor = "torch._utils._rebuild_tensor_v2";
constexpr const char* kRebuildParameter = "torch._utils._rebuild_parameter";
constexpr const char* kOrderedDict = "collections.OrderedDict";

/// The instructions that checkpoints consist of, by their names in CPython's pickle.py and pickletools.
enum class Opcode : std::uint8_t {
  mark = '(',
  stop = '.',
  binInt = 'J',
  binInt1 = 'K',
  binInt2 = 'M',
  none = 'N',
  binFloat = 'G',
  binPersistentId = 'Q',
  reduce = 'R',
  binString = 'T',
  shortBinString = 'U',
  binUnicode = 'X',
  append = 'a',
  build = 'b',
  global = 'c',
  appends = 'e',
  binGet = 'h',
  longBinGet = 'j',
  binPut = 'q',
  longBinPut = 'r',
  setItem = 's',
  tuple = 't',
  setItems = 'u',
  emptyTuple = ')',
  emptyList = ']',
  emptyDict = '}',
  protocol = 0x80,
  tuple1 = 0x85,
  tuple2 = 0x86,
  tuple3 = 0x87,
  newTrue = 0x88,
  newFalse = 0x89,
  long1 = 0x8a,
  shortBinUnicode = 0x8c,
  stackGlobal = 0x93,
  memoize = 0x94,
  frame = 0x95
};

/// The machine. A mark is a negative entry on the stack.
class Machine {
 public:
  Machine(std::span<const std::uint8_t> bytes, const std::string& subject)
      : bytes_(bytes), subject_(subject) {}

  Pickle run() {
    while (true) {
      const auto code = Opcode(byte());
      if (code == Opcode::stop) break;
      step(code);
    }
    pickle_.root = pop();
    pickle_.bytesRead = at_;
    return std::move(pickle_);
  }

 private:
  static constexpr int kMark = -1;

  [[noreturn]] void refuse(const std::string& reason) const {
    throw Error(ErrorCode::checkpointRefused, subject_, reason,
                "Do not use this file; get the checkpoint from its publisher");
  }

  void step(Opcode code) {
    static const std::map<Opcode, void (*)(Machine&)> actions{
        {Opcode::protocol, [](Machine& m) { m.checkProtocol(m.byte()); }},
        {Opcode::frame, [](Machine& m) { m.skip(8); }},
        {Opcode::mark, [](Machine& m) { m.stack_.push_back(kMark); }},
        {Opcode::none, [](Machine& m) { m.push({Kind::none}); }},
        {Opcode::newTrue, [](Machine& m) { m.pushInteger(Kind::boolean, 1); }},
        {Opcode::newFalse, [](Machine& m) { m.pushInteger(Kind::boolean, 0); }},
        {Opcode::binInt1, [](Machine& m) { m.pushInteger(Kind::integer, std::int64_t(m.number(1))); }},
        {Opcode::binInt2, [](Machine& m) { m.pushInteger(Kind::integer, std::int64_t(m.number(2))); }},
        {Opcode::binInt, [](Machine& m) { m.pushInteger(Kind::integer, std::int32_t(m.number(4))); }},
        {Opcode::long1, [](Machine& m) { m.longInteger(); }},
        {Opcode::binFloat, [](Machine& m) { m.skip(8), m.push({Kind::real}); }},
        {Opcode::shortBinString, [](Machine& m) { m.pushText(m.number(1)); }},
        {Opcode::shortBinUnicode, [](Machine& m) { m.pushText(m.number(1)); }},
        {Opcode::binString, [](Machine& m) { m.pushText(m.number(4)); }},
        {Opcode::binUnicode, [](Machine& m) { m.pushText(m.number(4)); }},
        {Opcode::emptyDict, [](Machine& m) { m.push({Kind::dictionary}); }},
        {Opcode::emptyList, [](Machine& m) { m.push({Kind::list}); }},
        {Opcode::emptyTuple, [](Machine& m) { m.push({Kind::list}); }},
        {Opcode::tuple, [](Machine& m) { m.pushList(m.popToMark()); }},
        {Opcode::tuple1, [](Machine& m) { m.pushList(m.popSome(1)); }},
        {Opcode::tuple2, [](Machine& m) { m.pushList(m.popSome(2)); }},
        {Opcode::tuple3, [](Machine& m) { m.pushList(m.popSome(3)); }},
        {Opcode::append, [](Machine& m) { m.append(Kind::list, m.popSome(1)); }},
        {Opcode::appends, [](Machine& m) { m.append(Kind::list, m.popToMark()); }},
        {Opcode::setItem, [](Machine& m) { m.append(Kind::dictionary, m.popSome(2)); }},
        {Opcode::setItems, [](Machine& m) { m.append(Kind::dictionary, m.popToMark()); }},
        {Opcode::binPut, [](Machine& m) { m.memorise(m.number(1)); }},
        {Opcode::longBinPut, [](Machine& m) { m.memorise(m.number(4)); }},
        {Opcode::memoize, [](Machine& m) { m.memorise(m.memo_.size()); }},
        {Opcode::binGet, [](Machine& m) { m.recall(m.number(1)); }},
        {Opcode::longBinGet, [](Machine& m) { m.recall(m.number(4)); }},
        {Opcode::global, [](Machine& m) { m.globalOfLines(); }},
        {Opcode::stackGlobal, [](Machine& m) { m.globalOfStack(); }},
        {Opcode::reduce, [](Machine& m) { m.reduce(); }},
        {Opcode::build, [](Machine& m) { m.build(); }},
        {Opcode::binPersistentId, [](Machine& m) { m.persistent(); }},
    };
    const auto action = actions.find(code);
    if (action != actions.end()) return action->second(*this);
    const char* digits = "0123456789abcdef";
    const auto number = std::uint8_t(code);
    refuse(std::string("it uses the pickle instruction 0x") + digits[number >> 4] + digits[number & 15] +
           ", which no checkpoint needs");
  }

  void checkProtocol(int version) const {
    constexpr int kLatest = 5;
    if (version > kLatest) refuse("it is a pickle of an unknown version");
  }
  void skip(int size) { number(size); }
  void memorise(std::uint64_t key) { memo_[key] = top(); }
  void globalOfLines() {
    const std::string module = line();
    const std::string name = line();
    global(module, name);
  }
  void globalOfStack() {
    const auto names = popSome(2);
    global(expect(names[0], Kind::text).text, expect(names[1], Kind::text).text);
  }
  /// What torch.save builds is a state dict with its _metadata, which is left out.
  void build() {
    pop();
    mutableTop(Kind::dictionary);
  }

  std::uint8_t byte() {
    if (at_ >= bytes_.size()) refuse("its pickle is cut off");
    return bytes_[at_++];
  }
  std::uint64_t number(int size) {
    std::uint64_t value = 0;
    for (int i = 0; i < size; ++i) value |= std::uint64_t(byte()) << 8 * i;
    return value;
  }
  std::string textOf(std::uint64_t size) {
    if (size > bytes_.size() - at_) refuse("its pickle is cut off");
    std::string text(reinterpret_cast<const char*>(bytes_.data()) + at_, std::size_t(size));
    at_ += std::size_t(size);
    return text;
  }
  std::string line() {
    std::string text;
    for (char c = char(byte()); c != '\n'; c = char(byte())) text += c;
    return text;
  }

  int push(PickleValue value) {
    if (pickle_.values.size() >= kMaximumValues) refuse("its pickle has too many values");
    pickle_.values.push_back(std::move(value));
    stack_.push_back(int(pickle_.values.size()) - 1);
    return stack_.back();
  }
  void pushInteger(Kind kind, std::int64_t value) {
    pickle_.values[std::size_t(push({kind}))].integer = value;
  }
  void pushList(std::vector<int> items) {
    pickle_.values[std::size_t(push({Kind::list}))].items = std::move(items);
  }
  void pushText(std::uint64_t size) {
    std::string text = textOf(size);
    pickle_.values[std::size_t(push({Kind::text}))].text = std::move(text);
  }
  void longInteger() {
    const std::uint64_t size = number(1);
    const std::string raw = textOf(size);
    if (size > 8) {  // the format's magic number; nothing else is so long
      pickle_.values[std::size_t(push({Kind::text}))].text = raw;
      return;
    }
    std::uint64_t value = size > 0 && (raw.back() & 0x80) ? ~std::uint64_t(0) : 0;
    for (std::size_t i = raw.size(); i-- > 0;) value = value << 8 | std::uint8_t(raw[i]);
    pushInteger(Kind::integer, std::int64_t(value));
  }

  int top() const {
    if (stack_.empty() || stack_.back() == kMark) refuse("its pickle is malformed: an empty stack");
    return stack_.back();
  }
  int pop() {
    const int value = top();
    stack_.pop_back();
    return value;
  }
  std::vector<int> popSome(std::size_t count) {
    std::vector<int> values(count);
    for (std::size_t i = count; i-- > 0;) values[i] = pop();
    return values;
  }
  std::vector<int> popToMark() {
    std::size_t mark = stack_.size();
    while (mark > 0 && stack_[mark - 1] != kMark) --mark;
    if (mark == 0) refuse("its pickle is malformed: a missing mark");
    std::vector<int> values(stack_.begin() + std::ptrdiff_t(mark), stack_.end());
    stack_.resize(mark - 1);
    return values;
  }
  const PickleValue& expect(int index, Kind kind) const {
    const PickleValue& value = pickle_.at(index);
    if (value.kind != kind) refuse("its pickle is malformed: a value of an unexpected kind");
    return value;
  }
  PickleValue& mutableTop(Kind kind) {
    const int index = top();
    expect(index, kind);
    return pickle_.values[std::size_t(index)];
  }
  void recall(std::uint64_t key) {
    const auto found = memo_.find(key);
    if (found == memo_.end()) refuse("its pickle is malformed: an unknown memo");
    stack_.push_back(found->second);
  }
  void append(Kind kind, const std::vector<int>& values) {
    if (kind == Kind::dictionary && values.size() % 2 != 0)
      refuse("its pickle is malformed: a key without value");
    auto& items = mutableTop(kind).items;
    items.insert(items.end(), values.begin(), values.end());
  }

  void global(const std::string& module, const std::string& name) {
    PickleValue value{Kind::global};
    value.text = module + "." + name;
    const auto type = storageClass(value.text);
    if (!type && value.text != kRebuildTensor && value.text != kRebuildParameter &&
        value.text != kOrderedDict)
      refuse("it asks for \"" + value.text.substr(0, 200) + "\", which no checkpoint needs and is never run");
    if (type) value.type = *type;
    push(std::move(value));
  }

  void reduce() {
    const std::vector<int> arguments = shortList(pop());
    const std::string name = expect(pop(), Kind::global).text;
    if (name == kOrderedDict && arguments.empty()) {
      push({Kind::dictionary});
    } else if (name == kRebuildParameter && arguments.size() == 3) {
      expect(arguments[0], Kind::tensor);
      stack_.push_back(arguments[0]);
    } else if (name == kRebuildTensor && arguments.size() >= 6) {
      PickleValue tensor{Kind::tensor};
      expect(arguments[0], Kind::storage);
      tensor.items = {arguments[0]};
      tensor.integer = expect(arguments[1], Kind::integer).integer;
      tensor.size = integers(arguments[2]);
      tensor.stride = integers(arguments[3]);
      push(std::move(tensor));
    } else {
      refuse("it calls \"" + name + "\" in an unknown way");
    }
  }
  std::vector<std::int64_t> integers(int list) const {
    std::vector<std::int64_t> values;
    for (int item : shortList(list)) values.push_back(expect(item, Kind::integer).integer);
    return values;
  }
  /// A long list behind a short instruction would make reading quadratic.
  const std::vector<int>& shortList(int index) const {
    const std::vector<int>& items = expect(index, Kind::list).items;
    if (items.size() > 16) refuse("a call or a tensor's shape has more than 16 parts");
    return items;
  }

  void persistent() {
    const std::vector<int> parts = shortList(pop());
    if (parts.size() < 5 || expect(parts[0], Kind::text).text != "storage")
      refuse("it has an unknown storage");
    const PickleValue& type = expect(parts[1], Kind::global);
    if (!storageClass(type.text)) refuse("it has a storage of the unknown type " + type.text);
    if (parts.size() > 5 && pickle_.at(parts[5]).kind != Kind::none) refuse("it has a view of a storage");
    PickleValue storage{Kind::storage};
    storage.type = type.type;
    storage.text = expect(parts[2], Kind::text).text;
    storage.integer = expect(parts[4], Kind::integer).integer;
    if (storage.integer < 0) refuse("it has a storage of negative size");
    push(std::move(storage));
  }

  std::span<const std::uint8_t> bytes_;
  const std::string& subject_;
  std::size_t at_ = 0;
  Pickle pickle_;
  std::vector<int> stack_;
  std::map<std::uint64_t, int> memo_;
};

}  // namespace

Pickle readPickle(std::span<const std::uint8_t> bytes, const std::string& subject) {
  return Machine(bytes, subject).run();
}

}  // namespace orator::tensor
