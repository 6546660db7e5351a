// What names mean where an expression stands: the evaluator asks, the stage that knows the configuration answers.
#pragma once

#include "Eval/Heap.h"
#include "Syntax/Ast.h"

#include <span>
#include <string_view>

namespace postern::eval {

/// One static step after a root name: `.name`, or `[key]` with a constant key.
struct Step {
  std::string_view name; ///< attribute name, or the key as text
  bool isIndex = false;  ///< written with brackets or as a legacy index
  bool isNumber = false; ///< the key is a whole number
  SourceRange range;     ///< of the step alone
};

/// A root name and the static steps that follow it, as far as they are static.
struct Reference {
  std::string_view root;
  SourceRange rootRange;
  std::span<const Step> steps;
  SourceRange range; ///< root and steps together
};

/// How much of a reference was understood and what it holds. The evaluator applies the other steps itself.
struct Resolved {
  Value value;         ///< not valid: a diagnostic was given
  size_t consumed = 0; ///< how many of the steps `value` stands for
};

class Evaluator;

class Scope {
public:
  virtual ~Scope() = default;

  /// Answers for a root name that no `for` variable hides. Says what is wrong through the evaluator's sink when the
  /// name means nothing here. May evaluate other expressions with `evaluator` (locals on demand); cycles are its to
  /// find.
  virtual Resolved resolve(const Reference &reference, Evaluator &evaluator) = 0;

  /// Whether functions can be called where these names hold.
  [[nodiscard]] virtual bool allowsCalls() const { return true; }
};

} // namespace postern::eval
