// Evaluates expressions: what `terraform console` would answer, and what is known where it could not.
#pragma once

#include "Diag/Sink.h"
#include "Eval/Heap.h"
#include "Eval/Scope.h"
#include "Syntax/Ast.h"

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace postern {
class FileSystem;
class SourceManager;
} // namespace postern

namespace postern::eval {

/// Going over one gives an unknown and one diagnostic that names the limit (UN-14). They are far above what is written
/// by hand or generated, and low enough that a root ends within seconds and a gigabyte whatever it says.
struct Limits {
  uint32_t depth = 1000;            ///< nested evaluations
  uint64_t steps = 10'000'000;      ///< expressions evaluated per root, and what large values cost besides
  uint64_t elements = 1'000'000;    ///< in one collection, and in all that it holds
  uint64_t stringBytes = 16u << 20; ///< in one string
  uint64_t valueBytes = 64u << 20;  ///< in all strings of one value
  uint64_t heapBytes = 256u << 20;  ///< of all values, with where they came from
};

/// What an evaluation asked for that hangs on where it is done and not on values.
struct Asked {
  bool files = false;  ///< a path was looked up from the root's folder
  bool places = false; ///< where a text is written; then what came out holds for nowhere else
};

/// What functions may see of the world.
struct World {
  const FileSystem *files = nullptr; ///< null: file functions give unknowns
  SourceManager *sources = nullptr;  ///< where templates and text files that are read get their ids
  std::string rootDirectory;         ///< relative paths of file functions start here (MO-13)
  std::string readBelow;             ///< files outside this canonical folder are not read; empty: no limit
  std::string planTimestamp;         ///< RFC 3339; empty: unknown
  std::string workspace = "default";
  Asked *asked = nullptr; ///< noted down there, unless null
};

/// An operand with the place to point at when it does not suit.
struct Operand {
  Value value;
  SourceRange range;
};

class Evaluator {
public:
  Evaluator(Heap &heap, const World &world, Sink &sink, const Limits &limits = {});

  /// The value of `expr` with `scope` answering for root names. An error gives a diagnostic in the sink and an unknown
  /// of Opaque symbol in its place, and evaluation goes on around it. The result carries its origin.
  Value evaluate(const hcl::Expr &expr, Scope &scope);

  /// For what an expression refers to (a local, another module's output): its errors are its own, so they are reported
  /// even when a `try` or a conditional would drop those of the expression that asked.
  Value evaluateApart(const hcl::Expr &expr, Scope &scope);

  /// Without diagnostics of its own; not valid where there would have been an error.
  Value evaluateQuietly(const hcl::Expr &expr, Scope &scope);

  /// `value.name` and `value[key]` as the language has them (EV-4), with diagnostics at `range`.
  Value getAttr(const Value &value, std::string_view name, SourceRange range);
  Value index(const Value &value, const Value &key, SourceRange range);

  /// Operators on values (EV-1, EV-2 without its leniency, TY-7), with diagnostics at the operands.
  Value unary(hcl::UnaryOp op, const Operand &operand);
  Value binary(hcl::BinaryOp op, const Operand &left, const Operand &right, SourceRange range);

  /// The unknown that stands where something failed; equal to nothing else.
  Value failed(SourceRange range);
  /// Reports that there is more than `most` of `what` (static text), once for as long as this evaluator lives, and
  /// gives what stands in the place of the value.
  Value overLimit(std::string_view what, uint64_t most, SourceRange range);
  /// What is to be done costs as much as evaluating that many expressions.
  void spend(uint64_t steps) { spent_ += steps; }
  /// As spend(), for going through a whole value.
  void spendOn(const Value &value);

  Heap &heap() { return heap_; }
  /// Where errors of the expression being evaluated go. Inside `try` and arms of conditionals they may be dropped.
  Sink &sink() { return *sink_; }
  const World &world() const { return world_; }
  const Limits &limits() const { return limits_; }
  uint64_t steps() const { return steps_; }
  /// All that was spent, on steps and otherwise.
  uint64_t cost() const { return steps_ + spent_; }
  /// Whether the limit of steps leaves room for what costs that much and reports so many diagnostics.
  [[nodiscard]] bool canAfford(uint64_t cost, size_t diagnostics) const;
  /// Whether some limit was met.
  [[nodiscard]] bool isOverLimit() const { return !reported_.empty(); }
  /// Files of the templates being evaluated, outermost first: one that calls itself would not end.
  std::vector<FileId> &openTemplates() { return openTemplates_; }

private:
  friend class ExpressionVisitor;
  friend class Trial;
  /// What there is in a value; parts that are shared count wherever they stand.
  struct Weight {
    uint64_t values = 0;
    uint64_t bytes = 0; ///< of its strings
  };
  Weight weightOf(const Value &value);
  /// `value`, or what stands in its place when it is heavier than a collection may be.
  Value weighed(const Value &value, SourceRange range);
  /// The limit of steps is reached.
  [[nodiscard]] bool isSpent() const;

  Heap &heap_;
  const World &world_;
  Sink *const root_;
  Sink *sink_;
  Limits limits_;
  uint64_t steps_ = 0;
  uint64_t spent_ = 0; ///< on other things than steps
  uint32_t depth_ = 0;
  std::vector<FileId> openTemplates_;
  std::vector<std::string_view> reported_;                ///< limits
  Value beyond_;                                          ///< what stands where something goes over a limit
  std::unordered_map<const ValueNode *, Weight> weights_; ///< of heavy values
};

/// The names that `expr` refers to outside its own `for` variables, in source order, each with its static steps.
struct FreeReference {
  std::string_view root;
  std::vector<Step> steps;
  SourceRange range;
};
std::vector<FreeReference> freeReferences(const hcl::Expr &expr);

} // namespace postern::eval
