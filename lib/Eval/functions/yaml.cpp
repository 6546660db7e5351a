// yamldecode. yaml-cpp throws; it is called here and nowhere else, and nothing leaves this file.
#include "Eval/functions/Support.h"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <map>

namespace postern::eval::functions {

namespace {

constexpr int kMaxDepth = 200;
constexpr std::string_view kTagPrefix = "tag:yaml.org,2002:";

bool isDigit(char c) {
  return c >= '0' && c <= '9';
}

bool isOneOf(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::ranges::find(words, text) != words.end();
}

/// "2001-12-14" and what may follow, as RFC 3339 without fractions; empty for anything else.
std::string timestampText(std::string_view text) {
  size_t at = 0;
  const auto number = [&](size_t least, size_t most, int &out) {
    const size_t begin = at;
    out = 0;
    while (at < text.size() && at - begin < most && isDigit(text[at]))
      out = out * 10 + (text[at++] - '0');
    return at - begin >= least;
  };
  const auto sign = [&](char c) { return at < text.size() && text[at] == c && ++at > 0; };
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, fraction = 0;
  if (!number(4, 4, year) || !sign('-') || !number(1, 2, month) || !sign('-') || !number(1, 2, day))
    return {};
  constexpr int kDays[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  if (month < 1 || month > 12 || day < 1 || day > kDays[month - 1] || (month == 2 && day == 29 && !leap))
    return {};
  const std::string date = fmt::format("{:04}-{:02}-{:02}T", year, month, day);
  if (at == text.size())
    return date + "00:00:00Z";
  const bool blank = text[at] == ' ';
  if (!blank && text[at] != 'T' && text[at] != 't')
    return {};
  ++at;
  if (!number(1, 2, hour) || !sign(':') || !number(1, 2, minute) || !sign(':') || !number(1, 2, second))
    return {};
  if (hour > 23 || minute > 59 || second > 59)
    return {};
  if (sign('.') && !number(1, 9, fraction))
    return {};
  const std::string time = fmt::format("{}{:02}:{:02}:{:02}", date, hour, minute, second);
  if (at == text.size())
    return blank ? time + "Z" : std::string();
  if (blank)
    return {};
  if (text.substr(at) == "Z")
    return time + "Z";
  const char direction = text[at++];
  int zoneHour = 0, zoneMinute = 0;
  if ((direction != '+' && direction != '-') || !number(2, 2, zoneHour) || !sign(':') || !number(2, 2, zoneMinute) ||
      at != text.size())
    return {};
  return fmt::format("{}{}{:02}:{:02}", time, direction, zoneHour, zoneMinute);
}

/// Digits of base ten, or 0o… and 0x…: what a plain scalar must be to be a whole number.
bool isWholeText(std::string_view text) {
  const auto all = [](std::string_view digits, std::string_view allowed) {
    return !digits.empty() && digits.find_first_not_of(allowed) == std::string_view::npos;
  };
  if (text.starts_with("0o"))
    return all(text.substr(2), "01234567");
  if (text.starts_with("0x"))
    return all(text.substr(2), "0123456789abcdefABCDEF");
  if (text.starts_with('-') || text.starts_with('+'))
    text.remove_prefix(1);
  return all(text, "0123456789");
}

/// Digits with a point and an exponent, as a plain scalar must have them to be a number.
bool isDecimalText(std::string_view text) {
  const auto digits = [&text] {
    const size_t count = std::min(text.find_first_not_of("0123456789"), text.size());
    text.remove_prefix(count);
    return count > 0;
  };
  const auto sign = [&text] {
    if (text.starts_with('-') || text.starts_with('+'))
      text.remove_prefix(1);
  };
  sign();
  const bool whole = digits();
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    if (!digits() && !whole)
      return false;
  } else if (!whole) {
    return false;
  }
  if (text.starts_with('e') || text.starts_with('E')) {
    text.remove_prefix(1);
    sign();
    if (!digits())
      return false;
  }
  return text.empty();
}

/// What a tag !!int or !!float makes of a text: `_` parts digits, and other bases fit into 64 bits.
std::optional<Number> taggedNumber(std::string text, Arena &arena) {
  std::erase(text, '_');
  if (const std::optional<Number> number = numberFromText(text, arena))
    return number;
  std::string_view digits = text;
  const bool negative = digits.starts_with('-');
  if (negative || digits.starts_with('+'))
    digits.remove_prefix(1);
  const std::string_view base = digits.substr(0, 2);
  const int radix = base == "0x" || base == "0X"   ? 16
                    : base == "0o" || base == "0O" ? 8
                    : base == "0b" || base == "0B" ? 2
                                                   : 0;
  if (radix == 0 || digits.size() < 3 || digits[2] == '-' || digits[2] == '+')
    return std::nullopt;
  const std::optional<Number> number = parseInBase(digits.substr(2), radix, arena);
  const std::optional<Number> most = parseNumber("18446744073709551615", arena);
  if (!number || compare(*number, *most) > 0 || (negative && !toInt64(*number)))
    return std::nullopt;
  return negative ? negate(*number, arena) : number;
}

class YamlReader {
public:
  YamlReader(CallSite &site, const Value &source) : site_(site), heap_(site.heap()), source_(source) {}

  /// Not valid after an error, which `error` says.
  Value read(const YAML::Node &node, int depth);

  std::string error;

private:
  Value scalar(const YAML::Node &node);
  Value mapping(const YAML::Node &node, int depth);
  bool mergeInto(std::map<std::string, Value> &entries, const YAML::Node &node, int depth);
  [[nodiscard]] OriginId originOf(const YAML::Node &node) const;
  [[nodiscard]] bool isQuoted(const YAML::Node &node, std::string_view &tag) const;
  bool hasTag(const YAML::Node &node, std::string_view kind, std::string_view own);
  Value fail(std::string message) {
    if (error.empty())
      error = std::move(message);
    return {};
  }

  CallSite &site_;
  Heap &heap_;
  const Value &source_;
  size_t nodes_ = 0;
};

/// Where a plain or quoted scalar without escapes stands in the text; the call for anything else.
OriginId YamlReader::originOf(const YAML::Node &node) const {
  const std::string_view text = source_.text();
  if (node.IsScalar() && node.Mark().pos >= 0) {
    const auto at = size_t(node.Mark().pos);
    const std::string_view wanted = node.Scalar();
    for (const size_t begin : {at, at + 1})
      if (begin <= text.size() && !wanted.empty() && text.substr(begin).starts_with(wanted))
        return sliceOrigin(heap_, source_.origin, begin, wanted.size(), text.size());
  }
  return callOrigin(site_, source_.origin);
}

/// Whether the scalar is written in quotes or as a block. Puts right the tag, which the parser gives as "!" for both
/// and where the author wrote it.
bool YamlReader::isQuoted(const YAML::Node &node, std::string_view &tag) const {
  if (tag == "?")
    tag = "";
  const std::string_view text = source_.text();
  size_t at = node.Mark().pos >= 0 ? size_t(node.Mark().pos) : text.size();
  // The place is that of the first property.
  bool bareTag = false;
  while (at < text.size() && (text[at] == '!' || text[at] == '&')) {
    const size_t end = std::min(text.find_first_of(" \t\r\n", at), text.size());
    bareTag = bareTag || text.substr(at, end - at) == "!";
    at = std::min(text.find_first_not_of(" \t\r\n", end), text.size());
  }
  if (tag == "!" && !bareTag)
    tag = "";
  return at < text.size() && std::string_view("\"'|>").find(text[at]) != std::string_view::npos;
}

/// Fails when a collection has another tag than its own.
bool YamlReader::hasTag(const YAML::Node &node, std::string_view kind, std::string_view own) {
  const std::string &tag = node.Tag();
  if (tag.empty() || tag == "?" || tag == std::string(kTagPrefix) + std::string(own))
    return true;
  fail(fmt::format("cannot interpret a {} as {}", kind, tag));
  return false;
}

Value YamlReader::scalar(const YAML::Node &node) {
  const std::string &text = node.Scalar();
  const std::string &given = node.Tag();
  std::string_view tag = given;
  const bool quoted = isQuoted(node, tag);
  const OriginId origin = originOf(node);
  if (tag.starts_with(kTagPrefix))
    tag.remove_prefix(kTagPrefix.size());
  else if (!tag.empty())
    return fail(fmt::format("unsupported tag \"{}\"", tag));
  if (!tag.empty() && !isOneOf(tag, {"str", "bool", "int", "float", "null", "timestamp", "binary"}))
    return fail(fmt::format("unsupported tag \"{}\"", given));
  if (tag == "str")
    return heap_.string(text, origin);
  if (tag == "binary")
    return fromBase64(text) ? heap_.string(text, origin) : fail("!!binary value is not valid base64");
  // The first character tells what a text might mean besides itself.
  const char first = text.empty() ? '~' : text[0];
  const bool numeric = isDigit(first) || first == '+' || first == '-';
  if (numeric || std::string_view("yYnNtTfFoO~.").find(first) != std::string_view::npos) {
    if (quoted)
      return heap_.string(text, origin);
    if (isOneOf(text, {"", "~", "null", "Null", "NULL"}))
      return heap_.null(heap_.types.dynamic(), origin);
    if (isOneOf(text, {"y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"}))
      return heap_.boolean(true, origin);
    if (isOneOf(text, {"n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"}))
      return heap_.boolean(false, origin);
    if (isOneOf(text, {".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"}))
      return heap_.number(positiveInfinity(heap_.arena()), origin);
    if (isOneOf(text, {"-.inf", "-.Inf", "-.INF"}))
      return heap_.number(negativeInfinity(heap_.arena()), origin);
    if (tag.empty() && isOneOf(text, {".nan", ".NaN", ".NAN"}))
      return fail("a number that is not one is not supported");
    if (first == '.')
      if (const std::optional<Number> number = numberFromText(text, heap_.arena()))
        return heap_.number(*number, origin);
    if (numeric && (tag.empty() || tag == "timestamp"))
      if (const std::string timestamp = timestampText(text); !timestamp.empty())
        return heap_.string(timestamp, origin);
    if (numeric && (isWholeText(text) || isDecimalText(text)))
      tag = "int";
  }
  if (tag == "int" || tag == "float")
    if (const std::optional<Number> number = taggedNumber(text, heap_.arena()))
      return heap_.number(*number, origin);
  if (tag == "null")
    return heap_.null(heap_.types.dynamic(), origin);
  return tag.empty() ? heap_.string(text, origin) : fail(fmt::format("cannot read \"{}\" as !!{}", text, tag));
}

bool YamlReader::mergeInto(std::map<std::string, Value> &entries, const YAML::Node &node, int depth) {
  if (node.IsSequence() && depth < kMaxDepth) {
    if (!hasTag(node, "sequence", "seq"))
      return false;
    for (const auto &item : node)
      if (item.IsSequence() ? !fail("only mappings of a sequence can be merged").valid()
                            : !mergeInto(entries, item, depth + 1))
        return false;
    return true;
  }
  const Value merged = node.IsMap() ? read(node, depth) : fail("only a mapping can be merged into a mapping");
  if (!merged.valid())
    return false;
  for (const Entry &entry : asMapping(merged).entries)
    entries[std::string(entry.key)] = entry.value;
  return true;
}

Value YamlReader::mapping(const YAML::Node &node, int depth) {
  if (!hasTag(node, "mapping", "map"))
    return {};
  std::map<std::string, Value> entries;
  for (const auto &pair : node) {
    const YAML::Node &key = pair.first;
    const bool untagged = key.Tag().empty() || key.Tag() == "?" || key.Tag() == "!";
    const bool merge =
        key.IsScalar() && (untagged ? key.Scalar() == "<<" : key.Tag() == std::string(kTagPrefix) + "merge");
    if (merge) {
      if (!mergeInto(entries, pair.second, depth + 1))
        return {};
      continue;
    }
    const Value name = read(key, depth + 1);
    if (!name.valid())
      return {};
    const Conversion text = convert(heap_, name, heap_.types.string());
    if (!text.ok())
      return fail("only strings are allowed as mapping keys");
    if (text.value.isNull())
      return fail("a mapping key cannot be null");
    const Value value = read(pair.second, depth + 1);
    if (!value.valid())
      return {};
    entries[std::string(text.value.text())] = value;
  }
  std::vector<Entry> list;
  list.reserve(entries.size());
  for (const auto &[key, value] : entries)
    list.push_back({heap_.intern(key), value});
  return heap_.object(std::move(list), callOrigin(site_, source_.origin));
}

Value YamlReader::read(const YAML::Node &node, int depth) {
  if (depth > kMaxDepth)
    return fail("nested too deeply");
  // Aliases can make a short text into a huge value.
  if (++nodes_ > kMaxElements)
    return fail("the result has too many elements");
  switch (node.Type()) {
  case YAML::NodeType::Undefined:
  case YAML::NodeType::Null:
    return heap_.null(heap_.types.dynamic(), callOrigin(site_, source_.origin));
  case YAML::NodeType::Scalar:
    return scalar(node);
  case YAML::NodeType::Sequence: {
    if (!hasTag(node, "sequence", "seq"))
      return {};
    std::vector<Value> items;
    for (const auto &item : node) {
      items.push_back(read(item, depth + 1));
      if (!items.back().valid())
        return {};
    }
    return heap_.tuple(items, callOrigin(site_, source_.origin));
  }
  case YAML::NodeType::Map:
    return mapping(node, depth);
  }
  POSTERN_UNREACHABLE();
}

} // namespace

Value yamldecode(CallSite &site, Args args) {
  site.evaluator.spend(args[0].text().size() * 4); // the library takes its time
  try {
    const std::vector<YAML::Node> documents = YAML::LoadAll(std::string(args[0].text()));
    if (documents.size() > 1)
      return site.fail("on the second document: only one is allowed", 0);
    if (documents.empty())
      return site.fail("there is no document", 0);
    YamlReader reader(site, args[0]);
    const Value value = reader.read(documents[0], 0);
    return value.valid() ? value : site.fail(reader.error, 0);
  } catch (const YAML::Exception &problem) {
    return site.fail(
        fmt::format("on line {}, column {}: {}", problem.mark.line + 1, problem.mark.column + 1, problem.msg), 0);
  }
}

} // namespace postern::eval::functions
