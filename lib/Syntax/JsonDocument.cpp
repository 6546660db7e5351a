#include "Syntax/JsonDocument.h"

#include "Diag/Kinds.h"

#include <unicode/utf8.h>

#include <algorithm>
#include <vector>

namespace postern::hcl::json {
namespace {

constexpr std::string_view kReplacement = "\xef\xbf\xbd";

bool isDigit(char c) {
  return c >= '0' && c <= '9';
}
bool isLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

void appendCodePoint(std::string &out, uint32_t codePoint) {
  char buffer[4];
  int32_t size = 0;
  U8_APPEND_UNSAFE(buffer, size, codePoint);
  out.append(buffer, static_cast<size_t>(size));
}

/// Reads one document without recursion: open brackets are frames, finished values wait on two stacks until their
/// bracket closes and they move to the arena as one block.
class Parser {
public:
  Parser(std::string_view text, std::span<const uint32_t> holes, Arena &arena)
      : text_(text), holes_(holes), arena_(arena) {}

  Document run();

private:
  struct Frame {
    bool object;
    uint32_t open;
    size_t base; ///< where its values start on the stack
    Node key;
  };

  /// Once a value was a hole, what follows reads as it does only if that hole was one value.
  bool fail(Fault fault, uint32_t begin, uint32_t end) {
    if (valueHole_)
      fault = Fault::Hole;
    error_ = {fault, begin, std::min(end, size())};
    return false;
  }
  bool fail(Fault fault) { return fail(fault, at_, at_ + 1); }

  [[nodiscard]] uint32_t size() const { return static_cast<uint32_t>(text_.size()); }
  [[nodiscard]] bool atEnd() const { return at_ == size(); }
  [[nodiscard]] char peek() const { return at_ < size() ? text_[at_] : '\0'; }
  /// Whether a hole stands right before the next byte.
  [[nodiscard]] bool atHole() const { return nextHole_ < holes_.size() && holes_[nextHole_] <= at_; }
  /// Whether a hole stands in front of some byte before `end`.
  [[nodiscard]] bool holeBefore(uint32_t end) const { return nextHole_ < holes_.size() && holes_[nextHole_] < end; }

  void skipBlanks();
  bool start(Node &value, bool &complete);
  bool readValue(Node &out);
  bool readNumber(Node &out);
  bool readKeyword(Node &out);
  bool readString(Node &out);
  bool readEscape(std::string &out);
  bool readKey();
  bool open(bool object);
  void close(Node &out);
  void attach(const Node &value);
  bool readSeparator(bool &closed);

  std::string_view text_;
  std::span<const uint32_t> holes_;
  Arena &arena_;
  uint32_t at_ = 0;
  size_t nextHole_ = 0;
  bool valueHole_ = false;
  Error error_;
  std::vector<Frame> frames_;
  std::vector<Node> items_;
  std::vector<Member> members_;
};

/// Stops at a hole or at the first byte that is no blank.
void Parser::skipBlanks() {
  while (!atEnd() && !atHole()) {
    const char c = text_[at_];
    if (c != ' ' && c != '\t' && c != '\n' && c != '\r')
      break;
    ++at_;
  }
}

bool Parser::readNumber(Node &out) {
  const uint32_t begin = at_;
  uint32_t end = begin;
  // As far as anything that could be meant as one number goes, so that the fault is said about all of it.
  while (end < size() &&
         (isDigit(text_[end]) || isLetter(text_[end]) || text_[end] == '.' || text_[end] == '+' || text_[end] == '-'))
    ++end;
  if (holeBefore(end) || (nextHole_ < holes_.size() && holes_[nextHole_] == end))
    return fail(Fault::Hole, begin, end);
  uint32_t i = begin;
  const auto digits = [&] {
    const uint32_t first = i;
    while (i < end && isDigit(text_[i]))
      ++i;
    return i > first;
  };
  if (text_[i] == '-')
    ++i;
  const bool zero = i < end && text_[i] == '0';
  const uint32_t whole = i;
  bool good = digits() && (!zero || i == whole + 1);
  if (good && i < end && text_[i] == '.') {
    ++i;
    good = digits();
  }
  if (good && i < end && (text_[i] == 'e' || text_[i] == 'E')) {
    ++i;
    if (i < end && (text_[i] == '+' || text_[i] == '-'))
      ++i;
    good = digits();
  }
  if (!good || i != end)
    return fail(Fault::Number, begin, end);
  at_ = end;
  out.kind = Kind::Number;
  out.text = text_.substr(begin, end - begin);
  return true;
}

bool Parser::readKeyword(Node &out) {
  const uint32_t begin = at_;
  uint32_t end = begin;
  while (end < size() && (isLetter(text_[end]) || isDigit(text_[end]) || text_[end] == '_'))
    ++end;
  if (holeBefore(end) || (nextHole_ < holes_.size() && holes_[nextHole_] == end))
    return fail(Fault::Hole, begin, end);
  const std::string_view word = text_.substr(begin, end - begin);
  if (word == "true" || word == "false") {
    out.kind = Kind::Bool;
    out.boolean = word == "true";
  } else if (word == "null") {
    out.kind = Kind::Null;
  } else {
    return fail(Fault::Keyword, begin, end);
  }
  at_ = end;
  return true;
}

/// At the backslash. A lone surrogate becomes U+FFFD.
bool Parser::readEscape(std::string &out) {
  const uint32_t begin = at_;
  const auto unit = [&](uint32_t from, uint32_t &value) {
    if (from + 6 > size() || text_[from] != '\\' || text_[from + 1] != 'u')
      return false;
    value = 0;
    for (uint32_t i = from + 2; i < from + 6; ++i) {
      const char c = text_[i];
      const int digit = isDigit(c)               ? c - '0'
                        : (c >= 'a' && c <= 'f') ? c - 'a' + 10
                        : (c >= 'A' && c <= 'F') ? c - 'A' + 10
                                                 : -1;
      if (digit < 0)
        return false;
      value = value * 16 + static_cast<uint32_t>(digit);
    }
    return true;
  };
  const char c = at_ + 1 < size() ? text_[at_ + 1] : '\0';
  at_ += 2;
  switch (c) {
  case '"':
  case '\\':
  case '/':
    out += c;
    return true;
  case 'b':
    out += '\b';
    return true;
  case 'f':
    out += '\f';
    return true;
  case 'n':
    out += '\n';
    return true;
  case 'r':
    out += '\r';
    return true;
  case 't':
    out += '\t';
    return true;
  case 'u': {
    uint32_t first = 0;
    if (!unit(begin, first))
      break;
    at_ = begin + 6;
    uint32_t second = 0;
    if (U16_IS_LEAD(first) && unit(at_, second) && U16_IS_TRAIL(second)) {
      at_ += 6;
      appendCodePoint(out, U16_GET_SUPPLEMENTARY(first, second));
    } else if (U16_IS_SURROGATE(first)) {
      out += kReplacement;
    } else {
      appendCodePoint(out, first);
    }
    return true;
  }
  default:
    break;
  }
  return fail(Fault::String, begin, begin + 2);
}

/// At the opening quote.
bool Parser::readString(Node &out) {
  const uint32_t begin = at_++;
  uint32_t copied = at_; // text from here to at_ is not yet in `decoded`
  std::string decoded;
  std::vector<Run> runs;
  std::vector<StringHole> holes;
  const auto flush = [&] {
    if (at_ > copied)
      runs.push_back({static_cast<uint32_t>(decoded.size()), copied, true});
    decoded.append(text_.substr(copied, at_ - copied));
    copied = at_;
  };
  for (;;) {
    while (atHole()) {
      const size_t offset = decoded.size() + (at_ - copied);
      holes.push_back({static_cast<uint32_t>(offset), static_cast<uint32_t>(nextHole_++)});
    }
    if (atEnd())
      return fail(Fault::String, begin, size());
    const auto c = static_cast<unsigned char>(text_[at_]);
    if (c == '"')
      break;
    if (c < 0x20)
      return fail(Fault::String);
    if (c == '\\') {
      flush();
      runs.push_back({static_cast<uint32_t>(decoded.size()), at_, false});
      if (!readEscape(decoded))
        return false;
      if (holeBefore(at_))
        return fail(Fault::Hole, copied, at_);
      copied = at_;
    } else if (c < 0x80) {
      ++at_;
    } else {
      int32_t next = static_cast<int32_t>(at_);
      UChar32 codePoint = 0;
      U8_NEXT(text_.data(), next, static_cast<int32_t>(text_.size()), codePoint);
      if (codePoint >= 0) {
        at_ = static_cast<uint32_t>(next);
      } else {
        flush();
        runs.push_back({static_cast<uint32_t>(decoded.size()), at_, false});
        decoded += kReplacement;
        copied = ++at_;
      }
    }
  }
  out.kind = Kind::String;
  if (runs.empty()) {
    out.text = text_.substr(begin + 1, at_ - begin - 1);
  } else {
    flush();
    out.text = arena_.copy(decoded);
  }
  if (!runs.empty() || !holes.empty())
    out.detail = arena_.make<StringDetail>(arena_.copy(runs), arena_.copy(holes));
  ++at_;
  return true;
}

/// A scalar; brackets are the caller's.
bool Parser::readValue(Node &out) {
  if (atHole()) {
    out.kind = Kind::Hole;
    out.hole = static_cast<uint32_t>(nextHole_++);
    valueHole_ = true;
    // A value and nothing else may stand here: another hole or a letter would be glued to this one.
    return !atHole() || fail(Fault::Hole);
  }
  if (atEnd())
    return fail(Fault::MissingValue);
  const char c = peek();
  if (c == '"')
    return readString(out);
  if (isDigit(c) || c == '-' || c == '+' || c == '.')
    return readNumber(out);
  if (isLetter(c))
    return readKeyword(out);
  if (c == '}')
    return fail(Fault::MissingPropertyValue);
  if (c == ']')
    return fail(Fault::MissingItem);
  return fail(Fault::InvalidStart);
}

/// A property's name and its colon, up to the value.
bool Parser::readKey() {
  skipBlanks();
  if (atHole())
    return fail(Fault::Hole);
  if (atEnd())
    return fail(Fault::UnclosedObject, frames_.back().open, frames_.back().open + 1);
  if (peek() != '"')
    return fail(Fault::PropertyName);
  Node &key = frames_.back().key;
  key = Node();
  key.begin = at_;
  if (!readString(key))
    return false;
  key.end = at_;
  skipBlanks();
  if (atHole())
    return fail(Fault::Hole);
  if (peek() != ':')
    return fail(Fault::MissingColon);
  ++at_;
  return true;
}

bool Parser::open(bool object) {
  if (frames_.size() == kMaxDepth)
    return fail(Fault::TooDeep);
  frames_.push_back({object, at_, object ? members_.size() : items_.size(), {}});
  ++at_;
  return true;
}

/// The value of the innermost bracket, which ends before at_.
void Parser::close(Node &out) {
  const Frame &frame = frames_.back();
  out = Node();
  out.kind = frame.object ? Kind::Object : Kind::Array;
  out.begin = frame.open;
  out.end = at_;
  if (frame.object) {
    const std::span<const Member> members = std::span<const Member>(members_).subspan(frame.base);
    out.count = static_cast<uint32_t>(members.size());
    out.children = arena_.copy(members).data();
    members_.resize(frame.base);
  } else {
    const std::span<const Node> items = std::span<const Node>(items_).subspan(frame.base);
    out.count = static_cast<uint32_t>(items.size());
    out.children = arena_.copy(items).data();
    items_.resize(frame.base);
  }
  frames_.pop_back();
}

void Parser::attach(const Node &value) {
  if (frames_.back().object)
    members_.push_back({frames_.back().key, value});
  else
    items_.push_back(value);
}

/// After a value inside a bracket: a comma, or the bracket's end. A comma before the end is a fault of its own.
bool Parser::readSeparator(bool &closed) {
  const Frame &frame = frames_.back();
  skipBlanks();
  if (atHole())
    return fail(Fault::Hole);
  if (atEnd())
    return fail(frame.object ? Fault::UnclosedObject : Fault::UnclosedArray, frame.open, frame.open + 1);
  const char c = peek();
  if (c == (frame.object ? '}' : ']')) {
    ++at_;
    closed = true;
    return true;
  }
  if (c == '}' || c == ']')
    return fail(frame.object ? Fault::MismatchedBraces : Fault::MismatchedBrackets);
  if (c != ',')
    return fail(Fault::MissingComma);
  const uint32_t comma = at_++;
  skipBlanks();
  if (!atHole() && peek() == (frame.object ? '}' : ']'))
    return fail(frame.object ? Fault::TrailingCommaInObject : Fault::TrailingCommaInArray, comma, comma + 1);
  closed = false;
  return true;
}

/// A value, or the opening of a bracket and what must stand before its first value; `complete` tells which.
bool Parser::start(Node &value, bool &complete) {
  skipBlanks();
  complete = true;
  if (!atHole() && (peek() == '{' || peek() == '[')) {
    const bool object = peek() == '{';
    if (!open(object))
      return false;
    skipBlanks();
    if (!atHole() && peek() == (object ? '}' : ']')) {
      ++at_;
      close(value);
      return true;
    }
    complete = false;
    return !object || readKey();
  }
  value = Node();
  value.begin = at_;
  if (!readValue(value))
    return false;
  value.end = at_;
  return true;
}

Document Parser::run() {
  for (;;) {
    Node value;
    bool complete = false;
    if (!start(value, complete))
      return {nullptr, error_};
    // A finished value goes to its bracket, and a bracket that ends there is a finished value.
    while (complete) {
      if (frames_.empty()) {
        skipBlanks();
        if (!atHole() && atEnd())
          return {arena_.make<Node>(value), {}};
        fail(atHole() ? Fault::Hole : Fault::TrailingText);
        return {nullptr, error_};
      }
      attach(value);
      bool closed = false;
      if (!readSeparator(closed) || (!closed && frames_.back().object && !readKey()))
        return {nullptr, error_};
      if (closed)
        close(value);
      complete = closed;
    }
  }
}

const Run *lastRunAt(const StringDetail &detail, uint32_t offset) {
  const auto after = std::ranges::upper_bound(detail.runs, offset, {}, &Run::decoded);
  return after == detail.runs.begin() ? nullptr : &*std::prev(after);
}

} // namespace

const Node *Node::find(std::string_view key) const {
  for (const Member &member : members())
    if (member.key.text == key && !member.key.hasHoles())
      return &member.value;
  return nullptr;
}

uint32_t Node::sourceOf(uint32_t offset) const {
  if (!detail || detail->runs.empty())
    return begin + 1 + offset;
  if (offset >= text.size())
    return end - 1;
  const Run *const run = lastRunAt(*detail, offset);
  if (!run)
    return begin + 1;
  return run->exact ? run->source + (offset - run->decoded) : run->source;
}

uint32_t Node::sourceEndOf(uint32_t offset) const {
  if (!detail || detail->runs.empty() || offset == 0)
    return begin + 1 + offset;
  const Run *const run = lastRunAt(*detail, offset - 1);
  if (!run)
    return begin + 1;
  if (run->exact)
    return run->source + (offset - run->decoded);
  // All of the escape: up to where the next run starts.
  const Run *const next = run + 1;
  return next < detail->runs.data() + detail->runs.size() ? next->source : end - 1;
}

Document parse(std::string_view text, std::span<const uint32_t> holes, Arena &arena) {
  return Parser(text, holes, arena).run();
}

Diagnostic diagnose(const Error &error, const SourceRange &range) {
  switch (error.fault) {
  case Fault::MissingValue:
    return makeDiagnostic(kind::JsonMissingValue, range);
  case Fault::InvalidStart:
    return makeDiagnostic(kind::JsonInvalidStart, range);
  case Fault::MissingPropertyValue:
    return makeDiagnostic(kind::JsonMissingPropertyValue, range);
  case Fault::MissingItem:
    return makeDiagnostic(kind::JsonMissingItem, range);
  case Fault::TrailingText:
    return makeDiagnostic(kind::JsonTrailingText, range);
  case Fault::PropertyName:
    return makeDiagnostic(kind::JsonPropertyName, range);
  case Fault::MissingColon:
    return makeDiagnostic(kind::JsonMissingColon, range);
  case Fault::MissingComma:
    return makeDiagnostic(kind::JsonMissingComma, range);
  case Fault::TrailingCommaInObject:
    return makeDiagnostic(kind::JsonTrailingCommaInObject, range);
  case Fault::TrailingCommaInArray:
    return makeDiagnostic(kind::JsonTrailingCommaInArray, range);
  case Fault::UnclosedObject:
    return makeDiagnostic(kind::JsonUnclosedObject, range);
  case Fault::UnclosedArray:
    return makeDiagnostic(kind::JsonUnclosedArray, range);
  case Fault::MismatchedBraces:
    return makeDiagnostic(kind::JsonMismatchedBraces, range);
  case Fault::MismatchedBrackets:
    return makeDiagnostic(kind::JsonMismatchedBrackets, range);
  case Fault::Number:
    return makeDiagnostic(kind::JsonNumber, range);
  case Fault::String:
    return makeDiagnostic(kind::JsonString, range);
  case Fault::Keyword:
    return makeDiagnostic(kind::JsonKeyword, range);
  case Fault::TooDeep:
    return makeDiagnostic(kind::JsonTooDeep, range);
  case Fault::Hole:
    return makeDiagnostic(kind::JsonShapeUnknown, range);
  case Fault::None:
    break;
  }
  POSTERN_UNREACHABLE();
}

std::string escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    switch (c) {
    case '"':
      out += "\\\"";
      break;
    case '\\':
      out += "\\\\";
      break;
    case '\n':
      out += "\\n";
      break;
    case '\r':
      out += "\\r";
      break;
    case '\t':
      out += "\\t";
      break;
    default:
      if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
        out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
      else
        out += c;
    }
  }
  return out;
}

} // namespace postern::hcl::json
