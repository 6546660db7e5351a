// Expressions that Terraform reads without evaluating them: references, keywords, addresses, versions, names.
#pragma once

#include "Eval/Scope.h"
#include "Syntax/Ast.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace postern::tf {

/// A root name and steps, all constant; parentheses are none of it.
struct Traversal {
  std::string_view root;
  SourceRange rootRange;
  std::vector<eval::Step> steps;
};
std::optional<Traversal> traversalOf(const hcl::Expr &expr);
/// The same, where a key may be any expression: its step then has an empty name.
std::optional<Traversal> looseTraversalOf(const hcl::Expr &expr);

/// The first call in `expr`, or null.
const hcl::CallExpr *firstCall(const hcl::Expr &expr);

/// Whether a name may be declared so (BL-1).
bool isIdentifier(std::string_view name);

/// A provider's local name, or one part of its address.
bool isProviderName(std::string_view name);

/// What an address of moved, removed and import blocks leads to.
struct Address {
  enum class Kind : uint8_t { Module, Managed, Data } kind = Kind::Managed;
  bool hasKey = false;       ///< of the module or resource itself
  bool hasModuleKey = false; ///< of a module on the way
  std::string text;          ///< as written, normalised
};
/// Nothing when it is no address; `why` then says so.
std::optional<Address> addressOf(const Traversal &traversal, std::string_view &why);

using Version = std::array<uint32_t, 3>;
/// Whether `text` is a version constraint like ">= 1.2, < 2".
bool isVersionConstraint(std::string_view text);
/// Whether it allows `version`; `text` is a version constraint.
bool allows(std::string_view text, const Version &version);

/// Why `source` is no module address; empty when it is one. With a version it must be a registry's.
std::string_view faultOfSource(std::string_view source, bool hasVersion);
/// Why `source` is no provider address, and the summary for that; empty when it is one.
struct SourceFault {
  std::string_view why;
  std::string_view summary;
};
SourceFault faultOfProviderSource(std::string_view source);

} // namespace postern::tf
