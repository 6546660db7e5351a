// yamlencode: the block style of the reference, byte for byte, with holes where a value is not known.
#include "Eval/functions/StringParts.h"

#include <fmt/format.h>

#include <algorithm>

namespace postern::eval::functions {

namespace {

/// Beyond this column a quoted text goes on in a new line at its next blank.
constexpr size_t kBestWidth = 80;
/// A longer key stands behind a `?`.
constexpr size_t kLongestKey = 128;

bool isBreak(char32_t c) {
  return c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029;
}

/// Of what lies outside the basic plane nothing counts as printable.
bool isPrintable(char32_t c) {
  return c == '\n' || (c >= 0x20 && c <= 0x7e) || (c >= 0xa0 && c <= 0xd7ff) ||
         (c >= 0xe000 && c <= 0xfffd && c != 0xfeff);
}

bool hasBreak(std::string_view text) {
  for (size_t at = 0; at < text.size();)
    if (isBreak(nextCodePoint(text, at)))
      return true;
  return false;
}

std::string escaped(char32_t c) {
  switch (c) {
  case 0:
    return "\\0";
  case 7:
    return "\\a";
  case 8:
    return "\\b";
  case 9:
    return "\\t";
  case 10:
    return "\\n";
  case 11:
    return "\\v";
  case 12:
    return "\\f";
  case 13:
    return "\\r";
  case 0x1b:
    return "\\e";
  case '"':
    return "\\\"";
  case '\\':
    return "\\\\";
  case 0x85:
    return "\\N";
  case 0x2028:
    return "\\L";
  case 0x2029:
    return "\\P";
  default:
    break;
  }
  const auto code = static_cast<uint32_t>(c);
  return code <= 0xff     ? fmt::format("\\x{:02X}", code)
         : code <= 0xffff ? fmt::format("\\u{:04X}", code)
                          : fmt::format("\\U{:08X}", code);
}

/// Blanks before a line end and characters that need escapes cannot stand in a literal block.
bool mayBeLiteral(std::string_view text) {
  if (text.ends_with(' '))
    return false;
  bool blank = false;
  for (size_t at = 0; at < text.size();) {
    const char32_t c = nextCodePoint(text, at);
    if (!isPrintable(c) || (blank && isBreak(c)))
      return false;
    blank = c == ' ';
  }
  return true;
}

class YamlWriter {
public:
  explicit YamlWriter(CallSite &site, size_t column = 0) : site_(site), out_(site.heap()), column_(column) {}

  TextBuilder &document(const Value &value) {
    if (fork(value, [](YamlWriter &writer, const Value &one) { writer.document(one); }))
      return out_;
    if (isBlock(value)) {
      collection(value, 0, false);
      return out_;
    }
    scalar(value, 0);
    put("\n");
    // A plain scalar on its own is closed, so that it can be told from the start of something longer.
    if (value.isNull() || value.kind() == ValueKind::Bool || value.kind() == ValueKind::Number)
      put("...\n");
    return out_;
  }

private:
  static bool isBlock(const Value &value) {
    if (value.kind() == ValueKind::Sequence)
      return !asSequence(value).items.empty() || asSequence(value).open;
    return value.kind() == ValueKind::Mapping && (!asMapping(value).entries.empty() || asMapping(value).open);
  }

  void put(std::string_view text, OriginId origin = {}, bool exact = false) {
    out_.literal(text, origin, exact);
    for (const char c : text) {
      if (c == '\n')
        column_ = 0;
      else if ((static_cast<unsigned char>(c) & 0xC0) != 0x80)
        ++column_;
    }
  }
  void indent(size_t column) { put(std::string(column, ' ')); }

  /// What is not known of `value`, or of what more there is in it.
  void hole(const Value &value) {
    const std::vector<Value> name{value};
    out_.hole(derivedHole(site_, name, HoleClass::Any));
  }

  /// Writes each alternative of a choice; false when `value` is none.
  template <typename Each> bool fork(const Value &value, Each &&each) {
    if (!value.isChoice())
      return false;
    const ChoiceNode &choice = asChoice(value);
    std::vector<TextBuilder> alternatives;
    for (const Value &alternative : choice.alternatives) {
      YamlWriter writer(site_, column_);
      each(writer, alternative);
      alternatives.push_back(std::move(writer.out_));
    }
    const std::vector<Value> name{value};
    out_.oneOf(alternatives, choice.condition, derivedHole(site_, name, HoleClass::Any));
    column_ = 0;
    return true;
  }

  /// The items or members of a block whose lines begin at `column`; the first one goes on where we are if `inLine`.
  void collection(const Value &value, size_t column, bool inLine) {
    const auto start = [&] {
      if (!inLine)
        indent(column);
      inLine = false;
    };
    bool open = false;
    if (value.kind() == ValueKind::Sequence) {
      open = asSequence(value).open;
      for (const Value &item : asSequence(value).items) {
        start();
        put("- ");
        behindDash(item, column);
      }
    } else {
      open = asMapping(value).open;
      for (const Entry &entry : asMapping(value).entries) {
        start();
        member(entry, column);
      }
    }
    if (!open)
      return;
    start();
    hole(value);
    put("\n");
  }

  void behindDash(const Value &value, size_t column) {
    if (fork(value, [column](YamlWriter &writer, const Value &one) { writer.behindDash(one, column); }))
      return;
    if (isBlock(value))
      return collection(value, column + 2, true);
    scalar(value, column);
    put("\n");
  }

  void member(const Entry &entry, size_t column) {
    const bool simple = entry.key.size() <= kLongestKey && !hasBreak(entry.key);
    if (simple) {
      quoted(entry.key, {}, 0, false);
      put(":");
      return behindColon(entry.value, column);
    }
    put("? ");
    text(entry.key, {}, column);
    put("\n");
    indent(column);
    put(": ");
    behindDash(entry.value, column);
  }

  void behindColon(const Value &value, size_t column) {
    if (fork(value, [column](YamlWriter &writer, const Value &one) { writer.behindColon(one, column); }))
      return;
    if (isBlock(value)) {
      put("\n");
      // Items of a sequence stand below their key, members further in.
      return collection(value, value.kind() == ValueKind::Mapping ? column + 2 : column, false);
    }
    // What may turn out to be a block begins in the next line.
    if (value.isUnknown() && !value.type()->isPrimitive()) {
      hole(value);
      return put("\n");
    }
    put(" ");
    scalar(value, column);
    put("\n");
  }

  void scalar(const Value &value, size_t column) {
    out_.beginSpan();
    switch (value.kind()) {
    case ValueKind::Null:
      put("null");
      break;
    case ValueKind::Bool:
      put(value.boolean() ? "true" : "false");
      break;
    case ValueKind::Number:
      put(toText(value.number()));
      break;
    case ValueKind::Sequence:
      put("[]");
      break;
    case ValueKind::Mapping:
      put("{}");
      break;
    case ValueKind::String:
      text(value.text(), value.origin, column);
      break;
    case ValueKind::Partial:
      pieces(value, column);
      break;
    case ValueKind::Unknown:
      unknown(value);
      break;
    case ValueKind::Choice:
      POSTERN_UNREACHABLE();
    }
    out_.endSpan(value.origin);
  }

  void text(std::string_view text, OriginId origin, size_t column) {
    if (text.find('\n') == std::string_view::npos || !mayBeLiteral(text))
      return quoted(text, origin, column + 2, true);
    put("|");
    put(hints(text, text));
    bool fresh = true;
    put("\n");
    literal(text, origin, column + 2, fresh);
    // The last line end is the one that whoever comes next writes.
  }

  /// What stands behind the `|`: that the first line is indented itself, and what becomes of the last line ends.
  static std::string hints(std::string_view first, std::string_view last) {
    std::string out;
    if (first.starts_with(' ') || first.starts_with('\n'))
      out += '2';
    if (!last.ends_with('\n'))
      out += '-';
    else if (last.size() == 1 || last[last.size() - 2] == '\n')
      out += '+';
    return out;
  }

  /// Lines of a block. `fresh`: we are at the start of a line.
  void literal(std::string_view text, OriginId origin, size_t column, bool &fresh) {
    for (size_t at = 0; at < text.size();) {
      size_t end = at;
      char32_t c = 0;
      while (end < text.size()) {
        size_t next = end;
        c = nextCodePoint(text, next);
        if (isBreak(c))
          break;
        end = next;
      }
      if (end > at) {
        if (fresh)
          indent(column);
        put(text.substr(at, end - at), sliceOrigin(site_.heap(), origin, at, end - at, text.size()), true);
        fresh = false;
      }
      if (end == text.size())
        return;
      size_t behind = end;
      nextCodePoint(text, behind);
      // The line end of the last line is written behind the scalar.
      if (behind < text.size() || c != '\n')
        put(text.substr(end, behind - end));
      fresh = true;
      at = behind;
    }
  }

  /// In quotes; a long text is folded at blanks unless it is a key.
  void quoted(std::string_view text, OriginId origin, size_t column, bool fold) {
    put("\"");
    bool blank = false;
    size_t done = 0;
    const auto flush = [&](size_t to) {
      if (to > done)
        put(text.substr(done, to - done), sliceOrigin(site_.heap(), origin, done, to - done, text.size()), true);
    };
    size_t width = column_;
    for (size_t at = 0; at < text.size();) {
      const size_t begin = at;
      const char32_t c = nextCodePoint(text, at);
      if (!isPrintable(c) || isBreak(c) || c == '"' || c == '\\') {
        flush(begin);
        done = at;
        put(escaped(c));
        width = column_;
        blank = false;
        continue;
      }
      if (c != ' ') {
        ++width;
        blank = false;
        continue;
      }
      if (fold && !blank && width > kBestWidth && begin > 0 && at < text.size()) {
        flush(begin);
        done = at;
        put("\n");
        indent(column);
        if (text[at] == ' ')
          put("\\");
        width = column_;
      } else {
        ++width;
      }
      blank = true;
    }
    flush(text.size());
    put("\"");
  }

  /// A text with holes: in a block if a line end is known to be in it, else in quotes. What a hole holds besides plain
  /// characters would be escaped there, as everywhere.
  void pieces(const Value &value, size_t column) {
    const std::vector<Piece> pieces = piecesOf(value);
    const auto holdsLineEnd = [](const Piece &piece) { return piece.literal.find('\n') != std::string_view::npos; };
    const bool block = std::ranges::any_of(pieces, holdsLineEnd) && std::ranges::all_of(pieces, [](const Piece &piece) {
                         return mayBeLiteral(std::string(piece.literal) + "|");
                       });
    if (block) {
      put("|");
      put(hints(pieces.front().literal, pieces.back().isHole() ? "-" : pieces.back().literal));
      put("\n");
    } else {
      put("\"");
    }
    bool fresh = true;
    size_t left = pieces.size();
    eachPiece(
        site_.heap(), value,
        [&](std::string_view text, OriginId origin) {
          --left;
          if (block) {
            literal(text, origin, column + 2, fresh);
            if (left > 0 && text.ends_with('\n'))
              put("\n");
            return;
          }
          for (size_t at = 0; at < text.size();) {
            const size_t begin = at;
            const char32_t c = nextCodePoint(text, at);
            const bool plain = isPrintable(c) && !isBreak(c) && c != '"' && c != '\\';
            put(plain ? std::string(text.substr(begin, at - begin)) : escaped(c));
          }
        },
        [&](const Value &inner) {
          --left;
          if (block && fresh)
            indent(column + 2);
          fresh = false;
          out_.hole(inner);
        });
    if (!block)
      put("\"");
  }

  void unknown(const Value &value) {
    const UnknownNode &node = asUnknown(value);
    const bool present = node.refinement.notNull || node.hole != HoleClass::Any;
    if (!present || !value.type()->isPrimitive())
      return hole(value);
    const bool text = value.type()->kind == TypeKind::String;
    if (text)
      put("\"");
    if (const Conversion converted = convert(site_.heap(), value, site_.heap().types.string()); converted.ok())
      out_.hole(converted.value);
    else
      hole(value);
    if (text)
      put("\"");
  }

  CallSite &site_;
  TextBuilder out_;
  size_t column_; ///< code points since the last line end, as far as they are known
};

} // namespace

Value yamlencode(CallSite &site, Args args) {
  if (args[0].isUnknown())
    return unknownResult(site, site.heap().types.string(), args);
  YamlWriter writer(site);
  TextBuilder &out = writer.document(args[0]);
  if (out.size() > kMaxBytes)
    return site.fail("the result is too long");
  return out.finish(site.range, site.name);
}

} // namespace postern::eval::functions
