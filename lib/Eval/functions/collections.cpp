// Lists, tuples and what is asked of any collection.
#include "Eval/functions/Gather.h"

#include <fmt/format.h>

#include <algorithm>

namespace postern::eval::functions {

namespace {

constexpr size_t kMaxChoices = Heap::kMaxAlternatives;
constexpr int kMaxDepth = 200;

TypeRef stringList(CallSite &site) {
  return site.heap().types.list(site.heap().types.string());
}

/// A sequence of the kind that `like` has, from some of its items.
Value sequenceLike(CallSite &site, const Value &like, std::span<const Value> items, const Rest &rest = {}) {
  Heap &heap = site.heap();
  const Value made = like.type()->kind == TypeKind::Tuple ? heap.tuple(items, callOrigin(site))
                                                          : heap.list(elementType(site, like), items, callOrigin(site));
  return rest.over(site, made).withMarks(like.marks);
}

bool isUnknownSequence(const Value &value) {
  return value.isUnknown() && (value.type()->isSequence() || value.type()->kind == TypeKind::Dynamic);
}

/// What flattening an element leaves behind that may be there or not: its leaves.
void flattenRest(Rest &out, CallSite &site, const Value &value, int depth) {
  if (depth > kMaxDepth)
    return out.unclear();
  if (value.isChoice()) {
    for (const Value &alternative : asChoice(value).alternatives)
      flattenRest(out, site, alternative, depth + 1);
    return;
  }
  if (value.kind() != ValueKind::Sequence && !isUnknownSequence(value))
    return out.like(value);
  for (size_t i = 0; i < itemsOf(value).size(); ++i)
    flattenRest(out, site, take(site, value, i), depth + 1);
  Rest own;
  own.from(site, value);
  if (!own.open())
    return;
  const Value shape = own.shape(site);
  // A dynamic unknown is a leaf or a list: what is in it is not known either way.
  const bool leaf = shape.valid() && shape.isUnknown() && shape.type()->kind == TypeKind::Dynamic;
  if (!shape.valid())
    out.unclear();
  else if (leaf)
    out.like(shape);
  else
    flattenRest(out, site, shape, depth + 1);
}

void flattenInto(Gather &out, CallSite &site, const Value &sequence, MarkSet &marks) {
  const auto addItem = [&](Gather &to, const Value &item) {
    if (item.kind() == ValueKind::Sequence || isUnknownSequence(item))
      marks |= item.marks;
    if (item.kind() == ValueKind::Sequence) {
      flattenInto(to, site, item, marks);
    } else if (isUnknownSequence(item)) {
      Rest rest;
      flattenRest(rest, site, item, 0);
      to.open(rest);
    } else {
      to.add(item);
    }
  };
  for (size_t i = 0; i < itemsOf(sequence).size(); ++i) {
    const Value item = take(site, sequence, i);
    if (item.isChoice())
      out.fork(item, addItem);
    else
      addItem(out, item);
  }
  Rest rest;
  rest.from(site, sequence);
  if (!rest.open())
    return;
  Rest leaves;
  if (const Value shape = rest.shape(site); shape.valid())
    flattenRest(leaves, site, shape, 0);
  else
    leaves.unclear();
  out.open(leaves);
}

/// What can stand at an index that is not known: any item, and something like the rest where the collection is open.
Value anyOf(CallSite &site, std::vector<Value> items, const Rest &rest, TypeRef type, Args args) {
  if (const Value shape = rest.shape(site); shape.valid())
    items.push_back(shape);
  else if (rest.open())
    items.push_back(unknownResult(site, type, args, false));
  if (items.empty())
    return unknownResult(site, type, args, false);
  return site.heap().choice(items, {}, items.front().origin);
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
    const TypeKind kind = args[i].type()->kind;
    if (kind != TypeKind::List && kind != TypeKind::Tuple && (kind != TypeKind::Dynamic || args[i].isNull()))
      return site.fail("coalescelist arguments must be lists or tuples", int(i));
  }
  for (const Value &arg : args) {
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
  Rest rest;
  rest.from(site, args[0]);
  if (rest.open())
    out.open(rest);
  const auto addIfAny = [](Gather &to, const Value &item) {
    switch (nonEmpty(item)) {
    case Truth::No:
      return;
    case Truth::Unknown: {
      // It may be dropped.
      Rest maybe;
      maybe.like(item);
      to.open(maybe);
      return;
    }
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
  return out.finish([&](std::span<const Value> items, const Rest &left) {
    return left.over(site, site.heap().list(site.heap().types.string(), items, callOrigin(site)));
  });
}

Value concat(CallSite &site, Args args) {
  Heap &heap = site.heap();
  if (args.empty())
    return site.fail("at least one argument is required");
  bool anyTuple = false;
  bool anyDynamic = false;
  Rest rest;
  MarkSet marks = 0;
  std::vector<Value> typed;
  for (size_t i = 0; i < args.size(); ++i) {
    const TypeRef type = args[i].type();
    if (args[i].isUnknown() && type->kind == TypeKind::Dynamic)
      anyDynamic = true;
    else if (type->kind != TypeKind::List && type->kind != TypeKind::Tuple)
      return site.fail(fmt::format("all arguments must be lists or tuples; got {}", friendlyName(type)), int(i));
    else if (type->kind == TypeKind::Tuple || type->element->kind != TypeKind::Dynamic)
      typed.push_back(args[i]);
    anyTuple = anyTuple || type->kind == TypeKind::Tuple;
    rest.from(site, args[i]);
    marks |= args[i].marks;
  }
  const bool nothing = std::ranges::all_of(args, [](const Value &arg) { return itemsOf(arg).empty(); });
  TypeRef listType = nullptr;
  if (!anyTuple)
    listType = typed.empty() ? heap.types.list(heap.types.dynamic()) : unifyValues(heap, typed);
  if (listType && listType->kind != TypeKind::List)
    listType = nullptr;
  if (rest.open() && nothing && !rest.shape(site).valid())
    return unknownResult(site, !anyDynamic && listType ? listType : heap.types.dynamic(), args).withMarks(marks);
  const auto inOrder = [&](const Value &made) {
    return std::ranges::any_of(args, isLoose) ? heap.unordered(made) : made;
  };
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
  if (listType && !anyDynamic)
    return rest.over(site, inOrder(heap.list(listType->element, items, callOrigin(site)))).withMarks(marks);
  return rest.over(site, inOrder(heap.tuple(items, callOrigin(site)))).withMarks(marks);
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
  const std::span<const Value> all = itemsOf(args[0]);
  std::vector<std::pair<uint64_t, size_t>> hashes; // of the wholly known ones, the first place of each
  std::vector<bool> first(all.size(), false);
  for (size_t i = 0; i < all.size(); ++i) {
    if (!all[i].isWhollyKnown())
      continue;
    const uint64_t hash = hashOf(all[i]);
    const auto place = std::ranges::lower_bound(hashes, std::pair{hash, size_t{0}});
    bool seen = false;
    for (auto it = place; it != hashes.end() && it->first == hash && !seen; ++it)
      seen = identical(all[it->second], all[i]);
    first[i] = !seen;
    if (!seen)
      hashes.insert(place, {hash, i});
  }
  // What is not wholly known has a place of its own only if it certainly equals nothing that has one.
  Rest rest;
  rest.from(site, args[0]);
  std::vector<size_t> unsure;
  for (size_t i = 0; i < all.size(); ++i) {
    if (all[i].isWhollyKnown())
      continue;
    Truth seen = Truth::No;
    for (const auto &[hash, place] : hashes)
      seen = seen || equals(all[place], all[i]);
    for (const size_t place : unsure)
      seen = seen || equals(all[place], all[i]);
    first[i] = seen == Truth::No;
    if (seen == Truth::Unknown)
      rest.like(take(site, args[0], i));
    if (seen == Truth::No)
      unsure.push_back(i);
  }
  std::vector<Value> items;
  for (size_t i = 0; i < all.size(); ++i)
    if (first[i])
      items.push_back(take(site, args[0], i));
  return rest.over(site, heap.list(args[0].type()->element, items, callOrigin(site)));
}

Value element(CallSite &site, Args args) {
  const Value &list = args[0];
  const TypeRef type = list.type();
  const MarkSet marks = list.marks | args[1].marks;
  const bool dynamic = type->kind == TypeKind::Dynamic;
  if (type->kind != TypeKind::List && type->kind != TypeKind::Tuple && !(dynamic && list.isUnknown()))
    return site.fail(fmt::format("cannot read elements from {}", friendlyName(type)), 0);
  Rest rest;
  rest.from(site, list);
  if (!args[1].isKnown() || dynamic) {
    if (list.isUnknown())
      return unknownResult(site, elementType(site, list), args, false).withMarks(marks);
    std::vector<Value> items;
    for (size_t i = 0; i < itemsOf(list).size(); ++i)
      items.push_back(take(site, list, i));
    return anyOf(site, items, rest, elementType(site, list), args).withMarks(marks);
  }
  const std::optional<int64_t> index = wholeNumber(args[1]);
  if (!index)
    return site.fail("invalid index: must be a whole number", 1);
  if (list.isUnknown() && type->kind == TypeKind::List)
    return memberOf(site, list, fmt::format("[{}]", *index), type->element).withMarks(marks);
  const size_t count = list.isUnknown() ? type->elements.size() : itemsOf(list).size();
  if (isLoose(list)) {
    const std::span<const Value> items = itemsOf(list);
    return anyOf(site, {items.begin(), items.end()}, rest, elementType(site, list), args).withMarks(marks);
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
  const Value result = out.finish([&](std::span<const Value> items, const Rest &rest) {
    if (items.empty() && rest.open() && !rest.shape(site).valid())
      return unknownResult(site, site.heap().types.dynamic(), args, true);
    return rest.over(site, site.heap().tuple(items, callOrigin(site)));
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
  if (isLoose(list))
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
  const TypeRef common = unifyValues(heap, args.subspan(1, 2));
  if (!common)
    return site.fail("keys and searchset must be of the same type", 2);
  const Conversion keys = convert(heap, args[1], common);
  const Conversion wanted = convert(heap, args[2], common);
  if (!keys.ok() || !wanted.ok())
    return site.fail("keys and searchset must be of the same type", 2);
  if (itemsOf(args[0]).size() != itemsOf(args[1]).size())
    return site.fail("length of keys and values should be equal", 1);
  std::vector<Value> items;
  Rest rest;
  for (size_t i = 0; i < itemsOf(args[0]).size(); ++i) {
    Truth found = Truth::No;
    for (const Value &one : itemsOf(wanted.value))
      found = found || equals(itemsOf(keys.value)[i], one);
    if (found == Truth::Yes)
      items.push_back(take(site, args[0], i));
    if (found == Truth::Unknown)
      rest.like(take(site, args[0], i));
  }
  return rest.over(site, heap.list(args[0].type()->element, items, callOrigin(site)));
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
  // Where more may follow, that would be an error.
  if (items.size() == 1)
    return take(site, list, 0).withMarks(list.marks);
  // Items that are not known may turn out to be one and the same in a set.
  const bool known = std::ranges::all_of(items, [](const Value &item) { return item.isWhollyKnown(); });
  if (items.size() > 1 && (type->kind != TypeKind::Set || known))
    return site.fail(wrong, 0);
  Rest rest;
  rest.from(site, list);
  if (items.empty() && rest.shape(site).valid())
    return anyOf(site, {heap.null(elementType(site, list))}, rest, elementType(site, list), args).withMarks(list.marks);
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
  Rest rest;
  rest.from(site, list);
  return inOrderOf(heap, list, sequenceLike(site, list, items, rest));
}

Value slice(CallSite &site, Args args) {
  const Value &list = args[0];
  const TypeRef type = list.type();
  const MarkSet marks = list.marks | args[1].marks | args[2].marks;
  if (type->kind == TypeKind::Set)
    return site.fail("cannot slice a set, because its elements do not have indices; explicitly convert to a list if "
                     "the ordering of the result is not important",
                     0);
  if (list.isUnknown() || isLoose(list)) {
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

// Both are read as they were meant, as long as there was such a function.

Value removedList(CallSite &site, Args args) {
  Heap &heap = site.heap();
  site.instead = "tolist([ ... ])";
  const Conversion list = convert(heap, heap.tuple(args, callOrigin(site)), heap.types.list(heap.types.dynamic()));
  return list.ok() ? list.value : site.fail(list.error);
}

Value removedMap(CallSite &site, Args args) {
  Heap &heap = site.heap();
  site.instead = "tomap({ ... })";
  if (args.size() % 2 != 0)
    return site.fail("the arguments must be keys and values in turn");
  std::vector<Entry> entries;
  std::vector<Value> possible;
  for (size_t i = 0; i < args.size(); i += 2) {
    const Conversion key = convert(heap, args[i], heap.types.string());
    if (!key.ok() || key.value.isNull())
      return site.fail("a key must be a string", static_cast<int>(i));
    if (key.value.kind() == ValueKind::String)
      entries.push_back({key.value.text(), args[i + 1], key.value.origin});
    else
      possible.push_back(args[i + 1]);
  }
  Value object = heap.object(std::move(entries), callOrigin(site));
  if (!possible.empty())
    object = heap.opened(object, heap.choice(possible, {}, possible.front().origin));
  const Conversion map = convert(heap, object, heap.types.map(heap.types.dynamic()));
  return map.ok() ? map.value : site.fail(map.error);
}

} // namespace postern::eval::functions
