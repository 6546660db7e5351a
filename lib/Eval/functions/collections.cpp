// Lists, tuples and what is asked of any collection.
#include "Eval/functions/Gather.h"

#include <fmt/format.h>

#include <algorithm>

namespace postern::eval::functions {

namespace {

constexpr size_t kMaxChoices = Heap::kMaxAlternatives;

TypeRef stringList(CallSite &site) {
  return site.heap().types.list(site.heap().types.string());
}

/// A sequence of the kind that `like` has, from some of its items.
Value sequenceLike(CallSite &site, const Value &like, std::span<const Value> items, bool open = false) {
  Heap &heap = site.heap();
  const OriginId origin = callOrigin(site);
  if (like.type()->kind == TypeKind::Tuple)
    return heap.tuple(items, origin, open).withMarks(like.marks);
  return heap.list(elementType(site, like), items, origin, open).withMarks(like.marks);
}

bool isUnknownSequence(const Value &value) {
  return value.isUnknown() && (value.type()->isSequence() || value.type()->kind == TypeKind::Dynamic);
}

void flattenInto(Gather &out, CallSite &site, const Value &sequence, MarkSet &marks) {
  for (size_t i = 0; i < itemsOf(sequence).size(); ++i) {
    const Value item = take(site, sequence, i);
    if (item.isChoice()) {
      out.fork(item, [&](Gather &one, const Value &alternative) {
        if (alternative.kind() == ValueKind::Sequence) {
          marks |= alternative.marks;
          flattenInto(one, site, alternative, marks);
        } else if (isUnknownSequence(alternative)) {
          one.open();
        } else {
          one.add(alternative);
        }
      });
    } else if (item.kind() == ValueKind::Sequence) {
      marks |= item.marks;
      flattenInto(out, site, item, marks);
    } else if (isUnknownSequence(item)) {
      marks |= item.marks;
      out.open();
    } else {
      out.add(item);
    }
  }
  if (isOpen(sequence))
    out.open();
}

/// What can stand at an index that is not known: any item, and something unknown where the collection is open.
Value anyOf(CallSite &site, std::vector<Value> items, bool open, TypeRef type, Args args) {
  const bool mixed = std::ranges::any_of(items, [&](const Value &item) { return item.type() != items.front().type(); });
  if (mixed)
    type = site.heap().types.dynamic();
  if (open)
    items.push_back(unknownResult(site, type, args, false));
  if (items.empty() || items.size() > kMaxChoices)
    return unknownResult(site, type, args, false);
  return site.heap().choice(items, {}, callOrigin(site));
}

} // namespace

Value alltrue(CallSite &site, Args args) {
  Heap &heap = site.heap();
  const Conversion list = convert(heap, args[0], heap.types.list(heap.types.boolean()));
  if (!list.ok())
    return site.fail(list.error, 0);
  bool unknown = list.value.isUnknown() || isOpen(list.value);
  for (const Value &item : itemsOf(list.value)) {
    if (item.isNull() || (item.kind() == ValueKind::Bool && !item.boolean()))
      return heap.boolean(false);
    unknown = unknown || item.kind() != ValueKind::Bool;
  }
  return unknown ? unknownResult(site, heap.types.boolean(), args) : heap.boolean(true);
}

Value anytrue(CallSite &site, Args args) {
  Heap &heap = site.heap();
  const Conversion list = convert(heap, args[0], heap.types.list(heap.types.boolean()));
  if (!list.ok())
    return site.fail(list.error, 0);
  bool unknown = list.value.isUnknown() || isOpen(list.value);
  for (const Value &item : itemsOf(list.value)) {
    if (item.kind() == ValueKind::Bool && item.boolean())
      return heap.boolean(true);
    unknown = unknown || (item.kind() != ValueKind::Bool && !item.isNull());
  }
  return unknown ? unknownResult(site, heap.types.boolean(), args) : heap.boolean(false);
}

Value chunklist(CallSite &site, Args args) {
  Heap &heap = site.heap();
  const TypeRef type = heap.types.list(args[0].type());
  const std::optional<int64_t> size = wholeNumber(args[1]);
  if (!size || *size < 0)
    return site.fail("the size argument must be positive", 1);
  if (args[0].isUnknown() || isOpen(args[0]))
    return unknownResult(site, type, args).withMarks(args[0].marks | args[1].marks);
  const size_t count = itemsOf(args[0]).size();
  const size_t step = *size == 0 ? count : size_t(*size);
  std::vector<Value> chunks;
  for (size_t from = 0; from < count; from += step) {
    std::vector<Value> chunk;
    for (size_t i = from; i < std::min(count, from + step); ++i)
      chunk.push_back(take(site, args[0], i));
    chunks.push_back(heap.list(args[0].type()->element, chunk, callOrigin(site)));
  }
  return heap.list(args[0].type(), chunks, callOrigin(site)).withMarks(args[0].marks | args[1].marks);
}

Value coalescelist(CallSite &site, Args args) {
  if (args.empty())
    return site.fail("at least one argument is required");
  std::vector<Value> candidates;
  for (size_t i = 0; i < args.size(); ++i) {
    const Value &arg = args[i];
    const TypeKind kind = arg.type()->kind;
    if (kind != TypeKind::List && kind != TypeKind::Tuple && (kind != TypeKind::Dynamic || arg.isNull()))
      return site.fail("coalescelist arguments must be lists or tuples", int(i));
    if (arg.isNull() || (arg.isKnown() && itemsOf(arg).empty()))
      continue;
    candidates.push_back(arg);
    if (!itemsOf(arg).empty() || (arg.isUnknown() && asUnknown(arg).refinement.lengthMin > 0))
      break;
  }
  if (candidates.empty())
    return site.fail("no non-empty arguments");
  if (candidates.size() == 1)
    return candidates.front();
  if (candidates.size() > kMaxChoices)
    return unknownResult(site, site.heap().types.dynamic(), args, false);
  return site.heap().choice(candidates, {}, callOrigin(site));
}

Value compact(CallSite &site, Args args) {
  if (args[0].isUnknown())
    return unknownResult(site, stringList(site), args);
  Gather out(site);
  if (isOpen(args[0]))
    out.open();
  const auto addIfAny = [](Gather &to, const Value &item) {
    switch (nonEmpty(item)) {
    case Truth::No:
      return;
    case Truth::Unknown:
      // It may be dropped: the item stays, and how many there are is not known.
      to.open();
      [[fallthrough]];
    case Truth::Yes:
      to.add(item);
    }
  };
  for (size_t i = 0; i < itemsOf(args[0]).size(); ++i) {
    const Value item = take(site, args[0], i);
    if (item.isChoice() && nonEmpty(item) == Truth::Unknown)
      out.fork(item, addIfAny);
    else
      addIfAny(out, item);
  }
  return out.finish([&](std::span<const Value> items, bool open) {
    return site.heap().list(site.heap().types.string(), items, callOrigin(site), open);
  });
}

Value concat(CallSite &site, Args args) {
  Heap &heap = site.heap();
  if (args.empty())
    return site.fail("at least one argument is required");
  bool anyTuple = false;
  bool anyDynamic = false;
  bool open = false;
  MarkSet marks = 0;
  std::vector<TypeRef> types;
  for (size_t i = 0; i < args.size(); ++i) {
    const TypeRef type = args[i].type();
    if (args[i].isUnknown() && type->kind == TypeKind::Dynamic)
      anyDynamic = true;
    else if (type->kind != TypeKind::List && type->kind != TypeKind::Tuple)
      return site.fail(fmt::format("all arguments must be lists or tuples; got {}", friendlyName(type)), int(i));
    else
      types.push_back(type);
    anyTuple = anyTuple || type->kind == TypeKind::Tuple;
    open = open || args[i].isUnknown() || isOpen(args[i]);
    marks |= args[i].marks;
  }
  const bool nothing = std::ranges::all_of(args, [](const Value &arg) { return itemsOf(arg).empty(); });
  TypeRef listType = nullptr;
  if (!anyTuple && !types.empty())
    listType = unify(heap, types);
  if (listType && listType->kind != TypeKind::List)
    listType = nullptr;
  if (open && nothing)
    return unknownResult(site, !anyDynamic && listType ? listType : heap.types.dynamic(), args).withMarks(marks);
  std::vector<Value> items;
  for (const Value &arg : args) {
    Value from = arg;
    if (listType && !arg.isUnknown()) {
      const Conversion converted = convert(heap, arg, listType);
      if (!converted.ok())
        return site.fail(converted.error, int(&arg - args.data()));
      from = converted.value;
    }
    for (size_t i = 0; i < itemsOf(from).size(); ++i)
      items.push_back(take(site, from, i));
    if (items.size() > kMaxElements)
      return site.fail("the result has too many elements");
  }
  const OriginId origin = callOrigin(site);
  if (listType && !(anyDynamic && open))
    return heap.list(listType->element, items, origin, open).withMarks(marks);
  return heap.tuple(items, origin, open).withMarks(marks);
}

Value contains(CallSite &site, Args args) {
  Heap &heap = site.heap();
  const Value &list = args[0];
  if (!list.type()->isSequence() && !(list.isUnknown() && list.type()->kind == TypeKind::Dynamic))
    return site.fail("argument must be list, tuple, or set", 0);
  Truth found = list.isUnknown() || isOpen(list) ? Truth::Unknown : Truth::No;
  for (const Value &item : itemsOf(list)) {
    found = found || equals(item, args[1]);
    if (found == Truth::Yes)
      return heap.boolean(true);
  }
  return found == Truth::No ? heap.boolean(false) : unknownResult(site, heap.types.boolean(), args);
}

Value distinct(CallSite &site, Args args) {
  Heap &heap = site.heap();
  if (args[0].isUnknown())
    return unknownResult(site, args[0].type(), args);
  std::vector<Value> items;
  std::vector<std::pair<uint64_t, size_t>> hashes; // of the wholly known ones
  bool open = isOpen(args[0]);
  std::vector<size_t> unsure;
  for (size_t i = 0; i < itemsOf(args[0]).size(); ++i) {
    const Value &item = itemsOf(args[0])[i];
    bool seen = false;
    if (item.isWhollyKnown()) {
      const uint64_t hash = hashOf(item);
      const auto place = std::ranges::lower_bound(hashes, std::pair{hash, size_t{0}});
      for (auto it = place; it != hashes.end() && it->first == hash && !seen; ++it)
        seen = identical(items[it->second], item);
      if (!seen)
        hashes.insert(place, {hash, items.size()});
    }
    // Only what is not wholly known needs the long way.
    const auto compareWith = [&](const Value &other) {
      const Truth equal = equals(other, item);
      seen = seen || equal == Truth::Yes;
      open = open || equal == Truth::Unknown;
    };
    if (!item.isWhollyKnown()) {
      for (size_t j = 0; j < items.size() && !seen; ++j)
        compareWith(items[j]);
    } else {
      for (size_t j = 0; j < unsure.size() && !seen; ++j)
        compareWith(items[unsure[j]]);
    }
    if (seen)
      continue;
    if (!item.isWhollyKnown())
      unsure.push_back(items.size());
    items.push_back(take(site, args[0], i));
  }
  return heap.list(args[0].type()->element, items, callOrigin(site), open);
}

Value element(CallSite &site, Args args) {
  const Value &list = args[0];
  const TypeRef type = list.type();
  const MarkSet marks = list.marks | args[1].marks;
  const bool dynamic = type->kind == TypeKind::Dynamic;
  if (type->kind != TypeKind::List && type->kind != TypeKind::Tuple && !(dynamic && list.isUnknown()))
    return site.fail(fmt::format("cannot read elements from {}", friendlyName(type)), 0);
  if (!args[1].isKnown() || dynamic) {
    if (list.isUnknown())
      return unknownResult(site, elementType(site, list), args, false).withMarks(marks);
    std::vector<Value> items;
    for (size_t i = 0; i < itemsOf(list).size(); ++i)
      items.push_back(take(site, list, i));
    return anyOf(site, items, isOpen(list), elementType(site, list), args).withMarks(marks);
  }
  const std::optional<int64_t> index = wholeNumber(args[1]);
  if (!index)
    return site.fail("invalid index: must be a whole number", 1);
  if (list.isUnknown() && type->kind == TypeKind::List)
    return memberOf(site, list, fmt::format("[{}]", *index), type->element).withMarks(marks);
  const size_t count = list.isUnknown() ? type->elements.size() : itemsOf(list).size();
  if (isOpen(list)) {
    const std::span<const Value> items = itemsOf(list);
    return anyOf(site, {items.begin(), items.end()}, true, elementType(site, list), args).withMarks(marks);
  }
  if (count == 0)
    return site.fail("cannot use element function with an empty list", 0);
  const auto size = int64_t(count);
  const auto at = size_t((*index % size + size) % size);
  if (list.isUnknown())
    return memberOf(site, list, fmt::format("[{}]", at), type->elements[at]).withMarks(marks);
  return take(site, list, at).withMarks(marks);
}

Value flatten(CallSite &site, Args args) {
  const Value &list = args[0];
  if (list.isUnknown() && (list.type()->isSequence() || list.type()->kind == TypeKind::Dynamic))
    return unknownResult(site, site.heap().types.dynamic(), args, false).withMarks(list.marks);
  if (list.kind() != ValueKind::Sequence)
    return site.fail("can only flatten lists, sets and tuples", 0);
  MarkSet marks = list.marks;
  Gather out(site);
  flattenInto(out, site, list, marks);
  const Value result = out.finish([&](std::span<const Value> items, bool open) {
    if (items.empty() && open)
      return unknownResult(site, site.heap().types.dynamic(), args, true);
    return site.heap().tuple(items, callOrigin(site), open);
  });
  return result.withMarks(marks);
}

Value index(CallSite &site, Args args) {
  Heap &heap = site.heap();
  const Value &list = args[0];
  if (list.isUnknown())
    return unknownResult(site, heap.types.number(), args);
  if (list.type()->kind != TypeKind::List && list.type()->kind != TypeKind::Tuple)
    return site.fail("argument must be a list or tuple", 0);
  const std::span<const Value> items = itemsOf(list);
  if (isOpen(list))
    return unknownResult(site, heap.types.number(), args);
  if (items.empty())
    return site.fail("cannot search an empty list", 0);
  for (size_t i = 0; i < items.size(); ++i) {
    const Truth equal = equals(items[i], args[1]);
    if (equal == Truth::Yes)
      return heap.number(int64_t(i));
    if (equal == Truth::Unknown)
      return unknownResult(site, heap.types.number(), args);
  }
  return site.fail("item not found", 1);
}

Value matchkeys(CallSite &site, Args args) {
  Heap &heap = site.heap();
  const bool unknown = std::ranges::any_of(args, [](const Value &arg) { return arg.isUnknown() || isOpen(arg); });
  if (unknown)
    return unknownResult(site, args[0].type(), args);
  const std::vector<TypeRef> types{args[1].type(), args[2].type()};
  const TypeRef common = unify(heap, types);
  if (!common)
    return site.fail("keys and searchset must be of the same type", 2);
  const Conversion keys = convert(heap, args[1], common);
  const Conversion wanted = convert(heap, args[2], common);
  if (!keys.ok() || !wanted.ok())
    return site.fail("keys and searchset must be of the same type", 2);
  if (itemsOf(args[0]).size() != itemsOf(args[1]).size())
    return site.fail("length of keys and values should be equal", 1);
  std::vector<Value> items;
  bool open = false;
  for (size_t i = 0; i < itemsOf(args[0]).size(); ++i) {
    Truth found = Truth::No;
    for (const Value &one : itemsOf(wanted.value))
      found = found || equals(itemsOf(keys.value)[i], one);
    if (found == Truth::Yes)
      items.push_back(take(site, args[0], i));
    open = open || found == Truth::Unknown;
  }
  if (open && items.empty())
    return unknownResult(site, args[0].type(), args);
  return heap.list(args[0].type()->element, items, callOrigin(site), open);
}

Value one(CallSite &site, Args args) {
  Heap &heap = site.heap();
  const Value &list = args[0];
  const TypeRef type = list.type();
  const bool dynamic = type->kind == TypeKind::Dynamic;
  const std::string wrong = "must be a list, set, or tuple value with either zero or one elements";
  if (!type->isSequence() && !(dynamic && list.isUnknown()))
    return site.fail(wrong, 0);
  if (list.isUnknown()) {
    if (type->kind == TypeKind::Tuple && type->elements.size() > 1)
      return site.fail(wrong, 0);
    if (type->kind == TypeKind::Tuple && type->elements.size() == 1)
      return memberOf(site, list, "[0]", type->elements[0]).withMarks(list.marks);
    return unknownResult(site, elementType(site, list), args, false).withMarks(list.marks);
  }
  const std::span<const Value> items = itemsOf(list);
  if (items.empty() && !isOpen(list))
    return heap.null(elementType(site, list)).withMarks(list.marks);
  if (items.size() == 1 && !isOpen(list))
    return take(site, list, 0).withMarks(list.marks);
  // Items that are not known may turn out to be one and the same in a set.
  const bool known = std::ranges::all_of(items, [](const Value &item) { return item.isWhollyKnown(); });
  if (items.size() > 1 && (type->kind != TypeKind::Set || known))
    return site.fail(wrong, 0);
  if (items.size() == 1)
    return anyOf(site, {items[0]}, true, elementType(site, list), args).withMarks(list.marks);
  return unknownResult(site, elementType(site, list), args, false).withMarks(list.marks);
}

Value reverse(CallSite &site, Args args) {
  Heap &heap = site.heap();
  const Value &list = args[0];
  const TypeRef type = list.type();
  if (!type->isSequence() && !(list.isUnknown() && type->kind == TypeKind::Dynamic))
    return site.fail(fmt::format("can only reverse list or tuple values, not {}", friendlyName(type)), 0);
  const TypeRef result = type->kind == TypeKind::Set ? heap.types.list(type->element) : type;
  if (list.isUnknown()) {
    if (type->kind == TypeKind::Tuple) {
      std::vector<TypeRef> elements(type->elements.rbegin(), type->elements.rend());
      return unknownResult(site, heap.types.tuple(elements), args).withMarks(list.marks);
    }
    return unknownResult(site, result, args, type->kind != TypeKind::Dynamic).withMarks(list.marks);
  }
  std::vector<Value> items;
  for (size_t i = itemsOf(list).size(); i-- > 0;)
    items.push_back(take(site, list, i));
  return sequenceLike(site, list, items, isOpen(list));
}

Value slice(CallSite &site, Args args) {
  const Value &list = args[0];
  const TypeRef type = list.type();
  const MarkSet marks = list.marks | args[1].marks | args[2].marks;
  if (type->kind == TypeKind::Set)
    return site.fail("cannot slice a set, because its elements do not have indices; explicitly convert to a list if "
                     "the ordering of the result is not important",
                     0);
  if (list.isUnknown() || isOpen(list)) {
    if (type->kind == TypeKind::List)
      return unknownResult(site, type, args).withMarks(marks);
    return unknownResult(site, site.heap().types.dynamic(), args, false).withMarks(marks);
  }
  if (type->kind != TypeKind::List && type->kind != TypeKind::Tuple)
    return site.fail("must be a list or tuple value", 0);
  const auto count = int64_t(itemsOf(list).size());
  const std::optional<int64_t> from = wholeNumber(args[1]);
  const std::optional<int64_t> to = wholeNumber(args[2]);
  if (!from || *from < 0)
    return site.fail("start index must not be less than zero", 1);
  if (*from > count)
    return site.fail("start index must not be greater than the length of the list", 1);
  if (!to || *to < 0)
    return site.fail("end index must not be less than zero", 2);
  if (*to > count)
    return site.fail("end index must not be greater than the length of the list", 2);
  if (*from > *to)
    return site.fail("start index must not be greater than end index", 1);
  std::vector<Value> items;
  for (int64_t i = *from; i < *to; ++i)
    items.push_back(take(site, list, size_t(i)));
  return sequenceLike(site, list, items).withMarks(marks);
}

Value removedList(CallSite &site, Args) {
  return site.fail("the \"list\" function was removed; use tolist([ ... ]) instead");
}

Value removedMap(CallSite &site, Args) {
  return site.fail("the \"map\" function was removed; use tomap({ ... }) instead");
}

} // namespace postern::eval::functions
