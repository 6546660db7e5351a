// format and formatlist: the verbs, and holes where an argument is not known.
#include "Eval/functions/Decimal.h"
#include "Eval/functions/Gather.h"
#include "Eval/functions/Json.h"

#include <fmt/format.h>

#include <algorithm>

namespace postern::eval::functions {

namespace {

constexpr int kMaxWidth = 10'000;

/// One verb: "%-5.2[1]s".
struct Verb {
  std::string_view text;
  size_t offset = 0;
  bool minus = false, plus = false, space = false, zero = false, sharp = false;
  int width = 0;
  int precision = -1;
  size_t arg = 0; ///< counted from 0
  char letter = 's';
};

std::string verbError(const Verb &verb, std::string_view what) {
  return fmt::format("unsupported value for \"{}\" at {}: {}", verb.text, verb.offset, what);
}

class Formatter {
public:
  Formatter(CallSite &site, std::string_view format, Args args)
      : site_(site), format_(format), args_(args), out_(site.heap()) {}

  /// Not valid after an error.
  Value run(const Value &format);

private:
  bool readVerb(size_t &at, Verb &verb);
  bool digits(size_t &at, int &number) const;
  bool write(const Verb &verb);
  bool writeText(const Verb &verb, const Value &arg);
  bool writeNumber(const Verb &verb, const Value &arg);
  void pad(const Verb &verb, std::string text, OriginId origin, bool exact);
  bool unknown(const Verb &verb, const Value &arg);
  bool fail(std::string message, int arg = -1) {
    site_.fail(std::move(message), arg);
    return false;
  }

  CallSite &site_;
  std::string_view format_;
  Args args_;
  TextBuilder out_;
  size_t next_ = 0; ///< argument of the next verb without an index
  size_t used_ = 0; ///< one more than the largest index
};

bool Formatter::digits(size_t &at, int &number) const {
  const size_t begin = at;
  number = 0;
  for (; at < format_.size() && format_[at] >= '0' && format_[at] <= '9'; ++at)
    number = std::min(number * 10 + (format_[at] - '0'), kMaxWidth);
  return at > begin;
}

bool Formatter::readVerb(size_t &at, Verb &verb) {
  verb.offset = at++;
  for (bool flag = true; flag && at < format_.size();) {
    switch (format_[at]) {
    case '-':
      verb.minus = true;
      break;
    case '+':
      verb.plus = true;
      break;
    case ' ':
      verb.space = true;
      break;
    case '0':
      verb.zero = true;
      break;
    case '#':
      verb.sharp = true;
      break;
    default:
      flag = false;
      continue;
    }
    ++at;
  }
  digits(at, verb.width);
  if (at < format_.size() && format_[at] == '.') {
    ++at;
    digits(at, verb.precision);
  }
  verb.arg = next_;
  if (at < format_.size() && format_[at] == '[') {
    ++at;
    int number = 0;
    const size_t begin = at;
    if (at < format_.size() && format_[at] == '0')
      return fail(fmt::format("unrecognized format character '0' at offset {}", at), 0);
    if (!digits(at, number) || at >= format_.size() || format_[at] != ']')
      return fail(fmt::format("invalid argument index at offset {}", begin), 0);
    ++at;
    verb.arg = size_t(number) - 1;
  }
  if (at >= format_.size())
    return fail(fmt::format("invalid format string starting at offset {}", verb.offset + 1), 0);
  const size_t letter = at;
  const char32_t codePoint = nextCodePoint(format_, at);
  verb.text = format_.substr(verb.offset, at - verb.offset);
  const bool isLetter = (codePoint >= 'a' && codePoint <= 'z') || (codePoint >= 'A' && codePoint <= 'Z');
  if (!isLetter)
    return fail(
        fmt::format("unrecognized format character '{}' at offset {}", format_.substr(letter, at - letter), letter), 0);
  verb.letter = char(codePoint);
  if (std::string_view("vtbdoxXeEfgGsq").find(verb.letter) == std::string_view::npos)
    return fail(fmt::format("unsupported format verb '{}' in \"{}\" at offset {}", verb.letter, verb.text, verb.offset),
                0);
  next_ = verb.arg + 1;
  used_ = std::max(used_, next_);
  if (verb.arg >= args_.size())
    return fail(fmt::format("not enough arguments for \"{}\" at {}: need index {} but have {} total", verb.text,
                            verb.offset, verb.arg + 1, args_.size()),
                0);
  return true;
}

void Formatter::pad(const Verb &verb, std::string text, OriginId origin, bool exact) {
  const auto length = int(graphemeCount(text));
  const int missing = std::max(0, verb.width - length);
  if (verb.minus) {
    out_.literal(text, origin, exact);
    out_.literal(std::string(size_t(missing), ' '));
    return;
  }
  if (!verb.zero || missing == 0) {
    out_.literal(std::string(size_t(missing), ' '));
    out_.literal(text, origin, exact);
    return;
  }
  // Zeros go between the sign and the digits.
  const bool isSigned =
      !text.empty() && (text[0] == '-' || text[0] == '+' || text[0] == ' ') && verb.letter != 's' && verb.letter != 'q';
  text.insert(isSigned ? 1 : 0, size_t(missing), '0');
  out_.literal(text, origin, false);
}

/// An argument that is not known: its text is a hole, unless the verb says more about it.
bool Formatter::unknown(const Verb &verb, const Value &arg) {
  const bool plain = verb.width == 0 && verb.precision < 0;
  const bool text = verb.letter == 's' || (verb.letter == 'v' && !verb.sharp);
  if (text && plain && arg.type()->kind == TypeKind::String) {
    out_.append(arg);
    return true;
  }
  if (text && plain && arg.type()->isPrimitive()) {
    const Conversion converted = convert(site_.heap(), arg, site_.heap().types.string());
    if (converted.ok()) {
      out_.append(converted.value);
      return true;
    }
  }
  const bool json = verb.letter == 'v' && plain && (verb.sharp || !arg.type()->isPrimitive());
  if (json && !arg.isUnknown()) {
    writeJson(site_, out_, arg);
    return true;
  }
  const std::vector<Value> name{site_.heap().string(verb.text), arg};
  out_.hole(derivedHole(site_, name, HoleClass::Any).withOrigin(arg.origin));
  return true;
}

bool Formatter::writeNumber(const Verb &verb, const Value &arg) {
  Heap &heap = site_.heap();
  const int position = int(verb.arg) + 1;
  const Conversion converted = convert(heap, arg, heap.types.number());
  if (!converted.ok())
    return fail(
        verbError(verb, arg.type()->kind == TypeKind::Bool ? "number required, but have bool" : converted.error),
        position);
  const Number number = converted.value.number();
  std::string text;
  const char letter = verb.letter;
  if (letter == 'd' || letter == 'b' || letter == 'o' || letter == 'x' || letter == 'X') {
    if (!isWhole(number))
      return fail(verbError(verb, "an integer is required"), position);
    std::optional<std::string> written = wholeInBase(number, letter == 'd'   ? 10
                                                             : letter == 'b' ? 2
                                                             : letter == 'o' ? 8
                                                                             : 16);
    if (!written)
      return unknown(verb, arg);
    text = std::move(*written);
    const bool negative = text[0] == '-';
    std::string digits = text.substr(negative ? 1 : 0);
    if (letter == 'X')
      std::ranges::transform(digits, digits.begin(), [](char c) { return c >= 'a' && c <= 'z' ? char(c - 32) : c; });
    if (verb.precision > int(digits.size()))
      digits.insert(0, size_t(verb.precision) - digits.size(), '0');
    if (verb.sharp)
      digits.insert(0, letter == 'o' ? "0" : letter == 'b' ? "0b" : letter == 'x' ? "0x" : letter == 'X' ? "0X" : "");
    text = (negative ? "-" : "") + digits;
  } else {
    text = formatDecimal(number, letter, verb.precision);
  }
  if (text[0] != '-' && text[0] != '+')
    text.insert(0, verb.plus ? "+" : verb.space ? " " : "");
  pad(verb, text, arg.origin, false);
  return true;
}

bool Formatter::writeText(const Verb &verb, const Value &arg) {
  Heap &heap = site_.heap();
  const Conversion converted = convert(heap, arg, heap.types.string());
  if (!converted.ok())
    return fail(verbError(verb, "string required"), int(verb.arg) + 1);
  std::string text(converted.value.text());
  if (verb.precision >= 0) {
    const std::vector<size_t> ends = graphemeEnds(text);
    if (ends.size() > size_t(verb.precision))
      text.resize(verb.precision == 0 ? 0 : ends[size_t(verb.precision) - 1]);
  }
  const bool exact = verb.letter == 's' && arg.kind() == ValueKind::String && text == arg.text();
  pad(verb, verb.letter == 'q' ? jsonQuoted(text) : text, arg.origin, exact);
  return true;
}

bool Formatter::write(const Verb &verb) {
  Heap &heap = site_.heap();
  const Value &arg = args_[verb.arg];
  if (verb.letter != 'v') {
    if (arg.isNull())
      return fail(verbError(verb, "null value cannot be formatted"), int(verb.arg) + 1);
    if (arg.isUnknown() || arg.kind() == ValueKind::Partial || arg.isChoice())
      return unknown(verb, arg);
  }
  switch (verb.letter) {
  case 's':
  case 'q':
    return writeText(verb, arg);
  case 't': {
    const Conversion converted = convert(heap, arg, heap.types.boolean());
    if (!converted.ok())
      return fail(verbError(verb, converted.error), int(verb.arg) + 1);
    out_.literal(converted.value.boolean() ? "true" : "false", arg.origin, false);
    return true;
  }
  case 'v':
    break;
  default:
    return writeNumber(verb, arg);
  }
  if (!arg.isWhollyKnown())
    return unknown(verb, arg);
  if (!verb.sharp && arg.kind() == ValueKind::String) {
    pad(verb, std::string(arg.text()), arg.origin, true);
  } else if (!verb.sharp && arg.kind() == ValueKind::Number) {
    pad(verb, formatDecimal(arg.number(), 'g', -1), arg.origin, false);
  } else {
    TextBuilder json(heap);
    writeJson(site_, json, arg);
    const Value text = json.finish(site_.range);
    pad(verb, std::string(text.text()), text.origin, verb.width == 0);
  }
  return true;
}

Value Formatter::run(const Value &format) {
  size_t at = 0;
  while (at < format_.size()) {
    const size_t percent = std::min(format_.find('%', at), format_.size());
    out_.literal(format_.substr(at, percent - at),
                 sliceOrigin(site_.heap(), format.origin, at, percent - at, format_.size()), true);
    at = percent;
    if (at == format_.size())
      break;
    if (at + 1 < format_.size() && format_[at + 1] == '%') {
      out_.literal("%");
      at += 2;
      continue;
    }
    Verb verb;
    if (!readVerb(at, verb) || !write(verb))
      return {};
    if (out_.size() > kMaxBytes)
      return site_.fail("the result is too long");
  }
  if (args_.size() > used_)
    return site_.fail(fmt::format("too many arguments; only {} used by format string", used_), int(used_) + 1);
  return out_.finish(site_.range, site_.name);
}

} // namespace

Value format(CallSite &site, Args args) {
  return Formatter(site, args[0].text(), args.subspan(1)).run(args[0]);
}

Value formatlist(CallSite &site, Args args) {
  Heap &heap = site.heap();
  const TypeRef type = heap.types.list(heap.types.string());
  std::optional<size_t> count;
  size_t first = 0;
  bool open = false;
  for (size_t i = 1; i < args.size(); ++i) {
    const Value &arg = args[i];
    if (arg.isUnknown() && (arg.type()->isSequence() || arg.type()->kind == TypeKind::Dynamic))
      return unknownResult(site, type, args);
    if (arg.kind() != ValueKind::Sequence)
      continue;
    open = open || isOpen(arg);
    // Elements of a set that are not known may turn out to be one.
    if (arg.type()->kind == TypeKind::Set && !arg.isWhollyKnown() && itemsOf(arg).size() > 1)
      return unknownResult(site, type, args);
    const size_t size = itemsOf(arg).size();
    if (count && *count != size) {
      if (open)
        return unknownResult(site, type, args);
      return site.fail(fmt::format("argument {} has length {}, which is inconsistent with argument {} of length {}", i,
                                   size, first, *count),
                       int(i));
    }
    count = size;
    first = i;
  }
  const auto rowAt = [&](const std::function<Value(const Value &)> &pick) {
    std::vector<Value> row;
    for (const Value &arg : args.subspan(1))
      row.push_back(arg.kind() == ValueKind::Sequence ? pick(arg) : arg);
    return Formatter(site, args[0].text(), row).run(args[0]);
  };
  std::vector<Value> items;
  for (size_t n = 0; n < count.value_or(1); ++n) {
    const Value item = rowAt([&](const Value &arg) { return take(site, arg, n); });
    if (!item.valid()) {
      site.error = fmt::format("error on format iteration {}: {}", n, site.error);
      return {};
    }
    items.push_back(item);
  }
  Rest rest;
  if (open) {
    const Value shape = rowAt([&](const Value &arg) {
      Rest own;
      own.from(site, arg);
      const Value like = own.shape(site);
      return like.valid() ? like : heap.notNull(heap.unknown(heap.types.string(), {}, arg.origin));
    });
    if (!shape.valid())
      return {};
    rest.like(shape);
  }
  return rest.over(site, heap.list(heap.types.string(), items, callOrigin(site)));
}

} // namespace postern::eval::functions
