#include "Eval/Type.h"

#include "Basic/Check.h"

#include <algorithm>

namespace postern::eval {
namespace {

constexpr uint64_t mix(uint64_t hash, uint64_t more) {
  return (hash ^ more) * 0x9e3779b97f4a7c15ull + (hash >> 29);
}

bool equal(const Type &a, const Type &b) {
  return a.kind == b.kind && a.element == b.element && std::ranges::equal(a.elements, b.elements) &&
         std::ranges::equal(a.attrs, b.attrs);
}

} // namespace

const AttrType *Type::attr(std::string_view name) const {
  const auto at = std::ranges::lower_bound(attrs, name, {}, &AttrType::name);
  return at != attrs.end() && at->name == name ? &*at : nullptr;
}

TypeRef TypeTable::dynamic() {
  static constexpr Type kType{TypeKind::Dynamic, nullptr, {}, {}, true, false};
  return &kType;
}

TypeRef TypeTable::boolean() {
  static constexpr Type kType{TypeKind::Bool, nullptr, {}, {}, false, false};
  return &kType;
}

TypeRef TypeTable::number() {
  static constexpr Type kType{TypeKind::Number, nullptr, {}, {}, false, false};
  return &kType;
}

TypeRef TypeTable::string() {
  static constexpr Type kType{TypeKind::String, nullptr, {}, {}, false, false};
  return &kType;
}

TypeRef TypeTable::intern(const Type &type, uint64_t hash) {
  const auto [first, last] = types_.equal_range(hash);
  for (auto at = first; at != last; ++at)
    if (equal(*at->second, type))
      return at->second;
  Type *const made = arena_.make<Type>(type);
  made->elements = arena_.copy(type.elements);
  const std::span<AttrType> attrs = arena_.copy(type.attrs);
  for (AttrType &attr : attrs)
    attr.name = names_.intern(attr.name);
  made->attrs = attrs;
  types_.emplace(hash, made);
  return made;
}

TypeRef TypeTable::collection(TypeKind kind, TypeRef element) {
  Type type;
  type.kind = kind;
  type.element = element;
  type.hasDynamic = element->hasDynamic;
  type.hasOptional = element->hasOptional;
  return intern(type, mix(static_cast<uint64_t>(kind), reinterpret_cast<uintptr_t>(element)));
}

TypeRef TypeTable::tuple(std::span<const TypeRef> elements) {
  Type type;
  type.kind = TypeKind::Tuple;
  type.elements = elements;
  uint64_t hash = static_cast<uint64_t>(TypeKind::Tuple);
  for (const TypeRef element : elements) {
    type.hasDynamic |= element->hasDynamic;
    type.hasOptional |= element->hasOptional;
    hash = mix(hash, reinterpret_cast<uintptr_t>(element));
  }
  return intern(type, hash);
}

TypeRef TypeTable::object(std::vector<AttrType> attrs) {
  std::ranges::sort(attrs, {}, &AttrType::name);
  Type type;
  type.kind = TypeKind::Object;
  type.attrs = attrs;
  uint64_t hash = static_cast<uint64_t>(TypeKind::Object);
  for (const AttrType &attr : attrs) {
    type.hasDynamic |= attr.type->hasDynamic;
    type.hasOptional |= attr.optional || attr.type->hasOptional;
    hash = mix(hash, std::hash<std::string_view>()(attr.name));
    hash = mix(hash, reinterpret_cast<uintptr_t>(attr.type) + (attr.optional ? 1 : 0));
  }
  return intern(type, hash);
}

TypeRef TypeTable::withoutOptional(TypeRef type) {
  if (!type->hasOptional)
    return type;
  switch (type->kind) {
  case TypeKind::Dynamic:
  case TypeKind::Bool:
  case TypeKind::Number:
  case TypeKind::String:
    return type;
  case TypeKind::List:
  case TypeKind::Set:
  case TypeKind::Map:
    return collection(type->kind, withoutOptional(type->element));
  case TypeKind::Tuple: {
    std::vector<TypeRef> elements;
    for (const TypeRef element : type->elements)
      elements.push_back(withoutOptional(element));
    return tuple(elements);
  }
  case TypeKind::Object: {
    std::vector<AttrType> attrs;
    for (const AttrType &attr : type->attrs)
      attrs.push_back({attr.name, withoutOptional(attr.type), false});
    return object(std::move(attrs));
  }
  }
  POSTERN_UNREACHABLE();
}

std::string friendlyName(TypeRef type) {
  switch (type->kind) {
  case TypeKind::Dynamic:
    return "dynamic";
  case TypeKind::Bool:
    return "bool";
  case TypeKind::Number:
    return "number";
  case TypeKind::String:
    return "string";
  case TypeKind::List:
    return "list of " + friendlyName(type->element);
  case TypeKind::Set:
    return "set of " + friendlyName(type->element);
  case TypeKind::Map:
    return "map of " + friendlyName(type->element);
  case TypeKind::Tuple:
    return "tuple";
  case TypeKind::Object:
    return "object";
  }
  POSTERN_UNREACHABLE();
}

std::string constraintText(TypeRef type) {
  switch (type->kind) {
  case TypeKind::Dynamic:
    return "any";
  case TypeKind::Bool:
  case TypeKind::Number:
  case TypeKind::String:
    return friendlyName(type);
  case TypeKind::List:
    return "list(" + constraintText(type->element) + ")";
  case TypeKind::Set:
    return "set(" + constraintText(type->element) + ")";
  case TypeKind::Map:
    return "map(" + constraintText(type->element) + ")";
  case TypeKind::Tuple: {
    std::string out = "tuple([";
    for (size_t i = 0; i < type->elements.size(); ++i)
      out += (i > 0 ? "," : "") + constraintText(type->elements[i]);
    return out + "])";
  }
  case TypeKind::Object: {
    std::string out = "object({";
    for (size_t i = 0; i < type->attrs.size(); ++i) {
      const AttrType &attr = type->attrs[i];
      const std::string inner = constraintText(attr.type);
      out += (i > 0 ? "," : "") + std::string(attr.name) + "=" + (attr.optional ? "optional(" + inner + ")" : inner);
    }
    return out + "})";
  }
  }
  POSTERN_UNREACHABLE();
}

} // namespace postern::eval
