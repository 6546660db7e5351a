#include "Eval/Transplant.h"

namespace postern::eval {

namespace {

/// What takes longer to compare than to evaluate anew. Values share parts, so this bounds the walk too.
constexpr size_t kMostText = 64 * 1024;
constexpr uint32_t kMostDepth = 200;
constexpr MarkSet kCommonMarks = kSensitive | kEphemeral | kDeprecated;

} // namespace

bool Shape::add(const Value &value) {
  return walk(value, 0);
}

void Shape::add(std::string_view text) {
  number(text.size());
  text_ += text;
}

void Shape::number(uint64_t number) {
  text_ += std::to_string(number);
  text_ += ';';
}

void Shape::type(TypeRef type) {
  // Parts of a type may be shared many times over: each is told once.
  const auto [at, isNew] = seenTypes_.try_emplace(type, seenTypes_.size());
  number(at->second);
  if (!isNew)
    return;
  number(static_cast<uint64_t>(type->kind));
  if (type->element)
    this->type(type->element);
  number(type->elements.size());
  for (const TypeRef element : type->elements)
    this->type(element);
  number(type->attrs.size());
  for (const AttrType &attr : type->attrs) {
    add(attr.name);
    text_ += attr.optional ? 'o' : '-';
    this->type(attr.type);
  }
}

void Shape::symbol(SymbolId id) {
  if (!id.valid()) {
    text_ += '-';
    return;
  }
  const auto [at, isNew] = seenSymbols_.try_emplace(id, symbols_.size());
  number(at->second);
  if (!isNew)
    return;
  symbols_.push_back(id);
  const Symbol &symbol = heap_[id];
  number(static_cast<uint64_t>(symbol.kind));
  text_ += symbol.named ? 'n' : 'u';
  add(symbol.text);
}

bool Shape::walk(const Value &value, uint32_t depth) {
  if (text_.size() > kMostText || depth > kMostDepth || (value.marks & ~kCommonMarks) != 0 ||
      (value.node->deepMarks & ~kCommonMarks) != 0)
    return false;
  number(static_cast<uint64_t>(value.kind()));
  number(value.marks);
  type(value.type());

  // An evaluation takes other ways where there is no origin, for literals, and where one origin is met again.
  if (value.origin.valid()) {
    const uint32_t size = value.kind() == ValueKind::String ? static_cast<uint32_t>(value.text().size()) : 1;
    const auto [at, isNew] = seenOrigins_.try_emplace(value.origin, origins_.size());
    if (isNew)
      origins_.push_back({value.origin, size});
    number(at->second);
    number(static_cast<uint64_t>(heap_[value.origin].kind));
  } else {
    text_ += '-';
  }

  switch (value.kind()) {
  case ValueKind::Null:
    return true;
  case ValueKind::Bool:
    text_ += value.boolean() ? 't' : 'f';
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
    number(node.items.size());
    text_ += node.open ? 'o' : 'c';
    for (const Value &item : node.items)
      if (!walk(item, depth + 1))
        return false;
    return !node.rest.valid() || walk(node.rest, depth + 1);
  }
  case ValueKind::Mapping: {
    const MappingNode &node = asMapping(value);
    number(node.entries.size());
    text_ += node.open ? 'o' : 'c';
    for (const Entry &entry : node.entries) {
      add(entry.key);
      if (!walk(entry.value, depth + 1))
        return false;
    }
    return !node.rest.valid() || walk(node.rest, depth + 1);
  }
  case ValueKind::Unknown: {
    const UnknownNode &node = asUnknown(value);
    const Refinement &known = node.refinement;
    symbol(node.symbol);
    number(static_cast<uint64_t>(node.hole));
    text_ += known.notNull ? 'n' : '-';
    text_ += known.prefixFull ? 'f' : '-';
    add(known.prefix);
    number(known.lengthMin);
    number(known.lengthMax);
    if (known.hasMin)
      add((known.minInclusive ? ">=" : ">") + toText(known.min));
    if (known.hasMax)
      add((known.maxInclusive ? "<=" : "<") + toText(known.max));
    return true;
  }
  case ValueKind::Choice: {
    const ChoiceNode &node = asChoice(value);
    symbol(node.condition);
    number(node.alternatives.size());
    for (const Value &alternative : node.alternatives)
      if (!walk(alternative, depth + 1))
        return false;
    return true;
  }
  }
  POSTERN_UNREACHABLE();
}

} // namespace postern::eval
