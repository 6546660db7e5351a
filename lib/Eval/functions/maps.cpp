// Maps and objects, and the functions that pick one of several values.
#include "Eval/functions/Gather.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace postern::eval::functions {

namespace {

bool isMapLike(const Value &value) {
  return value.type()->isMapping() || (value.isUnknown() && value.type()->kind == TypeKind::Dynamic);
}

/// The type that every candidate becomes, null where there is none. What has no type yet has no say.
TypeRef commonType(CallSite &site, Args args) {
  std::vector<Value> typed;
  for (const Value &arg : args)
    if (arg.type()->kind != TypeKind::Dynamic)
      typed.push_back(arg);
  return typed.empty() ? site.heap().types.dynamic() : unifyValues(site.heap(), typed);
}

Value entriesAsSequence(CallSite &site, const Value &mapping, TypeRef listElement, const std::vector<Value> &items,
                        const Rest &rest) {
  Heap &heap = site.heap();
  const OriginId origin = callOrigin(site);
  const Value out =
      mapping.type()->kind == TypeKind::Map ? heap.list(listElement, items, origin) : heap.tuple(items, origin);
  return rest.over(site, out).withMarks(mapping.marks);
}

} // namespace

Value keys(CallSite &site, Args args) {
  Heap &heap = site.heap();
  const Value &mapping = args[0];
  if (!isMapLike(mapping))
    return site.fail("must have map or object type", 0);
  std::vector<Value> items;
  if (mapping.isUnknown()) {
    if (mapping.type()->kind != TypeKind::Object) {
      const bool isMap = mapping.type()->kind == TypeKind::Map;
      return unknownResult(site, isMap ? heap.types.list(heap.types.string()) : heap.types.dynamic(), args, isMap)
          .withMarks(mapping.marks);
    }
    for (const AttrType &attr : mapping.type()->attrs)
      items.push_back(heap.string(attr.name, callOrigin(site, mapping.origin)));
    return heap.tuple(items, callOrigin(site)).withMarks(mapping.marks);
  }
  for (const Entry &entry : asMapping(mapping).entries)
    items.push_back(heap.string(entry.key, callOrigin(site, mapping.origin)));
  Rest rest;
  if (isOpen(mapping))
    rest.like(heap.notNull(heap.unknown(heap.types.string(), {}, callOrigin(site, mapping.origin))));
  return entriesAsSequence(site, mapping, heap.types.string(), items, rest);
}

Value values(CallSite &site, Args args) {
  Heap &heap = site.heap();
  const Value &mapping = args[0];
  if (!isMapLike(mapping))
    return site.fail("must have map or object type", 0);
  std::vector<Value> items;
  if (mapping.isUnknown()) {
    if (mapping.type()->kind != TypeKind::Object) {
      const bool isMap = mapping.type()->kind == TypeKind::Map;
      return unknownResult(site, isMap ? heap.types.list(mapping.type()->element) : heap.types.dynamic(), args, isMap)
          .withMarks(mapping.marks);
    }
    for (const AttrType &attr : mapping.type()->attrs)
      items.push_back(memberOf(site, mapping, "." + std::string(attr.name), attr.type));
    return heap.tuple(items, callOrigin(site)).withMarks(mapping.marks);
  }
  for (const Entry &entry : asMapping(mapping).entries)
    items.push_back(heap.extracted(entry.value, mapping, entry.key));
  Rest rest;
  rest.from(site, mapping);
  return entriesAsSequence(site, mapping, elementType(site, mapping), items, rest);
}

Value length(CallSite &site, Args args) {
  Heap &heap = site.heap();
  const Value &value = args[0];
  const TypeRef type = value.type();
  const MarkSet marks = value.marks;
  Refinement atLeast;
  atLeast.notNull = true;
  atLeast.hasMin = true;
  const auto between = [&](uint64_t from, uint64_t to) {
    atLeast.min = Number::of(int64_t(std::min<uint64_t>(from, INT64_MAX)));
    atLeast.hasMax = to < uint64_t(INT64_MAX);
    atLeast.max = Number::of(atLeast.hasMax ? int64_t(to) : 0);
    return unknownResult(site, heap.types.number(), args, atLeast).withMarks(marks);
  };
  switch (value.kind()) {
  case ValueKind::String:
    spendOnGraphemes(site, value.text());
    return heap.number(int64_t(graphemeCount(value.text()))).withMarks(marks);
  case ValueKind::Partial:
    return between(1, UINT64_MAX);
  case ValueKind::Sequence: {
    const SequenceNode &sequence = asSequence(value);
    if (sequence.open)
      return between(0, UINT64_MAX);
    const auto known = size_t(std::ranges::count_if(sequence.items, [](const Value &v) { return v.isWhollyKnown(); }));
    // Unknown items of a set may be equal to others.
    if (isUnordered(sequence) && known < sequence.items.size() && sequence.items.size() > 1)
      return between(std::max<size_t>(known, 1), sequence.items.size());
    return heap.number(int64_t(sequence.items.size())).withMarks(marks);
  }
  case ValueKind::Mapping:
    if (asMapping(value).open)
      return between(0, UINT64_MAX);
    return heap.number(int64_t(asMapping(value).entries.size())).withMarks(marks);
  case ValueKind::Unknown:
    if (type->kind == TypeKind::Tuple)
      return heap.number(int64_t(type->elements.size())).withMarks(marks);
    if (type->kind == TypeKind::Object)
      return heap.number(int64_t(type->attrs.size())).withMarks(marks);
    if (type->kind == TypeKind::String)
      return between(0, UINT64_MAX);
    if (type->isCollection())
      return between(asUnknown(value).refinement.lengthMin, asUnknown(value).refinement.lengthMax);
    if (type->kind == TypeKind::Dynamic)
      return unknownResult(site, heap.types.number(), args).withMarks(marks);
    break;
  case ValueKind::Null:
  case ValueKind::Bool:
  case ValueKind::Number:
  case ValueKind::Choice:
    break;
  }
  return site.fail("argument must be a string, a collection type, or a structural type", 0);
}

Value lookup(CallSite &site, Args args) {
  Heap &heap = site.heap();
  if (args.size() > 3)
    return site.fail("lookup() takes two or three arguments", 3);
  const Value &mapping = args[0];
  const Value &key = args[1];
  const bool hasDefault = args.size() == 3;
  if (!isMapLike(mapping))
    return site.fail("lookup() requires a map as the first argument", 0);
  const bool isMap = mapping.type()->kind == TypeKind::Map;
  const MarkSet marks = mapping.marks | key.marks;
  Value fallback;
  if (hasDefault) {
    fallback = args[2];
    if (isMap) {
      const Conversion converted = convert(heap, args[2], mapping.type()->element);
      if (!converted.ok())
        return site.fail("the default value must have the same type as the map elements", 2);
      fallback = converted.value;
    }
  }
  const TypeRef type = isMap ? mapping.type()->element : heap.types.dynamic();
  if (mapping.isUnknown()) {
    if (key.kind() != ValueKind::String)
      return unknownResult(site, type, args, false).withMarks(marks);
    if (const AttrType *const attr =
            mapping.type()->kind == TypeKind::Object ? mapping.type()->attr(key.text()) : nullptr)
      return memberOf(site, mapping, "." + std::string(key.text()), attr->type).withMarks(marks);
    if (mapping.type()->kind == TypeKind::Object && hasDefault)
      return fallback.withMarks(marks);
    if (mapping.type()->kind == TypeKind::Object)
      return site.fail(fmt::format("lookup failed to find key {}", quoted(key)), 1);
    const Value member = memberOf(site, mapping, fmt::format("[\"{}\"]", key.text()), type);
    if (!hasDefault)
      return member.withMarks(marks);
    const std::vector<Value> either{member, fallback};
    return heap.choice(either, {}, callOrigin(site)).withMarks(marks | fallback.marks);
  }
  const MappingNode &entries = asMapping(mapping);
  std::vector<Value> candidates;
  if (key.kind() == ValueKind::String) {
    if (const Value *const found = find(entries, key.text()))
      return heap.extracted(*found, mapping, key.text()).withMarks(marks);
    if (!entries.open && !hasDefault)
      return site.fail(fmt::format("lookup failed to find key {}", quoted(key)), 1);
    if (!entries.open)
      return fallback.withMarks(marks);
  } else {
    for (const Entry &entry : entries.entries)
      if (may(equals(heap.string(entry.key), key)))
        candidates.push_back(heap.extracted(entry.value, mapping, entry.key));
  }
  if (hasDefault)
    candidates.push_back(fallback);
  Rest rest;
  rest.from(site, mapping);
  if (rest.open())
    candidates.push_back(rest.shape(site).valid() ? rest.shape(site) : unknownResult(site, type, args, false));
  if (candidates.empty())
    return site.fail("lookup failed to find the key", 1);
  return heap.choice(candidates, {}, callOrigin(site)).withMarks(marks);
}

Value merge(CallSite &site, Args args) {
  Heap &heap = site.heap();
  struct Member {
    Value value;
    OriginId keyOrigin = {};
  };
  std::map<std::string_view, Member> entries;
  Rest rest;
  bool sameType = !args.empty();
  MarkSet marks = 0;
  for (size_t i = 0; i < args.size(); ++i) {
    const Value &arg = args[i];
    if (!isMapLike(arg) && !isBareNull(arg))
      return site.fail(fmt::format("arguments must be maps or objects, got \"{}\"", friendlyName(arg.type())), int(i));
    sameType = sameType && arg.type() == args[0].type();
    marks |= arg.marks;
    if (arg.isNull())
      continue;
    const bool wholly = arg.kind() == ValueKind::Mapping && !asMapping(arg).open;
    const bool object = arg.isUnknown() && arg.type()->kind == TypeKind::Object;
    if (object) {
      for (const AttrType &attr : arg.type()->attrs)
        entries[attr.name] = {memberOf(site, arg, "." + std::string(attr.name), attr.type)};
      continue;
    }
    if (!wholly) {
      // What stands there so far may be replaced by an entry that is not known.
      for (auto &[key, member] : entries) {
        const std::string step = fmt::format("[\"{}\"]", key);
        Value other;
        if (arg.isUnknown())
          other = memberOf(site, arg, step, elementType(site, arg));
        else if (find(asMapping(arg), key))
          continue;
        else if (asMapping(arg).rest.valid())
          other = heap.extracted(asMapping(arg).rest, arg, key);
        else
          other = heap.unknown(elementType(site, arg), {}, callOrigin(site, arg.origin));
        const std::vector<Value> either{member.value, other};
        member.value = heap.choice(either, {}, member.value.origin);
      }
      rest.from(site, arg);
    }
    if (arg.kind() == ValueKind::Mapping)
      for (const Entry &entry : asMapping(arg).entries)
        entries[entry.key] = {heap.extracted(entry.value, arg, entry.key), entry.keyOrigin};
  }
  const bool isMap = sameType && args[0].type()->kind == TypeKind::Map;
  if (rest.open() && entries.empty() && !rest.shape(site).valid())
    return unknownResult(site, isMap ? args[0].type() : heap.types.dynamic(), args, isMap).withMarks(marks);
  std::vector<Entry> list;
  list.reserve(entries.size());
  for (const auto &[key, member] : entries)
    list.push_back({key, member.value, member.keyOrigin});
  const OriginId origin = callOrigin(site);
  if (isMap)
    return rest.over(site, heap.map(args[0].type()->element, std::move(list), origin)).withMarks(marks);
  return rest.over(site, heap.object(std::move(list), origin)).withMarks(marks);
}

Value transpose(CallSite &site, Args args) {
  Heap &heap = site.heap();
  const TypeRef strings = heap.types.list(heap.types.string());
  const TypeRef type = heap.types.map(strings);
  const Conversion converted = convert(heap, args[0], type);
  if (!converted.ok())
    return site.fail(converted.error, 0);
  if (!converted.value.isWhollyKnown())
    return unknownResult(site, type, args);
  std::map<std::string_view, std::vector<Value>> turned;
  for (const Entry &entry : asMapping(converted.value).entries) {
    if (entry.value.isNull())
      return site.fail(fmt::format("the list of \"{}\" must not be null", entry.key), 0);
    for (const Value &item : itemsOf(entry.value)) {
      if (item.isNull())
        return site.fail("an element must not be null", 0);
      turned[item.text()].push_back(heap.string(entry.key, callOrigin(site, entry.value.origin)));
    }
  }
  std::vector<Entry> entries;
  entries.reserve(turned.size());
  for (const auto &[key, items] : turned)
    entries.push_back({key, heap.list(heap.types.string(), items, callOrigin(site))});
  return heap.map(strings, std::move(entries), callOrigin(site));
}

Value zipmap(CallSite &site, Args args) {
  Heap &heap = site.heap();
  MarkSet marks = args[1].marks;
  const Value keys = unmarkDeep(heap, args[0], marks);
  const Value &values = args[1];
  const TypeRef type = values.type();
  if (type->kind != TypeKind::List && type->kind != TypeKind::Tuple && type->kind != TypeKind::Dynamic)
    return site.fail("values argument must be a list or tuple value", 1);
  const bool isList = type->kind == TypeKind::List;
  const TypeRef result = isList ? heap.types.map(type->element) : heap.types.dynamic();
  if (keys.isUnknown() || isOpen(keys) || isOpen(values) || (values.isUnknown() && type->kind != TypeKind::Tuple))
    return unknownResult(site, result, args, isList).withMarks(marks);
  const size_t count = values.isUnknown() ? type->elements.size() : itemsOf(values).size();
  if (itemsOf(keys).size() != count)
    return site.fail(
        fmt::format("number of keys ({}) does not match number of values ({})", itemsOf(keys).size(), count), 1);
  std::map<std::string_view, Value> entries;
  bool open = false;
  for (size_t i = 0; i < count; ++i) {
    const Value &key = itemsOf(keys)[i];
    if (key.isNull())
      return site.fail(fmt::format("keys list has null value at index {}", i), 0);
    if (key.kind() != ValueKind::String) {
      open = true;
      continue;
    }
    entries[key.text()] =
        values.isUnknown() ? memberOf(site, values, fmt::format("[{}]", i), type->elements[i]) : take(site, values, i);
  }
  if (open && (isList || entries.empty()))
    return unknownResult(site, result, args, isList).withMarks(marks);
  std::vector<Entry> list;
  list.reserve(entries.size());
  for (const auto &[key, value] : entries)
    list.push_back({key, value});
  const OriginId origin = callOrigin(site);
  if (isList)
    return heap.map(type->element, std::move(list), origin).withMarks(marks);
  return heap.object(std::move(list), origin, open).withMarks(marks);
}

Value coalesce(CallSite &site, Args args) {
  Heap &heap = site.heap();
  if (args.empty())
    return site.fail("at least one argument is required");
  const TypeRef type = commonType(site, args);
  if (!type)
    return site.fail("all arguments must have the same type");
  std::vector<Value> candidates;
  for (size_t i = 0; i < args.size(); ++i) {
    const Conversion converted = convert(heap, args[i], type);
    if (!converted.ok())
      return site.fail(converted.error, int(i));
    const Truth there = nonEmpty(converted.value);
    if (there == Truth::No)
      continue;
    candidates.push_back(there == Truth::Unknown ? heap.notNull(converted.value) : converted.value);
    if (there == Truth::Yes)
      break;
  }
  if (candidates.empty())
    return site.fail("no non-null, non-empty-string arguments");
  if (args.size() == 1 && type->kind == TypeKind::Dynamic)
    return args[0];
  if (candidates.size() == 1)
    return candidates.front();
  if (candidates.size() > Heap::kMaxAlternatives)
    return unknownResult(site, type, args);
  return heap.choice(candidates, {}, callOrigin(site));
}

} // namespace postern::eval::functions
