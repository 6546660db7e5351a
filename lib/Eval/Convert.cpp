#include "Eval/Convert.h"

#include <fmt/format.h>

#include <algorithm>

namespace postern::eval {
namespace {

Conversion fail(std::string error) {
  return {{}, std::move(error), {}};
}

Conversion failInside(Conversion inner, const std::string &step) {
  inner.path.insert(0, step);
  return inner;
}

std::string indexStep(size_t index) {
  return fmt::format("[{}]", index);
}

std::string keyStep(std::string_view key) {
  return fmt::format("[\"{}\"]", key);
}

std::string attrStep(std::string_view name) {
  return fmt::format(".{}", name);
}

std::string kindName(TypeRef type) {
  return type->isPrimitive() || type->kind == TypeKind::Tuple || type->kind == TypeKind::Object ? friendlyName(type)
                                                                                                : constraintText(type);
}

Conversion mismatch(TypeRef from, TypeRef to) {
  if (from->kind == TypeKind::Tuple && to->kind == TypeKind::Tuple)
    return fail(fmt::format("tuple of {} elements required, but have {}", to->elements.size(), from->elements.size()));
  return fail(fmt::format("{} required, but have {}", kindName(to), kindName(from)));
}

Conversion missing(const std::vector<std::string_view> &names) {
  if (names.size() == 1)
    return fail(fmt::format("attribute \"{}\" is required", names[0]));
  std::string list;
  for (size_t i = 0; i < names.size(); ++i) {
    if (i > 0)
      list += names.size() == 2 ? " and " : i + 1 == names.size() ? ", and " : ", ";
    list += fmt::format("\"{}\"", names[i]);
  }
  return fail(fmt::format("attributes {} are required", list));
}

/// The type that converting a value of type `from` to `to` gives: `to` with its dynamic parts decided. Null when the
/// parts do not go together.
TypeRef resultType(Heap &heap, TypeRef from, TypeRef to) {
  TypeTable &types = heap.types;
  if (!to->hasDynamic)
    return types.withoutOptional(to);
  if (to->kind == TypeKind::Dynamic)
    return from;
  if (from->kind == TypeKind::Dynamic)
    return types.withoutOptional(to);
  switch (to->kind) {
  case TypeKind::Dynamic:
  case TypeKind::Bool:
  case TypeKind::Number:
  case TypeKind::String:
    return to;
  case TypeKind::List:
  case TypeKind::Set:
  case TypeKind::Map: {
    TypeRef element = nullptr;
    if (from->isCollection()) {
      element = resultType(heap, from->element, to->element);
    } else {
      std::vector<TypeRef> parts;
      for (const TypeRef part : from->elements)
        parts.push_back(resultType(heap, part, to->element));
      for (const AttrType &attr : from->attrs)
        parts.push_back(resultType(heap, attr.type, to->element));
      if (std::ranges::find(parts, nullptr) != parts.end())
        return nullptr;
      element = parts.empty() ? types.withoutOptional(to->element) : unify(heap, parts);
    }
    if (!element)
      return nullptr;
    return to->kind == TypeKind::List  ? types.list(element)
           : to->kind == TypeKind::Set ? types.set(element)
                                       : types.map(element);
  }
  case TypeKind::Tuple: {
    std::vector<TypeRef> elements;
    for (size_t i = 0; i < to->elements.size(); ++i)
      elements.push_back(i < from->elements.size() ? resultType(heap, from->elements[i], to->elements[i])
                                                   : types.withoutOptional(to->elements[i]));
    return std::ranges::find(elements, nullptr) == elements.end() ? types.tuple(elements) : nullptr;
  }
  case TypeKind::Object: {
    std::vector<AttrType> attrs;
    for (const AttrType &attr : to->attrs) {
      const AttrType *const have = from->attr(attr.name);
      const TypeRef part = have ? have->type : from->kind == TypeKind::Map ? from->element : types.dynamic();
      const TypeRef type = resultType(heap, part, attr.type);
      if (!type)
        return nullptr;
      attrs.push_back({attr.name, type, false});
    }
    return types.object(std::move(attrs));
  }
  }
  POSTERN_UNREACHABLE();
}

/// What stays true of an unknown after conversion.
Refinement refinementAfter(const Refinement &before, TypeRef from, TypeRef to) {
  Refinement after;
  after.notNull = before.notNull;
  if (from->kind == TypeKind::String && to->kind == TypeKind::String) {
    after.prefix = before.prefix;
    after.prefixFull = before.prefixFull;
  }
  if (!to->isCollection())
    return after;
  if (from->isCollection()) {
    after.lengthMin = before.lengthMin;
    after.lengthMax = before.lengthMax;
  } else if (from->kind == TypeKind::Tuple) {
    after.lengthMin = after.lengthMax = from->elements.size();
  } else if (from->kind == TypeKind::Object) {
    after.lengthMin = after.lengthMax = from->attrs.size();
  }
  if (to->kind == TypeKind::Set && from->kind != TypeKind::Set)
    after.lengthMin = std::min<uint64_t>(after.lengthMin, 1);
  return after;
}

Conversion convertUnknown(Heap &heap, const Value &value, TypeRef to) {
  const UnknownNode &node = asUnknown(value);
  if (!convertible(node.type, to))
    return mismatch(node.type, to);
  const TypeRef type = resultType(heap, node.type, to);
  if (!type)
    return fail("all elements must have the same type");
  HoleClass hole = node.hole;
  // The text of a number or bool has none but these characters.
  if (type->kind == TypeKind::String && (node.type->kind == TypeKind::Number || node.type->kind == TypeKind::Bool))
    hole = HoleClass::BucketName;
  const Refinement refinement = refinementAfter(node.refinement, node.type, type);
  return {heap.refined(type, node.symbol, refinement, value.origin, hole), {}, {}};
}

bool couldBeNumber(const PartialNode &node) {
  return std::ranges::all_of(node.pieces, [](const Piece &piece) {
    return piece.literal.find_first_not_of("0123456789.-+eE") == std::string_view::npos;
  });
}

Conversion convertPrimitive(Heap &heap, const Value &value, TypeRef to) {
  if (value.kind() == ValueKind::Partial) {
    // Longer than any bool, or with a letter no number has, it cannot become one whatever the holes hold.
    if (to->kind == TypeKind::Number && !couldBeNumber(asPartial(value)))
      return fail("a number is required");
    if (to->kind == TypeKind::String)
      return {value, {}, {}};
    if (!to->isPrimitive())
      return mismatch(value.type(), to);
    Refinement refinement;
    refinement.notNull = true;
    return {heap.refined(to, {}, refinement, value.origin), {}, {}};
  }
  switch (to->kind) {
  case TypeKind::String:
    if (value.kind() == ValueKind::Number)
      return {heap.string(toText(value.number()), value.origin), {}, {}};
    if (value.kind() == ValueKind::Bool)
      return {heap.string(value.boolean() ? "true" : "false", value.origin), {}, {}};
    break;
  case TypeKind::Number:
    if (value.kind() != ValueKind::String)
      break;
    if (const std::optional<Number> number = numberFromText(value.text(), heap.arena()))
      return {heap.number(*number, value.origin), {}, {}};
    return fail("a number is required");
  case TypeKind::Bool:
    if (value.kind() != ValueKind::String)
      break;
    if (value.text() == "true" || value.text() == "1")
      return {heap.boolean(true, value.origin), {}, {}};
    if (value.text() == "false" || value.text() == "0")
      return {heap.boolean(false, value.origin), {}, {}};
    if (value.text() == "True" || value.text() == "TRUE")
      return fail("a bool is required; to convert from string, use lowercase \"true\"");
    if (value.text() == "False" || value.text() == "FALSE")
      return fail("a bool is required; to convert from string, use lowercase \"false\"");
    return fail("a bool is required");
  case TypeKind::Dynamic:
  case TypeKind::List:
  case TypeKind::Set:
  case TypeKind::Map:
  case TypeKind::Tuple:
  case TypeKind::Object:
    break;
  }
  return mismatch(value.type(), to);
}

/// The type that all items go together in, converting them to it; null when there is none. Nulls of no type at all take
/// the type of the others.
TypeRef bringTogether(Heap &heap, std::span<Value *const> items) {
  std::vector<Value> typed;
  for (const Value *item : items)
    if (!isBareNull(*item))
      typed.push_back(*item);
  const TypeRef element = typed.empty() ? heap.types.dynamic() : unifyElements(heap, typed);
  if (!element)
    return nullptr;
  for (Value *item : items) {
    Conversion converted = convert(heap, *item, element);
    if (!converted.ok())
      return nullptr;
    *item = converted.value;
  }
  return element;
}

/// The type that all items get in the end, converting them to it; null when there is none. The first time may leave the
/// insides open, as for a list of strings and an empty set, and what comes of it be of several types again.
TypeRef settleElements(Heap &heap, std::span<Value *const> items, TypeRef whenEmpty) {
  if (items.empty())
    return whenEmpty;
  const TypeRef element = bringTogether(heap, items);
  return element && element->hasDynamic && element->kind != TypeKind::Dynamic ? bringTogether(heap, items) : element;
}

/// `rest` of the collection that was converted, if it fits still.
Value withRest(Heap &heap, const Value &value, const Value &rest, TypeRef element) {
  if (!rest.valid())
    return value;
  const Conversion converted = convert(heap, rest, element);
  return converted.ok() ? heap.opened(value, converted.value) : value;
}

/// Nulls of no type at all go with texts, numbers and bools, but make no list with anything else; the reference has it
/// so for lists and sets, not for maps.
bool makesNoSequence(std::span<const Value> items) {
  return std::ranges::any_of(items, isBareNull) && std::ranges::any_of(items, [](const Value &item) {
           return item.type()->kind != TypeKind::Dynamic && !item.type()->isPrimitive();
         });
}

Conversion convertSequence(Heap &heap, const Value &value, TypeRef to) {
  const SequenceNode &node = asSequence(value);
  const bool fits = to->kind == TypeKind::List || to->kind == TypeKind::Set ||
                    (to->kind == TypeKind::Tuple && node.type->kind == TypeKind::Tuple && !node.open &&
                     node.items.size() == to->elements.size());
  if (!fits)
    return mismatch(node.type, to);
  std::vector<Value> items;
  items.reserve(node.items.size());
  for (size_t i = 0; i < node.items.size(); ++i) {
    Conversion item = convert(heap, node.items[i], to->kind == TypeKind::Tuple ? to->elements[i] : to->element);
    if (!item.ok())
      return failInside(std::move(item), indexStep(i));
    items.push_back(item.value);
  }
  const bool unordered = isUnordered(node);
  if (to->kind == TypeKind::Tuple) {
    const Value out = heap.tuple(items, value.origin);
    return {unordered ? heap.unordered(out) : out, {}, {}};
  }
  TypeRef element = heap.types.withoutOptional(to->element);
  if (element->hasDynamic) {
    std::vector<Value *> slots;
    slots.reserve(items.size());
    for (Value &item : items)
      slots.push_back(&item);
    const TypeRef whenEmpty = node.type->isCollection() ? resultType(heap, node.type->element, to->element) : element;
    element = makesNoSequence(items) ? nullptr : settleElements(heap, slots, whenEmpty);
    if (!element)
      return fail(fmt::format("all {} elements must have the same type", to->kind == TypeKind::Set ? "set" : "list"));
  }
  const Value out = to->kind == TypeKind::Set ? heap.set(element, items, value.origin, node.open)
                                              : heap.list(element, items, value.origin, node.open);
  return {
      withRest(heap, unordered && to->kind == TypeKind::List ? heap.unordered(out) : out, node.rest, element), {}, {}};
}

Conversion convertToMap(Heap &heap, const Value &value, TypeRef to) {
  const MappingNode &node = asMapping(value);
  std::vector<Entry> entries;
  entries.reserve(node.entries.size());
  for (const Entry &entry : node.entries) {
    Conversion item = convert(heap, entry.value, to->element);
    if (!item.ok())
      return failInside(std::move(item),
                        node.type->kind == TypeKind::Object ? attrStep(entry.key) : keyStep(entry.key));
    entries.push_back({entry.key, item.value, entry.keyOrigin});
  }
  TypeRef element = heap.types.withoutOptional(to->element);
  if (element->hasDynamic) {
    std::vector<Value *> slots;
    slots.reserve(entries.size());
    for (Entry &entry : entries)
      slots.push_back(&entry.value);
    element = settleElements(heap, slots,
                             node.type->isCollection() ? resultType(heap, node.type->element, to->element) : element);
    if (!element)
      return fail("all map elements must have the same type");
  }
  const Value out = heap.map(element, std::move(entries), value.origin, node.open);
  return {withRest(heap, out, node.rest, element), {}, {}};
}

Conversion convertToObject(Heap &heap, const Value &value, TypeRef to) {
  const MappingNode &node = asMapping(value);
  std::vector<Entry> entries;
  entries.reserve(to->attrs.size());
  std::vector<std::string_view> absent;
  for (const AttrType &attr : to->attrs) {
    if (const Entry *const have = findEntry(node, attr.name)) {
      Conversion item = convert(heap, have->value, attr.type);
      if (!item.ok())
        return failInside(std::move(item),
                          node.type->kind == TypeKind::Object ? attrStep(attr.name) : keyStep(attr.name));
      entries.push_back({attr.name, item.value, have->keyOrigin});
    } else if (node.open) {
      const Conversion rest = node.rest.valid() ? convert(heap, node.rest, attr.type) : Conversion();
      entries.push_back({attr.name, rest.ok() ? rest.value : heap.unknown(attr.type, {}, value.origin)});
    } else if (attr.optional) {
      entries.push_back({attr.name, heap.null(attr.type, value.origin)});
    } else {
      absent.push_back(attr.name);
    }
  }
  if (!absent.empty())
    return missing(absent);
  return {heap.object(std::move(entries), value.origin), {}, {}};
}

Conversion convertChoice(Heap &heap, const Value &value, TypeRef to) {
  const ChoiceNode &node = asChoice(value);
  std::vector<Value> alternatives;
  Conversion failure;
  for (const Value &alternative : node.alternatives) {
    Conversion converted = convert(heap, alternative, to);
    // What cannot be converted would stop Terraform, so it is not what the value is.
    if (converted.ok())
      alternatives.push_back(converted.value);
    else
      failure = std::move(converted);
  }
  if (alternatives.empty())
    return failure;
  // A lost alternative shifts the others' places.
  const SymbolId condition = alternatives.size() == node.alternatives.size() ? node.condition : SymbolId();
  return {heap.choice(alternatives, condition, value.origin), {}, {}};
}

Conversion convertUnmarked(Heap &heap, const Value &value, TypeRef to) {
  switch (value.kind()) {
  case ValueKind::Choice:
    return convertChoice(heap, value, to);
  case ValueKind::Null: {
    if (!convertible(value.type(), to))
      return mismatch(value.type(), to);
    const TypeRef type = resultType(heap, value.type(), to);
    return {heap.null(type ? type : heap.types.withoutOptional(to), value.origin), {}, {}};
  }
  case ValueKind::Unknown:
    return convertUnknown(heap, value, to);
  case ValueKind::Bool:
  case ValueKind::Number:
  case ValueKind::String:
  case ValueKind::Partial:
    return convertPrimitive(heap, value, to);
  case ValueKind::Sequence:
    return convertSequence(heap, value, to);
  case ValueKind::Mapping:
    if (to->kind == TypeKind::Map)
      return convertToMap(heap, value, to);
    if (to->kind == TypeKind::Object)
      return convertToObject(heap, value, to);
    return mismatch(value.type(), to);
  }
  POSTERN_UNREACHABLE();
}

} // namespace

Conversion convert(Heap &heap, const Value &value, TypeRef to) {
  if (to->kind == TypeKind::Dynamic || (value.type() == to && !to->hasOptional))
    return {value, {}, {}}; // INVARIANT: alternatives of a choice that has a type have that type too
  Conversion converted = convertUnmarked(heap, value, to);
  if (converted.ok())
    converted.value.marks |= value.marks;
  return converted;
}

} // namespace postern::eval
