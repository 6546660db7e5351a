#include "ValueJson.h"

#include <algorithm>
#include <cmath>

namespace postern::probe {
namespace {

using namespace eval;
using hcl::json::Kind;
using hcl::json::Member;
using hcl::json::Node;

/// Compares what was found with what was expected, both as values. `why` is set at the first difference.
class Comparison {
public:
  Comparison(const Heap &heap, std::string &why) : heap_(heap), why_(why) {}

  bool same(const Value &found, const Value &expected);
  /// More was found than was expected somewhere.
  bool within = false;

private:
  bool differ(const Value &found, const Value &expected) {
    why_ = "expected " + writeValue(heap_, expected) + ", found " + writeValue(heap_, found);
    return false;
  }
  bool sameItems(const Value &found, const Value &expected);
  bool sameEntries(const Value &found, const Value &expected);
  /// Whether all that `expected` says of an unknown is known of `found`.
  [[nodiscard]] bool implies(const Value &found, const Refinement &expected) const;
  [[nodiscard]] bool impliesString(const Value &found, const Refinement &expected) const;

  const Heap &heap_;
  std::string &why_;
};

/// Tables of doubles carry 15 significant digits.
bool near(Number a, Number b) {
  if (equal(a, b))
    return true;
  if (isInfinite(a) || isInfinite(b) || (toInt64(a) && toInt64(b)))
    return false;
  const double x = toDouble(a);
  const double y = toDouble(b);
  return std::abs(x - y) <= 1e-14 * std::max(std::abs(x), std::abs(y));
}

bool above(Number number, bool inclusive, const Refinement &than) {
  const auto order = compare(number, than.min);
  return order > 0 || (order == 0 && (than.minInclusive || !inclusive));
}
bool below(Number number, bool inclusive, const Refinement &than) {
  const auto order = compare(number, than.max);
  return order < 0 || (order == 0 && (than.maxInclusive || !inclusive));
}

bool Comparison::impliesString(const Value &found, const Refinement &expected) const {
  if (expected.prefix.empty())
    return true;
  if (found.kind() == ValueKind::String)
    return found.text().starts_with(expected.prefix);
  if (found.kind() == ValueKind::Unknown) {
    const Refinement &known = asUnknown(found).refinement;
    return known.prefix.starts_with(expected.prefix) &&
           (!expected.prefixFull || known.prefixFull || known.prefix.size() > expected.prefix.size());
  }
  const Piece &first = asPartial(found).pieces.front();
  return !first.isHole() && first.literal.starts_with(expected.prefix);
}

bool Comparison::implies(const Value &found, const Refinement &expected) const {
  switch (found.kind()) {
  case ValueKind::Null:
    return !expected.notNull;
  case ValueKind::Choice:
    return std::ranges::all_of(asChoice(found).alternatives, [&](const Value &it) { return implies(it, expected); });
  case ValueKind::String:
  case ValueKind::Partial:
    return impliesString(found, expected);
  case ValueKind::Number:
    return (!expected.hasMin || above(found.number(), true, expected)) &&
           (!expected.hasMax || below(found.number(), true, expected));
  case ValueKind::Unknown: {
    const Refinement &known = asUnknown(found).refinement;
    return (known.notNull || !expected.notNull) && impliesString(found, expected) &&
           known.lengthMin >= expected.lengthMin && known.lengthMax <= expected.lengthMax &&
           (!expected.hasMin || (known.hasMin && above(known.min, known.minInclusive, expected))) &&
           (!expected.hasMax || (known.hasMax && below(known.max, known.maxInclusive, expected)));
  }
  case ValueKind::Sequence: {
    const SequenceNode &node = asSequence(found);
    return node.items.size() >= expected.lengthMin &&
           (expected.lengthMax == UINT64_MAX || (!node.open && node.items.size() <= expected.lengthMax));
  }
  case ValueKind::Mapping: {
    const MappingNode &node = asMapping(found);
    return node.entries.size() >= expected.lengthMin &&
           (expected.lengthMax == UINT64_MAX || (!node.open && node.entries.size() <= expected.lengthMax));
  }
  case ValueKind::Bool:
    return true;
  }
  POSTERN_UNREACHABLE();
}

bool Comparison::sameItems(const Value &found, const Value &expected) {
  const std::span<const Value> a = asSequence(found).items;
  const std::span<const Value> b = asSequence(expected).items;
  if (a.size() != b.size())
    return differ(found, expected);
  if (found.type()->kind != TypeKind::Set || found.type()->element->isPrimitive()) {
    for (size_t i = 0; i < a.size(); ++i)
      if (!same(a[i], b[i]))
        return false;
    return true;
  }
  // Of sets of anything else the order does not matter.
  std::vector<bool> taken(b.size(), false);
  for (const Value &item : a) {
    size_t at = 0;
    while (at < b.size() && (taken[at] || !same(item, b[at])))
      ++at;
    if (at == b.size())
      return differ(found, expected);
    taken[at] = true;
  }
  return true;
}

bool Comparison::sameEntries(const Value &found, const Value &expected) {
  const std::span<const Entry> a = asMapping(found).entries;
  const std::span<const Entry> b = asMapping(expected).entries;
  if (a.size() != b.size())
    return differ(found, expected);
  for (size_t i = 0; i < a.size(); ++i) {
    if (a[i].key != b[i].key)
      return differ(found, expected);
    if (!same(a[i].value, b[i].value))
      return false;
  }
  return true;
}

bool Comparison::same(const Value &found, const Value &expected) {
  const bool anyType = expected.isUnknown() && expected.type()->kind == TypeKind::Dynamic;
  if (!anyType && found.type() != expected.type())
    return differ(found, expected);
  if (expected.isUnknown()) {
    // An unknown carries outside the marks of all that it might be.
    within |= !found.isUnknown() || found.type() != expected.type();
    return (allMarks(found) == expected.marks && implies(found, asUnknown(expected).refinement)) ||
           differ(found, expected);
  }
  if (found.isChoice()) {
    within = true;
    return std::ranges::all_of(asChoice(found).alternatives,
                               [&](const Value &it) { return same(it.withMarks(found.marks), expected); });
  }
  if (found.marks != expected.marks)
    return differ(found, expected);
  if (found.kind() != expected.kind() || !found.isKnown())
    return differ(found, expected);
  switch (expected.kind()) {
  case ValueKind::Null:
    return true;
  case ValueKind::Bool:
    return found.boolean() == expected.boolean() || differ(found, expected);
  case ValueKind::Number:
    return near(found.number(), expected.number()) || differ(found, expected);
  case ValueKind::String:
    return found.text() == expected.text() || differ(found, expected);
  case ValueKind::Sequence:
    return sameItems(found, expected);
  case ValueKind::Mapping:
    return sameEntries(found, expected);
  case ValueKind::Partial:
  case ValueKind::Unknown:
  case ValueKind::Choice:
    break;
  }
  POSTERN_UNREACHABLE();
}

} // namespace

Match matchValue(Heap &heap, const Value &value, const Node &expected, TypeRef type, std::string &why) {
  const Value wanted = readValue(heap, expected, type);
  if (!wanted.valid()) {
    why = "the expected value does not fit its type";
    return Match::No;
  }
  if (value.type() != type && !(wanted.isUnknown() && type->kind == TypeKind::Dynamic)) {
    why = "expected type " + writeType(type) + ", found " + writeType(value.type()) + " of " + writeValue(heap, value);
    return Match::No;
  }
  Comparison comparison(heap, why);
  if (!comparison.same(value, wanted))
    return Match::No;
  return comparison.within ? Match::Within : Match::Same;
}

} // namespace postern::probe
