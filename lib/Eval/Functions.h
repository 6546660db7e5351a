// The table of functions that expressions can call, and how one is called.
#pragma once

#include "Eval/Convert.h"
#include "Eval/Evaluator.h"

#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace postern::eval {

enum class Support : uint8_t { Modelled, Irrelevant, Unknown, Todo };

/// One call: arguments already evaluated, not yet converted. Implementations report failures through `fail`.
class CallSite {
public:
  CallSite(Evaluator &evaluator, std::string_view name, SourceRange range, std::span<const SourceRange> argRanges)
      : evaluator(evaluator), name(name), range(range), argRanges(argRanges) {}

  Evaluator &evaluator;
  std::string_view name;
  SourceRange range;
  std::span<const SourceRange> argRanges;

  Heap &heap() { return evaluator.heap(); }

  /// Records why the call fails, in the words the user reads; `arg` is the position of the argument at fault, or -1.
  /// The value returned is not valid, so `return site.fail(…)` ends an implementation.
  Value fail(std::string message, int arg = -1) {
    if (!failed) {
      failed = true;
      error = std::move(message);
      errorArg = arg;
    }
    return {};
  }

  /// Arguments must have the parameters' types already, as calls outside of expressions insist.
  bool strict = false;

  /// What stands for the function now, of one that Terraform no longer has.
  std::string_view instead;

  bool failed = false;
  std::string error;
  int errorArg = -1;
};

/// The parameter's type and what the implementation wants to see of it; the caller does the rest: converts, fails on
/// nulls, answers unknown for unknowns, passes marks through (FN-2).
struct Parameter {
  std::string_view name;
  TypeKind type = TypeKind::Dynamic;    ///< Dynamic: taken as it is
  TypeKind element = TypeKind::Dynamic; ///< of a collection; Dynamic: of any element type
  bool allowNull = false;
  bool allowUnknown = false; ///< the implementation looks into unknowns and partial strings itself
  bool allowMarked = false;  ///< the implementation passes marks on itself
};

using Implementation = Value (*)(CallSite &site, std::span<const Value> args);
/// The result type by the arguments, for the answer when an argument is unknown.
using ResultType = TypeRef (*)(CallSite &site, std::span<const Value> args);

struct Function {
  std::string_view name;
  std::span<const Parameter> parameters;
  const Parameter *variadic = nullptr; ///< further arguments; null when there may be none
  ResultType resultType;
  Implementation implementation;
  Support support;
};

/// By name without `core::`; null when there is none. Sorted by name when listed.
const Function *findFunction(std::string_view name);
std::span<const Function> allFunctions();

/// Does what the parameters say, then calls: a choice among the arguments gives the choice of the results (those that
/// fail are left out as long as one does not), an unknown that the function does not look into gives an unknown of the
/// result type named after the call. The result has an origin: that of the part of an argument it is, or the call.
/// Not valid when it failed; then `site` says why.
Value callFunction(const Function &function, CallSite &site, std::span<const Value> args);

} // namespace postern::eval
