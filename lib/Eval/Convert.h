// Conversion and unification of types, as Terraform does them (language.md TY-3 to TY-5).
#pragma once

#include "Eval/Heap.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace postern::eval {

/// A value, or why it cannot be had, in the reference's words ("a number is required"); `path` leads to the place
/// inside the value, "[0].name", empty for the value itself.
struct Conversion {
  Value value; ///< not valid when it failed
  std::string error;
  std::string path;

  [[nodiscard]] bool ok() const { return value.valid(); }
};

/// `null` as it is written: no type has been decided for it.
inline bool isBareNull(const Value &value) {
  return value.isNull() && value.type()->kind == TypeKind::Dynamic;
}

/// `value` as `to`, which may hold Dynamic (then that part keeps its own type) and optional attributes. Unknowns,
/// holes, choices, marks and origins are kept: converting a hole gives a hole of the same symbol, an unknown keeps the
/// refinements that still make sense, elements keep their origins.
Conversion convert(Heap &heap, const Value &value, TypeRef to);

/// The type that all can be converted to, or null (TY-5). Dynamic wins.
TypeRef unify(Heap &heap, std::span<const TypeRef> types);

/// The same for values: a null without a type and the elements of an empty collection go along with what the others
/// are, at any depth. Something not known whose type is not known either is no reason to fail where there is a type for
/// it with which all go together.
TypeRef unifyValues(Heap &heap, std::span<const Value> values);

/// The same for what becomes the elements of one collection: there a type that only one answer fits is that answer.
TypeRef unifyElements(Heap &heap, std::span<const Value> values);

/// Whether a value of type `from` may be convertible to `to`, by types alone.
bool convertible(TypeRef from, TypeRef to);

} // namespace postern::eval
