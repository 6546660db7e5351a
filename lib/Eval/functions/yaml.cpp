// yamldecode and yamlencode. yaml-cpp throws; it is called here and nowhere else, and nothing leaves this file.
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
  if (month < 1 || month > 12 || day < 1 || day > 31)
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

std::optional<Number> numberText(std::string text, Arena &arena) {
  std::erase(text, '_');
  std::string_view digits = text;
  const bool negative = digits.starts_with('-');
  if (negative || digits.starts_with('+'))
    digits.remove_prefix(1);
  if (digits.empty() || digits[0] == '-' || digits[0] == '+')
    return std::nullopt;
  std::optional<Number> number;
  const std::string_view base = digits.substr(0, 2);
  if (base == "0x" || base == "0o" || base == "0b") {
    const std::string_view rest = digits.substr(2);
    if (!rest.empty() && rest[0] != '-' && rest[0] != '+')
      number = parseInBase(rest, base == "0x" ? 16 : base == "0o" ? 8 : 2, arena);
  } else {
    // A number may begin or end with its point.
    std::string plain(digits);
    if (plain[0] == '.')
      plain.insert(0, "0");
    const size_t mantissa = std::min(plain.find_first_of("eE"), plain.size());
    if (mantissa > 1 && plain[mantissa - 1] == '.')
      plain.erase(mantissa - 1, 1);
    if (isDigit(plain[0]) && digits != ".")
      number = parseNumber(plain, arena);
  }
  return number && negative ? negate(*number, arena) : number;
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

Value YamlReader::scalar(const YAML::Node &node) {
  const std::string &text = node.Scalar();
  std::string tag = node.Tag();
  const OriginId origin = originOf(node);
  if (tag.starts_with(kTagPrefix))
    tag = tag.substr(kTagPrefix.size());
  else if (tag != "?" && tag != "!" && !tag.empty())
    return fail(fmt::format("unsupported tag \"{}\"", tag));
  const bool plain = tag == "?" || tag.empty();
  if (tag == "!" || tag == "str")
    return heap_.string(text, origin);
  if (tag == "binary")
    return fromBase64(text) ? heap_.string(text, origin) : fail("!!binary value is not valid base64");
  if (plain || tag == "null")
    if (isOneOf(text, {"", "~", "null", "Null", "NULL"}))
      return heap_.null(heap_.types.dynamic(), origin);
  if (plain || tag == "bool") {
    if (isOneOf(text, {"y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"}))
      return heap_.boolean(true, origin);
    if (isOneOf(text, {"n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"}))
      return heap_.boolean(false, origin);
  }
  if (plain || tag == "timestamp")
    if (const std::string timestamp = timestampText(text); !timestamp.empty())
      return heap_.string(timestamp, origin);
  if (plain || tag == "int" || tag == "float") {
    if (isOneOf(text, {".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"}))
      return heap_.number(positiveInfinity(heap_.arena()), origin);
    if (isOneOf(text, {"-.inf", "-.Inf", "-.INF"}))
      return heap_.number(negativeInfinity(heap_.arena()), origin);
    if (const std::optional<Number> number = numberText(text, heap_.arena()))
      return heap_.number(*number, origin);
  }
  if (plain)
    return heap_.string(text, origin);
  return fail(fmt::format("cannot read \"{}\" as !!{}", text, tag));
}

bool YamlReader::mergeInto(std::map<std::string, Value> &entries, const YAML::Node &node, int depth) {
  if (node.IsSequence()) {
    // Of several, the earlier ones win.
    for (size_t i = node.size(); i-- > 0;)
      if (!mergeInto(entries, node[i], depth + 1))
        return false;
    return true;
  }
  const Value merged = node.IsMap() ? read(node, depth) : fail("a merge key must hold a mapping, or a list of them");
  if (!merged.valid())
    return false;
  for (const Entry &entry : asMapping(merged).entries)
    entries[std::string(entry.key)] = entry.value;
  return true;
}

Value YamlReader::mapping(const YAML::Node &node, int depth) {
  std::map<std::string, Value> entries;
  for (const auto &pair : node) {
    const YAML::Node &key = pair.first;
    const bool merge =
        key.Tag() == std::string(kTagPrefix) + "merge" || (key.IsScalar() && key.Tag() == "?" && key.Scalar() == "<<");
    if (merge) {
      if (!mergeInto(entries, pair.second, depth + 1))
        return {};
      continue;
    }
    const Value name = read(key, depth + 1);
    if (!name.valid())
      return {};
    const Conversion text = convert(heap_, name, heap_.types.string());
    if (!text.ok() || text.value.isNull())
      return fail("only strings are allowed as mapping keys");
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

/// Writes the block style of the reference: quoted strings and keys, lists not indented below their key.
class YamlWriter {
public:
  std::string run(const Value &value) {
    const bool block = isBlock(value);
    if (block)
      collection(value, 0, false);
    else
      scalar(value, 0);
    if (!block) {
      out_ += '\n';
      // A plain scalar on its own is closed, so that it can be told from the start of something longer.
      if (value.isNull() || value.kind() == ValueKind::Bool || value.kind() == ValueKind::Number)
        out_ += "...\n";
    }
    return out_;
  }

private:
  static bool isBlock(const Value &value) {
    if (value.kind() == ValueKind::Sequence)
      return !asSequence(value).items.empty();
    return value.kind() == ValueKind::Mapping && !asMapping(value).entries.empty();
  }

  void indent(size_t column) { out_.append(column, ' '); }

  void collection(const Value &value, size_t column, bool inLine) {
    if (value.kind() == ValueKind::Sequence) {
      for (const Value &item : asSequence(value).items) {
        if (!inLine)
          indent(column);
        inLine = false;
        out_ += "- ";
        if (isBlock(item)) {
          collection(item, column + 2, true);
        } else {
          scalar(item, column);
          out_ += '\n';
        }
      }
      return;
    }
    for (const Entry &entry : asMapping(value).entries) {
      if (!inLine)
        indent(column);
      inLine = false;
      quoted(entry.key);
      out_ += ':';
      if (isBlock(entry.value)) {
        out_ += '\n';
        collection(entry.value, entry.value.kind() == ValueKind::Mapping ? column + 2 : column, false);
      } else {
        out_ += ' ';
        scalar(entry.value, column);
        out_ += '\n';
      }
    }
  }

  void scalar(const Value &value, size_t column) {
    switch (value.kind()) {
    case ValueKind::Null:
      out_ += "null";
      return;
    case ValueKind::Bool:
      out_ += value.boolean() ? "true" : "false";
      return;
    case ValueKind::Number:
      out_ += isInfinite(value.number()) ? (signOf(value.number()) < 0 ? "-Inf" : "+Inf") : toText(value.number());
      return;
    case ValueKind::Sequence:
      out_ += "[]";
      return;
    case ValueKind::Mapping:
      out_ += "{}";
      return;
    case ValueKind::String:
      if (value.text().find('\n') != std::string_view::npos && mayBeLiteral(value.text()))
        literal(value.text(), column);
      else
        quoted(value.text());
      return;
    case ValueKind::Partial:
    case ValueKind::Unknown:
    case ValueKind::Choice:
      break;
    }
    POSTERN_UNREACHABLE();
  }

  /// Blanks before a line end and characters that need escapes cannot stand in a literal block.
  static bool mayBeLiteral(std::string_view text) {
    if (text.back() == ' ' || text.find(" \n") != std::string_view::npos)
      return false;
    return std::ranges::none_of(text, [](char c) {
      const auto byte = static_cast<unsigned char>(c);
      return (byte < 0x20 && c != '\n' && c != '\t') || byte == 0x7f;
    });
  }

  void literal(std::string_view text, size_t column) {
    out_ += '|';
    if (text[0] == ' ' || text[0] == '\n')
      out_ += '2';
    if (text.back() != '\n')
      out_ += '-';
    else if (text.size() == 1 || text[text.size() - 2] == '\n')
      out_ += '+';
    for (size_t at = 0; at < text.size();) {
      const size_t end = std::min(text.find('\n', at), text.size());
      out_ += '\n';
      if (end > at) {
        indent(column + 2);
        out_ += text.substr(at, end - at);
      }
      at = end + 1;
    }
  }

  void quoted(std::string_view text) {
    out_ += '"';
    for (const char c : text) {
      const auto byte = static_cast<unsigned char>(c);
      if (c == '"' || c == '\\')
        out_ += {'\\', c};
      else if (c == '\n')
        out_ += "\\n";
      else if (c == '\t')
        out_ += "\\t";
      else if (c == '\r')
        out_ += "\\r";
      else if (byte == 0)
        out_ += "\\0";
      else if (byte < 0x20 || byte == 0x7f)
        out_ += fmt::format("\\x{:02X}", byte);
      else
        out_ += c;
    }
    out_ += '"';
  }

  std::string out_;
};

} // namespace

Value yamldecode(CallSite &site, Args args) {
  try {
    const std::vector<YAML::Node> documents = YAML::LoadAll(std::string(args[0].text()));
    if (documents.size() > 1)
      return site.fail("on the second document: only one is allowed", 0);
    if (documents.empty())
      return site.heap().null(site.heap().types.dynamic());
    YamlReader reader(site, args[0]);
    const Value value = reader.read(documents[0], 0);
    return value.valid() ? value : site.fail(reader.error, 0);
  } catch (const YAML::Exception &problem) {
    return site.fail(
        fmt::format("on line {}, column {}: {}", problem.mark.line + 1, problem.mark.column + 1, problem.msg), 0);
  }
}

Value yamlencode(CallSite &site, Args args) {
  const std::string text = YamlWriter().run(args[0]);
  if (text.size() > kMaxBytes)
    return site.fail("the result is too long");
  return site.heap().string(text, callOrigin(site, args[0].origin));
}

} // namespace postern::eval::functions
