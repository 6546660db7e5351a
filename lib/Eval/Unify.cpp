#include "Eval/Convert.h"

#include <algorithm>
#include <iterator>

namespace postern::eval {
namespace {

bool isDynamic(TypeRef type) {
  return type->kind == TypeKind::Dynamic;
}

/// What a dynamic type among others means: that nothing can be said; where it is that of a null or of the elements of
/// an empty collection, that it goes along with whatever the others are; where it is that of something not known, that
/// it is whatever type it takes for all of them to go together.
enum class Dynamic : uint8_t { Decides, Yields, Fits };

struct Mode {
  Dynamic dynamic;
  bool lossy = false; ///< conversions that may fail, or lose the order, will do where no others lead anywhere
};

TypeRef unifyTypes(Heap &heap, std::span<const TypeRef> types, Mode mode);

/// Whether `element`, that of a collection made of `parts`, can be named: a mix of known types and dynamic ones has
/// none as long as those are what Terraform itself knows.
bool isSettled(TypeRef element, std::span<const TypeRef> parts, Mode mode) {
  return element && (!isDynamic(element) || mode.dynamic == Dynamic::Fits || std::ranges::all_of(parts, isDynamic));
}

/// Conversions of the reference that lose nothing and so may happen without being asked for: unification uses these
/// alone. `any` as an element is decided by unifying, and fails where that leads nowhere.
bool losslesslyConvertible(Heap &heap, TypeRef from, TypeRef to, Mode mode) {
  if (from == to || isDynamic(from) || isDynamic(to))
    return true;
  const auto all = [&](auto types, TypeRef element) {
    for (const auto &type : types)
      if (!losslesslyConvertible(heap, type, element, mode))
        return false;
    return true;
  };
  const auto attrTypes = [](TypeRef object) {
    std::vector<TypeRef> types;
    for (const AttrType &attr : object->attrs)
      types.push_back(attr.type);
    return types;
  };
  const auto settles = [&](const std::vector<TypeRef> &types) {
    return types.empty() || isSettled(unifyTypes(heap, types, mode), types, mode);
  };
  switch (to->kind) {
  case TypeKind::Dynamic:
    return true;
  case TypeKind::Bool:
  case TypeKind::Number:
    return false;
  case TypeKind::String:
    return from->isPrimitive();
  case TypeKind::List:
  case TypeKind::Set:
    if (from->kind == TypeKind::Tuple) {
      const std::vector<TypeRef> elements(from->elements.begin(), from->elements.end());
      return isDynamic(to->element) ? settles(elements) : all(elements, to->element);
    }
    // A list has an order that a set would lose.
    if (from->kind == to->kind || (from->kind == TypeKind::Set && to->kind == TypeKind::List))
      return losslesslyConvertible(heap, from->element, to->element, mode);
    return false;
  case TypeKind::Map:
    if (from->kind == TypeKind::Map)
      return losslesslyConvertible(heap, from->element, to->element, mode);
    if (from->kind == TypeKind::Object)
      return isDynamic(to->element) ? settles(attrTypes(from)) : all(attrTypes(from), to->element);
    return false;
  case TypeKind::Tuple:
    if (from->kind != TypeKind::Tuple || from->elements.size() != to->elements.size())
      return false;
    for (size_t i = 0; i < to->elements.size(); ++i)
      if (!losslesslyConvertible(heap, from->elements[i], to->elements[i], mode))
        return false;
    return true;
  case TypeKind::Object:
    if (from->kind != TypeKind::Object || from->attrs.size() != to->attrs.size())
      return false;
    for (size_t i = 0; i < to->attrs.size(); ++i)
      if (from->attrs[i].name != to->attrs[i].name ||
          !losslesslyConvertible(heap, from->attrs[i].type, to->attrs[i].type, mode))
        return false;
    return true;
  }
  POSTERN_UNREACHABLE();
}

bool sameNames(TypeRef a, TypeRef b) {
  return std::ranges::equal(a->attrs, b->attrs, {}, &AttrType::name, &AttrType::name);
}

/// Objects of the same attributes by attribute; others as a map of what all their values come to.
TypeRef unifyObjects(Heap &heap, std::span<const TypeRef> types, Mode mode) {
  const bool same = std::ranges::all_of(types, [&](TypeRef type) { return sameNames(type, types[0]); });
  std::vector<TypeRef> column;
  if (!same) {
    for (const TypeRef type : types)
      for (const AttrType &attr : type->attrs)
        column.push_back(attr.type);
    const TypeRef element = unifyTypes(heap, column, mode);
    return isSettled(element, column, mode) ? heap.types.map(element) : nullptr;
  }
  std::vector<AttrType> attrs;
  for (size_t i = 0; i < types[0]->attrs.size(); ++i) {
    column.clear();
    for (const TypeRef type : types)
      column.push_back(type->attrs[i].type);
    const TypeRef unified = unifyTypes(heap, column, mode);
    if (!unified)
      return nullptr;
    attrs.push_back({types[0]->attrs[i].name, unified, false});
  }
  return heap.types.object(std::move(attrs));
}

/// Tuples of one length by place; others as a list of what all their elements come to.
TypeRef unifyTuples(Heap &heap, std::span<const TypeRef> types, Mode mode) {
  const size_t length = types[0]->elements.size();
  std::vector<TypeRef> column;
  if (std::ranges::any_of(types, [length](TypeRef type) { return type->elements.size() != length; })) {
    for (const TypeRef type : types)
      column.insert(column.end(), type->elements.begin(), type->elements.end());
    const TypeRef element = unifyTypes(heap, column, mode);
    return isSettled(element, column, mode) ? heap.types.list(element) : nullptr;
  }
  std::vector<TypeRef> elements;
  for (size_t i = 0; i < length; ++i) {
    column.clear();
    for (const TypeRef type : types)
      column.push_back(type->elements[i]);
    const TypeRef unified = unifyTypes(heap, column, mode);
    if (!unified)
      return nullptr;
    elements.push_back(unified);
  }
  return heap.types.tuple(elements);
}

TypeRef unifyElementTypes(Heap &heap, std::span<const TypeRef> types, Mode mode) {
  std::vector<TypeRef> elements;
  for (const TypeRef type : types)
    elements.push_back(type->element);
  return unifyTypes(heap, elements, mode);
}

/// Tuples among lists, or objects among maps: all elements together, unless only dynamic ones come out of a mix.
TypeRef unifyWithCollections(Heap &heap, std::span<const TypeRef> types, Mode mode) {
  std::vector<TypeRef> elements;
  bool mixed = false;
  for (const TypeRef type : types) {
    if (type->isCollection())
      elements.push_back(type->element);
    for (const TypeRef element : type->elements) {
      elements.push_back(element);
      mixed |= isDynamic(element);
    }
    for (const AttrType &attr : type->attrs) {
      elements.push_back(attr.type);
      mixed |= isDynamic(attr.type);
    }
  }
  const TypeRef element = unifyTypes(heap, elements, mode);
  if (!element || (mode.dynamic == Dynamic::Decides && mixed && !std::ranges::all_of(elements, isDynamic)))
    return nullptr;
  return element;
}

/// What `known` and others of which nothing is known come to: a string where it can be nothing else, dynamic where
/// there are several answers.
TypeRef fitting(Heap &heap, std::span<const TypeRef> known) {
  const TypeRef together = unifyTypes(heap, known, {Dynamic::Fits});
  const bool isText = together ? together->kind == TypeKind::String
                               : std::ranges::all_of(known, [](TypeRef type) { return type->isPrimitive(); });
  return isText ? heap.types.string() : together ? heap.types.dynamic() : nullptr;
}

/// The one of `types` that all others may be convertible to, as the reference prefers them: an order over none, what
/// was written out over what had to be named.
TypeRef preferred(std::span<const TypeRef> types) {
  for (const TypeKind kind : {TypeKind::List, TypeKind::Map, TypeKind::Tuple, TypeKind::Object, TypeKind::Set})
    for (const TypeRef wanted : types)
      if (wanted->kind == kind && std::ranges::all_of(types, [=](TypeRef type) { return convertible(type, wanted); }))
        return wanted;
  return nullptr;
}

TypeRef unifyTypes(Heap &heap, std::span<const TypeRef> types, Mode mode) {
  if (types.empty())
    return nullptr;
  std::vector<TypeRef> known;
  if (mode.dynamic != Dynamic::Decides) {
    std::ranges::copy_if(types, std::back_inserter(known), [](TypeRef type) { return !isDynamic(type); });
    if (known.empty())
      return types[0];
    if (mode.dynamic == Dynamic::Fits && known.size() < types.size())
      return fitting(heap, known);
    types = known;
  }
  if (std::ranges::all_of(types, [&](TypeRef type) { return type == types[0]; }))
    return types[0];
  size_t counts[static_cast<size_t>(TypeKind::Object) + 1] = {};
  for (const TypeRef type : types)
    ++counts[static_cast<size_t>(type->kind)];
  const auto count = [&counts](TypeKind kind) { return counts[static_cast<size_t>(kind)]; };
  const size_t total = types.size();
  if (count(TypeKind::Object) > 0 && count(TypeKind::Tuple) > 0)
    return nullptr;
  if (count(TypeKind::Dynamic) > 0)
    return heap.types.dynamic();
  for (const TypeKind kind : {TypeKind::List, TypeKind::Set, TypeKind::Map}) {
    if (count(kind) != total)
      continue;
    const TypeRef element = unifyElementTypes(heap, types, mode);
    if (!element)
      return nullptr;
    return kind == TypeKind::List  ? heap.types.list(element)
           : kind == TypeKind::Set ? heap.types.set(element)
                                   : heap.types.map(element);
  }
  if (count(TypeKind::Object) == total)
    return unifyObjects(heap, types, mode);
  if (count(TypeKind::Tuple) == total)
    return unifyTuples(heap, types, mode);
  if (count(TypeKind::Map) > 0 && count(TypeKind::Map) + count(TypeKind::Object) == total)
    if (const TypeRef element = unifyWithCollections(heap, types, mode))
      return heap.types.map(element);
  if (count(TypeKind::List) > 0 && count(TypeKind::List) + count(TypeKind::Tuple) == total)
    if (const TypeRef element = unifyWithCollections(heap, types, mode))
      return heap.types.list(element);
  for (const TypeRef wanted : types)
    if (std::ranges::all_of(types, [&](TypeRef type) { return losslesslyConvertible(heap, type, wanted, mode); }))
      return wanted;
  return mode.lossy ? preferred(types) : nullptr;
}

/// Whether something inside has a type that is not known yet.
bool holdsUntyped(const Value &value) {
  if (value.isWhollyKnown())
    return false;
  switch (value.kind()) {
  case ValueKind::Unknown:
    return value.type()->hasDynamic;
  case ValueKind::Sequence:
    return (asSequence(value).open && value.type()->hasDynamic) ||
           std::ranges::any_of(asSequence(value).items, holdsUntyped);
  case ValueKind::Mapping:
    return asMapping(value).open || std::ranges::any_of(asMapping(value).entries, holdsUntyped, &Entry::value);
  case ValueKind::Choice:
    return std::ranges::any_of(asChoice(value).alternatives, holdsUntyped);
  case ValueKind::Null:
  case ValueKind::Bool:
  case ValueKind::Number:
  case ValueKind::String:
  case ValueKind::Partial:
    return false;
  }
  POSTERN_UNREACHABLE();
}

} // namespace

TypeRef unify(Heap &heap, std::span<const TypeRef> types) {
  return unifyTypes(heap, types, {Dynamic::Decides});
}

TypeRef unifyValues(Heap &heap, std::span<const Value> values) {
  std::vector<TypeRef> types;
  for (const Value &value : values)
    types.push_back(value.type());
  const TypeRef type = unify(heap, types);
  if (type && !type->hasDynamic)
    return type;
  // Terraform knows the types that providers declare, and a configuration that is in use has types that go together.
  if (std::ranges::any_of(values, holdsUntyped))
    return type ? type : unifyTypes(heap, types, {Dynamic::Fits, true});
  const TypeRef settled = unifyTypes(heap, types, {Dynamic::Yields});
  return settled ? settled : type ? type : unifyTypes(heap, types, {Dynamic::Yields, true});
}

TypeRef unifyElements(Heap &heap, std::span<const Value> values) {
  const TypeRef type = unifyValues(heap, values);
  if (!type || !type->hasDynamic || std::ranges::none_of(values, holdsUntyped))
    return type;
  std::vector<TypeRef> types;
  for (const Value &value : values)
    types.push_back(value.type());
  const TypeRef fitted = unifyTypes(heap, types, {Dynamic::Fits});
  return fitted ? fitted : type;
}

bool convertible(TypeRef from, TypeRef to) {
  if (from == to || isDynamic(from) || isDynamic(to))
    return true;
  switch (to->kind) {
  case TypeKind::Dynamic:
    return true;
  case TypeKind::Bool:
  case TypeKind::Number:
    return from->kind == to->kind || from->kind == TypeKind::String;
  case TypeKind::String:
    return from->isPrimitive();
  case TypeKind::List:
  case TypeKind::Set:
    if (from->kind == TypeKind::Tuple)
      return std::ranges::all_of(from->elements, [to](TypeRef type) { return convertible(type, to->element); });
    return from->isSequence() && convertible(from->element, to->element);
  case TypeKind::Map:
    if (from->kind == TypeKind::Object)
      return std::ranges::all_of(from->attrs,
                                 [to](const AttrType &attr) { return convertible(attr.type, to->element); });
    return from->kind == TypeKind::Map && convertible(from->element, to->element);
  case TypeKind::Tuple:
    if (from->kind != TypeKind::Tuple || from->elements.size() != to->elements.size())
      return false;
    for (size_t i = 0; i < to->elements.size(); ++i)
      if (!convertible(from->elements[i], to->elements[i]))
        return false;
    return true;
  case TypeKind::Object:
    if (!from->isMapping())
      return false;
    for (const AttrType &attr : to->attrs) {
      if (from->kind == TypeKind::Map) {
        if (!attr.optional && !convertible(from->element, attr.type))
          return false;
        continue;
      }
      const AttrType *const have = from->attr(attr.name);
      if (have ? !convertible(have->type, attr.type) : !attr.optional)
        return false;
    }
    return true;
  }
  POSTERN_UNREACHABLE();
}

} // namespace postern::eval
