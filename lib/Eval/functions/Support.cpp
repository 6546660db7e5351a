#include "Eval/functions/Support.h"

#include <fmt/format.h>

#include <algorithm>

namespace postern::eval::functions {

namespace {

constexpr size_t kMaxNameBytes = 120;

void writeQuoted(std::string &out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\')
      out += '\\';
    if (c == '\n')
      out += "\\n";
    else
      out += c;
  }
  out += '"';
}

/// Writes `value` so that equal texts mean equal values; gives false where it holds an unknown without a name.
bool describe(Heap &heap, const Value &value, std::string &out) {
  switch (value.kind()) {
  case ValueKind::Null:
    out += "null";
    return true;
  case ValueKind::Bool:
    out += value.boolean() ? "true" : "false";
    return true;
  case ValueKind::Number:
    out += toText(value.number());
    return true;
  case ValueKind::String:
    writeQuoted(out, value.text());
    return true;
  case ValueKind::Unknown:
    if (!asUnknown(value).symbol || !heap[asUnknown(value).symbol].named)
      return false;
    out += heap[asUnknown(value).symbol].text;
    return true;
  case ValueKind::Partial: {
    std::string text;
    for (const Piece &piece : asPartial(value).pieces) {
      if (!piece.isHole()) {
        text += piece.literal;
        continue;
      }
      text += "${";
      if (!describe(heap, piece.hole, text))
        return false;
      text += "}";
    }
    writeQuoted(out, text);
    return true;
  }
  case ValueKind::Sequence: {
    const SequenceNode &sequence = asSequence(value);
    const size_t begin = out.size();
    out += value.type()->kind == TypeKind::Set ? "toset([" : "[";
    for (const Value &item : sequence.items) {
      if (out.size() - begin > 8 * kMaxNameBytes)
        return false;
      if (&item != sequence.items.data())
        out += ", ";
      if (!describe(heap, item, out))
        return false;
    }
    out += value.type()->kind == TypeKind::Set ? "])" : "]";
    return !sequence.open;
  }
  case ValueKind::Mapping: {
    const MappingNode &mapping = asMapping(value);
    const size_t begin = out.size();
    out += "{";
    for (const Entry &entry : mapping.entries) {
      if (out.size() - begin > 8 * kMaxNameBytes)
        return false;
      if (&entry != mapping.entries.data())
        out += ", ";
      writeQuoted(out, entry.key);
      out += " = ";
      if (!describe(heap, entry.value, out))
        return false;
    }
    out += "}";
    return !mapping.open;
  }
  case ValueKind::Choice:
    return false;
  }
  POSTERN_UNREACHABLE();
}

} // namespace

OriginId callOrigin(CallSite &site, OriginId from) {
  return site.heap().origin(Origin{OriginKind::Call, site.range, from, {}, site.name, {}, {}});
}

SymbolId callSymbol(CallSite &site, Args args) {
  std::string text(site.name);
  text += '(';
  for (const Value &arg : args) {
    if (&arg != args.data())
      text += ", ";
    if (!describe(site.heap(), arg, text) || text.size() > 8 * kMaxNameBytes)
      return {};
  }
  text += ')';
  // A long name is cut for the reader; the hash keeps it apart from others that begin alike.
  if (text.size() > kMaxNameBytes) {
    const size_t hash = std::hash<std::string_view>{}(text);
    size_t cut = kMaxNameBytes - 20;
    while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0) == 0x80)
      --cut;
    text = fmt::format("{}…#{:x})", text.substr(0, cut), hash);
  }
  return site.heap().symbol(SymbolKind::Function, text, site.range);
}

Value unknownResult(CallSite &site, TypeRef type, Args args, const Refinement &refinement) {
  const auto source = std::ranges::find_if(args, [](const Value &value) { return !value.isWhollyKnown(); });
  const OriginId origin = callOrigin(site, source == args.end() ? OriginId{} : source->origin);
  return site.heap().refined(type, callSymbol(site, args), refinement, origin);
}

Value unknownResult(CallSite &site, TypeRef type, Args args, bool notNull) {
  Refinement refinement;
  refinement.notNull = notNull;
  return unknownResult(site, type, args, refinement);
}

Value derivedHole(CallSite &site, Args args, HoleClass holeClass) {
  Refinement refinement;
  refinement.notNull = true;
  return site.heap().refined(site.heap().types.string(), callSymbol(site, args), refinement, args[0].origin, holeClass);
}

Value unmarkDeep(Heap &heap, const Value &value, MarkSet &marks) {
  marks |= allMarks(value);
  return heap.withoutMarks(value);
}

Value computed(CallSite &site, std::string_view text, const Value &from) {
  return site.heap().string(text, callOrigin(site, from.origin));
}

std::string quoted(const Value &value) {
  if (value.marks != 0)
    return "(sensitive value)";
  return value.kind() == ValueKind::String ? "\"" + std::string(value.text()) + "\"" : "the given value";
}

HoleClass classOf(const Value &hole) {
  return hole.isUnknown() ? asUnknown(hole).hole : HoleClass::Any;
}

bool holesMayContain(std::span<const Piece> pieces, char byte) {
  return std::ranges::any_of(
      pieces, [&](const Piece &piece) { return piece.isHole() && holeAllows(classOf(piece.hole), byte); });
}

Value fromPieces(CallSite &site, std::span<const Piece> pieces, const Value &from) {
  return site.heap().partial(pieces, callOrigin(site, from.origin)).withMarks(from.marks);
}

Truth nonEmpty(const Value &value) {
  switch (value.kind()) {
  case ValueKind::Null:
    return Truth::No;
  case ValueKind::String:
    return truthOf(!value.text().empty());
  case ValueKind::Bool:
  case ValueKind::Number:
  case ValueKind::Sequence:
  case ValueKind::Mapping:
    return Truth::Yes;
  case ValueKind::Partial: {
    for (const Piece &piece : asPartial(value).pieces)
      if (!piece.isHole() || nonEmpty(piece.hole) == Truth::Yes)
        return Truth::Yes;
    return Truth::Unknown;
  }
  case ValueKind::Unknown: {
    const UnknownNode &unknown = asUnknown(value);
    if (!unknown.refinement.notNull)
      return Truth::Unknown;
    if (value.type()->kind == TypeKind::String)
      return unknown.hole != HoleClass::Any || !unknown.refinement.prefix.empty() ? Truth::Yes : Truth::Unknown;
    return value.type()->kind == TypeKind::Dynamic ? Truth::Unknown : Truth::Yes;
  }
  case ValueKind::Choice: {
    Truth all = Truth::Yes, any = Truth::No;
    for (const Value &alternative : asChoice(value).alternatives) {
      const Truth one = nonEmpty(alternative);
      all = all && one;
      any = any || one;
    }
    return all == Truth::Yes ? Truth::Yes : any == Truth::No ? Truth::No : Truth::Unknown;
  }
  }
  POSTERN_UNREACHABLE();
}

std::span<const Value> itemsOf(const Value &value) {
  return value.kind() == ValueKind::Sequence ? asSequence(value).items : std::span<const Value>{};
}

bool isOpen(const Value &value) {
  if (value.kind() == ValueKind::Sequence)
    return asSequence(value).open;
  return value.kind() == ValueKind::Mapping && asMapping(value).open;
}

bool isLoose(const Value &value) {
  return value.kind() == ValueKind::Sequence && asSequence(value).isLoose();
}

Value inOrderOf(Heap &heap, const Value &from, const Value &made) {
  const bool sequences = from.kind() == ValueKind::Sequence && made.kind() == ValueKind::Sequence;
  return sequences && made.type()->kind != TypeKind::Set && isUnordered(asSequence(from)) ? heap.unordered(made) : made;
}

TypeRef elementType(CallSite &site, const Value &value) {
  return value.type()->isCollection() ? value.type()->element : site.heap().types.dynamic();
}

std::optional<int64_t> wholeNumber(const Value &value) {
  return toInt64(value.number());
}

} // namespace postern::eval::functions
