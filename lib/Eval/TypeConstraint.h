// Type expressions of variables: `list(string)`, `object({ a = optional(number, 1) })` (language.md TY-8, TY-9).
#pragma once

#include "Diag/Sink.h"
#include "Eval/Convert.h"
#include "Syntax/Ast.h"

namespace postern::eval {

/// The defaults of optional attributes, as a tree beside the type. All null where there are none.
struct Defaults {
  TypeRef type = nullptr;
  std::vector<std::pair<std::string_view, Value>> values;              ///< by attribute name
  std::vector<std::pair<std::string_view, const Defaults *>> children; ///< by attribute, tuple index as text, or ""
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
