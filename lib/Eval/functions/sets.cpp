// Sets: union, intersection, difference, product; and sorting.
#include "Eval/functions/Gather.h"

#include <fmt/format.h>

#include <algorithm>

namespace postern::eval::functions {

namespace {

/// All arguments as sets of one type; empty after a failure.
std::vector<Value> unifiedSets(CallSite &site, Args args, TypeRef &type) {
  Heap &heap = site.heap();
  std::vector<Value> typed;
  for (const Value &arg : args)
    if (arg.type()->element->kind != TypeKind::Dynamic)
      typed.push_back(arg);
  type = typed.empty() ? args[0].type() : unifyValues(heap, typed);
  if (!type) {
    site.fail("given sets must all have compatible element types");
    return {};
  }
  std::vector<Value> out;
  for (size_t i = 0; i < args.size(); ++i) {
    const Conversion converted = convert(heap, args[i], type);
    if (!converted.ok()) {
      site.fail(converted.error, int(i));
      return {};
    }
    out.push_back(converted.value);
  }
  return out;
}

Truth memberOfSet(const Value &set, const Value &item) {
  Truth found = set.isUnknown() || isOpen(set) ? Truth::Unknown : Truth::No;
  for (const Value &one : itemsOf(set)) {
    found = found || equals(one, item);
    if (found == Truth::Yes)
      break;
  }
  return found;
}

/// The items of `sets[0]` whose place in the others is as `wanted` says; where that cannot be told the result is open.
Value filtered(CallSite &site, std::span<const Value> sets, TypeRef type, Args args, Truth wanted) {
  if (sets[0].isUnknown())
    return unknownResult(site, type, args);
  std::vector<Value> items;
  Rest rest;
  rest.from(site, sets[0]);
  for (size_t i = 0; i < itemsOf(sets[0]).size(); ++i) {
    Truth keep = Truth::Yes;
    for (const Value &other : sets.subspan(1)) {
      const Truth there = memberOfSet(other, itemsOf(sets[0])[i]);
      keep = keep && (wanted == Truth::Yes ? there : !there);
    }
    if (keep == Truth::Yes)
      items.push_back(take(site, sets[0], i));
    if (keep == Truth::Unknown)
      rest.like(take(site, sets[0], i));
  }
  return rest.over(site, site.heap().set(type->element, items, callOrigin(site)));
}

/// Text that `value` certainly begins with, and whether that is all of it.
std::pair<std::string_view, bool> knownStart(const Value &value) {
  if (value.kind() == ValueKind::String)
    return {value.text(), true};
  return {knownPrefix(value), false};
}

/// Whether a comes before b, as far as their beginnings tell.
Truth before(const Value &a, const Value &b) {
  const auto [left, leftWhole] = knownStart(a);
  const auto [right, rightWhole] = knownStart(b);
  const size_t common = std::min(left.size(), right.size());
  if (const int order = left.substr(0, common).compare(right.substr(0, common)))
    return truthOf(order < 0);
  if (leftWhole && rightWhole)
    return truthOf(left.size() < right.size());
  if (leftWhole && left.size() < right.size())
    return Truth::Yes;
  if (rightWhole && right.size() < left.size())
    return Truth::No;
  return Truth::Unknown;
}

/// Every order that `items` can take once all their texts are known, as lists. Neighbours in the order so far whose
/// places are not told by their beginnings may stand either way round. Nothing when there are too many.
std::vector<std::vector<Value>> possibleOrders(const std::vector<Value> &items) {
  std::vector<std::vector<Value>> orders(1);
  for (const Value &item : items) {
    std::vector<std::vector<Value>> next;
    for (const std::vector<Value> &order : orders) {
      // Behind all that certainly come before it, before all that certainly come behind.
      size_t first = 0;
      size_t last = order.size();
      for (size_t i = 0; i < order.size(); ++i) {
        if (before(order[i], item) == Truth::Yes || identical(order[i], item))
          first = i + 1;
        if (before(item, order[i]) == Truth::Yes)
          last = std::min(last, i);
      }
      for (size_t at = first; at <= last; ++at) {
        next.push_back(order);
        next.back().insert(next.back().begin() + static_cast<ptrdiff_t>(at), item);
      }
      if (next.size() > Heap::kMaxAlternatives)
        return {};
    }
    orders = std::move(next);
  }
  return orders;
}

} // namespace

Value setunion(CallSite &site, Args args) {
  TypeRef type = nullptr;
  const std::vector<Value> sets = unifiedSets(site, args, type);
  if (sets.empty())
    return {};
  std::vector<Value> items;
  Rest rest;
  for (const Value &set : sets) {
    rest.from(site, set);
    for (size_t i = 0; i < itemsOf(set).size(); ++i)
      items.push_back(take(site, set, i));
  }
  if (rest.open() && items.empty())
    return unknownResult(site, type, args);
  return rest.over(site, site.heap().set(type->element, items, callOrigin(site)));
}

Value setintersection(CallSite &site, Args args) {
  TypeRef type = nullptr;
  const std::vector<Value> sets = unifiedSets(site, args, type);
  return sets.empty() ? Value{} : filtered(site, sets, type, args, Truth::Yes);
}

Value setsubtract(CallSite &site, Args args) {
  TypeRef type = nullptr;
  const std::vector<Value> sets = unifiedSets(site, args, type);
  return sets.empty() ? Value{} : filtered(site, sets, type, args, Truth::No);
}

Value setproduct(CallSite &site, Args args) {
  Heap &heap = site.heap();
  if (args.size() < 2)
    return site.fail("at least two arguments are required");
  std::vector<Value> factors;
  std::vector<TypeRef> elements;
  bool anySet = false;
  bool unknown = false;
  MarkSet marks = 0;
  Refinement refinement;
  refinement.notNull = true;
  refinement.lengthMin = 1;
  refinement.lengthMax = 1;
  for (size_t i = 0; i < args.size(); ++i) {
    const Value &arg = args[i];
    const TypeRef type = arg.type();
    marks |= arg.marks;
    if (type->kind == TypeKind::Dynamic)
      return unknownResult(site, heap.types.dynamic(), args, false).withMarks(marks);
    if (!type->isSequence())
      return site.fail(fmt::format("a set or a list is required, but received {}", friendlyName(type)), int(i));
    anySet = anySet || type->kind == TypeKind::Set;
    Value factor = arg;
    if (type->kind == TypeKind::Tuple) {
      const Conversion list = convert(heap, arg, heap.types.list(heap.types.dynamic()));
      if (!list.ok())
        return site.fail(list.error, int(i));
      factor = list.value;
    }
    elements.push_back(elementType(site, factor));
    uint64_t least = itemsOf(factor).size();
    uint64_t most = least;
    // Elements that are not known may turn out to be one.
    if (type->kind == TypeKind::Set && !factor.isWhollyKnown())
      least = std::min<uint64_t>(least, 1);
    if (factor.isUnknown() || isOpen(factor)) {
      unknown = true;
      least = factor.isUnknown() && type->kind != TypeKind::Tuple ? asUnknown(factor).refinement.lengthMin : 0;
      most = factor.isUnknown() ? asUnknown(factor).refinement.lengthMax : UINT64_MAX;
      if (type->kind == TypeKind::Tuple)
        least = most = type->elements.size();
    }
    const bool fits = most == 0 || refinement.lengthMax <= UINT64_MAX / most;
    refinement.lengthMin = least == 0 ? 0 : std::min<uint64_t>(refinement.lengthMin * least, kMaxElements);
    refinement.lengthMax = fits ? refinement.lengthMax * most : UINT64_MAX;
    factors.push_back(factor);
  }
  const TypeRef element = heap.types.tuple(elements);
  if (unknown)
    return unknownResult(site, anySet ? heap.types.set(element) : heap.types.list(element), args, refinement)
        .withMarks(marks);
  if (refinement.lengthMax > kMaxElements)
    return site.fail("the result has too many elements");
  std::vector<Value> items;
  for (uint64_t n = 0; n < refinement.lengthMax; ++n) {
    std::vector<Value> tuple(factors.size());
    uint64_t rest = n;
    for (size_t i = factors.size(); i-- > 0;) {
      const uint64_t count = itemsOf(factors[i]).size();
      tuple[i] = take(site, factors[i], rest % count);
      rest /= count;
    }
    items.push_back(heap.tuple(tuple, callOrigin(site)));
  }
  const Value out = anySet ? heap.set(element, items, callOrigin(site)) : heap.list(element, items, callOrigin(site));
  return out.withMarks(marks);
}

Value sort(CallSite &site, Args args) {
  Heap &heap = site.heap();
  if (args[0].isUnknown()) {
    Refinement refinement = asUnknown(args[0]).refinement;
    refinement.notNull = true;
    return unknownResult(site, args[0].type(), args, refinement);
  }
  std::vector<Value> items;
  bool decided = true;
  for (size_t i = 0; i < itemsOf(args[0]).size(); ++i) {
    const Value item = take(site, args[0], i);
    if (item.isNull())
      return site.fail(fmt::format("given list element {} is null; a null string cannot be sorted", i), 0);
    decided = decided && item.kind() == ValueKind::String;
    items.push_back(item);
  }
  std::ranges::stable_sort(items,
                           [](const Value &a, const Value &b) { return knownStart(a).first < knownStart(b).first; });
  if (!decided) {
    // Items that are not known as a whole still have their place when their beginnings tell it.
    decided = true;
    for (size_t i = 0; i + 1 < items.size(); ++i)
      for (size_t j = i + 1; j < items.size() && decided; ++j) {
        const Truth swapped = before(items[j], items[i]);
        decided = swapped == Truth::No || identical(items[i], items[j]);
        if (knownStart(items[j]).first.substr(0, knownStart(items[i]).first.size()) != knownStart(items[i]).first)
          break;
      }
  }
  Rest rest;
  rest.from(site, args[0]);
  if (!decided && !rest.open()) {
    std::vector<Value> lists;
    for (const std::vector<Value> &order : possibleOrders(items))
      lists.push_back(heap.list(heap.types.string(), order, callOrigin(site)));
    if (!lists.empty())
      return heap.choice(lists, {}, callOrigin(site));
  }
  // Where there are too many orders, no item has a place of its own, which only an open list can say.
  if (!decided)
    for (const Value &item : items)
      rest.like(item);
  return rest.over(site, heap.list(heap.types.string(), items, callOrigin(site)));
}

} // namespace postern::eval::functions
