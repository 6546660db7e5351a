// Type expressions of variables: `list(string)`, `object({ a = optional(number, 1) })` (language.md TY-8, TY-9).
#pragma once

#include "Diag/Sink.h"
#include "Eval/Convert.h"
#include "Syntax/Ast.h"

namespace postern::eval {

struct Defaults;

struct DefaultsChild {
  std::string_view name; ///< of the attribute, the place in a tuple as text, or "" for the elements of a collection
  const Defaults *defaults;
};

/// The defaults of optional attributes, as a tree beside the type.
struct Defaults {
  TypeRef type = nullptr;
  std::span<const Entry> values; ///< by attribute name
  std::span<const DefaultsChild> children;
};

struct TypeConstraint {
  TypeRef type = nullptr;             ///< Dynamic when it could not be read; then a diagnostic was given
  const Defaults *defaults = nullptr; ///< null when no optional attribute has a default; lives as long as the heap
};

/// `allowAny`: whether `any` may stand in it (variables yes, some other places no). The quoted and bare forms of 0.11
/// ("string", list) are read as meant, the quoted ones with a warning.
TypeConstraint readTypeConstraint(Heap &heap, const hcl::Expr &expr, bool allowAny, Sink &sink);

/// What a variable of that constraint holds once given `value`: defaults applied per TY-9, then converted.
Conversion applyConstraint(Heap &heap, const TypeConstraint &constraint, const Value &value);

} // namespace postern::eval
