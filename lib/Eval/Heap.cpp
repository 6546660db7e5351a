#include "Eval/Heap.h"

#include "Eval/Pieces.h"

#include <algorithm>

namespace postern::eval {
namespace {

constexpr size_t kInternedText = 64;
constexpr std::string_view kKnownMarks[] = {"sensitive", "ephemeral", "deprecated"};

MarkSet marksInside(std::span<const Value> items) {
  MarkSet marks = 0;
  for (const Value &item : items)
    marks |= allMarks(item);
  return marks;
}

bool allKnown(std::span<const Value> items) {
  return std::ranges::all_of(items, [](const Value &item) { return item.isWhollyKnown(); });
}

/// By key; of equal keys the last one stays.
void sortEntries(std::vector<Entry> &entries) {
  const auto less = [](const Entry &a, const Entry &b) { return a.key < b.key; };
  if (!std::ranges::is_sorted(entries, less))
    std::stable_sort(entries.begin(), entries.end(), less);
  size_t kept = 0;
  for (size_t i = 0; i < entries.size(); ++i) {
    if (i + 1 < entries.size() && entries[i].key == entries[i + 1].key)
      continue;
    entries[kept++] = entries[i];
  }
  entries.resize(kept);
}

} // namespace

Heap::Heap() {
  true_ = {{ValueKind::Bool, true, 0, types.boolean()}, true};
  false_ = {{ValueKind::Bool, true, 0, types.boolean()}, false};
  dynamicNull_ = {ValueKind::Null, true, 0, types.dynamic()};
  smallNumbers_.resize(kSmallNumbers, nullptr);
  for (const std::string_view name : kKnownMarks)
    marks_.push_back(name);
}

Value Heap::null(TypeRef type, OriginId origin) {
  if (type == types.dynamic())
    return {&dynamicNull_, origin, 0};
  return {arena_.make<ValueNode>(ValueKind::Null, true, MarkSet(0), types.withoutOptional(type)), origin, 0};
}

Value Heap::boolean(bool value, OriginId origin) {
  return {value ? &true_ : &false_, origin, 0};
}

Value Heap::number(Number value, OriginId origin) {
  const auto make = [&] {
    return arena_.make<NumberNode>(ValueNode{ValueKind::Number, true, 0, types.number()}, value);
  };
  if (!value.isSmall() || value.small < 0 || value.small >= kSmallNumbers)
    return {make(), origin, 0};
  const NumberNode *&slot = smallNumbers_[static_cast<size_t>(value.small)];
  if (!slot)
    slot = make();
  return {slot, origin, 0};
}

Value Heap::string(std::string_view text, OriginId origin) {
  if (!isNormalized(text))
    return string(normalized(text), origin);
  const auto make = [&] {
    return arena_.make<StringNode>(ValueNode{ValueKind::String, true, 0, types.string()}, arena_.copy(text));
  };
  if (text.size() > kInternedText)
    return {make(), origin, 0};
  const auto found = strings_.find(text);
  if (found != strings_.end())
    return {found->second, origin, 0};
  const StringNode *const node = make();
  strings_.emplace(node->text, node);
  return {node, origin, 0};
}

Value Heap::tuple(std::span<const Value> items, OriginId origin, bool open) {
  std::vector<TypeRef> elements;
  elements.reserve(items.size());
  for (const Value &item : items)
    elements.push_back(item.type());
  const ValueNode base{ValueKind::Sequence, !open && allKnown(items), marksInside(items), types.tuple(elements)};
  return {arena_.make<SequenceNode>(base, std::span<const Value>(arena_.copy(items)), open), origin, 0};
}

Value Heap::list(TypeRef element, std::span<const Value> items, OriginId origin, bool open) {
  const ValueNode base{ValueKind::Sequence, !open && allKnown(items), marksInside(items), types.list(element)};
  return {arena_.make<SequenceNode>(base, std::span<const Value>(arena_.copy(items)), open), origin, 0};
}

Value Heap::set(TypeRef element, std::span<const Value> items, OriginId origin, bool open) {
  const MarkSet marks = marksInside(items);
  std::vector<Value> sorted(items.begin(), items.end());
  if (marks != 0)
    for (Value &item : sorted)
      item = withoutMarks(item);
  hasOrderedNames_ |= std::ranges::count_if(sorted, [](const Value &item) { return !item.isWhollyKnown(); }) > 1;
  std::stable_sort(sorted.begin(), sorted.end(),
                   [this](const Value &a, const Value &b) { return compareInSet(*this, a, b) < 0; });
  const auto same = [](const Value &a, const Value &b) { return must(equals(a, b)); };
  sorted.erase(std::unique(sorted.begin(), sorted.end(), same), sorted.end());
  const ValueNode base{ValueKind::Sequence, !open && allKnown(sorted), 0, types.set(element)};
  return {arena_.make<SequenceNode>(base, std::span<const Value>(arena_.copy(sorted)), open), origin, marks};
}

Value Heap::object(std::vector<Entry> entries, OriginId origin, bool open) {
  sortEntries(entries);
  std::vector<AttrType> attrs;
  attrs.reserve(entries.size());
  bool known = !open;
  MarkSet marks = 0;
  for (Entry &entry : entries) {
    entry.key = interner_.intern(entry.key);
    attrs.push_back({entry.key, entry.value.type(), false});
    known &= entry.value.isWhollyKnown();
    marks |= allMarks(entry.value);
  }
  const ValueNode base{ValueKind::Mapping, known, marks, types.object(std::move(attrs))};
  return {arena_.make<MappingNode>(base, std::span<const Entry>(arena_.copy(entries)), open), origin, 0};
}

Value Heap::map(TypeRef element, std::vector<Entry> entries, OriginId origin, bool open) {
  sortEntries(entries);
  bool known = !open;
  MarkSet marks = 0;
  for (Entry &entry : entries) {
    entry.key = interner_.intern(entry.key);
    known &= entry.value.isWhollyKnown();
    marks |= allMarks(entry.value);
  }
  const ValueNode base{ValueKind::Mapping, known, marks, types.map(element)};
  return {arena_.make<MappingNode>(base, std::span<const Entry>(arena_.copy(entries)), open), origin, 0};
}

Value Heap::opened(const Value &value, const Value &rest) {
  const MarkSet marks = value.node->deepMarks | (rest.valid() ? allMarks(rest) : 0);
  if (value.kind() == ValueKind::Sequence) {
    const SequenceNode &node = asSequence(value);
    const ValueNode base{ValueKind::Sequence, false, marks, node.type};
    return {arena_.make<SequenceNode>(base, node.items, true, rest, node.unordered), value.origin, value.marks};
  }
  const MappingNode &node = asMapping(value);
  const ValueNode base{ValueKind::Mapping, false, marks, node.type};
  return {arena_.make<MappingNode>(base, node.entries, true, rest), value.origin, value.marks};
}

Value Heap::unordered(const Value &value) {
  const SequenceNode &node = asSequence(value);
  if (node.whollyKnown || node.items.size() < 2)
    return value;
  const ValueNode base{ValueKind::Sequence, false, node.deepMarks, node.type};
  return {arena_.make<SequenceNode>(base, node.items, node.open, node.rest, true), value.origin, value.marks};
}

Value Heap::unknown(TypeRef type, SymbolId symbol, OriginId origin, HoleClass hole) {
  const ValueNode base{ValueKind::Unknown, false, 0, types.withoutOptional(type)};
  return {arena_.make<UnknownNode>(base, symbol, hole, Refinement()), origin, 0};
}

Value Heap::refined(TypeRef type, SymbolId symbol, const Refinement &refinement, OriginId origin, HoleClass hole) {
  type = types.withoutOptional(type);
  if (refinement.notNull && type->kind == TypeKind::Number && refinement.hasMin && refinement.hasMax &&
      refinement.minInclusive && refinement.maxInclusive && equal(refinement.min, refinement.max))
    return number(refinement.min, origin);
  if (refinement.notNull && type->isCollection() && refinement.lengthMin == refinement.lengthMax) {
    constexpr uint64_t kLongest = 1024;
    const uint64_t length = refinement.lengthMin;
    if (type->kind == TypeKind::Map && length == 0)
      return map(type->element, {}, origin);
    if ((type->kind == TypeKind::Set && length <= 1) || (type->kind == TypeKind::List && length <= kLongest)) {
      std::vector<Value> items(length, Value());
      for (Value &item : items)
        item = unknown(type->element, {});
      return type->kind == TypeKind::Set ? set(type->element, items, origin) : list(type->element, items, origin);
    }
  }
  UnknownNode *const node =
      arena_.make<UnknownNode>(ValueNode{ValueKind::Unknown, false, 0, type}, symbol, hole, refinement);
  node->refinement.prefix = type->kind == TypeKind::String ? arena_.copy(normalized(refinement.prefix)) : "";
  return {node, origin, 0};
}

Value Heap::notNull(Value value) {
  if (!value.isUnknown() || asUnknown(value).refinement.notNull)
    return value;
  const UnknownNode &node = asUnknown(value);
  Refinement refinement = node.refinement;
  refinement.notNull = true;
  return refined(node.type, node.symbol, refinement, value.origin, node.hole).withMarks(value.marks);
}

Value Heap::partial(std::span<const Piece> pieces, OriginId origin) {
  std::vector<Piece> joined;
  std::string literal;
  MarkSet marks = 0;
  size_t run = 0; // literals joined into `literal`
  std::string_view alone;
  const auto addLiteral = [&](std::string_view text) {
    if (text.empty())
      return;
    if (run++ == 0) {
      alone = text;
      return;
    }
    if (run == 2)
      literal = alone;
    literal += text;
  };
  const auto endLiteral = [&] {
    if (run == 1 && isNormalized(alone))
      joined.push_back({arena_.copy(alone), {}});
    else if (run > 0)
      joined.push_back({arena_.copy(normalized(run == 1 ? alone : std::string_view(literal))), {}});
    run = 0;
    literal.clear();
  };
  for (const Piece &piece : pieces) {
    if (!piece.isHole()) {
      addLiteral(piece.literal);
      continue;
    }
    marks |= allMarks(piece.hole);
    if (piece.hole.kind() == ValueKind::String) {
      addLiteral(piece.hole.text());
    } else if (piece.hole.kind() == ValueKind::Partial) {
      for (const Piece &inner : asPartial(piece.hole).pieces) {
        if (inner.isHole()) {
          endLiteral();
          joined.push_back(inner);
        } else {
          addLiteral(inner.literal);
        }
      }
    } else {
      POSTERN_CHECK(piece.hole.isUnknown());
      endLiteral();
      joined.push_back({{}, notNull(piece.hole.unmarked())});
    }
  }
  endLiteral();
  if (joined.empty())
    return string("", origin).withMarks(marks);
  if (joined.size() == 1 && joined[0].isHole())
    return joined[0].hole.withOrigin(origin).withMarks(marks);
  if (joined.size() == 1)
    return string(joined[0].literal, origin).withMarks(marks);
  const ValueNode base{ValueKind::Partial, false, 0, types.string()};
  return {arena_.make<PartialNode>(base, std::span<const Piece>(arena_.copy(joined))), origin, marks};
}

Value Heap::choice(std::span<const Value> alternatives, SymbolId condition, OriginId origin) {
  std::vector<Value> flat;
  MarkSet outer = 0;
  bool aligned = true;
  const auto add = [&](const Value &value) {
    const auto same = std::ranges::find_if(flat, [&value](const Value &other) { return identical(other, value); });
    if (same == flat.end()) {
      flat.push_back(value);
      return;
    }
    aligned = false;
    same->marks |= value.marks;
  };
  for (const Value &value : alternatives) {
    if (!value.isChoice()) {
      add(value);
      continue;
    }
    aligned = false;
    outer |= value.marks;
    for (const Value &inner : asChoice(value).alternatives)
      add(inner);
  }
  POSTERN_CHECK(!flat.empty());
  if (flat.size() == 1)
    return flat[0].withMarks(outer);
  const auto sameType = [&flat](const Value &value) { return value.type() == flat[0].type(); };
  const TypeRef common = std::ranges::all_of(flat, sameType) ? flat[0].type() : types.dynamic();
  const MarkSet marks = marksInside(flat);
  if (flat.size() > kMaxAlternatives) {
    Refinement refinement;
    refinement.notNull = std::ranges::none_of(flat, mayBeNull);
    return refined(common, {}, refinement, origin).withMarks(outer | marks);
  }
  const ValueNode base{ValueKind::Choice, false, marks, common};
  const SymbolId kept = aligned ? condition : SymbolId();
  return {arena_.make<ChoiceNode>(base, std::span<const Value>(arena_.copy(flat)), kept), origin, outer};
}

SymbolId Heap::symbol(SymbolKind kind, std::string_view text, SourceRange range) {
  const std::string_view name = interner_.intern(text);
  const auto [at, isNew] = symbolIds_.try_emplace({kind, name});
  if (isNew)
    at->second = symbols_.add(Symbol{kind, name, range});
  return at->second;
}

SymbolId Heap::freshSymbol(SymbolKind kind, std::string_view text, SourceRange range) {
  return symbols_.add(Symbol{kind, interner_.intern(text), range, false});
}

SymbolId Heap::partOf(SymbolId whole, std::string_view step) {
  if (!whole.valid())
    return {};
  const Symbol symbol = symbols_[whole];
  if (!symbol.named)
    return {};
  std::string text(symbol.text);
  text += step;
  return this->symbol(symbol.kind, text, symbol.range);
}

OriginId Heap::origin(Origin origin) {
  origin.name = interner_.intern(origin.name);
  origin.scope = interner_.intern(origin.scope);
  origin.segments = arena_.copy(origin.segments);
  return origins_.add(origin);
}

OriginId Heap::hidden(const HiddenWay &way) {
  const auto index = static_cast<uint32_t>(hiddenWays_.size());
  hiddenWays_.push_back(way);
  return origins_.add(Origin{OriginKind::Hidden, {kHiddenFile, index, index}, {}, {}, {}, {}, {}});
}

Value Heap::extracted(const Value &element, const Value &container, std::string_view key) {
  if (!container.origin.valid() || isLiteral(origins_[container.origin]) || element.origin == container.origin)
    return element;
  const Origin &way = origins_[container.origin];
  // Without an origin of its own the element is as much as is known from where the whole came.
  if (!element.origin.valid())
    return element.withOrigin(container.origin);
  return element.withOrigin(origins_.add(
      Origin{OriginKind::Element, way.range, element.origin, container.origin, interner_.intern(key), {}, {}}));
}

Value Heap::extracted(const Value &element, const Value &container, size_t index) {
  if (!container.origin.valid() || isLiteral(origins_[container.origin]))
    return element;
  return extracted(element, container, std::to_string(index));
}

Value Heap::withoutMarks(const Value &value) {
  if (value.node->deepMarks == 0)
    return value.unmarked();
  switch (value.kind()) {
  case ValueKind::Null:
  case ValueKind::Bool:
  case ValueKind::Number:
  case ValueKind::String:
  case ValueKind::Partial:
  case ValueKind::Unknown:
    return value.unmarked();
  case ValueKind::Sequence: {
    const SequenceNode &node = asSequence(value);
    std::vector<Value> items(node.items.begin(), node.items.end());
    for (Value &item : items)
      item = withoutMarks(item);
    const ValueNode base{ValueKind::Sequence, node.whollyKnown, 0, node.type};
    const Value rest = node.rest.valid() ? withoutMarks(node.rest) : Value();
    return {
        arena_.make<SequenceNode>(base, std::span<const Value>(arena_.copy(items)), node.open, rest, node.unordered),
        value.origin, 0};
  }
  case ValueKind::Mapping: {
    const MappingNode &node = asMapping(value);
    std::vector<Entry> entries(node.entries.begin(), node.entries.end());
    for (Entry &entry : entries)
      entry.value = withoutMarks(entry.value);
    const ValueNode base{ValueKind::Mapping, node.whollyKnown, 0, node.type};
    const Value rest = node.rest.valid() ? withoutMarks(node.rest) : Value();
    return {arena_.make<MappingNode>(base, std::span<const Entry>(arena_.copy(entries)), node.open, rest), value.origin,
            0};
  }
  case ValueKind::Choice: {
    const ChoiceNode &node = asChoice(value);
    std::vector<Value> alternatives(node.alternatives.begin(), node.alternatives.end());
    for (Value &alternative : alternatives)
      alternative = withoutMarks(alternative);
    return choice(alternatives, node.condition, value.origin).unmarked();
  }
  }
  POSTERN_UNREACHABLE();
}

MarkSet Heap::mark(std::string_view name) {
  for (size_t i = 0; i < marks_.size(); ++i)
    if (marks_[i] == name)
      return MarkSet(1) << i;
  // Only tests name marks of their own; beyond the last bit they share it.
  if (marks_.size() == 32)
    return MarkSet(1) << 31;
  marks_.push_back(interner_.intern(name));
  return MarkSet(1) << (marks_.size() - 1);
}

std::vector<std::string_view> Heap::markNames(MarkSet marks) const {
  std::vector<std::string_view> names;
  for (size_t i = 0; i < marks_.size(); ++i)
    if ((marks >> i & 1) != 0)
      names.push_back(marks_[i]);
  return names;
}

} // namespace postern::eval
