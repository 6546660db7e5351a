#include "Eval/Shape.h"

#include "Eval/TextBuilder.h"

namespace postern::eval {

namespace {

/// What takes longer to compare than to evaluate anew. Values share parts, so this bounds the walk too.
constexpr size_t kMostText = 64 * 1024;
constexpr uint32_t kMostDepth = 200;
constexpr MarkSet kCommonMarks = kSensitive | kEphemeral | kDeprecated;
constexpr uint64_t kNone = 0; ///< in the place of a number that is one more

/// Nothing is taken out of it as an element.
bool isScalar(ValueKind kind) {
  return kind == ValueKind::Null || kind == ValueKind::Bool || kind == ValueKind::Number || kind == ValueKind::String;
}

} // namespace

void Shape::add(std::string_view text) {
  number(text.size());
  text_ += text;
}

/// Seven bits a byte, so that no number is the beginning of another.
void Shape::number(uint64_t number) {
  for (; number >= 0x80; number >>= 7)
    text_ += static_cast<char>(0x80 | (number & 0x7f));
  text_ += static_cast<char>(number);
}

void Shape::flags(std::initializer_list<bool> flags) {
  unsigned bits = 1;
  for (const bool flag : flags)
    bits = bits << 1 | (flag ? 1 : 0);
  number(bits);
}

void Shape::type(TypeRef type) {
  number(static_cast<uint64_t>(type->kind));
  if (type->isPrimitive() || type->kind == TypeKind::Dynamic)
    return;
  // Parts of a type may be shared many times over: each is told once.
  const auto [at, isNew] = seenTypes_.try_emplace(type, static_cast<uint32_t>(seenTypes_.size()) + 1);
  number(isNew ? kNone : at->second);
  if (!isNew)
    return;
  if (type->element)
    this->type(type->element);
  number(type->elements.size());
  for (const TypeRef element : type->elements)
    this->type(element);
  number(type->attrs.size());
  for (const AttrType &attr : type->attrs) {
    add(attr.name);
    flags({attr.optional});
    this->type(attr.type);
  }
}

void Shape::symbol(SymbolId id) {
  if (!id.valid())
    return number(kNone);
  const auto [at, isNew] = seenSymbols_.try_emplace(id, static_cast<uint32_t>(symbols_.size()) + 1);
  number(at->second);
  if (!isNew)
    return;
  symbols_.push_back(id);
  const Symbol &symbol = (*heap_)[id];
  const bool isOwn = !own_.empty() && symbol.text.starts_with(own_);
  number(static_cast<uint64_t>(symbol.kind));
  flags({symbol.named, symbol.range.valid(), isOwn});
  add(isOwn ? symbol.text.substr(own_.size()) : symbol.text);
}

/// An evaluation takes other ways where there is no origin, for collections that are literals, for what can be cut, and
/// where one origin is met again.
bool Shape::way(OriginId id, size_t textSize, bool isContainer) {
  if (!id.valid()) {
    number(kNone);
    return true;
  }
  const Origin &origin = (*heap_)[id];
  const bool isLiteral = isContainer && (origin.kind == OriginKind::Literal ||
                                         (origin.kind == OriginKind::Hidden && heap_->hiddenWay(origin).isLiteral));
  const bool isCuttable = canBeCut(*heap_, id, textSize);
  const auto [at, isNew] = seenWays_.try_emplace(id, static_cast<uint32_t>(ways_.size()) + 1);
  number(at->second);
  if (isNew) {
    ways_.push_back({id, isLiteral, isCuttable});
    flags({isLiteral, isCuttable});
  }
  const Way &way = ways_[at->second - 1];
  return way.canBeCut == isCuttable && (way.isLiteral == isLiteral || !isContainer);
}

bool Shape::walk(const Value &value, uint32_t depth) {
  if (text_.size() > kMostText || depth > kMostDepth || (value.marks & ~kCommonMarks) != 0 ||
      (value.node->deepMarks & ~kCommonMarks) != 0)
    return false;
  number(static_cast<uint64_t>(value.kind()));
  number(value.marks);
  type(value.type());
  if (!way(value.origin, literalBytes(value), !isScalar(value.kind())))
    return false;

  const auto all = [&](std::span<const Value> values) {
    number(values.size());
    for (const Value &item : values)
      if (!walk(item, depth + 1))
        return false;
    return true;
  };
  const auto rest = [&](bool open, const Value &rest) {
    flags({open, rest.valid()});
    return !rest.valid() || walk(rest, depth + 1);
  };
  switch (value.kind()) {
  case ValueKind::Null:
    return true;
  case ValueKind::Bool:
    flags({value.boolean()});
    return true;
  case ValueKind::Number:
    add(toText(value.number()));
    return true;
  case ValueKind::String:
    add(value.text());
    return true;
  case ValueKind::Partial:
    number(asPartial(value).pieces.size());
    for (const Piece &piece : asPartial(value).pieces) {
      add(piece.literal);
      if (piece.isHole() && !walk(piece.hole, depth + 1))
        return false;
    }
    return true;
  case ValueKind::Sequence: {
    const SequenceNode &node = asSequence(value);
    flags({node.unordered});
    return all(node.items) && rest(node.open, node.rest);
  }
  case ValueKind::Mapping: {
    const MappingNode &node = asMapping(value);
    number(node.entries.size());
    for (const Entry &entry : node.entries) {
      add(entry.key);
      if (!way(entry.keyOrigin, entry.key.size(), false) || !walk(entry.value, depth + 1))
        return false;
    }
    return rest(node.open, node.rest);
  }
  case ValueKind::Unknown: {
    const UnknownNode &node = asUnknown(value);
    const Refinement &known = node.refinement;
    symbol(node.symbol);
    number(static_cast<uint64_t>(node.hole));
    flags({known.notNull, known.prefixFull, known.hasMin, known.hasMax, known.minInclusive, known.maxInclusive});
    add(known.prefix);
    number(known.lengthMin);
    number(known.lengthMax);
    if (known.hasMin)
      add(toText(known.min));
    if (known.hasMax)
      add(toText(known.max));
    return true;
  }
  case ValueKind::Choice: {
    const ChoiceNode &node = asChoice(value);
    symbol(node.condition);
    return all(node.alternatives);
  }
  }
  POSTERN_UNREACHABLE();
}

} // namespace postern::eval
