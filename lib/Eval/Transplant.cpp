#include "Eval/Transplant.h"

#include "Eval/TextBuilder.h"

#include <algorithm>

namespace postern::eval {

// Origins --------------------------------------------------------------------------------------------------------

void Transplant::hideOrigins(const Shape &parameters) {
  hides_ = true;
  uint32_t begin = 0;
  for (const Shape::Source &source : parameters.origins()) {
    parameters_.push_back({begin, source.size, source.origin});
    // The gap keeps a text of another size from fitting by chance.
    begin += source.size + 4;
  }
}

void Transplant::revealOrigins(const Shape &parameters) {
  hideOrigins(parameters);
  hides_ = false;
}

const Transplant::Parameter *Transplant::parameterAt(SourceRange range) const {
  if (range.file != kHidden || parameters_.empty())
    return nullptr;
  const auto after = std::ranges::upper_bound(parameters_, range.begin, {}, &Parameter::begin);
  return after == parameters_.begin() ? nullptr : &*std::prev(after);
}

SourceRange Transplant::range(SourceRange range) const {
  const Parameter *const parameter = parameterAt(range);
  return parameter ? to_[parameter->origin].range : range;
}

OriginId Transplant::hidden(OriginId id) {
  const auto at = std::ranges::find(parameters_, id, &Parameter::origin);
  if (at == parameters_.end())
    return {};
  const SourceRange range{kHidden, at->begin, at->begin + at->size};
  const OriginId literal = to_.literal(range);
  Origin step = from_[id];
  if (step.kind == OriginKind::Literal)
    return literal;
  const Segment whole{0, at->size, literal, true};
  step.range = range;
  step.via = {};
  step.from = step.kind == OriginKind::Composite ? OriginId() : literal;
  step.segments = {};
  if (step.kind == OriginKind::Composite)
    step.segments = {&whole, 1};
  return to_.origin(step);
}

OriginId Transplant::revealed(const Origin &origin, const Parameter &parameter) {
  const auto part = [&](SourceRange range) {
    return sliceOrigin(to_, parameter.origin, range.begin - parameter.begin, range.size(), parameter.size);
  };
  if (origin.kind == OriginKind::Literal)
    return part(origin.range);
  // An element that the evaluation took out: a step of its own, which only points where its collection does.
  if (origin.via.valid()) {
    Origin step = origin;
    step.range = to_[parameter.origin].range;
    return copied(step);
  }
  if (origin.from.valid() && from_[origin.from].kind == OriginKind::Literal && from_[origin.from].range.file == kHidden)
    return part(from_[origin.from].range);
  if (origin.kind == OriginKind::Composite && origin.segments.size() == 1)
    return origins_.at(origin.segments[0].origin);
  return parameter.origin;
}

OriginId Transplant::copied(const Origin &origin) {
  const auto mapped = [this](OriginId id) { return id.valid() ? origins_.at(id) : OriginId(); };
  Origin step = origin;
  step.from = mapped(origin.from);
  step.via = mapped(origin.via);
  if (!scopeMarker_.empty() && step.scope == scopeMarker_)
    step.scope = scope_;
  std::vector<Segment> segments(origin.segments.begin(), origin.segments.end());
  for (Segment &segment : segments)
    segment.origin = mapped(segment.origin);
  step.segments = segments;
  return to_.origin(step);
}

/// Whether all that the origin hangs on is known already; what is not is pending.
bool Transplant::ready(OriginId id, std::vector<OriginId> &pending) {
  const size_t before = pending.size();
  const auto need = [&](OriginId other) {
    if (other.valid() && !origins_.contains(other))
      pending.push_back(other);
  };
  const Origin &origin = from_[id];
  need(origin.from);
  need(origin.via);
  for (const Segment &segment : origin.segments)
    need(segment.origin);
  return pending.size() == before;
}

OriginId Transplant::origin(OriginId id) {
  if (!id.valid())
    return {};
  if (const auto known = origins_.find(id); known != origins_.end())
    return known->second;
  if (hides_)
    return origins_[id] = hidden(id);
  // Ways can be long: no recursion.
  std::vector<OriginId> pending{id};
  while (!pending.empty()) {
    const OriginId at = pending.back();
    if (origins_.contains(at)) {
      pending.pop_back();
      continue;
    }
    if (!ready(at, pending))
      continue;
    pending.pop_back();
    const Origin &origin = from_[at];
    const Parameter *const parameter = parameterAt(origin.range);
    origins_[at] = parameter ? revealed(origin, *parameter) : copied(origin);
  }
  return origins_.at(id);
}

// Names ----------------------------------------------------------------------------------------------------------

void Transplant::rename(std::string_view marker, std::string text) {
  marker_ = marker;
  text_ = std::move(text);
}

void Transplant::renameScope(std::string_view marker, std::string_view scope) {
  scopeMarker_ = marker;
  scope_ = scope;
}

std::string Transplant::renamed(std::string_view text) const {
  std::string out;
  size_t at = 0;
  while (!marker_.empty()) {
    const size_t found = text.find(marker_, at);
    if (found == std::string_view::npos)
      break;
    out += text.substr(at, found - at);
    out += text_;
    at = found + marker_.size();
  }
  return out += text.substr(at);
}

void Transplant::mapSymbols(const std::vector<SymbolId> &from, const std::vector<SymbolId> &to) {
  for (size_t i = 0; i < from.size(); ++i)
    symbols_[from[i]] = to[i];
}

SymbolId Transplant::known(SymbolId id) const {
  const auto at = symbols_.find(id);
  return at == symbols_.end() ? SymbolId() : at->second;
}

SymbolId Transplant::symbol(SymbolId id) {
  if (!id.valid())
    return {};
  if (const auto known = symbols_.find(id); known != symbols_.end())
    return known->second;
  const Symbol &symbol = from_[id];
  const std::string text = renamed(symbol.text);
  const SymbolId made = symbol.named ? to_.symbol(symbol.kind, text, range(symbol.range))
                                     : to_.freshSymbol(symbol.kind, text, range(symbol.range));
  symbols_[id] = made;
  return made;
}

// Values ---------------------------------------------------------------------------------------------------------

Value Transplant::value(const Value &value) {
  if (!value.valid())
    return {};
  return {node(*value.node), origin(value.origin), value.marks};
}

TypeRef Transplant::type(TypeRef type) {
  if (const auto known = types_.find(type); known != types_.end())
    return known->second;
  TypeRef made = nullptr;
  switch (type->kind) {
  case TypeKind::Dynamic:
    made = to_.types.dynamic();
    break;
  case TypeKind::Bool:
    made = to_.types.boolean();
    break;
  case TypeKind::Number:
    made = to_.types.number();
    break;
  case TypeKind::String:
    made = to_.types.string();
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

const ValueNode *Transplant::node(const ValueNode &node) {
  const auto known = nodes_.find(&node);
  if (known != nodes_.end())
    return known->second;
  const ValueNode *const made = this->made(node);
  nodes_[&node] = made;
  return made;
}

const ValueNode *Transplant::made(const ValueNode &node) {
  const ValueNode base{node.kind, node.whollyKnown, node.deepMarks, type(node.type)};
  const Value whole{&node, {}, 0};
  Arena &arena = to_.arena();
  const auto all = [this](std::span<const Value> values) {
    std::vector<Value> out;
    for (const Value &value : values)
      out.push_back(this->value(value));
    return out;
  };
  switch (node.kind) {
  case ValueKind::Null:
    return to_.null(base.type).node;
  case ValueKind::Bool:
    return to_.boolean(whole.boolean()).node;
  case ValueKind::Number:
    return to_.number(number(whole.number())).node;
  case ValueKind::String:
    return to_.string(whole.text()).node;
  case ValueKind::Partial: {
    std::vector<Piece> pieces;
    for (const Piece &piece : asPartial(whole).pieces)
      pieces.push_back({piece.isHole() ? std::string_view() : arena.copy(piece.literal), value(piece.hole)});
    return arena.make<PartialNode>(base, std::span<const Piece>(arena.copy(pieces)));
  }
  case ValueKind::Sequence: {
    const SequenceNode &from = asSequence(whole);
    const std::vector<Value> items = all(from.items);
    return arena.make<SequenceNode>(base, std::span<const Value>(arena.copy(items)), from.open, value(from.rest));
  }
  case ValueKind::Mapping: {
    const MappingNode &from = asMapping(whole);
    std::vector<Entry> entries;
    for (const Entry &entry : from.entries)
      entries.push_back({to_.intern(entry.key), value(entry.value)});
    return arena.make<MappingNode>(base, std::span<const Entry>(arena.copy(entries)), from.open, value(from.rest));
  }
  case ValueKind::Unknown: {
    const UnknownNode &from = asUnknown(whole);
    Refinement known = from.refinement;
    known.prefix = arena.copy(known.prefix);
    known.min = number(known.min);
    known.max = number(known.max);
    return arena.make<UnknownNode>(base, symbol(from.symbol), from.hole, known);
  }
  case ValueKind::Choice: {
    const ChoiceNode &from = asChoice(whole);
    const std::vector<Value> alternatives = all(from.alternatives);
    return arena.make<ChoiceNode>(base, std::span<const Value>(arena.copy(alternatives)), symbol(from.condition));
  }
  }
  POSTERN_UNREACHABLE();
}

} // namespace postern::eval
