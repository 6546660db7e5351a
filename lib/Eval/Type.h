// Terraform's types, interned: two types are equal when they are the same pointer of one TypeTable. Types without
// parts are the same pointer everywhere.
#pragma once

#include "Basic/Arena.h"
#include "Basic/Interner.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace postern::eval {

/// Dynamic is "not known at all": the type of a bare null, and `any` in a constraint.
enum class TypeKind : uint8_t { Dynamic, Bool, Number, String, List, Set, Map, Tuple, Object };

class Type;
using TypeRef = const Type *;

/// One attribute of an object type. `optional` stands in type constraints only, never in a value's type.
struct AttrType {
  std::string_view name;
  TypeRef type;
  bool optional = false;
  bool operator==(const AttrType &) const = default;
};

class Type {
public:
  TypeKind kind;
  TypeRef element = nullptr;         ///< List, Set, Map
  std::span<const TypeRef> elements; ///< Tuple
  std::span<const AttrType> attrs;   ///< Object, sorted by name in byte order
  bool hasDynamic = false;           ///< Dynamic itself, or somewhere inside
  bool hasOptional = false;          ///< an optional attribute somewhere inside

  [[nodiscard]] bool isPrimitive() const {
    return kind == TypeKind::Bool || kind == TypeKind::Number || kind == TypeKind::String;
  }
  /// List, Set or Map.
  [[nodiscard]] bool isCollection() const {
    return kind == TypeKind::List || kind == TypeKind::Set || kind == TypeKind::Map;
  }
  /// List, Set or Tuple.
  [[nodiscard]] bool isSequence() const {
    return kind == TypeKind::List || kind == TypeKind::Set || kind == TypeKind::Tuple;
  }
  /// Map or Object.
  [[nodiscard]] bool isMapping() const { return kind == TypeKind::Map || kind == TypeKind::Object; }

  /// The attribute of an object type, or null.
  [[nodiscard]] const AttrType *attr(std::string_view name) const;
};

/// Makes types and keeps them. Not shared between threads.
class TypeTable {
public:
  [[nodiscard]] static TypeRef dynamic();
  [[nodiscard]] static TypeRef boolean();
  [[nodiscard]] static TypeRef number();
  [[nodiscard]] static TypeRef string();
  TypeRef list(TypeRef element) { return collection(TypeKind::List, element); }
  TypeRef set(TypeRef element) { return collection(TypeKind::Set, element); }
  TypeRef map(TypeRef element) { return collection(TypeKind::Map, element); }
  TypeRef tuple(std::span<const TypeRef> elements);
  /// `attrs` in any order, names distinct.
  TypeRef object(std::vector<AttrType> attrs);
  /// `type` without the mark "optional" on any attribute.
  TypeRef withoutOptional(TypeRef type);

  /// Memory taken so far, about.
  [[nodiscard]] size_t bytes() const { return arena_.bytes() + names_.bytes() + types_.size() * kEntryBytes; }

private:
  static constexpr size_t kEntryBytes = 48; ///< a node of the map and its bucket

  TypeRef collection(TypeKind kind, TypeRef element);
  TypeRef intern(const Type &type, uint64_t hash);

  Arena arena_;
  Interner names_;
  std::unordered_multimap<uint64_t, TypeRef> types_;
};

/// As Terraform writes it in messages: "string", "list of number", "object".
std::string friendlyName(TypeRef type);

/// As a constraint: "list(number)", "object({a=string})".
std::string constraintText(TypeRef type);

} // namespace postern::eval
