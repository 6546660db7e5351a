#include "Eval/Transplant.h"

#include "Eval/TextBuilder.h"

namespace postern::eval {

namespace {

// INVARIANT: Shape tells all that an evaluation can see of a value, and Transplant copies all of it. Who gives one of
// these another member has to add it to both.
static_assert(sizeof(void *) != 8 || (sizeof(Value) == 16 && sizeof(ValueNode) == 16 && sizeof(SequenceNode) == 64 &&
                                      sizeof(MappingNode) == 56 && sizeof(Entry) == 40 && sizeof(ChoiceNode) == 40 &&
                                      sizeof(Refinement) == 72 && sizeof(UnknownNode) == 96 && sizeof(Piece) == 32 &&
                                      sizeof(Symbol) == 40 && sizeof(Origin) == 72));

template <typename IdType> IdType &slot(std::vector<IdType> &ids, IdType id, size_t most) {
  if (id.index() >= ids.size())
    ids.resize(std::max<size_t>(most, id.index() + 1));
  return ids[id.index()];
}

} // namespace

// Parameters -----------------------------------------------------------------------------------------------------

void Transplant::hide(const Shape &shape) {
  for (size_t i = hiddenWays_.size(); i < shape.ways().size(); ++i) {
    const Shape::Way &way = shape.ways()[i];
    hiddenWays_.push_back(to_.hidden({.isLiteral = way.isLiteral, .canBeCut = way.canBeCut, .whole = {}}));
    slot(origins_, way.origin, from_.originCount()) = hiddenWays_.back();
  }
  for (size_t i = hiddenSymbols_.size(); i < shape.symbols().size(); ++i) {
    const SymbolId id = shape.symbols()[i];
    const Symbol &symbol = from_[id];
    // Symbols that are made of this one have its range, which tells later whose it was.
    const auto index = static_cast<uint32_t>(i);
    const SourceRange range = symbol.range.valid() ? SourceRange{Heap::kHiddenFile, index, index} : SourceRange();
    const std::string text = symbol.text.starts_with(here_) && !here_.empty()
                                 ? there_ + std::string(symbol.text.substr(here_.size()))
                                 : std::string(symbol.text);
    hiddenSymbols_.push_back(symbol.named ? to_.symbol(symbol.kind, text, range)
                                          : to_.freshSymbol(symbol.kind, text, range));
    slot(symbols_, id, from_.symbolCount()) = hiddenSymbols_.back();
  }
}

void Transplant::reveal(const std::vector<OriginId> &ways, const std::vector<SymbolId> &symbols, const Shape &shape) {
  for (size_t i = 0; i < ways.size(); ++i)
    slot(origins_, ways[i], from_.originCount()) = shape.ways()[i].origin;
  for (size_t i = 0; i < symbols.size(); ++i) {
    slot(symbols_, symbols[i], from_.symbolCount()) = shape.symbols()[i];
    ranges_.push_back(to_[shape.symbols()[i]].range);
  }
}

// Origins --------------------------------------------------------------------------------------------------------

OriginId Transplant::copied(const Origin &origin) {
  const auto mapped = [this](OriginId id) { return id.valid() ? origins_[id.index()] : OriginId(); };
  if (origin.kind == OriginKind::Hidden) {
    const HiddenWay &way = from_.hiddenWay(origin);
    return sliceOrigin(to_, mapped(way.whole), way.offset, way.size, way.textSize);
  }
  Origin step = origin;
  step.from = mapped(origin.from);
  step.via = mapped(origin.via);
  // Who takes an element out points where the collection came from.
  if (step.via.valid())
    step.range = to_[step.via].range;
  step.name = text(origin.name);
  step.scope = origin.scope == kCall ? call_ : text(origin.scope);
  if (!origin.segments.empty()) {
    const std::span<Segment> segments = to_.arena().copy(origin.segments);
    for (Segment &segment : segments)
      segment.origin = mapped(segment.origin);
    step.segments = segments;
  }
  return to_.borrowedOrigin(step);
}

/// Puts what the origin hangs on and is not known yet before it.
bool Transplant::isReady(const Origin &origin) {
  const size_t before = pending_.size();
  const auto need = [&](OriginId other) {
    if (other.valid() && !origins_[other.index()].valid())
      pending_.push_back(other);
  };
  need(origin.from);
  need(origin.via);
  for (const Segment &segment : origin.segments)
    need(segment.origin);
  if (origin.kind == OriginKind::Hidden)
    need(from_.hiddenWay(origin).whole);
  return pending_.size() == before;
}

OriginId Transplant::origin(OriginId id) {
  if (!id.valid())
    return {};
  if (const OriginId known = slot(origins_, id, from_.originCount()); known.valid())
    return known;
  // Every origin that is brought in is one of the shape's.
  POSTERN_CHECK(!hides_);
  // Ways can be long: no recursion.
  pending_.push_back(id);
  while (!pending_.empty()) {
    const OriginId at = pending_.back();
    const Origin &origin = from_[at];
    if (!origins_[at.index()].valid() && !isReady(origin))
      continue;
    if (!origins_[at.index()].valid())
      origins_[at.index()] = copied(origin);
    pending_.pop_back();
  }
  return origins_[id.index()];
}

// Names ----------------------------------------------------------------------------------------------------------

std::string Transplant::renamed(std::string_view text) const {
  std::string out;
  size_t at = 0;
  for (size_t found = text.find(here_); found != std::string_view::npos; found = text.find(here_, at)) {
    out += text.substr(at, found - at);
    out += there_;
    at = found + here_.size();
  }
  return out += text.substr(at);
}

/// Names in origins that are taken out.
std::string_view Transplant::text(std::string_view text) {
  return text.find(here_) == std::string_view::npos ? text : to_.intern(renamed(text));
}

SymbolId Transplant::symbol(SymbolId id) {
  if (!id.valid())
    return {};
  if (const SymbolId known = slot(symbols_, id, from_.symbolCount()); known.valid())
    return known;
  POSTERN_CHECK(!hides_);
  const Symbol &symbol = from_[id];
  const std::string text = renamed(symbol.text);
  const SourceRange range = symbol.range.file == Heap::kHiddenFile ? ranges_[symbol.range.begin] : symbol.range;
  const SymbolId made = symbol.named ? to_.symbol(symbol.kind, text, range) : to_.freshSymbol(symbol.kind, text, range);
  symbols_[id.index()] = made;
  return made;
}

// Values ---------------------------------------------------------------------------------------------------------

Value Transplant::value(const Value &value) {
  if (!value.valid())
    return {};
  return {node(*value.node), origin(value.origin), value.marks};
}

TypeRef Transplant::type(TypeRef type) {
  if (type->isPrimitive() || type->kind == TypeKind::Dynamic)
    return type;
  if (const auto known = types_.find(type); known != types_.end())
    return known->second;
  TypeRef made = nullptr;
  switch (type->kind) {
  case TypeKind::Dynamic:
  case TypeKind::Bool:
  case TypeKind::Number:
  case TypeKind::String:
    break;
  case TypeKind::List:
    made = to_.types.list(this->type(type->element));
    break;
  case TypeKind::Set:
    made = to_.types.set(this->type(type->element));
    break;
  case TypeKind::Map:
    made = to_.types.map(this->type(type->element));
    break;
  case TypeKind::Tuple: {
    std::vector<TypeRef> elements;
    for (const TypeRef element : type->elements)
      elements.push_back(this->type(element));
    made = to_.types.tuple(elements);
    break;
  }
  case TypeKind::Object: {
    std::vector<AttrType> attrs(type->attrs.begin(), type->attrs.end());
    for (AttrType &attr : attrs)
      attr.type = this->type(attr.type);
    made = to_.types.object(std::move(attrs));
    break;
  }
  }
  types_[type] = made;
  return made;
}

Number Transplant::number(Number number) {
  // What does not fit into the number itself lives in the arena of its heap.
  return number.isSmall() ? number : negate(negate(number, to_.arena()), to_.arena());
}

/// Null, Bool, Number or String.
const ValueNode *Transplant::scalar(const ValueNode &node) {
  // What outlives the other heap can stand in it as it is.
  if (!hides_ && type(node.type) == node.type)
    return &node;
  const Value whole{&node, {}, 0};
  if (node.kind == ValueKind::Null)
    return to_.null(type(node.type)).node;
  if (node.kind == ValueKind::Bool)
    return to_.boolean(whole.boolean()).node;
  return node.kind == ValueKind::Number ? to_.number(number(whole.number())).node : to_.string(whole.text()).node;
}

const ValueNode *Transplant::node(const ValueNode &node) {
  switch (node.kind) {
  case ValueKind::Null:
  case ValueKind::Bool:
  case ValueKind::Number:
  case ValueKind::String:
    return scalar(node);
  case ValueKind::Partial:
  case ValueKind::Sequence:
  case ValueKind::Mapping:
  case ValueKind::Unknown:
  case ValueKind::Choice:
    break;
  }
  if (const auto known = nodes_.find(&node); known != nodes_.end())
    return known->second;
  const ValueNode *const made = compound(node);
  nodes_[&node] = made;
  return made;
}

const ValueNode *Transplant::compound(const ValueNode &node) {
  const ValueNode base{node.kind, node.whollyKnown, node.deepMarks, type(node.type)};
  const Value whole{&node, {}, 0};
  Arena &arena = to_.arena();
  const auto copy = [&](std::string_view text) { return hides_ ? arena.copy(text) : text; };
  const auto all = [&](std::span<const Value> values) {
    const std::span<Value> out = arena.copy(values);
    for (Value &item : out)
      item = value(item);
    return std::span<const Value>(out);
  };
  switch (node.kind) {
  case ValueKind::Partial: {
    const std::span<Piece> pieces = arena.copy(asPartial(whole).pieces);
    for (Piece &piece : pieces) {
      piece.literal = copy(piece.literal);
      piece.hole = value(piece.hole);
    }
    return arena.make<PartialNode>(base, std::span<const Piece>(pieces));
  }
  case ValueKind::Sequence: {
    const SequenceNode &from = asSequence(whole);
    const std::span<const Value> items = all(from.items);
    return arena.make<SequenceNode>(base, items, from.open, value(from.rest), from.unordered);
  }
  case ValueKind::Mapping: {
    const MappingNode &from = asMapping(whole);
    const std::span<Entry> entries = arena.copy(from.entries);
    for (Entry &entry : entries) {
      if (hides_)
        entry.key = to_.intern(entry.key);
      entry.value = value(entry.value);
      entry.keyOrigin = origin(entry.keyOrigin);
    }
    return arena.make<MappingNode>(base, std::span<const Entry>(entries), from.open, value(from.rest));
  }
  case ValueKind::Unknown: {
    const UnknownNode &from = asUnknown(whole);
    Refinement known = from.refinement;
    known.prefix = copy(known.prefix);
    if (hides_) {
      known.min = number(known.min);
      known.max = number(known.max);
    }
    return arena.make<UnknownNode>(base, symbol(from.symbol), from.hole, known);
  }
  case ValueKind::Choice: {
    const ChoiceNode &from = asChoice(whole);
    const std::span<const Value> alternatives = all(from.alternatives);
    return arena.make<ChoiceNode>(base, alternatives, symbol(from.condition));
  }
  case ValueKind::Null:
  case ValueKind::Bool:
  case ValueKind::Number:
  case ValueKind::String:
    break;
  }
  POSTERN_UNREACHABLE();
}

} // namespace postern::eval
