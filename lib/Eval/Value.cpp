#include "Eval/Value.h"

#include "Eval/Heap.h"
#include "Eval/Pieces.h"

#include <algorithm>
#include <functional>

namespace postern::eval {
namespace {

constexpr uint64_t mix(uint64_t hash, uint64_t more) {
  return (hash ^ more) * 0x9e3779b97f4a7c15ull + (hash >> 29);
}

Truth sameType(TypeRef a, TypeRef b) {
  if (a == b)
    return Truth::Yes;
  if (a->kind == TypeKind::Dynamic || b->kind == TypeKind::Dynamic)
    return Truth::Unknown;
  if (a->kind != b->kind)
    return Truth::No;
  Truth answer = Truth::Yes;
  switch (a->kind) {
  case TypeKind::Dynamic:
  case TypeKind::Bool:
  case TypeKind::Number:
  case TypeKind::String:
    return Truth::Yes;
  case TypeKind::List:
  case TypeKind::Set:
  case TypeKind::Map:
    return sameType(a->element, b->element);
  case TypeKind::Tuple:
    if (a->elements.size() != b->elements.size())
      return Truth::No;
    for (size_t i = 0; i < a->elements.size(); ++i)
      answer = answer && sameType(a->elements[i], b->elements[i]);
    return answer;
  case TypeKind::Object:
    if (a->attrs.size() != b->attrs.size())
      return Truth::No;
    for (size_t i = 0; i < a->attrs.size(); ++i) {
      if (a->attrs[i].name != b->attrs[i].name)
        return Truth::No;
      answer = answer && sameType(a->attrs[i].type, b->attrs[i].type);
    }
    return answer;
  }
  POSTERN_UNREACHABLE();
}

/// Whether every alternative of one equals every alternative of the other, or none does any.
Truth equalChoices(const Value &a, const Value &b) {
  const auto alternatives = [](const Value &value) {
    return value.isChoice() ? asChoice(value).alternatives : std::span<const Value>(&value, 1);
  };
  const std::span<const Value> left = alternatives(a);
  const std::span<const Value> right = alternatives(b);
  bool all = true;
  bool any = false;
  const auto look = [&](const Value &x, const Value &y) {
    const Truth answer = equals(x, y);
    all &= must(answer);
    any |= may(answer);
  };
  // Choices on one condition take the same place together.
  const bool together = a.isChoice() && b.isChoice() && asChoice(a).condition.valid() &&
                        asChoice(a).condition == asChoice(b).condition && left.size() == right.size();
  for (size_t i = 0; i < left.size(); ++i)
    for (size_t j = together ? i : 0; j < (together ? i + 1 : right.size()); ++j)
      look(left[i], right[j]);
  return all ? Truth::Yes : any ? Truth::Unknown : Truth::No;
}

uint64_t shortestLength(const Value &value) {
  if (value.isUnknown())
    return asUnknown(value).refinement.lengthMin;
  if (value.kind() == ValueKind::Mapping)
    return asMapping(value).entries.size();
  // Elements of a set that may be equal may become one.
  const SequenceNode &node = asSequence(value);
  if (isUnordered(node))
    return node.items.empty() ? 0 : 1;
  return node.items.size();
}

uint64_t longestLength(const Value &value) {
  if (value.isUnknown())
    return asUnknown(value).refinement.lengthMax;
  if (value.kind() == ValueKind::Mapping)
    return asMapping(value).open ? UINT64_MAX : asMapping(value).entries.size();
  return asSequence(value).open ? UINT64_MAX : asSequence(value).items.size();
}

/// Whether what is known about the unknown rules the number out.
bool excludes(const Refinement &refinement, Number number) {
  if (refinement.hasMin) {
    const std::strong_ordering order = compare(number, refinement.min);
    if (order < 0 || (order == 0 && !refinement.minInclusive))
      return true;
  }
  if (refinement.hasMax) {
    const std::strong_ordering order = compare(number, refinement.max);
    if (order > 0 || (order == 0 && !refinement.maxInclusive))
      return true;
  }
  return false;
}

bool disjoint(const Refinement &a, const Refinement &b) {
  const auto below = [](const Refinement &low, const Refinement &high) {
    if (!low.hasMax || !high.hasMin)
      return false;
    const std::strong_ordering order = compare(low.max, high.min);
    return order < 0 || (order == 0 && !(low.maxInclusive && high.minInclusive));
  };
  return below(a, b) || below(b, a);
}

Truth equalUnknowns(const Value &a, const Value &b) {
  if (a.isUnknown() && b.isUnknown()) {
    const SymbolId symbol = asUnknown(a).symbol;
    if (symbol.valid() && symbol == asUnknown(b).symbol && a.type() == b.type())
      return Truth::Yes;
  }
  switch (a.type()->kind == TypeKind::Dynamic ? b.type()->kind : a.type()->kind) {
  case TypeKind::Dynamic:
  case TypeKind::Bool:
    return Truth::Unknown;
  case TypeKind::Number:
    if (a.type() != b.type())
      return Truth::Unknown;
    if (!a.isUnknown())
      return excludes(asUnknown(b).refinement, a.number()) ? Truth::No : Truth::Unknown;
    if (!b.isUnknown())
      return excludes(asUnknown(a).refinement, b.number()) ? Truth::No : Truth::Unknown;
    return disjoint(asUnknown(a).refinement, asUnknown(b).refinement) ? Truth::No : Truth::Unknown;
  case TypeKind::String: {
    if (a.type() != b.type())
      return Truth::Unknown;
    const std::string_view left = knownPrefix(a);
    const std::string_view right = knownPrefix(b);
    const size_t size = std::min(left.size(), right.size());
    if (left.substr(0, size) != right.substr(0, size))
      return Truth::No;
    return comparePieces(piecesOf(a), piecesOf(b)) == Truth::No ? Truth::No : Truth::Unknown;
  }
  case TypeKind::List:
  case TypeKind::Set:
  case TypeKind::Map:
    if (a.type()->kind != b.type()->kind)
      return Truth::Unknown;
    return shortestLength(a) > longestLength(b) || shortestLength(b) > longestLength(a) ? Truth::No : Truth::Unknown;
  case TypeKind::Tuple:
  case TypeKind::Object:
    return Truth::Unknown;
  }
  POSTERN_UNREACHABLE();
}

Truth equalSets(const SequenceNode &a, const SequenceNode &b) {
  const auto mayContain = [](const SequenceNode &set, const Value &item) {
    return set.open || std::ranges::any_of(set.items, [&](const Value &other) { return may(equals(item, other)); });
  };
  for (const Value &item : a.items)
    if (!mayContain(b, item))
      return Truth::No;
  for (const Value &item : b.items)
    if (!mayContain(a, item))
      return Truth::No;
  return Truth::Unknown;
}

Truth equalSequences(const Value &a, const Value &b) {
  if (shortestLength(a) > longestLength(b) || shortestLength(b) > longestLength(a))
    return Truth::No;
  const SequenceNode &left = asSequence(a);
  const SequenceNode &right = asSequence(b);
  const bool known = left.whollyKnown && right.whollyKnown;
  if (left.type->kind == TypeKind::Set && !known)
    return identical(a, b) ? Truth::Yes : equalSets(left, right);
  if (left.open || right.open)
    return Truth::Unknown;
  if (left.unordered || right.unordered)
    return identical(a, b) ? Truth::Yes : Truth::Unknown;
  Truth answer = Truth::Yes;
  for (size_t i = 0; i < left.items.size() && may(answer); ++i)
    answer = answer && equals(left.items[i], right.items[i]);
  return answer;
}

Truth equalMappings(const MappingNode &a, const MappingNode &b) {
  Truth answer = a.open || b.open ? Truth::Unknown : Truth::Yes;
  size_t i = 0;
  size_t j = 0;
  while (i < a.entries.size() || j < b.entries.size()) {
    const bool onlyLeft = j == b.entries.size() || (i < a.entries.size() && a.entries[i].key < b.entries[j].key);
    const bool onlyRight = i == a.entries.size() || (j < b.entries.size() && b.entries[j].key < a.entries[i].key);
    if ((onlyLeft && !b.open) || (onlyRight && !a.open))
      return Truth::No;
    if (!onlyLeft && !onlyRight)
      answer = answer && equals(a.entries[i].value, b.entries[j].value);
    if (!may(answer))
      return answer;
    i += onlyRight ? 0 : 1;
    j += onlyLeft ? 0 : 1;
  }
  return answer;
}

int sign(std::strong_ordering order) {
  return order < 0 ? -1 : order > 0 ? 1 : 0;
}

int order(uint64_t a, uint64_t b) {
  return a < b ? -1 : a > b ? 1 : 0;
}

int order(std::string_view a, std::string_view b) {
  const int compared = a.compare(b);
  return compared < 0 ? -1 : compared > 0 ? 1 : 0;
}

/// Null after every other known value, what is not known last.
int rank(ValueKind kind) {
  switch (kind) {
  case ValueKind::Bool:
    return 0;
  case ValueKind::Number:
    return 1;
  case ValueKind::String:
    return 2;
  case ValueKind::Sequence:
    return 3;
  case ValueKind::Mapping:
    return 4;
  case ValueKind::Null:
    return 5;
  case ValueKind::Partial:
    return 6;
  case ValueKind::Unknown:
    return 7;
  case ValueKind::Choice:
    return 8;
  }
  POSTERN_UNREACHABLE();
}

/// Without a symbol an unknown is only itself; in an order that must not follow addresses all such are one.
enum class Nameless : uint8_t { Equal, Distinct };

/// A total order over content; 0 says that the two are the same value. With a heap unknowns follow their names.
int compareContent(const Value &a, const Value &b, Nameless nameless, const Heap *heap) {
  if (a.node == b.node)
    return 0;
  if (const int by = order(static_cast<uint64_t>(rank(a.kind())), static_cast<uint64_t>(rank(b.kind()))))
    return by;
  const auto sequences = [nameless, heap](std::span<const Value> left, std::span<const Value> right) {
    for (size_t i = 0; i < left.size() && i < right.size(); ++i)
      if (const int by = compareContent(left[i], right[i], nameless, heap))
        return by;
    return order(left.size(), right.size());
  };
  switch (a.kind()) {
  case ValueKind::Null:
    return 0;
  case ValueKind::Bool:
    return order(a.boolean() ? 1 : 0, b.boolean() ? 1 : 0);
  case ValueKind::Number:
    return sign(compare(a.number(), b.number()));
  case ValueKind::String:
    return order(a.text(), b.text());
  case ValueKind::Partial: {
    const std::span<const Piece> left = asPartial(a).pieces;
    const std::span<const Piece> right = asPartial(b).pieces;
    for (size_t i = 0; i < left.size() && i < right.size(); ++i) {
      if (left[i].isHole() != right[i].isHole())
        return left[i].isHole() ? 1 : -1;
      if (const int by = left[i].isHole() ? compareContent(left[i].hole, right[i].hole, nameless, heap)
                                          : order(left[i].literal, right[i].literal))
        return by;
    }
    return order(left.size(), right.size());
  }
  case ValueKind::Sequence:
    if (const int by = sequences(asSequence(a).items, asSequence(b).items))
      return by;
    return order(asSequence(a).open ? 1 : 0, asSequence(b).open ? 1 : 0);
  case ValueKind::Mapping: {
    const std::span<const Entry> left = asMapping(a).entries;
    const std::span<const Entry> right = asMapping(b).entries;
    for (size_t i = 0; i < left.size() && i < right.size(); ++i) {
      if (const int by = order(left[i].key, right[i].key))
        return by;
      if (const int by = compareContent(left[i].value, right[i].value, nameless, heap))
        return by;
    }
    if (const int by = order(left.size(), right.size()))
      return by;
    return order(asMapping(a).open ? 1 : 0, asMapping(b).open ? 1 : 0);
  }
  case ValueKind::Unknown: {
    const SymbolId left = asUnknown(a).symbol, right = asUnknown(b).symbol;
    // The order in which symbols were made is that of the work.
    if (heap && left.valid() && right.valid())
      if (const int by = order((*heap)[left].text, (*heap)[right].text))
        return by;
    if (const int by = order(left.index(), right.index()))
      return by;
    return left.valid() || nameless == Nameless::Equal ? 0 : 1;
  }
  case ValueKind::Choice:
    return sequences(asChoice(a).alternatives, asChoice(b).alternatives);
  }
  POSTERN_UNREACHABLE();
}

} // namespace

const Entry *findEntry(const MappingNode &mapping, std::string_view key) {
  const auto at = std::ranges::lower_bound(mapping.entries, key, {}, &Entry::key);
  return at != mapping.entries.end() && at->key == key ? &*at : nullptr;
}

const Value *find(const MappingNode &mapping, std::string_view key) {
  const Entry *const entry = findEntry(mapping, key);
  return entry ? &entry->value : nullptr;
}

bool mayBeNull(const Value &value) {
  if (value.isUnknown())
    return !asUnknown(value).refinement.notNull;
  if (value.isChoice())
    return std::ranges::any_of(asChoice(value).alternatives, mayBeNull);
  return value.isNull();
}

Truth equals(const Value &a, const Value &b) {
  if (a.node == b.node && a.isWhollyKnown())
    return Truth::Yes;
  if (a.isChoice() || b.isChoice())
    return equalChoices(a, b);
  if (a.isNull() && b.isNull())
    return Truth::Yes;
  if (a.isNull() || b.isNull())
    return mayBeNull(a.isNull() ? b : a) ? Truth::Unknown : Truth::No;
  if (sameType(a.type(), b.type()) == Truth::No) {
    // Nulls are equal whatever their types.
    const bool bothNull = mayBeNull(a) && mayBeNull(b);
    return bothNull ? Truth::Unknown : Truth::No;
  }
  if (a.isUnknown() || b.isUnknown())
    return equalUnknowns(a, b);
  switch (a.kind()) {
  case ValueKind::Bool:
    return truthOf(a.boolean() == b.boolean());
  case ValueKind::Number:
    return truthOf(equal(a.number(), b.number()));
  case ValueKind::String:
  case ValueKind::Partial:
    return comparePieces(piecesOf(a), piecesOf(b));
  case ValueKind::Sequence:
    return equalSequences(a, b);
  case ValueKind::Mapping:
    return equalMappings(asMapping(a), asMapping(b));
  case ValueKind::Null:
  case ValueKind::Unknown:
  case ValueKind::Choice:
    break;
  }
  POSTERN_UNREACHABLE();
}

bool identical(const Value &a, const Value &b) {
  return a.node == b.node || (a.type() == b.type() && compareContent(a, b, Nameless::Distinct, nullptr) == 0);
}

int compareInSet(const Heap &heap, const Value &a, const Value &b) {
  return compareContent(a, b, Nameless::Equal, &heap);
}

uint64_t hashOf(const Value &value) {
  const std::hash<std::string_view> text;
  uint64_t hash = mix(static_cast<uint64_t>(value.kind()), reinterpret_cast<uintptr_t>(value.type()));
  switch (value.kind()) {
  case ValueKind::Null:
    return hash;
  case ValueKind::Bool:
    return mix(hash, value.boolean() ? 1 : 0);
  case ValueKind::Number:
    return mix(hash, std::hash<double>()(toDouble(value.number())));
  case ValueKind::String:
    return mix(hash, text(value.text()));
  case ValueKind::Partial:
    for (const Piece &piece : asPartial(value).pieces)
      hash = mix(hash, piece.isHole() ? hashOf(piece.hole) : text(piece.literal));
    return hash;
  case ValueKind::Sequence:
    for (const Value &item : asSequence(value).items)
      hash = mix(hash, hashOf(item));
    return hash;
  case ValueKind::Mapping:
    for (const Entry &entry : asMapping(value).entries)
      hash = mix(mix(hash, text(entry.key)), hashOf(entry.value));
    return hash;
  case ValueKind::Unknown: {
    const UnknownNode &node = asUnknown(value);
    return mix(hash, node.symbol.valid() ? node.symbol.index() : reinterpret_cast<uintptr_t>(&node));
  }
  case ValueKind::Choice:
    for (const Value &alternative : asChoice(value).alternatives)
      hash = mix(hash, hashOf(alternative));
    return hash;
  }
  POSTERN_UNREACHABLE();
}

} // namespace postern::eval
