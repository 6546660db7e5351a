// jsonencode and jsondecode: text and values, with holes and origins kept in both directions.
#include "Eval/functions/Json.h"

#include "Syntax/JsonDocument.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace postern::eval::functions {

namespace {

namespace json = hcl::json;

/// A hole for a whole value: not a string, so that it stands without quotes.
void writeHole(CallSite &site, TextBuilder &out, const Value &value) {
  const std::vector<Value> name{value};
  const Value hole = derivedHole(site, name, HoleClass::Any);
  out.hole(hole);
}

/// What a string with holes says between the quotes. A hole may hold characters that are escaped.
void writePieces(Heap &heap, TextBuilder &out, const Value &value) {
  const size_t whole = literalBytes(value);
  size_t offset = 0;
  for (const Piece &piece : piecesOf(value)) {
    if (piece.isHole()) {
      out.hole(piece.hole);
      continue;
    }
    const std::string text = jsonQuoted(piece.literal);
    const std::string_view inner = std::string_view(text).substr(1, text.size() - 2);
    out.literal(inner, sliceOrigin(heap, value.origin, offset, piece.literal.size(), whole), inner == piece.literal);
    offset += piece.literal.size();
  }
}

/// Reads the tree of one document whose text is `text_`.
class Decoder {
public:
  Decoder(CallSite &site, const Value &text, std::span<const Value> holes)
      : site_(site), heap_(site.heap()), text_(text), holes_(holes), whole_(literalBytes(text)) {}

  Value value(const json::Node &node) {
    const OriginId origin = sliceOrigin(heap_, text_.origin, node.begin, node.end - node.begin, whole_);
    switch (node.kind) {
    case json::Kind::Null:
      return heap_.null(heap_.types.dynamic(), origin);
    case json::Kind::Bool:
      return heap_.boolean(node.boolean, origin);
    case json::Kind::Number: {
      const std::optional<Number> number = parseNumber(node.text, heap_.arena());
      return heap_.number(number.value_or(Number::of(0)), origin);
    }
    case json::Kind::String:
      return string(node);
    case json::Kind::Hole: {
      const std::vector<Value> name{holes_[node.hole]};
      return heap_.unknown(heap_.types.dynamic(), callSymbol(site_, name), holes_[node.hole].origin);
    }
    case json::Kind::Array: {
      std::vector<Value> items;
      bool open = false;
      for (const json::Node &item : node.items()) {
        items.push_back(value(item));
        // A hole in an array may stand for several items, or none.
        open = open || item.kind == json::Kind::Hole;
      }
      return heap_.tuple(items, origin, open);
    }
    case json::Kind::Object: {
      std::vector<Entry> entries;
      bool open = false;
      for (const json::Member &member : node.members()) {
        open = open || member.key.hasHoles();
        if (!member.key.hasHoles())
          entries.push_back({heap_.intern(normalized(member.key.text)), value(member.value),
                             originOf(member.key, 0, member.key.text.size())});
      }
      return heap_.object(std::move(entries), origin, open);
    }
    }
    POSTERN_UNREACHABLE();
  }

private:
  OriginId originOf(const json::Node &node, size_t from, size_t to) {
    if (from == to)
      return sliceOrigin(heap_, text_.origin, node.begin, node.end - node.begin, whole_);
    const uint32_t begin = node.sourceOf(uint32_t(from));
    const uint32_t end = node.sourceEndOf(uint32_t(to));
    return sliceOrigin(heap_, text_.origin, begin, end - begin, whole_);
  }

  Value string(const json::Node &node) {
    if (!node.hasHoles())
      return heap_.string(node.text, originOf(node, 0, node.text.size()));
    TextBuilder out(heap_);
    size_t at = 0;
    const auto literalTo = [&](size_t end) {
      const size_t source = end > at ? node.sourceEndOf(uint32_t(end)) - node.sourceOf(uint32_t(at)) : 0;
      out.literal(node.text.substr(at, end - at), originOf(node, at, end), source == end - at);
      at = end;
    };
    for (const json::StringHole &hole : node.holes()) {
      literalTo(hole.offset);
      out.hole(holes_[hole.hole]);
    }
    literalTo(node.text.size());
    return out.finish(site_.range, site_.name);
  }

  CallSite &site_;
  Heap &heap_;
  const Value &text_;
  std::span<const Value> holes_;
  size_t whole_;
};

/// The type that a JSON text of that beginning has.
TypeRef typeByStart(Heap &heap, std::string_view start) {
  const size_t at = start.find_first_not_of(" \t\r\n");
  if (at == std::string_view::npos)
    return heap.types.dynamic();
  const char c = start[at];
  if (c == '"')
    return heap.types.string();
  if (c == 't' || c == 'f')
    return heap.types.boolean();
  // The reference takes a leading point for a number, too, though no number begins so.
  if ((c >= '0' && c <= '9') || c == '-' || c == '.')
    return heap.types.number();
  return heap.types.dynamic();
}

} // namespace

std::string jsonQuoted(std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string out = "\"";
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const auto byte = static_cast<unsigned char>(c);
    switch (c) {
    case '"':
      out += "\\\"";
      continue;
    case '\\':
      out += "\\\\";
      continue;
    case '\n':
      out += "\\n";
      continue;
    case '\r':
      out += "\\r";
      continue;
    case '\t':
      out += "\\t";
      continue;
    case '\b':
      out += "\\b";
      continue;
    case '\f':
      out += "\\f";
      continue;
    default:
      break;
    }
    if (byte < 0x20 || c == '<' || c == '>' || c == '&') {
      out += "\\u00";
      out += kHex[byte >> 4];
      out += kHex[byte & 15];
    } else if (text.substr(i).starts_with("\u2028") || text.substr(i).starts_with("\u2029")) {
      out += text[i + 2] == '\xa8' ? "\\u2028" : "\\u2029";
      i += 2;
    } else {
      out += c;
    }
  }
  out += '"';
  return out;
}

void writeJson(CallSite &site, TextBuilder &out, const Value &value) {
  out.mark(value.marks);
  out.beginSpan();
  switch (value.kind()) {
  case ValueKind::Null:
    out.literal("null");
    break;
  case ValueKind::Bool:
    out.literal(value.boolean() ? "true" : "false");
    break;
  case ValueKind::Number:
    if (isInfinite(value.number()))
      site.fail("cannot serialize infinity as JSON");
    out.literal(toText(value.number()));
    break;
  case ValueKind::String: {
    const std::string text = jsonQuoted(value.text());
    const std::string_view inner = std::string_view(text).substr(1, text.size() - 2);
    out.literal("\"");
    out.literal(inner, value.origin, inner == value.text());
    out.literal("\"");
    break;
  }
  case ValueKind::Partial:
    out.literal("\"");
    writePieces(site.heap(), out, value);
    out.literal("\"");
    break;
  case ValueKind::Sequence: {
    const SequenceNode &sequence = asSequence(value);
    out.literal("[");
    for (size_t i = 0; i < sequence.items.size(); ++i) {
      if (i > 0)
        out.literal(",");
      writeJson(site, out, site.heap().extracted(sequence.items[i], value, i));
    }
    if (sequence.open) {
      if (!sequence.items.empty())
        out.literal(",");
      writeHole(site, out, value);
    }
    out.literal("]");
    break;
  }
  case ValueKind::Mapping: {
    const MappingNode &mapping = asMapping(value);
    out.literal("{");
    for (const Entry &entry : mapping.entries) {
      if (&entry != mapping.entries.data())
        out.literal(",");
      out.literal(jsonQuoted(entry.key), entry.keyOrigin);
      out.literal(":");
      writeJson(site, out, site.heap().extracted(entry.value, value, entry.key));
    }
    if (mapping.open) {
      // Further members that are not known: a member whose key and value are holes.
      out.literal(mapping.entries.empty() ? "\"" : ",\"");
      writeHole(site, out, value);
      out.literal("\":");
      writeHole(site, out, value);
    }
    out.literal("}");
    break;
  }
  case ValueKind::Unknown: {
    const UnknownNode &unknown = asUnknown(value);
    const bool text =
        value.type()->kind == TypeKind::String && (unknown.refinement.notNull || unknown.hole != HoleClass::Any);
    if (text)
      out.literal("\"");
    if (text || value.type()->kind == TypeKind::String)
      out.hole(value);
    else
      writeHole(site, out, value);
    if (text)
      out.literal("\"");
    break;
  }
  case ValueKind::Choice: {
    const ChoiceNode &choice = asChoice(value);
    std::vector<TextBuilder> alternatives;
    for (const Value &alternative : choice.alternatives) {
      alternatives.emplace_back(site.heap());
      writeJson(site, alternatives.back(), alternative);
    }
    const std::vector<Value> name{value};
    out.oneOf(alternatives, choice.condition, derivedHole(site, name, HoleClass::Any));
    break;
  }
  }
  out.endSpan(value.origin);
}

Value jsonencode(CallSite &site, Args args) {
  TextBuilder out(site.heap());
  writeJson(site, out, args[0]);
  if (site.failed)
    return {};
  if (out.size() > kMaxBytes)
    return site.fail("the result is too long");
  return out.finish(site.range, site.name);
}

Value jsondecode(CallSite &site, Args args) {
  Heap &heap = site.heap();
  const Value &text = args[0];
  if (text.isUnknown())
    return unknownResult(site, typeByStart(heap, knownPrefix(text)), args, false);
  std::string literals;
  std::vector<uint32_t> offsets;
  std::vector<Value> holes;
  for (const Piece &piece : piecesOf(text)) {
    if (piece.isHole()) {
      offsets.push_back(uint32_t(literals.size()));
      holes.push_back(piece.hole);
    } else {
      literals += piece.literal;
    }
  }
  // Nodes view the text, so it lives as long as they do.
  Arena arena;
  const json::Document document = json::parse(literals, offsets, arena);
  if (!document.ok() && document.error.fault == json::Fault::Hole)
    return unknownResult(site, typeByStart(heap, knownPrefix(text)), args, false);
  if (!document.ok())
    return site.fail(json::diagnose(document.error, {}).message, 0);
  return Decoder(site, text, holes).value(*document.root);
}

} // namespace postern::eval::functions
