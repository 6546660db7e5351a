#include "Terraform/PolicyText.h"

#include <fmt/format.h>

#include <cstddef>
#include <iterator>

namespace postern::tf {

bool textOf(const eval::Value &value, std::string &out) {
  switch (value.kind()) {
  case eval::ValueKind::String:
    out = value.text();
    return true;
  case eval::ValueKind::Number:
    out = eval::toText(value.number());
    return true;
  case eval::ValueKind::Bool:
    out = value.boolean() ? "true" : "false";
    return true;
  case eval::ValueKind::Null:
  case eval::ValueKind::Partial:
  case eval::ValueKind::Sequence:
  case eval::ValueKind::Mapping:
  case eval::ValueKind::Unknown:
  case eval::ValueKind::Choice:
    return false;
  }
  return false;
}

void PolicyText::line(size_t depth) {
  if (minified_)
    return;
  bytes_.push_back('\n');
  bytes_.append(depth * 2, ' ');
}

void PolicyText::rawFrom(std::string_view text, eval::OriginId origin) {
  if (origin)
    segments_.push_back({static_cast<uint32_t>(bytes_.size()), static_cast<uint32_t>(text.size()), origin, false});
  bytes_.append(text);
}

void PolicyText::name(std::string_view text) {
  bytes_.push_back('"');
  escaped(text, false);
  bytes_.push_back('"');
}

// The provider writes JSON with Go's encoder, which also escapes what is special in HTML.
void PolicyText::escaped(std::string_view text, bool variables) {
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (variables && c == '&' && i + 1 < text.size() && text[i + 1] == '{') {
      bytes_.push_back('$');
      continue;
    }
    switch (c) {
    case '"':
      bytes_.append("\\\"");
      break;
    case '\\':
      bytes_.append("\\\\");
      break;
    case '\n':
      bytes_.append("\\n");
      break;
    case '\r':
      bytes_.append("\\r");
      break;
    case '\t':
      bytes_.append("\\t");
      break;
    case '<':
    case '>':
    case '&':
      fmt::format_to(std::back_inserter(bytes_), "\\u{:04x}", static_cast<unsigned>(c));
      break;
    case '\xe2':
      // The two separators that end a line in JavaScript: U+2028 and U+2029.
      if (const std::string_view rest = text.substr(i, 3); rest == "\xe2\x80\xa8" || rest == "\xe2\x80\xa9") {
        bytes_.append(rest.back() == '\xa8' ? "\\u2028" : "\\u2029");
        i += 2;
      } else {
        bytes_.push_back(c);
      }
      break;
    default:
      if (static_cast<unsigned char>(c) < 0x20)
        fmt::format_to(std::back_inserter(bytes_), "\\u{:04x}", static_cast<unsigned>(c));
      else
        bytes_.push_back(c);
    }
  }
}

void PolicyText::string(const eval::Value &value, bool variables) {
  const size_t start = bytes_.size();
  bytes_.push_back('"');
  std::string text;
  if (textOf(value, text)) {
    escaped(text, variables);
  } else if (value.kind() == eval::ValueKind::Partial) {
    for (const eval::Piece &piece : eval::asPartial(value).pieces) {
      if (piece.isHole())
        holes_.push_back({bytes_.size(), piece.hole});
      else
        escaped(piece.literal, variables);
    }
  } else {
    holes_.push_back({bytes_.size(), value});
  }
  bytes_.push_back('"');
  if (value.origin)
    segments_.push_back(
        {static_cast<uint32_t>(start), static_cast<uint32_t>(bytes_.size() - start), value.origin, false});
}

void PolicyText::hole(eval::Heap &heap, const eval::Value &value) {
  eval::Value text = value;
  if (value.isUnknown())
    text = heap.unknown(heap.types.string(), eval::asUnknown(value).symbol, value.origin);
  holes_.push_back({bytes_.size(), text});
}

void PolicyText::append(const PolicyText &other) {
  const size_t base = bytes_.size();
  bytes_.append(other.bytes_);
  for (const Hole &hole : other.holes_)
    holes_.push_back({base + hole.at, hole.value});
  for (eval::Segment segment : other.segments_) {
    segment.offset += static_cast<uint32_t>(base);
    segments_.push_back(segment);
  }
}

// Outer segments stand before the inner ones that start with them.
void PolicyText::spanFrom(const Mark &mark, eval::OriginId origin) {
  if (!origin)
    return;
  const auto at = segments_.begin() + static_cast<std::ptrdiff_t>(mark.segment);
  segments_.insert(at,
                   {static_cast<uint32_t>(mark.byte), static_cast<uint32_t>(bytes_.size() - mark.byte), origin, false});
}

eval::Value PolicyText::value(eval::Heap &heap, SourceRange range, std::string_view name) const {
  eval::Origin origin;
  origin.kind = eval::OriginKind::Composite;
  origin.range = range;
  origin.name = name;
  origin.segments = segments_;
  const eval::OriginId id = heap.origin(origin);
  if (holes_.empty())
    return heap.string(bytes_, id);
  std::vector<eval::Piece> pieces;
  const std::string_view bytes = bytes_;
  size_t at = 0;
  for (const Hole &hole : holes_) {
    if (hole.at > at)
      pieces.push_back({bytes.substr(at, hole.at - at), {}});
    at = hole.at;
    // A piece that is not an Unknown string (a nested choice that was given up, say) is a nameless one.
    const bool fits = hole.value.valid() && hole.value.isUnknown();
    pieces.push_back({{}, fits ? hole.value : heap.unknown(heap.types.string(), {}, hole.value.origin)});
  }
  if (at < bytes.size())
    pieces.push_back({bytes.substr(at), {}});
  return heap.partial(pieces, id);
}

} // namespace postern::tf
